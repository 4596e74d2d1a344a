"""Selections anyone can recompute, whatever the method: page and record as JSON (docs/rules.md §3)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.openings.statement import read_statement
from chalicelib.web.views.selections import selection_page

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.page("/selections/{notice_no}")
def show_selection(call: Call) -> Reply:
    """Show by which rule and from what a notice's order was computed, and how to compute it again."""
    found = read_statement(call.house, call.params["notice_no"])
    return call.show("public/selection.html", **selection_page(found, call.now))


@book.api("GET", "/selections/{notice_no}.json", answer="selection-1")
def get_selection_file(call: Call) -> Reply:
    """Return the record of a selection at the address that its page gives for the file."""
    return _record(call)


@book.api("GET", "/api/v1/selections/{notice_no}", answer="selection-1")
def get_selection(call: Call) -> Reply:
    """Return the record of a selection."""
    return _record(call)


def _record(call: Call) -> Reply:
    return call.data(dict(read_statement(call.house, call.params["notice_no"]).record))
