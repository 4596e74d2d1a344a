"""Notices (采购公告) for everybody: the list by one facet, each notice's page, both as JSON too."""

from chalicelib.domain.marketplace.notices.visibility import is_public
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.numbers import normalise_notice_number, parse_notice_number
from chalicelib.usecases.openings.read_quotes import public_quotes
from chalicelib.web.labels.notices import METHODS, STATES
from chalicelib.web.labels.places import PLACES
from chalicelib.web.views.notices import heading, notice_json, notice_page

book = RouteBook(ANYONE, Duty.PUBLIC)

NOT_PUBLIC = ("DRAFT", "REVIEWING")


@book.page("/notices")
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
        states=[(code, words) for code, words in STATES.items() if code not in NOT_PUBLIC],
        methods=list(METHODS.items()),
        divisions=list(PLACES.items()),
        asked={name: call.asked(name) for name in ("state", "service_type", "method", "division")},
    )


@book.page("/notices/{notice_no}")
def show_notice(call: Call) -> Reply:
    """Show a notice with everything that is public of it."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    page = notice_page(view, call.now)
    return call.show("public/notice.html", address=call.edge.origin + call.path, **page)


@book.page("/notices/{notice_no}/quotes")
def show_quotes(call: Call) -> Reply:
    """Show all valid quotes of an awarded notice, ranked, with names."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    quotes = public_quotes(call.house, view.notice)
    if not quotes:
        raise NotFound("quotes-not-public")
    return call.show("public/quotes.html", quotes=quotes, **heading(view, call.now))


@book.file("/notices/{notice_no}/files/{number}")
def get_file(call: Call) -> Reply:
    """Send the browser to one of a notice's attachments, by its place on the page."""
    notice = call.house.queries.notice_by_number(call.params["notice_no"]).notice
    place = call.params["number"]
    files = notice.content.attachments if is_public(notice) else ()
    found = next((file for number, file in enumerate(files, start=1) if str(number) == place), None)
    if found is None:
        raise NotFound("not-found", kind="file")
    return call.go(call.house.files.link(found.file_id, found.name))


@book.api("GET", "/api/v1/notices", is_list=True)
def get_notices(call: Call) -> Reply:
    """Return a page of published notices; one facet at a time."""
    return list_data(call, "notices")


@book.api("GET", "/api/v1/notices/{notice_no}")
def get_notice(call: Call) -> Reply:
    """Return a notice with everything that is public of it."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return call.data(notice_json(view, call.now), version=view.version)


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
