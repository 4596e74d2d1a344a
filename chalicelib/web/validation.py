"""The body of a command against its JSON Schema: every error at once, each with its place and a short code.

The same schema serves the API and the form, so that neither can say what the other may not. Validators are
compiled once; jsonschema is imported when the first body arrives, because reading functions never need it.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.web.schema_files import load_schema
from chalicelib.web.schema_findings import field_errors
from chalicelib.web.schema_formats import FORMATS, holds

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MAX_ERRORS = 200
"""More than anybody will mend in one go; keeps the answer to a hostile body small."""


def check_errors(errors: list[FieldError]) -> None:
    """Raise what was found; at one place the first finding is enough.

    Raises:
        Invalid: when there is any error.
    """
    if errors:
        first = {error.pointer: error for error in reversed(errors)}
        raise Invalid(errors=[error for error in errors if first[error.pointer] is error][:MAX_ERRORS])


def all_errors(schema_name: str, body: Json, known: list[FieldError]) -> list[FieldError]:
    """Return what is known to be wrong with a body, and what its schema refuses in the rest of it."""
    broken = {error.pointer for error in known}
    return [*known, *(error for error in find_errors(schema_name, body) if error.pointer not in broken)]


def find_errors(schema_name: str, body: Json) -> list[FieldError]:
    """Return all errors of a body, in the order of the schema's rules."""
    found = _validator(schema_name).iter_errors(body)
    return list({(error.pointer, error.code): error for raw in found for error in field_errors(raw)}.values())


@lru_cache(maxsize=256)
def _validator(schema_name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    def retrieve(uri: str) -> Resource[Any]:
        return DRAFT202012.create_resource(load_schema(uri.removesuffix(".json")))

    formats = FormatChecker(formats=())
    for name, (check, _) in FORMATS.items():
        formats.checks(name, raises=ValueError)(partial(holds, check))
    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return Draft202012Validator(load_schema(schema_name), registry=registry, format_checker=formats)
