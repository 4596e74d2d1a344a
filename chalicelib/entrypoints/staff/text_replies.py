"""What residents texted back in words: the centre reads it, since nobody else would (evaluation.md §7.8)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of, list_page, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.identifiers import without_numbers

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)


@book.page("/text-replies")
def show_replies(call: Call) -> Reply:
    """Show the replies, the latest first, without numbers that somebody wrote into them."""
    page = list_page(call, "text-replies", "all")
    replies = cards_of(page)
    words = call.house.queries.personal_many([one["ref"] for one in replies]) if replies else {}
    shown = [{"at": parse_instant(one["at"]), "text": _words(words, one["ref"])} for one in replies]
    return call.show("ratings/text_replies.html", replies=shown, as_of=call.now, **ways_on(call, page))


def _words(found: Mapping[str, Mapping[str, Any]], ref: str) -> str | None:
    """Return what was written; None when its person was erased."""
    return without_numbers(str(found[ref].get("text", ""))) if ref in found else None
