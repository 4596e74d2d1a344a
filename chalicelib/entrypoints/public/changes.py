"""You said, we changed: guides that a bad rating changed, before and after (evaluation.md §8.9)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.page("/changes")
def list_changes(call: Call) -> Reply:
    """List what was changed because somebody rated badly, the latest first."""
    return show_list(call, "public/changes.html", "changes", only="all")


@book.api("GET", "/api/v1/changes", is_list=True, answer="changes-answer")
def get_changes(call: Call) -> Reply:
    """Return a page of the guides that bad ratings changed, the latest first."""
    return list_data(call, "changes", only="all")
