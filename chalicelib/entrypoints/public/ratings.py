"""The figures of ratings for everybody: the district, each unit, their tables and their JSON (pages §3)."""

from typing import Any

from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.domain.satisfaction.statistics.snapshot import Document
from chalicelib.domain.satisfaction.statistics.snapshot_rows import csv_rows
from chalicelib.entrypoints.call import CSV_TYPE, Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name, unit_of
from chalicelib.kernel.csv_text import csv_text
from chalicelib.usecases.ratings.read_figures import SPAN, Figures, last_months
from chalicelib.web.views.published_figures import months_of, published_of
from chalicelib.web.views.rating_figures import (
    months_to_choose,
    unit_view,
    units_view,
    whole_view,
)

book = RouteBook(ANYONE, Duty.PUBLIC)

UNIT = "/ratings/units/{unit}"
FILTERS = {"period": OneOf(of_call=lambda call: last_periods(call.now, SPAN))}


@book.page("/ratings", filters=FILTERS)
def show_ratings(call: Call) -> Reply:
    """Show the figures of the whole district, of the last twelve months or of one of them."""
    figures, chosen = last_months(call.house), call.asked("period")
    locale, months = call.context.locale, months_of(figures)
    return call.show(
        "public/ratings/index.html",
        **_around(call, figures, chosen),
        whole=whole_view(figures, months, chosen, locale),
        **units_view(figures, months, chosen, lambda unit: unit_name(call, unit), locale),
    )


@book.file("/ratings.csv", filters=FILTERS)
def get_ratings_table(call: Call) -> Reply:
    """Return every published figure with its definition as a table."""
    return _table(call, last_months(call.house), "ratings")


@book.api("GET", "/api/v1/ratings", filters=FILTERS, answer="ratings-answer")
def get_ratings(call: Call) -> Reply:
    """Return what is published of the district, with the recipes to recompute it."""
    return _data(call, last_months(call.house))


@book.page(UNIT, filters=FILTERS)
def show_unit(call: Call) -> Reply:
    """Show the figures of a unit."""
    unit, chosen = unit_of(call), call.asked("period")
    figures = last_months(call.house)
    months = months_of(figures, unit)
    return call.show(
        "public/ratings/unit.html",
        **_around(call, figures, chosen, unit),
        unit={"uscc": unit, "name": unit_name(call, unit)},
        whole=whole_view(figures, months, chosen, call.context.locale, unit),
        **unit_view(figures, months, unit, chosen),
    )


@book.file(UNIT + ".csv", filters=FILTERS)
def get_unit_table(call: Call) -> Reply:
    """Return every published figure of a unit with its definition as a table."""
    return _table(call, last_months(call.house), f"ratings-{unit_of(call)}", unit_of(call))


@book.api("GET", "/api/v1" + UNIT, filters=FILTERS, answer="ratings-answer")
def get_unit(call: Call) -> Reply:
    """Return what is published of a unit."""
    return _data(call, last_months(call.house), unit_of(call))


def _around(call: Call, figures: Figures, chosen: str, unit: str = "") -> dict[str, Any]:
    return {"chosen": chosen, "periods": list(months_to_choose(figures, unit)), "as_of": call.now}


def _data(call: Call, figures: Figures, unit: str = "") -> Reply:
    document = _document(call, figures, unit)
    return call.data({**document.body, "sha256": document.sha256})


def _table(call: Call, figures: Figures, name: str, unit: str = "") -> Reply:
    body = _document(call, figures, unit).body
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Reply(csv_text(csv_rows(body)).encode(), 200, CSV_TYPE, headers)


def _document(call: Call, figures: Figures, unit: str) -> Document:
    """Return the document of the district, or thereof what is about one unit."""
    return published_of(figures, call.asked("period"), call.now, unit)
