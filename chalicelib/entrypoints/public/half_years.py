"""The half-year's ranking of units for everybody: first and last with intervals (clause 四(三), §8.5)."""

from typing import Any

from chalicelib.domain.satisfaction.statistics.half_years import csv_lines, is_right
from chalicelib.entrypoints.call import CSV_TYPE, JSON_TYPE, Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_page, next_address, ways_on, with_instants
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.canonical import canonical_json, digest
from chalicelib.kernel.csv_text import csv_text
from chalicelib.usecases.ratings.half_years import HALF_YEARS, provisional_half_years, read_half_year
from chalicelib.web.views.half_years import ranking_view

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST, ONE = "/ratings/half-years", "/ratings/half-years/{half}"


@book.page(LIST)
def list_half_years(call: Call) -> Reply:
    """List the half-years: what still runs, and the frozen ones, the latest first."""
    page = list_page(call, HALF_YEARS, "all")
    running = provisional_half_years(call.house)
    return call.show(
        "public/ratings/half_years.html", halves=cards_of(page), running=running, **ways_on(call, page)
    )


@book.api("GET", "/api/v1" + LIST, is_list=True, answer="half-years-answer")
def get_half_years(call: Call) -> Reply:
    """Return a page of the half-years whose ranking is frozen, with their hashes."""
    page = list_page(call, HALF_YEARS, "all")
    return call.data({"items": [dict(card.data) for card in page.cards], "next": next_address(call, page)})


@book.page(ONE)
def show_half_year(call: Call) -> Reply:
    """Show a half-year's ranking with error bars; a frozen one is computed again for this page."""
    row, body = _read(call)
    return call.show(
        "public/ratings/half_year.html",
        half=call.params["half"],
        frozen=with_instants(row),
        is_right=bool(row) and is_right(body, row["sha256"]),
        as_of=call.now,
        **ranking_view(body, lambda unit: unit_name(call, unit), call.context.locale),
    )


@book.api("GET", "/api/v1" + ONE, answer="half-year-answer")
def get_half_year(call: Call) -> Reply:
    """Return a half-year's ranking with the hash of its document."""
    row, body = _read(call)
    return call.data({**body, "document_sha256": row.get("sha256") or digest(body)})


@book.file(ONE + ".json")
def get_half_year_document(call: Call) -> Reply:
    """Return the document byte for byte as its hash covers it."""
    _, body = _read(call)
    return Reply(canonical_json(body).encode(), 200, JSON_TYPE)


@book.file(ONE + ".csv")
def get_half_year_table(call: Call) -> Reply:
    """Return a half-year's ranking as a table."""
    _, body = _read(call)
    headers = {"Content-Disposition": f'attachment; filename="ratings-{call.params["half"]}.csv"'}
    return Reply(csv_text(csv_lines(body)).encode(), 200, CSV_TYPE, headers)


def _read(call: Call) -> tuple[dict[str, Any], dict[str, Any]]:
    return read_half_year(call.house, call.params["half"])
