"""Reports to the provincial system: where they stand, why some fail, and the days compared (§0, ADR 0075).

Nobody's name is here and no words of a resident: it says whether ratings arrive, not what they say.
"""

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.satisfaction.upward.states import TellingState
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import cards_of, chosen_facet, list_page, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.file_names import attachment
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.ratings.read_coverage import matter_names
from chalicelib.usecases.upward.reconcile_day import LIST, lines_of
from chalicelib.usecases.upward.retry_report import retry_report
from chalicelib.web.forms import Form
from chalicelib.web.i18n import translate
from chalicelib.web.labels.upward import DIFFERENCES

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR, Role.REGULATOR, Role.SYSADMIN}), Duty.DESK)

PAGE, DAYS = "/upward", "reconciliations"
LISTED = (TellingState.REFUSED, TellingState.RETRYING, TellingState.PENDING, TellingState.KEPT_HERE)
FACETS = tuple(f"state={state}" for state in LISTED)
FILTERS = {"facet": OneOf(FACETS)}
DAYS_SHOWN = 14
COLUMNS = ("name", "difference", "here", "there")


@book.page(PAGE, filters=FILTERS)
def show_upward(call: Call, form: Form | None = None) -> Reply:
    """Show how many reports stand where, those of one state with the far side's words, and the days."""
    facet = chosen_facet(call, FACETS)
    page = list_page(call, LIST, facet)
    return call.show(
        "ratings/upward.html",
        form=form or call.new_form(),
        cards=list(_with_words(call, cards_of(page))),
        facet=facet,
        as_of=call.now,
        **_whole(call, facet),
        **ways_on(call, page),
    )


def _whole(call: Call, facet: str) -> dict[str, Any]:
    """Return the figures of all reports, and the days that were compared last."""
    counts = call.house.lists.counts(LIST)
    days = call.house.lists.page(DAYS, "all", PageRequest(limit=DAYS_SHOWN))
    return {
        "is_connected": call.house.upward.is_connected,
        "figures": counts,
        "names": matter_names(call.house),
        "count": counts.get(facet, 0),
        "states": tuple(state.value for state in TellingState),
        "listed": LISTED,
        "days": cards_of(days),
    }


@book.form(PAGE + "/{report}/retry", schema="retry-report", again=show_upward)
def post_retry(call: Call) -> Reply:
    """Tell something again now."""
    retry_report(call.house, call.actor, call.params["report"], call.command()["name"])
    return call.go(f"{PAGE}?facet=state%3DPENDING")


@book.page(PAGE + "/days/{day}")
def show_compared_day(call: Call) -> Reply:
    """Show what differed on a day, line by line."""
    day = call.params["day"]
    return call.show("ratings/upward_day.html", day=day, lines=lines_of(call.house, day))


@book.file(PAGE + "/days/{day}.csv")
def get_compared_day_table(call: Call) -> Reply:
    """Return what differed on a day as a table."""
    day, locale = call.params["day"], call.context.locale
    rows = [_row(line, locale) for line in lines_of(call.house, day)]
    headers = {"Content-Disposition": attachment(f"upward-{day}.csv"), "Cache-Control": "no-store"}
    return Reply(csv_text([COLUMNS, *rows]), 200, "text/csv; charset=utf-8", headers)


def _row(line: Json, locale: str) -> list[str]:
    row: Any = line
    named = {**row, "difference": translate(DIFFERENCES[row["difference"]], locale)}
    return [str(named[column]) for column in COLUMNS]


def _with_words(call: Call, cards: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Put the far side's words beside the cards; they lie in the reports and in no list."""
    reports = call.house.reports.find_many([str(card["id"]) for card in cards])
    for card in cards:
        report, place = reports.get(str(card["id"])), int(str(card["name"]).rpartition("-")[2]) - 1
        is_there = report is not None and place < len(report.tellings)
        words = report.tellings[place].error_text if report is not None and is_there else ""
        yield {**card, "words": words}
