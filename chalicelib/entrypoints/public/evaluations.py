"""The evaluations of one agency for everybody: a table, and a drawing of the same means (pages §3)."""

from typing import Any

from chalicelib.documents.bars import bars
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_data, list_page, ways_on
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.kernel.paging import PageRequest
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.views.agencies import public_profile
from chalicelib.web.views.evaluations import drawn_rows, evaluation_rows, mean_rows

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = "evaluations-of"
ROOT = "/agencies/{uscc}/evaluations"


@book.page(ROOT)
def show_evaluations(call: Call) -> Reply:
    """Show the evaluations of an agency, newest first, and the mean of those shown."""
    uscc = _uscc(call)
    profile = public_profile(call.house.queries.agency(uscc), call.types, call.now)
    page = list_page(call, LIST, uscc)
    cards = cards_of(page)
    return call.show(
        "public/agencies/evaluations.html",
        agency=profile,
        rows=evaluation_rows(cards),
        means=mean_rows(cards),
        **ways_on(call, page),
    )


@book.file(ROOT + ".svg")
def draw_evaluations(call: Call) -> Reply:
    """Draw the means of the newest evaluations of an agency."""
    cards: list[dict[str, Any]] = cards_of(call.house.lists.page(LIST, _uscc(call), PageRequest()))
    locale = call.context.locale
    title = translate(_("五项指标的加权平均分"), locale)
    return Reply(bars(title, drawn_rows(cards, locale)), 200, "image/svg+xml")


@book.api("GET", "/api/v1" + ROOT, is_list=True, answer="evaluations-answer")
def get_evaluations(call: Call) -> Reply:
    """Return a page of an agency's evaluations; means are exact fractions."""
    return list_data(call, LIST, only=_uscc(call))


def _uscc(call: Call) -> str:
    try:
        return check_uscc(call.params["uscc"]).value
    except BadIdentifier as bad:
        raise NotFound from bad
