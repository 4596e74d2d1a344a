"""From what a form sends, which is always text, to the JSON that the same command takes over the API.

The command's JSON Schema says what each text is to become; beside the standard types it uses `x-type`:

- `fen`: yuan as people write them (`12,000.5`, `4.85万`) become an integer of fen;
- `basis-points`: per cent (`12.5`) become an integer of basis points;
- `date`: `2026-11-30`, `2026/11/30` or `2026年11月30日` become `"2026-11-30"`;
- `month`: `2026-11`, `2026/11` or `2026年11月` become `"2026-11"`;
- `instant`: `2026-11-30T17:30`, meant in the legal time of China, becomes `"2026-11-30T09:30:00.000Z"`;
- `uscc`, `project-code`, `mobile` … take their stored spelling (kernel/identifiers.py).

A text that cannot be read stays as it was typed, with a field error, so that nothing typed is lost. A blank
field is a field not given; a tick box not sent is false; a required group is there even when all of it is
blank, so that each of its fields asks for itself.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from chalicelib.kernel import identifiers
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.entered import Unreadable, plain
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.money import format_yuan, parse_rate, parse_yuan
from chalicelib.web.form_data import FormData, Tree
from chalicelib.web.schema_files import Schema, follow, load_schema

MAX_ROWS = 200


def coerce(form: FormData, schema_name: str) -> tuple[dict[str, Json], list[FieldError]]:
    """Return the command's body as JSON, and an error for every text that is not what the schema wants."""
    errors = list(form.errors)
    body = _object(form.tree(), load_schema(schema_name), schema_name, "", errors)
    return body, errors


def _object(tree: Tree, schema: Schema, name: str, pointer: str, errors: list[FieldError]) -> dict[str, Json]:
    properties = _properties(schema, name)
    body: dict[str, Json] = {}
    for member, below in tree.items():
        declared = properties.get(member) or _of_any_name(schema)
        value = _value(below, declared, name, f"{pointer}/{member}", errors)
        if value not in (None, {}, []):
            body[member] = value
    for member in properties.keys() - body.keys():
        declared, where = follow(properties[member], name)
        if type_of(declared) == "boolean":
            body[member] = False
        elif type_of(declared) == "object" and member in schema.get("required", []):
            body[member] = _object({}, declared, where, f"{pointer}/{member}", errors)
    return body


def _of_any_name(schema: Schema) -> Schema:
    """Return the schema of members that are not named, as answers by question are."""
    found = schema.get("additionalProperties")
    return found if isinstance(found, dict) else {}


def type_of(schema: Schema) -> str:
    """Return the type a field takes when it is filled in; the null by which the API clears it aside."""
    declared = schema.get("type", "string")
    return str(declared) if isinstance(declared, str) else next(one for one in declared if one != "null")


def _properties(schema: Schema, name: str) -> dict[str, Schema]:
    """Collect the members a schema describes, those of its alternatives and conditions included."""
    schema, name = follow(schema, name)
    found: dict[str, Schema] = {}
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, [])]
    for part in [*parts, *(schema[key] for key in ("then", "else") if key in schema)]:
        found |= _properties(part, name)
    return found | dict(schema.get("properties", {}))


def _value(
    below: Tree | list[str], schema: Schema, name: str, pointer: str, errors: list[FieldError]
) -> Json:
    schema, name = follow(schema, name)
    if type_of(schema) == "array":
        return _array(below, schema.get("items", {}), name, pointer, errors)
    if isinstance(below, dict):
        return _object(below, schema, name, pointer, errors)
    if type_of(schema) == "boolean":
        return below[-1] in {"true", "on", "1", "yes"}
    if len(below) > 1 and "array" in schema.get("type", ()):
        return [*below]
    if len(below) > 1:
        errors.append(FieldError(pointer, "given-twice"))
    return _scalar(below[0], schema, pointer, errors)


def _array(
    below: Tree | list[str], items: Schema, name: str, pointer: str, errors: list[FieldError]
) -> list[Json]:
    rows = below if isinstance(below, list) else [below[key] for key in sorted(below, key=_row_number)]
    if len(rows) > MAX_ROWS:
        errors.append(FieldError(pointer, "too-many-items", {"max": MAX_ROWS}))
        return []
    values = (
        _value([row] if isinstance(row, str) else row, items, name, f"{pointer}/{index}", errors)
        for index, row in enumerate(rows)
    )
    return [value for value in values if value is not None]


def _row_number(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (MAX_ROWS, key)


def _scalar(text: str, schema: Schema, pointer: str, errors: list[FieldError]) -> Json:
    if not text:
        return None
    read = READERS.get(str(schema.get("x-type") or type_of(schema)))
    if read is None:
        return text
    try:
        return read(text)
    except Unreadable as unreadable:
        errors.append(FieldError(pointer, unreadable.code, unreadable.params))
        return text


def _read_integer(text: str) -> int:
    digits = re.sub(r"[,\s]", "", plain(text))
    if not re.fullmatch(r"-?[0-9]{1,15}", digits):
        raise Unreadable("not-an-integer")
    return int(digits)


def _read_date(text: str) -> str:
    parts = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", plain(text))
    try:
        year, month, on = map(int, parts.groups() if parts else ())
        return date(year, month, on).isoformat()
    except ValueError:
        raise Unreadable("not-a-date") from None


def _read_month(text: str) -> str:
    parts = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})月?", plain(text))
    if parts is None or not 1 <= int(parts[2]) <= 12:
        raise Unreadable("not-a-month")
    return f"{parts[1]}-{int(parts[2]):02}"


def _read_instant(text: str) -> str:
    try:
        at = datetime.fromisoformat(plain(text).replace("/", "-"))
        return format_instant(at if at.tzinfo else at.replace(tzinfo=CHINA))
    except (ValueError, OverflowError):
        raise Unreadable("not-an-instant") from None


READERS: Final[Mapping[str, Callable[[str], Json]]] = {
    "integer": _read_integer,
    "fen": parse_yuan,
    "basis-points": parse_rate,
    "date": _read_date,
    "month": _read_month,
    "instant": _read_instant,
    "uscc": identifiers.normalise_uscc,
    "organisation-code": identifiers.normalise_organisation_code,
    "project-code": identifiers.normalise_project_code,
    "division": identifiers.normalise_division,
    "identity-card": identifiers.normalise_ric,
    "mobile": identifiers.normalise_mobile,
    "telephone": identifiers.normalise_telephone,
}
"""How each kind of field is read."""


def as_typed(value: Json, schema: Schema) -> str:
    """Write a stored value as a person would have typed it, to fill a form from a draft."""
    if value is None:
        return ""
    if schema.get("x-type") in {"fen", "basis-points"}:
        return format_yuan(int(value)).replace(",", "")
    if schema.get("x-type") == "instant":
        return f"{datetime.fromisoformat(str(value)).astimezone(CHINA):%Y-%m-%dT%H:%M}"
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value)
