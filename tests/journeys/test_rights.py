"""What is denied on AWS is noticed here: the judge of `tests/rights.py` hears of every handler."""

import pytest

from chalicelib.entrypoints.books import every_book
from infra.local.http_event import Request, proxy_event
from infra.local.runtime import Runtime
from tests.journeys.steps import Town
from tests.rights import duty_of

ROUTES = [route for book in every_book() for route in book.routes]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_request_is_judged_by_the_duty_of_its_route(route) -> None:
    path = "/".join("x" if segment.startswith("{") else segment for segment in route.path.split("/"))

    assert duty_of(proxy_event(Request(route.method, path))) == route.duty


def test_a_page_that_reads_what_its_duty_may_not_is_noticed(
    runtime: Runtime, town: Town, denials: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = type(town.house.lists).counts

    def count_and_peek(lists, *asked):
        town.house.queries.quote("n_1", "0a")
        return counts(lists, *asked)

    monkeypatch.setattr(type(town.house.lists), "counts", count_and_peek)

    runtime.get("/")

    assert {(duty, action) for duty, action, _ in denials} == {("public", "dynamodb:GetItem")}
    denials.clear()


def test_a_worker_that_reads_what_its_duty_may_not_is_noticed(
    runtime: Runtime, town: Town, denials: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(town.house.inbox).put

    def put_and_count(inbox, *message) -> None:
        town.house.lists.counts("notices")
        put(inbox, *message)

    monkeypatch.setattr(type(town.house.inbox), "put", put_and_count)
    message = {"to": "org:1", "code": "c", "event": "e", "at": "2026-03-09T01:00:00.000Z", "params": {}}
    town.house.queues.send("messages", "g", "d", message)

    runtime.drain()

    assert {duty for duty, _, _ in denials} == {"messages"}
    assert any("ReportingTable" in resource for _, _, resource in denials)
    denials.clear()
