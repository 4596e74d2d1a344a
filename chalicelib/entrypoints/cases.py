"""Violation cases: report, evidence, the case file with its steps, the decision (docs/rules.md §2.6).

One address for everybody a case concerns; what each may read and do is asked of the case itself.
"""

from collections.abc import Callable, Mapping, Set
from typing import Any

from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_rights import REPORTERS
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.entrypoints.call import Call, MoreErrors, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import DomainError, FieldError, NotFound
from chalicelib.usecases.conduct.decide_case import (
    correct_decision,
    decide_case,
    deliver_decision,
    dismiss_case,
    find_ruling_errors,
    uphold_decision,
)
from chalicelib.usecases.conduct.hear_case import answer_case, notify_agency, object_to_decision
from chalicelib.usecases.conduct.read_case import CaseView, read_case
from chalicelib.usecases.conduct.report_case import (
    Report,
    add_evidence,
    begin_evidence,
    evidence_address,
    inspect_evidence,
    investigate_case,
    report_case,
)
from chalicelib.usecases.file_ports import StoredFile
from chalicelib.web.forms import Form
from chalicelib.web.views.agencies import type_names
from chalicelib.web.views.cases import View, case_view, ruling_of

KNOWN = frozenset(REPORTERS)
AUTHORITY = frozenset({Role.DEPARTMENT, Role.SUPERVISOR})
LIST, CASE = "/cases", "/cases/{case_id}"

book = RouteBook(KNOWN, Duty.DESK)

WORDED: Mapping[str, Callable[..., Case]] = {
    "notice": notify_agency,
    "answer": answer_case,
    "dismissal": dismiss_case,
    "objection": object_to_decision,
    "upholding": uphold_decision,
    "correction": correct_decision,
}
"""The steps of a case that consist of what a person writes."""


@book.page(LIST)
def list_cases(call: Call) -> Reply:
    """List the cases that concern the person: its own reports, its department's, or all."""
    facet = own_facet(call)
    names = type_names(call.types)
    return show_list(call, "cases/list.html", "cases", only=facet, type_names=names)


