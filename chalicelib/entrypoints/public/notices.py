"""Notices (采购公告) for everybody: the catalogue, each notice's page, both as JSON too."""

from chalicelib.documents.qr_codes import address_code
from chalicelib.domain.marketplace.catalogues.definitions import NOTICES
from chalicelib.domain.marketplace.notices.visibility import is_public
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import (
    address_of,
    catalogue_data,
    catalogue_file,
    filters_of,
    show_catalogue,
)
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.numbers import parse_notice_number
from chalicelib.usecases.notices.attach_file import download_link
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.web.views.notices import notice_json, notice_page

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = NOTICES.name


@book.page("/notices")
def list_notices(call: Call) -> Reply:
    """List the published notices; a number in the search box goes straight to its page."""
    if found := address_of(call.asked("q")):
        return call.go(found)
    return show_catalogue(call, LIST, "public/notices.html")


@book.file("/notices.csv")
def get_notice_table(call: Call) -> Reply:
    """Return the notices that fit the filter as a table."""
    return catalogue_file(call, LIST)


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


@book.api("GET", "/api/v1/notices", is_list=True, filters=filters_of(NOTICES), answer="notices-answer")
def get_notices(call: Call) -> Reply:
    """Return a page of published notices that fit the filters, with the count of all that do."""
    return catalogue_data(call, LIST)


@book.api("GET", "/api/v1/notices/{notice_no}", answer="notice-answer")
def get_notice(call: Call) -> Reply:
    """Return a notice with everything that is public of it."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return call.data(notice_json(view, call.now, rules_of(call.house, view.notice)), version=view.version)
