"""Notices (采购公告) for everybody: the list by one facet, each notice's page, both as JSON too."""

from chalicelib.documents.qr_codes import address_code
from chalicelib.domain.marketplace.notices.visibility import is_public
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import DEPARTMENT, DIVISION, METHOD, SERVICE_TYPE, OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.numbers import normalise_notice_number, parse_notice_number
from chalicelib.usecases.notices.attach_file import download_link
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.web.labels.notices import METHODS, STATES
from chalicelib.web.labels.places import PLACES
from chalicelib.web.views.notices import notice_json, notice_page

book = RouteBook(ANYONE, Duty.PUBLIC)

NOT_PUBLIC = ("DRAFT", "REVIEWING")
SHOWN = tuple(code for code in STATES if code not in NOT_PUBLIC)
FILTERS = {"state": OneOf(SHOWN), "method": METHOD, "service_type": SERVICE_TYPE, "division": DIVISION}
EVERY_FILTER = {**FILTERS, "department": DEPARTMENT}


@book.page("/notices", filters=EVERY_FILTER)
def list_notices(call: Call) -> Reply:
    """List the published notices, newest first; a number in the search box goes straight to its page."""
    wanted = call.asked("q").strip()
    if wanted and (found := _address_of(wanted)):
        return call.go(found)
    return show_list(
        call,
        "public/notices.html",
        "notices",
        wanted=wanted,
        states=[(code, STATES[code]) for code in SHOWN],
        methods=list(METHODS.items()),
        divisions=list(PLACES.items()),
        asked={name: call.asked(name) for name in FILTERS},
    )


@book.page("/notices/{notice_no}")
def show_notice(call: Call) -> Reply:
    """Show a notice with everything that is public of it."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    page = notice_page(view, call.now, rules_of(call.house, view.notice))
    return call.show("public/notice.html", address=call.edge.origin + call.path, **page)


@book.file("/notices/{notice_no}/qr.svg")
def get_qr_code(call: Call) -> Reply:
    """Draw the QR code of a notice's page; nothing is read, so every possible number has one."""
    try:
        parse_notice_number(call.params["notice_no"])
    except Unreadable:
        raise NotFound("not-found", kind="notice") from None
    picture = address_code(call.edge.origin + call.path.removesuffix("/qr.svg"))
    return Reply(picture, 200, "image/svg+xml", {"Cache-Control": "public, max-age=86400"})


@book.file("/notices/{notice_no}/files/{number}")
def get_file(call: Call) -> Reply:
    """Send the browser to one of a notice's attachments, by its place on the page."""
    notice = call.house.queries.notice_by_number(call.params["notice_no"]).notice
    if not is_public(notice):
        raise NotFound("not-found", kind="notice")
    return call.go(download_link(call.house, notice.content, call.params["number"]))


@book.api("GET", "/api/v1/notices", is_list=True, filters=EVERY_FILTER, answer="notices-answer")
def get_notices(call: Call) -> Reply:
    """Return a page of published notices; one facet at a time."""
    return list_data(call, "notices")


@book.api("GET", "/api/v1/notices/{notice_no}", answer="notice-answer")
def get_notice(call: Call) -> Reply:
    """Return a notice with everything that is public of it."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return call.data(notice_json(view, call.now, rules_of(call.house, view.notice)), version=view.version)


def _address_of(wanted: str) -> str | None:
    """Return the page of a notice number or credit code, in whatever width and case it was typed."""
    try:
        number = normalise_notice_number(wanted)
        parse_notice_number(number)
        return f"/notices/{number}"
    except Unreadable:
        pass
    try:
        return f"/agencies/{check_uscc(wanted).value}"
    except Unreadable:
        return None
