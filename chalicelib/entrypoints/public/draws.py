"""Draws anyone can recompute: the page, its record as JSON, the list (docs/rules.md §3.2)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.web.views.draws import draw_page
from chalicelib.web.views.notices import heading

book = RouteBook(ANYONE, Duty.PUBLIC)

FACETS = ("all", "waiting", "ended")
FILTERS = {"facet": OneOf(FACETS)}


@book.page("/draws", filters=FILTERS)
def list_draws(call: Call) -> Reply:
    """List the draws, waiting ones and ended ones."""
    return show_list(call, "public/draws.html", "draws", FACETS)


@book.page("/draws/{notice_no}")
def show_draw(call: Call) -> Reply:
    """Show a draw and how to recompute it."""
    view, record, beside = call.house.queries.draw(call.params["notice_no"])
    told = {name: heading(view, call.now)[name] for name in ("owner", "contact", "updated_at")}
    told["drand_chain"] = rules_of(call.house, view.notice).beacon.drand_chain
    return call.show("public/draw.html", **told, **draw_page(view.notice, record, beside, call.now))


@book.api("GET", "/draws/{notice_no}.json", answer="draw-1")
def get_draw_file(call: Call) -> Reply:
    """Return the record of a draw at the address that its page gives for the file."""
    return _record(call)


@book.api("GET", "/api/v1/draws", is_list=True, answer="draws-answer", filters=FILTERS)
def get_draws(call: Call) -> Reply:
    """Return a page of draws, waiting ones or ended ones by `facet`."""
    return list_data(call, "draws", FACETS)


@book.api("GET", "/api/v1/draws/{notice_no}", answer="draw-1")
def get_draw(call: Call) -> Reply:
    """Return the record of a draw."""
    return _record(call)


def _record(call: Call) -> Reply:
    return call.data(dict(call.house.queries.draw(call.params["notice_no"])[1]))
