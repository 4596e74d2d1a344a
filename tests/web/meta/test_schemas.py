"""Every schema of the house: its examples, its strictness, its use."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.web.schema_files import load_schema, schema_folder
from chalicelib.web.schema_formats import FORMATS
from chalicelib.web.validation import find_errors
from tests.web.meta.world import ROUTES

NAMES = sorted(path.stem for path in schema_folder().glob("*.json"))
OWN_WORDS = ("x-type", "x-error-code", "x-invalid-examples")


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema below it; examples are no schemas."""
    if isinstance(schema, dict):
        yield schema
        for word, value in schema.items():
            if word in {"properties", "patternProperties", "$defs", "dependentSchemas"}:
                yield from schemas_in(list(value.values()))
            elif word not in {"examples", "x-invalid-examples", "const", "enum", "default"}:
                yield from schemas_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from schemas_in(value)


def references(name: str) -> set[str]:
    found = (str(below.get("$ref", "")).partition("#")[0] for below in schemas_in(load_schema(name)))
    return {file.removesuffix(".json") for file in found if file}


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_of_2020_12_and_names_itself(name: str) -> None:
    schema = load_schema(name)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.json"
    assert schema["title"]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_schema_pass_and_the_invalid_ones_fail(name: str) -> None:
    schema = load_schema(name)

    assert schema["examples"]
    assert schema["x-invalid-examples"]
    assert [find_errors(name, example) for example in schema["examples"]] == [[]] * len(schema["examples"])
    assert all(find_errors(name, example) for example in schema["x-invalid-examples"])


def closure(names: Iterable[str]) -> set[str]:
    """Return the schemas named and those they refer to."""
    found, left = set[str](), set(names)
    while left:
        found.add(name := left.pop())
        left |= references(name) - found
    return found


SENT = sorted(closure(route.schema for route in ROUTES if route.schema))


@pytest.mark.parametrize("name", SENT)
def test_every_object_that_is_sent_refuses_unknown_members(name: str) -> None:
    """An answer may grow; a command may not say what nobody reads."""
    open_objects = [
        sorted(below["properties"])
        for below in schemas_in(load_schema(name))
        if below.get("type") == "object"
        and "properties" in below
        and below.get("additionalProperties") is not False
        and below.get("unevaluatedProperties") is not False
    ]

    assert open_objects == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_uses_only_formats_and_words_that_are_judged(name: str) -> None:
    for below in schemas_in(load_schema(name)):
        assert below.get("format", "date") in FORMATS
        assert [word for word in below if word.startswith("x-") and word not in OWN_WORDS] == []


@pytest.mark.parametrize("name", sorted({route.schema for route in ROUTES if route.schema}))
def test_a_text_that_is_sent_has_a_longest_length(name: str) -> None:
    """A text without a limit would be kept however long it is."""
    limits = ("maxLength", "enum", "const", "format", "pattern")
    unlimited = [
        place
        for below in schemas_in(load_schema(name))
        for place, member in (below.get("properties") or {}).items()
        if isinstance(member, dict) and member.get("type") == "string" and not any(map(member.get, limits))
    ]

    assert unlimited == []


def test_every_schema_is_used_by_a_route_or_by_another_schema() -> None:
    used = {name for route in ROUTES for name in (route.schema, route.answer) if name}
    used |= {name for known in NAMES for name in references(known)}
    assert sorted(set(NAMES) - used) == []


def test_every_schema_a_route_names_is_there() -> None:
    named = {name for route in ROUTES for name in (route.schema, route.answer) if name}

    assert sorted(named - set(NAMES)) == []


def test_a_schema_file_is_written_one_way() -> None:
    for name in NAMES:
        text = (schema_folder() / f"{name}.json").read_text(encoding="utf-8")
        assert json.loads(text, object_pairs_hook=_without_repetition)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)
