"""Checking agencies over the API: the same commands, the same masked reading (design §4)."""

from chalicelib.domain.marketplace.agencies.disclosing import AccessReason
from chalicelib.entrypoints.authority.agencies import CHECKERS, DEPARTMENT, OPERATOR, review_reader
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import AGENCIES, CLAIMS, queue_data
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.agencies.changing import Changed
from chalicelib.usecases.agencies.check_form import pass_agency, return_agency
from chalicelib.usecases.agencies.disclose_person import disclose_person
from chalicelib.usecases.agencies.review_agency import approve_agency, reject_agency
from chalicelib.web.views.agency_reviews import department_view, form_check_view
from chalicelib.web.views.plain import plain

book = RouteBook(CHECKERS, Duty.DESK)

FILING = "/api/v1/agencies/{uscc}/filing"
ANSWER = "filing-answer"


@book.api("GET", "/api/v1/agency-queue", is_list=True, filters=CLAIMS, answer="agency-queue-answer")
def api_agency_queue(call: Call) -> Reply:
    """Return the filings that wait for the caller: the form check's or the department's."""
    facet = "form-check" if call.actor.roles & OPERATOR else f"dept={call.actor.org}"
    return queue_data(call, AGENCIES, (facet,))


@book.api("GET", FILING, answer=ANSWER)
def api_get_filing(call: Call) -> Reply:
    """Return a filing as its reviewer reads it, persons masked."""
    view = call.house.queries.agency(call.params["uscc"], consistent=True)
    return _answer(call, Changed(view.agency, view.version))


@book.api("POST", f"{FILING}/return", audience=OPERATOR, schema="return-agency", answer=ANSWER)
def api_return_agency(call: Call) -> Reply:
    """Give a filing back with all corrections at once."""
    notes = call.command()["notes"]
    return _answer(call, return_agency(call.house, call.actor, call.params["uscc"], notes, call.once()))


@book.api("POST", f"{FILING}/pass", audience=OPERATOR, answer=ANSWER)
def api_pass_agency(call: Call) -> Reply:
    """Pass the form check."""
    return _answer(call, pass_agency(call.house, call.actor, call.params["uscc"], call.once()))


@book.api("POST", FILING + "/{service_type}/approve", audience=DEPARTMENT, answer=ANSWER)
def api_approve_agency(call: Call) -> Reply:
    """Approve a service type."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    return _answer(call, approve_agency(call.house, call.actor, uscc, service_type, call.once()))


@book.api(
    "POST", FILING + "/{service_type}/reject", audience=DEPARTMENT, schema="reject-agency", answer=ANSWER
)
def api_reject_agency(call: Call) -> Reply:
    """Refuse a service type with a reason."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    reason = call.command()["reason"]
    return _answer(call, reject_agency(call.house, call.actor, uscc, service_type, reason, call.once()))


@book.api("POST", f"{FILING}/disclosures", schema="disclose-person", answer="person-answer")
def api_disclose_person(call: Call) -> Reply:
    """Return a person's values in full, for a reason that is recorded."""
    command = call.command()
    reason = AccessReason(command["reason"])
    values = disclose_person(call.house, call.actor, call.params["uscc"], command["subject"], reason)
    return call.data(plain(values))


def _answer(call: Call, changed: Changed) -> Reply:
    reader = review_reader(call, changed.agency)
    view = form_check_view if call.actor.roles & OPERATOR else department_view
    return call.data(plain(view(reader, call.actor)), version=changed.version)
