"""The body of a command against its JSON Schema: every error at once, each with its place and a short code.

The same schema serves the API and the form, so that neither can say what the other may not. Validators are
compiled once; jsonschema is imported when the first body arrives, because reading functions never need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from chalicelib.kernel import identifiers
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.web.hostile_text import clean_body, escape_pointer
from chalicelib.web.schema_files import load_schema

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

Figures = dict[str, Json]

MAX_ERRORS = 200
"""More than anybody will mend in one go; keeps the answer to a hostile body small."""


def read_body(schema_name: str, body: Json) -> Json:
    """Return an API body cleaned and valid.

    Raises:
        Invalid: with all field errors, those of hostile texts included.
    """
    cleaned, errors = clean_body(body)
    check_errors([*errors, *find_errors(schema_name, cleaned)])
    return cleaned


def validate(schema_name: str, body: Json) -> None:
    """Check a body against `schemas/<schema_name>.json`.

    Raises:
        Invalid: with all field errors.
    """
    check_errors(find_errors(schema_name, body))


def check_errors(errors: list[FieldError]) -> None:
    """Raise what was found; at one place the first finding is enough.

    Raises:
        Invalid: when there is any error.
    """
    if errors:
        first = {error.pointer: error for error in reversed(errors)}
        raise Invalid(errors=[error for error in errors if first[error.pointer] is error][:MAX_ERRORS])


def find_errors(schema_name: str, body: Json) -> list[FieldError]:
    """Return all errors of a body, in the order of the schema's rules."""
    found = _validator(schema_name).iter_errors(body)
    return list({(error.pointer, error.code): error for raw in found for error in _translate(raw)}.values())


@lru_cache(maxsize=256)
def _validator(schema_name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    def retrieve(uri: str) -> Resource[Any]:
        return DRAFT202012.create_resource(load_schema(uri.removesuffix(".json")))

    formats = FormatChecker(formats=())
    for name, (check, _) in _FORMATS.items():
        formats.checks(name, raises=ValueError)(partial(_holds, check))
    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return Draft202012Validator(load_schema(schema_name), registry=registry, format_checker=formats)


def _holds(check: Callable[[str], object], value: object) -> bool:
    if isinstance(value, str):
        check(value)
    return True


def _check_date(value: str) -> None:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("another spelling of a date")


_FORMATS: Final[Mapping[str, tuple[Callable[[str], object], str]]] = {
    "date": (_check_date, "not-a-date"),
    "date-time": (parse_instant, "not-an-instant"),
    "uscc": (identifiers.check_uscc, "not-a-uscc"),
    "organisation-code": (identifiers.check_organisation_code, "not-an-organisation-code"),
    "project-code": (identifiers.check_project_code, "not-a-project-code"),
    "division": (identifiers.check_division, "not-a-division"),
    "identity-card": (identifiers.check_ric, "not-an-identity-card"),
    "mobile": (identifiers.check_mobile, "not-a-mobile"),
}
"""`format` of a schema: what judges it, and the code when the judge gives none more precise."""


def _translate(error: ValidationError) -> Iterator[FieldError]:
    """Turn one finding of jsonschema into field errors of ours."""
    keyword, limit = str(error.validator), error.validator_value
    pointer = "".join(f"/{escape_pointer(str(step))}" for step in error.absolute_path)
    if keyword in _MISSING:
        yield from _missing(error, pointer)
    elif keyword in {"additionalProperties", "unevaluatedProperties"}:
        for member in _unknown(error):
            yield FieldError(f"{pointer}/{escape_pointer(member)}", "unknown-field")
    elif keyword in {"oneOf", "anyOf"} and error.context:
        yield from _nearest_alternative(error)
    else:
        yield FieldError(pointer, *_code(error, keyword, limit))


_MISSING: Final = frozenset({"required", "dependentRequired"})


def _missing(error: ValidationError, pointer: str) -> Iterator[FieldError]:
    wanted: Any = error.validator_value
    present: Any = error.instance
    if error.validator == "dependentRequired":
        wanted = [name for given, names in wanted.items() if given in present for name in names]
    for member in wanted:
        if member not in present:
            yield FieldError(f"{pointer}/{escape_pointer(member)}", "required")


def _unknown(error: ValidationError) -> Iterator[str]:
    schema: Any = error.schema
    members: Any = error.instance
    if error.validator == "unevaluatedProperties":
        return (name for name in members if repr(name) in error.message)
    return (name for name in members if name not in schema.get("properties", {}))


def _nearest_alternative(error: ValidationError) -> Iterator[FieldError]:
    """Report on the alternative that fits best: the one with the fewest findings."""
    branches: dict[object, list[ValidationError]] = {}
    for finding in error.context or ():
        branches.setdefault(finding.schema_path[0], []).append(finding)
    for finding in min(branches.values(), key=len):
        yield from _translate(finding)


def _code(error: ValidationError, keyword: str, limit: Any) -> tuple[str, Figures]:
    schema: Any = error.schema
    if keyword in _BY_SCHEMA:
        return str(schema.get("x-error-code", _BY_SCHEMA[keyword])), {}
    if keyword == "minLength" and not error.instance:
        return "required", {}
    if keyword == "minItems" and not error.instance:
        return "required", {}
    if keyword == "format":
        return _format_code(error, schema.get("x-error-code"), _FORMATS[limit][1])
    code, figures = _BY_LIMIT.get(keyword, ("wrong-value", _no_figures))
    return code, figures(limit, error)


def _format_code(error: ValidationError, declared: str | None, general: str) -> tuple[str, Figures]:
    if isinstance(error.cause, Unreadable) and declared is None:
        return error.cause.code, dict(error.cause.params)
    return declared or general, {}


def _no_figures(_limit: Any, _error: ValidationError) -> Figures:
    return {}


def _least(limit: Any, error: ValidationError) -> Figures:
    return {"min": limit} | _kind(error)


def _most(limit: Any, error: ValidationError) -> Figures:
    return {"max": limit} | _kind(error)


def _kind(error: ValidationError) -> Figures:
    """Name how the figure is to be read: a limit of 1000000 fen is shown as 10,000.00 yuan."""
    schema: Any = error.schema
    return {"unit": schema["x-type"]} if schema.get("x-type") in {"fen", "basis-points"} else {}


_BY_SCHEMA: Final = {
    "pattern": "wrong-format",
    "const": "wrong-value",
    "not": "not-allowed",
    "enum": "not-one-of",
}
_BY_LIMIT: Final[Mapping[str, tuple[str, Callable[[Any, ValidationError], Figures]]]] = {
    "type": ("wrong-type", _no_figures),
    "minLength": ("too-short", _least),
    "maxLength": ("too-long", _most),
    "minimum": ("too-small", _least),
    "exclusiveMinimum": ("not-above", _least),
    "maximum": ("too-large", _most),
    "exclusiveMaximum": ("not-below", _most),
    "multipleOf": ("not-a-multiple", _no_figures),
    "minItems": ("too-few-items", _least),
    "maxItems": ("too-many-items", _most),
    "uniqueItems": ("duplicate-items", _no_figures),
    "minProperties": ("required", _no_figures),
    "maxProperties": ("unknown-field", _no_figures),
    "propertyNames": ("unknown-field", _no_figures),
}
