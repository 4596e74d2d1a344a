"""Every address reaches the function of its duty, through resources that API Gateway accepts."""

from collections.abc import Iterator

import pytest

from chalicelib.entrypoints.books import every_book
from chalicelib.entrypoints.routes import ANYONE, Duty, Route
from infra.packaging.paths import ANY, Selection, select_paths

GATEWAY_RESOURCES = 300
"""API Gateway's limit of resources per API."""

ROUTES = [route for book in every_book() for route in book.routes]


def _route(method: str, path: str, duty: Duty) -> Route:
    return Route(method, path, lambda: None, "page", duty, ANYONE)


def reached(selection: Selection, method: str, path: str) -> Duty:
    """Walk the resources as API Gateway documents it: the name itself first, then the variable child."""
    here = ""
    for segment in filter(None, path.split("/")):
        children = set(_children(selection, here))
        here = (
            f"{here}/{segment}"
            if segment in children
            else f"{here}/{next(each for each in children if each.startswith('{'))}"
        )
        if here.endswith("+}"):
            break
    methods = selection[here or "/"]
    return methods.get(method.lower()) or methods[ANY]


def _children(selection: Selection, parent: str) -> Iterator[str]:
    for path in selection:
        if path.startswith(f"{parent}/") and path != "/":
            yield path.removeprefix(f"{parent}/").split("/")[0]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_reaches_the_function_of_its_duty(route: Route) -> None:
    segments = ("x" if each.startswith("{") else each for each in route.path.split("/"))

    assert reached(select_paths(ROUTES), route.method, "/".join(segments)) is route.duty


def test_unknown_addresses_reach_a_function_at_every_depth() -> None:
    selection = select_paths(ROUTES)

    for path in ("/x", "/x/y", "/notices/x/y/z", "/api/v1/x", "/healthz/x"):
        assert reached(selection, "GET", path) in Duty


def test_gateway_accepts_the_resources_of_the_real_routes() -> None:
    _assert_acceptable(select_paths(ROUTES))


def test_one_prefix_may_belong_to_several_duties() -> None:
    selection = select_paths(
        [
            _route("GET", "/notices", Duty.PUBLIC),
            _route("GET", "/notices/{notice_no}", Duty.PUBLIC),
            _route("GET", "/notices/mine", Duty.DESK),
            _route("POST", "/notices/{notice_no}/quote", Duty.SEALED),
            _route("GET", "/notices/{notice_no}/files/{name}", Duty.PUBLIC),
            _route("GET", "/r/{token}", Duty.RESIDENT),
        ]
    )

    _assert_acceptable(selection)
    assert reached(selection, "GET", "/notices") is Duty.PUBLIC
    assert reached(selection, "GET", "/notices/X-1") is Duty.PUBLIC
    assert reached(selection, "GET", "/notices/mine") is Duty.DESK
    assert reached(selection, "POST", "/notices/X-1/quote") is Duty.SEALED
    assert reached(selection, "GET", "/notices/X-1/files/a") is Duty.PUBLIC
    assert reached(selection, "GET", "/notices/X-1/nothing") is Duty.DESK
    assert reached(selection, "GET", "/r/t0ken") is Duty.RESIDENT


def test_one_address_may_be_read_by_one_duty_and_written_by_another() -> None:
    selection = select_paths([_route("GET", "/quotes", Duty.PUBLIC), _route("POST", "/quotes", Duty.SEALED)])

    assert reached(selection, "GET", "/quotes") is Duty.PUBLIC
    assert reached(selection, "HEAD", "/quotes") is Duty.PUBLIC
    assert reached(selection, "POST", "/quotes") is Duty.SEALED


def _assert_acceptable(selection: Selection) -> None:
    parents = {
        "/".join(path.split("/")[:depth]) for path in selection for depth in range(1, path.count("/") + 1)
    }
    assert len({*selection, *parents}) <= GATEWAY_RESOURCES
    for parent in parents:
        variable = {each for each in _children(selection, parent) if each.startswith("{")}
        assert len(variable) == 1, (
            f"{parent} has {variable}: one variable child is allowed, and one is needed"
        )
    for path in selection:
        names = [segment for segment in path.split("/") if segment.startswith("{")]
        assert len(names) == len(set(names))
