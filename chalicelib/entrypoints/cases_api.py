"""Violation cases over the API: the same commands and the same reading as the pages (design §4)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.cases import (
    AUTHORITY,
    KNOWN,
    WORDED,
    own_facet,
    report_of,
    ruling_errors,
    shown_case,
    worded_step,
)
from chalicelib.entrypoints.listing import list_data
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.conduct.decide_case import decide_case, deliver_decision
from chalicelib.usecases.conduct.read_case import read_case
from chalicelib.usecases.conduct.report_case import (
    add_evidence,
    begin_evidence,
    investigate_case,
    report_case,
)
from chalicelib.web.views.cases import case_json, ruling_of
from chalicelib.web.views.plain import plain

book = RouteBook(KNOWN, Duty.DESK)

BASE, CASE = "/api/v1/violations", "/api/v1/violations/{case_id}"
ANSWER = "case-answer"


@book.api("GET", BASE, is_list=True, answer="cases-answer")
def api_list_cases(call: Call) -> Reply:
    """Return a page of the cases that concern the caller."""
    return list_data(call, "cases", only=own_facet(call))


@book.api("POST", BASE, schema="report-violation", answer=ANSWER)
def api_report_case(call: Call) -> Reply:
    """Report a violation."""
    case = report_case(call.house, call.actor, report_of(call), call.once())
    call.params = {**call.params, "case_id": case.id}
    return call.data(_case(call), status=201, location=f"{BASE}/{case.id}")


@book.api("GET", CASE, answer=ANSWER)
def api_get_case(call: Call) -> Reply:
    """Return a case as far as the caller may read it, with the steps it may take now."""
    return call.data(_case(call))


@book.api("POST", f"{CASE}/investigation", audience=AUTHORITY, answer=ANSWER)
def api_investigate_case(call: Call) -> Reply:
    """Take a case up."""
    investigate_case(call.house, call.actor, call.params["case_id"], call.once())
    return call.data(_case(call))


@book.api("POST", f"{CASE}/words/{{step}}", schema="case-words", answer=ANSWER)
def api_take_step(call: Call) -> Reply:
    """Take a step that consists of words: notice, answer, dismissal, objection, upholding, correction."""
    step, text = worded_step(call), call.command()["text"]
    WORDED[step](call.house, call.actor, call.params["case_id"], text, call.once())
    return call.data(_case(call))


@book.api("POST", f"{CASE}/decision", audience=AUTHORITY, schema="decide-violation", answer=ANSWER)
def api_decide_case(call: Call) -> Reply:
    """Decide a case that was heard; another person than the one who brought it up."""
    command = call.command(more=ruling_errors(call))
    case_id, ruling = call.params["case_id"], ruling_of(command)
    decide_case(call.house, call.actor, case_id, ruling, command["text"], call.once())
    return call.data(_case(call))


@book.api("POST", f"{CASE}/delivery", audience=AUTHORITY, answer=ANSWER)
def api_deliver_decision(call: Call) -> Reply:
    """Note the delivery of a decision, which brings it into force."""
    deliver_decision(call.house, call.actor, call.params["case_id"], call.once())
    return call.data(_case(call))


@book.api("POST", f"{CASE}/uploads", answer="upload-answer")
def api_begin_evidence(call: Call) -> Reply:
    """Return a presigned form that takes one file; send `fields` and then `file` to `url`."""
    case = read_case(call.house, call.actor, call.params["case_id"]).case
    upload = begin_evidence(call.house, call.actor, case, f"{call.edge.origin}/cases/{case.id}")
    body = {"file_id": upload.file_id, "url": upload.url, "fields": dict(upload.fields)}
    return call.data(body, status=201)


@book.api("POST", f"{CASE}/evidence", schema="attach-evidence", answer=ANSWER)
def api_add_evidence(call: Call) -> Reply:
    """Add an uploaded file to a case; the same file twice is once."""
    command = call.command()
    add_evidence(call.house, call.actor, call.params["case_id"], command["file_id"], command["name"])
    return call.data(_case(call))


def _case(call: Call) -> Json:
    return plain(case_json(shown_case(call)))
