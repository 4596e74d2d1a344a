"""Frozen months for everybody: the document, its table, its hash, how to recompute them (§8.14)."""

from typing import Any

from chalicelib.domain.satisfaction.statistics.periods import is_period
from chalicelib.domain.satisfaction.statistics.snapshot_rows import csv_rows
from chalicelib.domain.satisfaction.statistics.verification import verify
from chalicelib.entrypoints.call import CSV_TYPE, JSON_TYPE, Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_page, next_address, ways_on, with_instants
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ratings.freeze_period import FROZEN, frozen_document
from chalicelib.web.views.published_figures import part_row

book = RouteBook(ANYONE, Duty.PUBLIC)

ONE = "/ratings/snapshots/{period}"


@book.page("/ratings/snapshots")
def list_snapshots(call: Call) -> Reply:
    """List the frozen months, the latest first, and how anybody checks them."""
    page = list_page(call, FROZEN, "all")
    return call.show("public/ratings/snapshots.html", periods=cards_of(page), **ways_on(call, page))


@book.api("GET", "/api/v1/ratings/snapshots", is_list=True, answer="rating-snapshots-answer")
def get_snapshots(call: Call) -> Reply:
    """Return a page of the frozen months with their hashes."""
    page = list_page(call, FROZEN, "all")
    return call.data({"items": [dict(card.data) for card in page.cards], "next": next_address(call, page)})


@book.page(ONE)
def show_snapshot(call: Call) -> Reply:
    """Show the figures of a frozen month as they were published, recomputed for this page."""
    row, body = _frozen(call)
    units = [{**part_row(part), "name": unit_name(call, part["unit"])} for part in body["units"]]
    return call.show(
        "public/ratings/snapshot.html",
        period=row["period"],
        frozen=with_instants(row),
        total=part_row(body["total"]),
        units=units,
        is_right=verify(body, row["sha256"]).is_right,
    )


@book.file(ONE + ".json")
def get_snapshot_document(call: Call) -> Reply:
    """Return the document byte for byte as its hash covers it."""
    _, body = _frozen(call)
    return Reply(canonical_json(body).encode(), 200, JSON_TYPE)


@book.file(ONE + ".csv")
def get_snapshot_table(call: Call) -> Reply:
    """Return the figures of a frozen month with their definitions as a table."""
    row, body = _frozen(call)
    headers = {"Content-Disposition": f'attachment; filename="ratings-{row["period"]}.csv"'}
    return Reply(csv_text(csv_rows(body)).encode(), 200, CSV_TYPE, headers)


def _frozen(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
    if not is_period(call.params["period"]):
        raise NotFound("not-found", kind="period")
    return frozen_document(call.house, call.params["period"])
