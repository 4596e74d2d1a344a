"""Every role and every route: docs/rules.md §5, on paper and over HTTP."""

import re

import pytest

from chalicelib.entrypoints.routes import Route
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.web.meta.roles import allowed
from tests.web.meta.world import ROUTES, World, bogus, people

SELF_GUARDED = re.compile(r"\{token\}|\{secret\}|^/q/\{point\}$|^/complain$|^/api/v1/texts/")
"""A secret link, a window's code and a complaint behind a limit, what the provider of texts has signed."""

GUARDED = [route for route in ROUTES if route.audience]
SPECIAL = ("/sign-out", "/sign-out-everywhere", "/api/v1/sign-out-everywhere")
"""They end the session of the test."""


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def ask(world: World, route: Route, address: str, person: DemoPerson | None) -> Answer:
    """Ask for a route with an empty body, in the way its people would."""
    if route.surface == "api":
        return world.runtime.send_json(route.method, address, None, as_=person)
    if route.surface == "form":
        return world.visit(person).post_form(address)
    return world.visit(person).get(address)


def is_refused(answer: Answer) -> bool:
    """Tell whether the guard has refused for the sake of the role."""
    return answer.status == 403 and "/problems/wrong-role" in answer.text


def test_no_two_routes_share_an_address() -> None:
    names = [name_of(route) for route in ROUTES]

    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_a_route_lets_in_whom_the_rules_name_and_nobody_else(route: Route) -> None:
    assert allowed(route.method, route.path) == route.audience


def test_whatever_changes_something_is_guarded() -> None:
    open_to_all = [route for route in ROUTES if route.method != "GET" and not route.audience]

    assert [name_of(route) for route in open_to_all if not SELF_GUARDED.search(route.path)] == []


@pytest.mark.parametrize("route", GUARDED, ids=name_of)
def test_nobody_unknown_gets_past_a_guard(world: World, route: Route) -> None:
    for address in (bogus(route), world.address(route)):
        answer = ask(world, route, address, None)

        if route.method == "GET" and route.surface != "api":
            assert answer.status == 303
            assert answer.location.startswith("/sign-in?back=%2F")
        else:
            assert answer.status == 401


@pytest.mark.parametrize("route", GUARDED, ids=name_of)
def test_a_wrong_role_is_refused_before_anything_is_read(world: World, route: Route) -> None:
    for role, person in people():
        if role in route.audience:
            continue
        for address in (bogus(route), world.address(route)):
            answer = ask(world, route, address, person)

            assert is_refused(answer), (role, address, answer.status)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.path not in SPECIAL], ids=name_of)
def test_the_right_role_gets_an_answer_for_what_does_not_exist(world: World, route: Route) -> None:
    for role in route.audience or {None}:
        answer = ask(world, route, bogus(route), world.person(role) if role else None)

        assert answer.status < 500, answer.text[:300]
        assert not route.audience or answer.status != 401
        assert not is_refused(answer)


@pytest.mark.parametrize("route", [r for r in GUARDED if r.method == "GET"], ids=name_of)
def test_the_right_role_can_read_what_there_is(world: World, route: Route) -> None:
    for role in route.audience:
        answer = ask(world, route, world.address(route), world.person(role))

        assert answer.status < 500, answer.text[:300]
        assert answer.status != 401
        assert not is_refused(answer)
