"""Accepted results for everybody to check, and for the approving department to use (rules.md §6)."""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.contracts.papers import result_link
from chalicelib.web.views.notices import heading
from chalicelib.web.views.results import result_json, result_record

PAGE, ANSWER = "/results/{notice_no}", "result-1"
DEPARTMENT = frozenset({Role.DEPARTMENT})

book, department_book = RouteBook(ANYONE, Duty.PUBLIC), RouteBook(DEPARTMENT, Duty.DESK)


@book.page(PAGE)
def show_result(call: Call) -> Reply:
    """Show what was accepted, and check a copy of the file against it in the browser."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    told = heading(view, call.now)
    record = result_record(view, _name(told))
    return call.show("public/result.html", address=call.edge.origin + call.path, **{**told, **record})


@book.api("GET", PAGE + ".json", answer=ANSWER)
def get_result_file(call: Call) -> Reply:
    """Return the record of an accepted result at the address that its page gives for the file."""
    return _record(call)


@book.api("GET", "/api/v1/results/{notice_no}", answer=ANSWER)
def get_result(call: Call) -> Reply:
    """Return the record of an accepted result."""
    return _record(call)


@department_book.file("/department/results/{notice_no}/file")
def open_result(call: Call) -> Reply:
    """Lead the approving department to the accepted file."""
    notice = call.house.queries.notice_by_number(call.params["notice_no"]).notice
    return call.go(result_link(call.house, notice, call.actor))


def _record(call: Call) -> Reply:
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return call.data(result_json(view, _name(heading(view, call.now))))


def _name(told: dict[str, Any]) -> str:
    return str(told["owner"]["name"])
