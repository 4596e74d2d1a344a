"""The quota board and the coverage of callbacks by unit: page, table and API (§5 no. 11, 12)."""

import io
from typing import TYPE_CHECKING, Any

from chalicelib.domain.satisfaction.campaigns.campaign import effective_state
from chalicelib.domain.satisfaction.campaigns.states import ASKING
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_page, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.callbacks import running_campaigns
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.projections.surveys import INTEGRITY

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.callbacks.board import UnitBoard

book = RouteBook(frozenset({Role.CALLBACK_LEAD, Role.REGULATOR, Role.SURVEY_DESIGNER}), Duty.DESK)
BOARD, API = "/callbacks/boards", "/api/v1/callback-boards"
CSV_TYPE = "text/csv; charset=utf-8"
FIGURES = ("rated", "coverage", "effective", "heard", "bad_numbers")


@book.page(BOARD)
def list_boards(call: Call) -> Reply:
    """List the campaigns that call or called."""
    return call.show("callbacks/boards.html", campaigns=running_campaigns(call))


@book.page(BOARD + "/{campaign}")
def show_board(call: Call) -> Reply:
    """Show how far a campaign came: tasks by state and day-part, the funnel of every unit, response rates."""
    from chalicelib.web.views.callbacks import board_page

    campaign, rules = _campaign(call), call.house.rating_rules.load().callback
    return call.show(
        "callbacks/board.html",
        campaign=campaign,
        names=unit_names(call),
        as_of=call.now,
        **board_page(_boards(call, campaign), rules, call.context.locale, is_over=campaign["is_over"]),
    )


@book.file(BOARD + "/{campaign}.csv")
def download_board(call: Call) -> Reply:
    """Send the funnel and the outcomes of every unit as a table."""
    from chalicelib.web.views.callbacks import board_view

    campaign, rules = _campaign(call), call.house.rating_rules.load().callback
    rows = [board_view(one, rules, is_over=campaign["is_over"]) for one in _boards(call, campaign)]
    return Reply(_table(rows), 200, CSV_TYPE)


@book.api("GET", API + "/{campaign}", answer="callback-board-answer")
def api_get_board(call: Call) -> Reply:
    """Return how far a campaign came, in all and by unit."""
    from chalicelib.domain.satisfaction.callbacks.board import together
    from chalicelib.web.views.callbacks import board_view

    campaign, rules = _campaign(call), call.house.rating_rules.load().callback
    found, is_over = _boards(call, campaign), campaign["is_over"]
    units: list[Any] = [board_view(one, rules, is_over=is_over) for one in found]
    total: Any = board_view(together(found), rules, is_over=is_over)
    return call.data({"campaign": campaign["id"], "total": total, "units": units})


@book.page("/callbacks/integrity", audience=frozenset({Role.REGULATOR}))
def show_integrity(call: Call) -> Reply:
    """Show what was said about gifts, fees and forced agencies, which no unit ever reads."""
    page = list_page(call, INTEGRITY, "all")
    cards = cards_of(page)
    words = call.house.queries.personal_many([one["ref"] for one in cards]) if cards else {}
    found = [{**one, "lines": words.get(one["ref"], {}).get("lines", [])} for one in cards]
    shown: dict[str, Any] = {"found": found, "names": unit_names(call), "as_of": call.now}
    return call.show("callbacks/integrity.html", **shown, **ways_on(call, page))


def _table(rows: list[dict[str, Any]]) -> str:
    import csv

    out = io.StringIO()
    writer, outcomes = csv.writer(out), list(rows[0]["outcomes"]) if rows else []
    steps = [one["step"] for one in rows[0]["funnel"]] if rows else []
    writer.writerow(["unit", *steps, *FIGURES, *outcomes])
    for row in rows:
        persons = [one["persons"] for one in row["funnel"]]
        figures = [row[name] for name in FIGURES]
        writer.writerow([row["unit"], *persons, *figures, *row["outcomes"].values()])
    return "\ufeff" + out.getvalue()


def _campaign(call: Call) -> dict[str, Any]:
    campaign = call.house.campaigns.find(call.params["campaign"])
    if campaign is None:
        raise NotFound("not-found", kind="campaign")
    is_over = effective_state(campaign, call.now) not in ASKING
    return {"id": campaign.id, "title": campaign.plan.title, "number": campaign.number, "is_over": is_over}


def _boards(call: Call, campaign: dict[str, Any]) -> "tuple[UnitBoard, ...]":
    """Return the boards of a campaign's units."""
    from chalicelib.domain.satisfaction.callbacks.board import LIST, boards

    return tuple(boards(call.house.lists.figures(LIST, campaign["id"])))
