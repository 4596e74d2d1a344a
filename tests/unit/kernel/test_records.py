import ast
import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest

import chalicelib
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A point with everything the product's classes use."""

    x: int
    y: int = 0
    tags: dict[str, str] = dataclasses.field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("left of the page")


@dataclass(frozen=True, slots=True)
class Single:
    only: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing at all."""


@dataclass(frozen=True, slots=True)
class Loud:
    word: str

    def __repr__(self) -> str:
        return self.word.upper()


def test_it_is_made_by_place_and_by_name_with_defaults() -> None:
    assert (Point(1).y, Point(1, 2).y, Point(y=3, x=1).y) == (0, 2, 3)
    assert Point(1).tags == {}
    assert Point(1).tags is not Point(1).tags


@pytest.mark.parametrize("wrong", [(), (1, 2, {}, 4)])
def test_too_few_and_too_many_values_are_refused(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Point(*wrong)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match="z"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_post_init_may_refuse_from_the_first_instance_on() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="left of the page"):
            Point(-1)


def test_nothing_can_be_changed_removed_or_added() -> None:
    point = Point(1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.z = 1  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_equal_values_of_one_class_are_equal_and_hash_alike() -> None:
    assert Single((1,)) == Single((1,))
    assert hash(Single((1,))) == hash(Single((1,)))
    assert Single((1,)) != Single((2,))
    assert Point(1) != Single((1,))
    assert Empty() == Empty()
    assert len({Empty(), Empty()}) == 1


def test_the_standard_library_treats_it_as_its_own() -> None:
    assert dataclasses.is_dataclass(Point)
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "y", "tags"]
    assert dataclasses.replace(Point(1, 2), y=5) == Point(1, 5)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "tags": {}}
    assert copy.deepcopy(Point(1, 2, {"a": "b"})) == Point(1, 2, {"a": "b"})


def test_it_can_be_matched_by_place() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_it_writes_itself_without_what_must_not_be_printed() -> None:
    assert repr(Point(1, 2, {"secret": "s"})) == "Point(x=1, y=2)"
    assert repr(Loud("hush")) == "HUSH"


def test_every_frozen_class_of_the_product_is_made_the_cheap_way() -> None:
    root = Path(chalicelib.__file__).parent
    importers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "static" not in path.parts and path.name != "records.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        if any(name.name == "dataclass" for name in node.names)
    ]

    assert importers == [], "import dataclass from chalicelib.kernel.records (ADR 0011)"
