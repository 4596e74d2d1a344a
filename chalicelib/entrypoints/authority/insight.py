"""What the supervisor alone reads of a notice after its opening: explanations of prices, shared marks.

Owners read the explanations they decide on; the flags of docs/rules.md §3.0 no. 6 are for nobody else.
"""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.named_notice import named_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.openings.flags import read_flags
from chalicelib.usecases.openings.read_explanations import read_explanations
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.notices import heading
from chalicelib.web.views.plain import plain

NOTICE = "/supervisor/notices/{notice_id}"
API = "/api/v1/supervisor/notices/{notice_id}"

book = RouteBook(frozenset({Role.SUPERVISOR}), Duty.DESK)


@book.page(NOTICE + "/explanation")
def show_explanations(call: Call) -> Reply:
    """Show what agencies wrote about abnormally low prices, and what the owner decided."""
    view = _opened(call)
    explanations = read_explanations(call.house, view.notice)
    return call.show("authority/explanation.html", explanations=explanations, **heading(view, call.now))


@book.api("GET", API + "/explanation", answer="explanations-answer")
def get_explanations(call: Call) -> Reply:
    """Return what agencies wrote about abnormally low prices, and what the owner decided."""
    notice = _opened(call).notice
    items = plain(read_explanations(call.house, notice))
    return call.data({"notice_no": notice.notice_no, "items": items})


@book.page(NOTICE + "/flags")
def show_flags(call: Call) -> Reply:
    """Show which agencies that quoted share a telephone, a person or a document."""
    view = _opened(call)
    flags = read_flags(call.house, view.notice)
    return call.show("authority/flags.html", flags=flags, **heading(view, call.now))


@book.api("GET", API + "/flags", answer="flags-answer")
def get_flags(call: Call) -> Reply:
    """Return which agencies that quoted share a telephone, a person or a document."""
    notice = _opened(call).notice
    return call.data({"notice_no": notice.notice_no, "items": plain(read_flags(call.house, notice))})


def _opened(call: Call) -> NoticeView:
    """Return the notice that the address names by id or number, once its quotes are open.

    Raises:
        NotFound: for none, and before the opening, when there is nothing to read.
    """
    view = named_notice(call)
    if view.notice.opening is None:
        raise NotFound("not-found", kind="notice")
    return view
