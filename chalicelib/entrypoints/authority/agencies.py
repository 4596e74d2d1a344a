"""Checking agencies: the operator's form check and the department's review (docs/rules.md §2.2, §5)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.agencies.access import awaited_types, check_ever_filed, is_awaited
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.disclosing import AccessReason
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import AGENCIES, CLAIMS, claim_on, show_queue
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.agencies.changing import Changed
from chalicelib.usecases.agencies.check_form import pass_agency, return_agency
from chalicelib.usecases.agencies.disclose_person import disclose_person, evidence_link
from chalicelib.usecases.agencies.review_agency import approve_agency, reject_agency
from chalicelib.web.forms import Form
from chalicelib.web.views.agencies import type_names
from chalicelib.web.views.agency_dossier import Reader, personal_refs
from chalicelib.web.views.agency_reviews import department_view, form_check_view

OPERATOR = frozenset({Role.OPERATOR_REVIEWER})
DEPARTMENT = frozenset({Role.DEPARTMENT})
CHECKERS = OPERATOR | DEPARTMENT
DESK, OFFICE = "/desk/agencies", "/department/agencies"

book = RouteBook(CHECKERS, Duty.DESK)


@book.page(DESK, audience=OPERATOR, filters=CLAIMS)
def list_form_checks(call: Call) -> Reply:
    """List the filings that wait for the form check, the most urgent first."""
    return _queue(call, "form-check", DESK)


@book.page(OFFICE, audience=DEPARTMENT, filters=CLAIMS)
def list_department_reviews(call: Call) -> Reply:
    """List the filings that wait for the department, the most urgent first."""
    return _queue(call, f"dept={call.actor.org}", OFFICE)


@book.page("/desk/agencies/{uscc}", audience=OPERATOR)
def show_form_check(call: Call, form: Form | None = None) -> Reply:
    """Show a filing beside its evidence, with everything the reviewer may do."""
    return _form_check(call, form)


@book.form("/desk/agencies/{uscc}/return", audience=OPERATOR, schema="return-agency", again=show_form_check)
def post_return(call: Call) -> Reply:
    """Give a filing back with all corrections."""
    return_agency(call.house, call.actor, call.params["uscc"], call.command()["notes"], call.once())
    return call.go_decided(f"{DESK}/{call.params['uscc']}?done=returned", call.params["uscc"])


@book.form("/desk/agencies/{uscc}/pass", audience=OPERATOR, again=show_form_check)
def post_pass(call: Call) -> Reply:
    """Pass the form check."""
    pass_agency(call.house, call.actor, call.params["uscc"], call.once())
    return call.go_decided(f"{DESK}/{call.params['uscc']}?done=passed", call.params["uscc"])


@book.form("/desk/agencies/{uscc}/reveal", audience=OPERATOR, schema="disclose-person", again=show_form_check)
def post_form_check_reveal(call: Call) -> Reply:
    """Show a person's values in full, for a reason that is recorded."""
    return _form_check(call, None, _disclosed(call))


@book.page("/department/agencies/{uscc}", audience=DEPARTMENT)
def show_department_review(call: Call, form: Form | None = None) -> Reply:
    """Show what concerns the department's service types, requirement by requirement."""
    return _department_review(call, form)


@book.form(
    "/department/agencies/{uscc}/{service_type}/approve", audience=DEPARTMENT, again=show_department_review
)
def post_approval(call: Call) -> Reply:
    """Approve a service type."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    changed = approve_agency(call.house, call.actor, uscc, service_type, call.once())
    return _reviewed(call, changed, f"{OFFICE}/{uscc}?done=approved&type={service_type}")


@book.form(
    "/department/agencies/{uscc}/{service_type}/reject",
    audience=DEPARTMENT,
    schema="reject-agency",
    again=show_department_review,
)
def post_rejection(call: Call) -> Reply:
    """Refuse a service type with a reason."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    reason = call.command()["reason"]
    changed = reject_agency(call.house, call.actor, uscc, service_type, reason, call.once())
    return _reviewed(call, changed, f"{OFFICE}/{uscc}?done=rejected&type={service_type}")


@book.form(
    "/department/agencies/{uscc}/reveal",
    audience=DEPARTMENT,
    schema="disclose-person",
    again=show_department_review,
)
def post_department_reveal(call: Call) -> Reply:
    """Show a person's values in full, for a reason that is recorded."""
    return _department_review(call, None, _disclosed(call))


@book.file("/evidence/{uscc}/{key}")
def open_evidence(call: Call) -> Reply:
    """Lead to a short-lived address of a file that the scan gateway has passed."""
    return call.go(evidence_link(call.house, call.actor, call.params["uscc"], call.params["key"]))


def _reviewed(call: Call, changed: Changed, address: str) -> Reply:
    """Lead on; the filing leaves the department's queue with its last service type."""
    if awaited_types(changed.agency, call.actor.org, call.types):
        return call.go(address)
    return call.go_decided(address, changed.agency.id)


def _queue(call: Call, facet: str, address: str) -> Reply:
    names, template = type_names(call.types), "authority/agencies/queue.html"
    return show_queue(call, template, AGENCIES, (facet,), address=address, type_names=names)


def _form_check(call: Call, form: Form | None, disclosed: Mapping[str, Json] | None = None) -> Reply:
    agency = call.house.queries.agency(call.params["uscc"], consistent=True).agency
    review = form_check_view(review_reader(call, agency), call.actor)
    claim = _claim(call, agency)
    return _review(call, "authority/agencies/form_check.html", DESK, review, form, disclosed, claim)


def _department_review(call: Call, form: Form | None, disclosed: Mapping[str, Json] | None = None) -> Reply:
    agency = call.house.queries.agency(call.params["uscc"], consistent=True).agency
    review = department_view(review_reader(call, agency), call.actor)
    claim = _claim(call, agency)
    return _review(call, "authority/agencies/department_review.html", OFFICE, review, form, disclosed, claim)


def _claim(call: Call, agency: Agency) -> dict[str, Any] | None:
    is_waiting = is_awaited(agency, call.actor, call.types)
    return claim_on(call, Task.AGENCY, agency.id, is_waiting=is_waiting)


def review_reader(call: Call, agency: Agency) -> Reader:
    """Return a filing as the person reads it; persons are opened only while it waits for his body.

    Raises:
        NotFound: when no filing of the agency was ever before this body.
    """
    types = call.types
    check_ever_filed(agency, call.actor, types)
    refs = personal_refs(agency) if is_awaited(agency, call.actor, types) else []
    return Reader(agency, types, call.now, call.house.queries.personal_many(refs))


def _review(
    call: Call,
    template: str,
    queue: str,
    review: Mapping[str, object],
    form: Form | None,
    disclosed: Mapping[str, Json] | None,
    claim: Mapping[str, Any] | None,
) -> Reply:
    return call.show(
        template,
        claim=claim,
        form=form or call.new_form(),
        review=review,
        address=f"{queue}/{call.params['uscc']}",
        queue=queue,
        done=call.asked("done"),
        about=call.asked("type"),
        type_names=type_names(call.types),
        disclosed=disclosed,
        reasons=list(AccessReason),
    )


def _disclosed(call: Call) -> dict[str, Json]:
    command = call.command()
    subject, reason = command["subject"], AccessReason(command["reason"])
    values = disclose_person(call.house, call.actor, call.params["uscc"], subject, reason)
    return {**values, "subject": subject}
