"""A purchase under contract from one seat: who may look, and the files that come and go (§5)."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid, Malformed, NotFound
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.kernel.paging import Cursor
from chalicelib.usecases.contracts.papers import Paper
from chalicelib.usecases.contracts.step import department_org
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.contracts import Seat, contract_json, contract_page

AUDIENCES: Mapping[Seat, frozenset[Role]] = {
    Seat.OWNER: frozenset({Role.OWNER_ADMIN, Role.OWNER_AGENT}),
    Seat.AGENCY: frozenset({Role.AGENCY_ADMIN, Role.AGENCY_AGENT}),
    Seat.DEPARTMENT: frozenset({Role.DEPARTMENT}),
    Seat.CENTRE: frozenset({Role.OPERATOR_REVIEWER}),
    Seat.SUPERVISOR: frozenset({Role.SUPERVISOR}),
}


def seated(call: Call, seat: Seat) -> NoticeView:
    """Return the notice of the address, read consistently, once its award was accepted.

    Raises:
        NotFound: `not-found` for an unknown number or a purchase that is not that far.
        Forbidden: `not-your-organisation` for another owner, agency or department.
    """
    queries = call.house.queries
    try:
        number = normalise_notice_number(call.params["notice_no"])
    except Unreadable:
        raise NotFound from None
    view = queries.notice(queries.notice_id(number))
    notice = view.notice
    if notice.selection is None or (notice.signing is None and notice.contract is None):
        raise NotFound("not-found", kind="contract")
    own = {
        Seat.OWNER: notice.owner,
        Seat.AGENCY: notice.selection.winner.uscc,
        Seat.DEPARTMENT: department_org(call.house, notice),
    }.get(seat)
    if own is not None and own != call.actor.org:
        raise Forbidden("not-your-organisation")
    return view


def address(call: Call, seat: Seat) -> str:
    """Return the page of the contract."""
    return f"/{seat}/contracts/{quote(call.params['notice_no'])}"


def page_of(call: Call, seat: Seat, view: NoticeView) -> dict[str, Any]:
    """Return what the page shows."""
    return contract_page(view, seat, call.actor, call.now, rules_of(call.house, view.notice))


def data_of(call: Call, seat: Seat, view: NoticeView) -> dict[str, Json]:
    """Return what the API answers."""
    return contract_json(view, seat, call.actor, call.now, rules_of(call.house, view.notice))


def name_file(call: Call, notice_id: str) -> Callable[[str], str]:
    """Return what gives a file the name by which only who sent it, for this notice, can use it."""
    return lambda file_id: Cursor(_sent_by(call, notice_id), file_id).encode(call.edge.cursor_key)


def named_file(call: Call, notice_id: str, name: str, field: str) -> str:
    """Return the file behind a name.

    Raises:
        Invalid: `unknown-file` for a name that was not given to this organisation for this notice.
    """
    try:
        found = Cursor.decode(name, _sent_by(call, notice_id), call.edge.cursor_key)
    except Malformed:
        raise Invalid(errors=[FieldError(field, "unknown-file")]) from None
    return str(found.position)


def way_back(call: Call, seat: Seat, notice_id: str, paper: Paper) -> Callable[[str], str]:
    """Return what makes the address to which the bucket sends the browser, with the file's name in it."""
    place = "result" if paper is Paper.RESULT else "contract"
    field = "public_file_id" if paper is Paper.PUBLIC else "file_id"
    kept = {"file_id": call.asked("file_id")} if paper is Paper.PUBLIC else {}
    name = name_file(call, notice_id)

    def make(file_id: str) -> str:
        query = urlencode({**kept, field: name(file_id)})
        return f"{call.edge.origin}{address(call, seat)}/{place}?{query}"

    return make


def back(call: Call, seat: Seat, done: str) -> Reply:
    """Lead back to the page of the contract, which says what was done."""
    return call.go(f"{address(call, seat)}?done={done}")


def _sent_by(call: Call, notice_id: str) -> str:
    return f"paper/{call.actor.org}/{notice_id}"