@book.page(f"{LIST}/new")
def show_report_form(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a report."""
    rules = call.house.rules.load()
    return call.show(
        "cases/new.html",
        form=form or call.new_form(),
        violations=sorted(rules.violations),
        type_names=type_names(call.types),
        uscc=call.asked("uscc"),
        notice_no=call.asked("notice"),
    )


@book.form(LIST, schema="report-violation", again=show_report_form)
def post_report(call: Call) -> Reply:
    """Open a case and show it."""
    case = report_case(call.house, call.actor, report_of(call), call.once())
    return call.go(f"{LIST}/{case.id}?done=reported")


@book.page(CASE)
def show_case(call: Call, form: Form | None = None) -> Reply:
    """Show the case file: timeline, files, document, and what the reader may do."""
    return call.show(
        "cases/case.html", form=form or call.new_form(), case=shown_case(call), done=call.asked("done")
    )


@book.form(f"{CASE}/investigation", audience=AUTHORITY, again=show_case)
def post_investigation(call: Call) -> Reply:
    """Take the case up."""
    investigate_case(call.house, call.actor, call.params["case_id"], call.once())
    return _back(call, "investigation")


@book.form(f"{CASE}/delivery", audience=AUTHORITY, again=show_case)
def post_delivery(call: Call) -> Reply:
    """Note the delivery of the decision, which brings it into force."""
    deliver_decision(call.house, call.actor, call.params["case_id"], call.once())
    return _back(call, "delivery")


@book.page(f"{CASE}/words/{{step}}")
def show_words(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a step that consists of words."""
    step = worded_step(call)
    return call.show("cases/words.html", form=form or call.new_form(), case=shown_case(call), step=step)


@book.form(f"{CASE}/words/{{step}}", schema="case-words", again=show_words)
def post_words(call: Call) -> Reply:
    """Take the step and show the case."""
    step, text = worded_step(call), call.command()["text"]
    WORDED[step](call.house, call.actor, call.params["case_id"], text, call.once())
    return _back(call, step)


@book.page(f"{CASE}/decision", audience=AUTHORITY)
def show_decision_form(call: Call, form: Form | None = None) -> Reply:
    """Show what may be decided, and the form of the decision."""
    shown = shown_case(call)
    names = type_names(call.types)
    return call.show("cases/decision.html", form=form or call.new_form(), case=shown, type_names=names)


@book.form(f"{CASE}/decision", audience=AUTHORITY, schema="decide-violation", again=show_decision_form)
def post_decision(call: Call) -> Reply:
    """Decide and show the document."""
    command = call.command(more=ruling_errors(call))
    case_id, ruling = call.params["case_id"], ruling_of(command)
    decide_case(call.house, call.actor, case_id, ruling, command["text"], call.once())
    return _back(call, "decision")


@book.page(f"{CASE}/evidence")
def show_evidence_form(call: Call, form: Form | None = None) -> Reply:
    """Show the form that sends a file, or what came of it and how to name it."""
    view = _view(call)
    shown, stored = _judged(call, form)
    back_to = f"{call.edge.origin}{LIST}/{view.case.id}/evidence?file_id={{file_id}}"
    return call.show(
        "cases/evidence.html",
        form=shown,
        case=_shown(call, view),
        stored=stored,
        upload=None if stored else begin_evidence(call.house, call.actor, view.case, back_to),
        max_megabytes=call.house.rules.load().files.max_bytes // 1024 // 1024,
    )


@book.form(f"{CASE}/evidence", schema="attach-evidence", again=show_evidence_form)
def post_evidence(call: Call) -> Reply:
    """Add an uploaded file to the case."""
    command = call.command()
    add_evidence(call.house, call.actor, call.params["case_id"], command["file_id"], command["name"])
    return _back(call, "evidence")


@book.file(f"{CASE}/evidence/{{place}}")
def open_case_file(call: Call) -> Reply:
    """Lead to a short-lived address of a file of the case."""
    case = _view(call).case
    return call.go(evidence_address(call.house, call.actor, case, call.params["place"]))


def ruling_errors(call: Call) -> MoreErrors:
    """Return what the table refuses in those parts of a decision that the schema let pass."""

    def find(body: Mapping[str, Any], broken: Set[str]) -> list[FieldError]:
        refused = {pointer.split("/")[1] for pointer in broken if pointer}
        sound = {name: value for name, value in body.items() if name not in refused}
        return find_ruling_errors(call.house, call.actor, call.params["case_id"], ruling_of(sound))

    return find


def own_facet(call: Call) -> str:
    """Return whose cases a person lists: all for the supervisor, else those of its own body."""
    if call.actor.has(Role.SUPERVISOR):
        return "all"
    return f"{'dept' if call.actor.has(Role.DEPARTMENT) else 'reporter'}={call.actor.org}"


def report_of(call: Call) -> Report:
    """Return the report that a body says."""
    command = call.command()
    said = Allegation(
        command["uscc"], command["basis"], command["service_type"], command.get("notice_no", "")
    )
    return Report(said, command["text"])


def worded_step(call: Call) -> str:
    """Return the step that the address names.

    Raises:
        NotFound: when there is no such step.
    """
    step = call.params["step"]
    if step not in WORDED:
        raise NotFound
    return step


def shown_case(call: Call) -> View:
    """Return the case of the address as its reader sees it now."""
    return _shown(call, _view(call))


def _view(call: Call) -> CaseView:
    return read_case(call.house, call.actor, call.params["case_id"])


def _shown(call: Call, view: CaseView) -> View:
    rules = call.house.rules.load(view.case.profile)
    return case_view(view, call.actor, call.types, rules, call.now)


def _back(call: Call, done: str) -> Reply:
    return call.go(f"{LIST}/{call.params['case_id']}?done={done}")


def _judged(call: Call, form: Form | None) -> tuple[Form, StoredFile | None]:
    """Return what came of the file that the address or the form names; a refused one asks for another."""
    file_id = form.value("file_id") if form else call.asked("file_id")
    if not file_id:
        return form or call.new_form(), None
    try:
        return form or call.new_form(), inspect_evidence(call.house, file_id)
    except DomainError as refusal:
        errors = refusal.errors or (FieldError("/file", "unknown-file"),)
        return Form(errors=[FieldError("/file", error.code, error.params) for error in errors]), None
