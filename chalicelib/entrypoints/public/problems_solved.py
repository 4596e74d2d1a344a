"""The public ledger of problems: what was raised, by how many over which channels, what changed (§8.16).

Where only a few raise a problem their number is not shown; nothing personal is here at all.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints.call import CSV_TYPE, Call, Reply
from chalicelib.entrypoints.listing import all_cards, left_out_line, list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.csv_text import csv_text

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST, PAGE = "problems", "/problems-solved"
HEAD = (
    "problem_no", "title", "unit_name", "people", "channels", "changed", "before", "after", "confirmed_at",
    "published_at",
)  # fmt: skip


@book.page(PAGE)
def list_problems_solved(call: Call) -> Reply:
    """List the problems that led to a change, the latest first, with how items are handled on the whole."""
    from chalicelib.usecases.hotline.read_figures import hotline_figures
    from chalicelib.web.views.hotline_figures import unit_figures

    least, whole = _least(call), unit_figures(hotline_figures(call.house).whole)
    shown = whole if whole["received"] >= least else None
    return show_list(
        call, "public/problems_solved.html", LIST, only="all", shape=_shape(call), least=least, whole=shown
    )


@book.file(f"{PAGE}.csv")
def get_problems_table(call: Call) -> Reply:
    """Return the ledger as a table, whose last line says how many it leaves out."""
    shape, least = _shape(call), _least(call)
    cards = (shape(card) for card in all_cards(call, LIST, "all"))
    rows = [[_cell(card, name, least) for name in HEAD] for card in cards]
    rows.extend(left_out_line(call, LIST, "all", len(rows)))
    headers = {"Content-Disposition": 'attachment; filename="problems-solved.csv"'}
    return Reply(csv_text([list(HEAD), *rows]).encode(), 200, CSV_TYPE, headers)


@book.api("GET", f"/api/v1{PAGE}", is_list=True, answer="problems-solved-answer")
def api_list_problems_solved(call: Call) -> Reply:
    """Return a page of the problems that led to a change, the latest first."""
    return list_data(call, LIST, only="all", shape=_shape(call))


def _shape(call: Call) -> Any:
    """Return how a card is shown: a small number of people is not."""
    least = _least(call)

    def shape(card: Mapping[str, Any]) -> dict[str, Any]:
        people = card["people"] if card["people"] >= least else None
        return {**card, "people": people, "people_below": least}

    return shape


def _least(call: Call) -> int:
    return call.house.rating_rules.load().statistics.small_cell_below


def _cell(card: Mapping[str, Any], name: str, least: int) -> str:
    value = card.get(name, "")
    if name == "people":
        return f"<{least}" if value is None else str(value)
    return " ".join(value) if name == "channels" else str(value)
