"""Every field error carries the figures that its sentence names (spec: all errors at once, readable)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.field_texts import FIELD_TEXTS
from chalicelib.web.i18n import CHINESE

FIGURE = re.compile(r"%\((\w+)\)")
PLACE_OF_CODE = {"FieldError": 1, "Unreadable": 0, "BadAmount": 0}
NAMED: frozenset[str] = frozenset({"FieldError", "Unreadable"})


def raised() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Yield every literal code in the code with its place and its figures; None when they are computed."""
    for path in sorted(Path("chalicelib").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        literals = dict(_dictionaries(tree))
        for node in ast.walk(tree):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in NAMED:
                place = PLACE_OF_CODE[name]
                code = node.args[place] if len(node.args) > place else None
                if isinstance(code, ast.Constant):
                    yield f"{path}:{node.lineno}", str(code.value), _figures(node, name, literals)


def _dictionaries(tree: ast.AST) -> Iterator[tuple[str, ast.Dict]]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.Dict):
            yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))


def _figures(node: ast.Call, name: str, literals: dict[str, ast.Dict]) -> frozenset[str] | None:
    if name == "Unreadable":
        return frozenset(str(keyword.arg) for keyword in node.keywords)
    if len(node.args) < 3:
        return frozenset()
    given = node.args[2]
    found = literals.get(given.id) if isinstance(given, ast.Name) else given
    if not isinstance(found, ast.Dict):
        return None
    return frozenset(str(key.value) for key in found.keys if isinstance(key, ast.Constant))


CASES = [case for case in raised() if case[2] is not None]


def test_there_is_something_to_look_at() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(("place", "code", "given"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_a_field_error_carries_every_figure_that_its_sentence_names(
    place: str, code: str, given: frozenset[str]
) -> None:
    assert code in FIELD_TEXTS, place
    assert set(FIGURE.findall(FIELD_TEXTS[code])) <= given, place


def test_figures_of_a_price_are_written_in_yuan() -> None:
    error = FieldError("/amount_fen", "only-one-value", {"only": 39_000_00, "unit": "fen"})

    assert field_error_text(error, CHINESE) == "公告已经定好，只能填写 39,000.00 元。"
