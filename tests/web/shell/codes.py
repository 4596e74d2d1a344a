"""Which codes the product raises, read from its own source: the words must exist before the page does."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from chalicelib.kernel import errors

ROOT = Path(__file__).parents[3]

STATUS_BY_CLASS = {
    name: found.status
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.DomainError)
}
UNREADABLE = {"Unreadable", "BadAmount", "BadIdentifier", "BadNumber"}


def raised_problems() -> Iterator[tuple[str, int]]:
    """Yield every problem code with the status it is raised with."""
    for name, found in vars(errors).items():
        if name in STATUS_BY_CLASS:
            yield found.code, found.status
    for call in _calls():
        code = _text(call, 0, "code")
        if (status := STATUS_BY_CLASS.get(_name(call))) and code:
            yield code, status


def raised_field_codes() -> Iterator[str]:
    """Yield every field-error code of the source and of the schemas."""
    for call in _calls():
        code = _text(call, 1, "code") if _name(call) == "FieldError" else None
        code = code or (_text(call, 0, "code") if _name(call) in UNREADABLE else None)
        if code:
            yield code
    for path in (ROOT / "schemas").glob("*.json"):
        yield from _declared(json.loads(path.read_text(encoding="utf-8")))


def _calls() -> Iterator[ast.Call]:
    for path in (ROOT / "chalicelib").rglob("*.py"):
        yield from (
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        )


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _text(call: ast.Call, place: int, keyword: str) -> str | None:
    given = [argument.value for argument in call.keywords if argument.arg == keyword]
    found = given or call.args[place : place + 1]
    value = found[0].value if found and isinstance(found[0], ast.Constant) else None
    return value if isinstance(value, str) else None


def _declared(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "x-error-code":
                yield value
            elif key not in {"examples", "x-invalid-examples"}:
                yield from _declared(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _declared(item)
