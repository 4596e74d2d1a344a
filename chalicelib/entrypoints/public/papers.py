"""Papers of a purchase (pages §3): the award notice (中选通知书) and the whole file for an auditor.

Each is a page that prints well and, at the same address with `.pdf`, that page set as PDF (ADR 0060).
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.documents.typesetting import can_typeset
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.read_quotes import public_award
from chalicelib.usecases.openings.statement import read_statement
from chalicelib.web.views.papers import letter_page, purchase_file

book = RouteBook(ANYONE, Duty.PUBLIC)

LETTER, FILE = "public/papers/award_letter.html", "public/papers/purchase_file.html"


@book.page("/notices/{notice_no}/award/letter")
def show_letter(call: Call) -> Reply:
    """Show the award notice of the award that stands."""
    return call.show(LETTER, has_pdf=can_typeset(), **_letter(call))


@book.file("/notices/{notice_no}/award/letter.pdf")
def get_letter(call: Call) -> Reply:
    """Return the award notice as PDF."""
    return call.paper(LETTER, has_pdf=False, **_letter(call))


@book.page("/notices/{notice_no}/file")
def show_file(call: Call) -> Reply:
    """Show everything that is public of a purchase on one page."""
    return call.show(FILE, has_pdf=can_typeset(), **_file(call))


@book.file("/notices/{notice_no}/file.pdf")
def get_file(call: Call) -> Reply:
    """Return everything that is public of a purchase as one PDF."""
    return call.paper(FILE, has_pdf=False, **_file(call))


def _letter(call: Call) -> dict[str, Any]:
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return letter_page(view, call.now, rules_of(call.house, view.notice))


def _file(call: Call) -> dict[str, Any]:
    view, ranking = public_award(call.house, call.params["notice_no"])
    entries = call.house.queries.entries(f"NOTICE#{view.notice.id}")
    rules = rules_of(call.house, view.notice)
    found = read_statement(call.house, call.params["notice_no"])
    return purchase_file(view, ranking, found, _draw_record(call), entries, call.now, rules)


def _draw_record(call: Call) -> Mapping[str, Json] | None:
    """Return the public record of the draw, or None for a purchase that draws nothing."""
    try:
        return call.house.queries.draw(call.params["notice_no"])[1]
    except NotFound:
        return None
