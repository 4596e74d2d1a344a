"""Hostile text in every form and API body: accepted safely or refused clearly, never a fault of ours."""

import json
import re
from typing import Any

import pytest

from chalicelib.entrypoints.routes import NOTHING, Route
from chalicelib.web.schema_files import load_schema
from chalicelib.web.validation import find_errors
from infra.local.http_event import Answer, Request
from tests.web.meta.hostile import BODIES, TEXTS, VALUES, as_fields, at_path, leaves, with_all, with_one
from tests.web.meta.test_roles import name_of
from tests.web.meta.world import ROUTES, World

COMMANDS = [route for route in ROUTES if route.schema]
API = [route for route in COMMANDS if route.surface == "api" and route.audience]
WITH_FIELDS = [route for route in API if route.schema != NOTHING]
FORMS = [route for route in COMMANDS if route.surface == "form"]
SCHEMAS = sorted({route.schema for route in COMMANDS if route.schema})
BEFORE_THE_BODY = {403, 404, 409, 412, 428}
"""What can be refused before the body is looked at: whose it is, that it is there, its state, its version."""


def example(route: Route) -> Any:
    return load_schema(route.schema or "")["examples"][0]


def send(world: World, route: Route, content: bytes) -> Answer:
    """Send a body to a route of the API as the person who may."""
    person = world.person(sorted(route.audience)[0])
    token = world.runtime.identity.access_token(person)
    address = world.address(route)
    headers = [("Authorization", f"Bearer {token}"), ("Content-Type", "application/json")]
    if route.method in {"PUT", "PATCH"}:
        headers.append(("If-Match", version_of(world, route, address)))
    return settled(world, world.runtime.request(Request(route.method, address, "", tuple(headers), content)))


def settled(world: World, answer: Answer) -> Answer:
    """Let happen what hangs on an accepted command."""
    if answer.status < 400:
        world.runtime.drain()
    return answer


def version_of(world: World, route: Route, address: str) -> str:
    """Return the ETag a change has to name."""
    if "/draft" in address:
        read = address.split("/draft")[0] + "/draft"
    else:
        read = address.replace("/api/v1/notices/", "/api/v1/owner/notices/").rpartition("/")[0]
    person = world.person(sorted(route.audience)[0])
    own = world.runtime.get_json(address, as_=person).header("ETag")
    return own or world.runtime.get_json(read, as_=person).header("ETag") or '"0"'


def check(answer: Answer) -> None:
    """Hold an answer of the API to RFC 9457: a refusal says where and why."""
    assert answer.status < 500, answer.text[:500]
    if answer.status < 400:
        return
    assert (answer.header("Content-Type") or "").startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == answer.status
    assert problem["type"] != "/problems/internal"
    if problem["type"] == "/problems/invalid-fields":
        assert problem["errors"]
    for error in problem.get("errors", ()):
        assert re.fullmatch(r"(/([^~/]|~[01])*)*", error["pointer"])
        assert error["code"]
        assert error["detail"].endswith("。")
        assert len(error["detail"]) < 500


def pointers(answer: Answer) -> set[str]:
    return {error["pointer"] for error in answer.json().get("errors", ())}


@pytest.mark.parametrize("route", WITH_FIELDS, ids=name_of)
def test_a_hostile_text_in_every_field_of_the_api(world: World, route: Route) -> None:
    for kind, text in TEXTS.items():
        body = with_all(example(route), text, str)
        answer = send(world, route, json.dumps(body).encode())

        check(answer)
        assert "\u202e" not in answer.text, kind
        assert len(answer.body) < 300_000, kind


@pytest.mark.parametrize("route", API, ids=name_of)
def test_a_body_that_is_no_command_is_refused(world: World, route: Route) -> None:
    for kind, content in BODIES.items():
        answer = send(world, route, content)

        check(answer)
        assert 400 <= answer.status < 500, kind
        assert len(answer.body) < 100_000, kind


FIGURES = [
    (route, path)
    for route in WITH_FIELDS
    for path in leaves(load_schema(route.schema or "")["examples"][0])
    if type(at_path(load_schema(route.schema or "")["examples"][0], path)) is int
]


@pytest.mark.parametrize(
    ("route", "path"), FIGURES, ids=lambda part: "/".join(map(str, part)) if isinstance(part, tuple) else ""
)
@pytest.mark.parametrize("written", ["1.5", "1e400", "NaN", '"5"', "9" * 5_000])
def test_a_figure_that_is_no_integer_is_refused_at_its_own_place(
    world: World, route: Route, path: tuple[str | int, ...], written: str
) -> None:
    content = json.dumps(with_one(example(route), path, "@@")).replace('"@@"', written)

    answer = send(world, route, content.encode())

    if answer.status in BEFORE_THE_BODY or (path[0] == "answers" and written == '"5"'):
        return  # an answer may be words: its question decides what it is, and reads a figure from a form
    assert answer.status == 422, answer.text
    found = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert found["".join(f"/{step}" for step in path)] == "not-an-integer"


