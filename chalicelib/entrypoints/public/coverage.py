"""Which matter of which department can be rated by which channel, and what is missing (evaluation.md §0)."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.satisfaction.statistics.ways import NOT_OFFERED, Way
from chalicelib.entrypoints.call import CSV_TYPE, Call, Reply
from chalicelib.entrypoints.filters import CreditCode, OneOf
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.ratings.read_coverage import all_units, is_count_hidden, this_year, unit_matters
from chalicelib.web.views.coverage import WAYS, few, matters_table, matters_view, units_table, units_view

book = RouteBook(ANYONE, Duty.PUBLIC)

PAGE = "/coverage"
EMPTY = "empty"
FILTERS = {"unit": CreditCode(), "way": OneOf(WAYS), "only": OneOf((EMPTY,))}


@book.page(PAGE, filters=FILTERS)
def show_coverage(call: Call) -> Reply:
    """Show all departments, or every matter of the one that is asked for."""
    return call.show("public/ratings/coverage.html", **_report(call))


@book.file(f"{PAGE}.csv", filters=FILTERS)
def get_coverage_table(call: Call) -> Reply:
    """Return the same as a table."""
    report, locale = _report(call), call.context.locale
    if report["unit"]:
        rows = matters_table(report["unit"], report["name"], report["matters"], report["below"], locale)
    else:
        rows = units_table(report["units"], locale)
    headers = {"Content-Disposition": attachment("coverage.csv")}
    return Reply(csv_text(rows).encode(), 200, CSV_TYPE, headers)


def _report(call: Call) -> dict[str, Any]:
    asked = {name: call.asked(name) for name in FILTERS if call.asked(name)}
    unit, way, only_empty = call.asked("unit"), call.asked("way"), call.asked("only") == EMPTY
    ways = tuple(one for one in Way if way in ("", str(one)))
    below = call.house.rating_rules.load().statistics.small_cell_below
    around = {
        "unit": unit,
        "way": way,
        "only": call.asked("only"),
        "shown_ways": [str(one) for one in ways],
        "all_ways": WAYS,
        "not_offered": [str(one) for one in Way if one in NOT_OFFERED],
        "can_text": call.house.texts.is_connected,
        "year": this_year(call.house),
        "below": below,
        "few": few(None, below),
        "as_of": call.now,
        "query": "?" + urlencode(asked) if asked else "",
    }
    if not unit:
        rows = all_units(call.house)
        units = units_view(rows, ways, lambda one: unit_name(call, one), only_empty=only_empty)
        return {**around, "units": units, "matters": [], "name": ""}
    rows_of = unit_matters(call.house, unit)
    is_hidden = bool(rows_of) and is_count_hidden(call.house, unit)
    matters = matters_view(rows_of, ways, below, only_empty=only_empty, is_hidden=is_hidden)
    return {**around, "units": [], "matters": matters, "name": unit_name(call, unit)}
