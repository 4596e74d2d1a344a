"""What jsonschema finds, as field errors of ours: a JSON pointer, a short code, the figures of the limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError
from chalicelib.web.hostile_text import escape_pointer
from chalicelib.web.schema_formats import FORMATS

if TYPE_CHECKING:
    from jsonschema import ValidationError

Figures = dict[str, Json]


def field_errors(error: ValidationError) -> Iterator[FieldError]:
    """Return the field errors of one finding: usually one, for missing or unknown members one each."""
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
        yield from field_errors(finding)


def _code(error: ValidationError, keyword: str, limit: Any) -> tuple[str, Figures]:
    schema: Any = error.schema
    if keyword in _BY_SCHEMA:
        return str(schema.get("x-error-code", _BY_SCHEMA[keyword])), {}
    if keyword == "minLength" and not error.instance:
        return "required", {}
    if keyword == "minItems" and not error.instance:
        return "required", {}
    if keyword == "type" and "integer" in _names(limit):
        return "not-an-integer", {}
    if keyword == "format":
        return _format_code(error, schema.get("x-error-code"), FORMATS[limit][1])
    code, figures = _BY_LIMIT.get(keyword, ("wrong-value", _no_figures))
    return code, figures(limit, error)


def _names(limit: Any) -> list[str]:
    return [limit] if isinstance(limit, str) else list(limit)


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