@pytest.mark.parametrize("route", API, ids=name_of)
def test_an_unknown_field_is_refused_with_its_pointer(world: World, route: Route) -> None:
    answer = send(world, route, json.dumps({**example(route), "no_such_field": 1}).encode())

    assert answer.status in {*BEFORE_THE_BODY, 422}
    if answer.status == 422:
        assert "/no_such_field" in pointers(answer)


@pytest.mark.parametrize("route", WITH_FIELDS, ids=name_of)
def test_all_that_is_missing_comes_at_once(world: World, route: Route) -> None:
    required = load_schema(route.schema or "").get("required", [])
    answer = send(world, route, b"{}")

    assert answer.status in {*BEFORE_THE_BODY, 422} or not required
    if answer.status == 422 and required:
        assert pointers(answer) >= {f"/{name}" for name in required}


def test_most_commands_of_the_market_are_really_reached(world: World) -> None:
    unreached = [
        name_of(route)
        for route in API
        if send(world, route, json.dumps({**example(route), "no_such_field": 1}).encode()).status != 422
    ]

    assert len(unreached) <= len(API) // 5, unreached


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_wrong_type_anywhere_is_found_and_nothing_breaks(name: str) -> None:
    for whole in load_schema(name)["examples"]:
        for path in leaves(whole):
            for value in (*VALUES.values(), *TEXTS.values()):
                for error in find_errors(name, with_one(whole, path, value)):
                    assert error.code


@pytest.mark.parametrize("route", FORMS, ids=name_of)
def test_a_hostile_text_in_every_field_of_a_form(world: World, route: Route) -> None:
    visit = world.visit(world.sender(route))
    for kind, text in TEXTS.items():
        answer = settled(world, visit.post_form(world.address(route), as_fields(example(route), text)))

        assert answer.status < 500, (kind, answer.text[:500])
        assert "<script>alert" not in answer.text
        # A refusal keeps what was typed on the form, and nothing of it was taken.
        assert "\u202e" not in answer.text or answer.status in {409, 422}
        if answer.status >= 400:
            assert (answer.header("Content-Type") or "").startswith("text/html")
            assert "error-summary" in answer.text or "/problems/" in answer.text, kind


@pytest.mark.parametrize("route", FORMS, ids=name_of)
def test_a_form_that_makes_no_sense_is_refused(world: World, route: Route) -> None:
    visit = world.visit(world.sender(route))
    names = list(as_fields(example(route)))
    senseless: list[dict[str, Any]] = [
        {"": "x"},
        {"no_such_field": "x"},
        {"__proto__.x": "1", "a..b": "1"},
        {"UPPER": "x"},
        {".".join(["a"] * 30): "x"},
        {f"rows.{row}.x": "1" for row in range(999)},
        {f"f{place}": "x" for place in range(2_001)},
        {name: ["a", "b"] for name in names},
        {f"{name}.x.y": "1" for name in names},
        {name.split(".")[0]: "x" for name in names} | {f"{name}.0": "x" for name in names},
        dict.fromkeys(names, ""),
    ]
    for fields in senseless:
        answer = settled(world, visit.post_form(world.address(route), fields))

        assert answer.status < 500, (list(fields)[:3], answer.text[:500])


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "GET"], ids=name_of)
def test_a_hostile_address_or_query_never_breaks_a_page(world: World, route: Route) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    hostile = (
        "%00",
        "%F0%A0%AE%B7",
        "%E2%80%AE",
        "..%2F..%2Fx",
        "a" * 3_000,
        "%FF",
        "%0d%0aX:1",
        "NOTICE%23x",
    )
    queries = (
        "cursor=x&limit=1",
        "limit=0",
        "limit=1e9",
        "state=%00",
        "facet=%E2%80%AE",
        "back=//evil.example",
    )
    addresses = [re.sub(r"\{\w+\}", text, route.path) for text in hostile if "{" in route.path]
    for address in [*addresses, *(f"{world.address(route)}?{query}" for query in queries)]:
        asked = world.runtime.get_json if route.surface == "api" else world.runtime.get
        answer = asked(address, as_=person)

        assert answer.status < 500, (address, answer.text[:500])
        assert "evil.example" not in answer.location
