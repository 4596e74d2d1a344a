"""Every command on a work order, given by whoever may give it, for the table and the machine."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.work_orders import (
    appealing,
    cards,
    closing,
    contacting,
    extending,
    objecting,
    opening,
    rectifying,
    signing,
    telling,
    verifying,
)
from chalicelib.domain.satisfaction.work_orders.appeal import Verdict
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, Cause, FindingCode, RevisitResult
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Actor
from tests.factories.work_orders import (
    CALENDAR,
    HANDLER,
    HEAD,
    NUMBER,
    OTHER_UNIT,
    REGULATOR,
    REVIEWERS,
    SUPERVISOR,
    UNIT,
    claim,
    measure,
    person,
    rules_of,
    words,
)

Command = Callable[[WorkOrder, datetime], Decision[WorkOrder]]
RULES = rules_of()


def handler_of(order: WorkOrder) -> Actor:
    """Return the handler of the unit that has the order now."""
    return person(HANDLER.person, *HANDLER.roles, order.unit)


def head_of(order: WorkOrder) -> Actor:
    return person(HEAD.person, *HEAD.roles, order.unit)


def finding(code: FindingCode) -> Command:
    return lambda o, at: verifying.propose_finding(o, code, Cause.OTHER, words(), handler_of(o), at)


def result(of: RevisitResult) -> Command:
    return lambda o, at: telling.record_revisit(o, of, None, SUPERVISOR, at, RULES)


def voting(place: int, upholds: bool) -> Command:
    return lambda o, at: appealing.vote(o, Verdict(upholds), words(), REVIEWERS[place], at, RULES, CALENDAR)


def last_word(upholds: bool) -> Command:
    return lambda o, at: objecting.decide_objection(
        o, Verdict(upholds), words(), REVIEWERS[3], at, RULES, CALENDAR
    )


def other_unit(order: WorkOrder) -> str:
    return OTHER_UNIT if order.unit == UNIT else UNIT


MOVES: dict[str, Command] = {
    "dispatched": lambda o, at: opening.dispatch(o, UNIT, NUMBER, SYSTEM, at, RULES, CALENDAR),
    "signed": lambda o, at: signing.sign(o, handler_of(o), at, RULES, CALENDAR),
    "return_requested": lambda o, at: signing.request_return(o, words(), handler_of(o), at, RULES),
    "returned": lambda o, at: signing.grant_return(o, other_unit(o), words(), REGULATOR, at, RULES, CALENDAR),
    "return_refused": lambda o, at: signing.refuse_return(o, words(), REGULATOR, at, RULES),
    "contacted": lambda o, at: contacting.contact(o, None, SUPERVISOR, at, RULES, CALENDAR),
    "contact_attempted": lambda o, at: contacting.note_failed_contact(
        o, "BUSY", SUPERVISOR, at, RULES, CALENDAR
    ),
    "finding_proposed": finding(FindingCode.CLEAR_REASONABLE),
    "finding_returned": lambda o, at: verifying.return_finding(o, words(), head_of(o), at),
    "verified": lambda o, at: verifying.verify(o, head_of(o), at),
    "extension_asked": lambda o, at: extending.ask_extension(o, 3, words(), handler_of(o), at, RULES),
    "extended": lambda o, at: extending.grant_extension(o, REGULATOR, at, RULES, CALENDAR),
    "extension_refused": lambda o, at: extending.refuse_extension(o, words(), REGULATOR, at),
    "rectifying_started": lambda o, at: rectifying.start_rectifying(o, handler_of(o), at),
    "explained": lambda o, at: rectifying.explain(o, measure(), handler_of(o), at, RULES),
    "measure_submitted": lambda o, at: rectifying.submit_measure(o, measure(), handler_of(o), at, RULES),
    "measure_returned": lambda o, at: rectifying.return_measure(o, words(), head_of(o), at),
    "rectified": lambda o, at: rectifying.approve_measure(o, head_of(o), at, RULES, CALENDAR),
    "feedback_sent": lambda o, at: telling.send_feedback(o, None, SUPERVISOR, at, RULES, CALENDAR),
    "revisit_attempted": lambda o, at: telling.note_failed_revisit(o, "OFF", SUPERVISOR, at, RULES),
    "revisited": result(RevisitResult.NOT_SATISFIED),
    "closed": lambda o, at: closing.close(o, REGULATOR, at, RULES),
    "reopened": lambda o, at: closing.reopen(o, words(), REGULATOR, at, RULES, CALENDAR),
    "closed_unresolved": lambda o, at: closing.close_unresolved(o, words(), REGULATOR, at, RULES),
    "annulled": lambda o, at: closing.annul(o, AnnulReason.INVALIDATED, REVIEWERS[0], at),
    "revived": lambda o, at: objecting.revive(o, REVIEWERS[2], at, RULES, CALENDAR),
}
"""A command for each event of the table that a person brings about."""

MORE: dict[str, Command] = {
    "finding_complex": finding(FindingCode.COMPLEX),
    "finding_baseless": finding(FindingCode.NO_LEGAL_BASIS),
    "finding_mistaken": finding(FindingCode.MISTAKEN),
    "said_by_link": lambda o, at: telling.record_revisit(
        o, RevisitResult.NOT_SATISFIED, None, RESIDENT, at, RULES
    ),
    "revisit_satisfied": result(RevisitResult.SATISFIED),
    "withdrawn": lambda o, at: closing.annul(o, AnnulReason.WITHDRAWN, RESIDENT, at),
    "clock": cards.run_clock,
    "urged": lambda o, at: cards.urge(o, SUPERVISOR, at),
    "appeal_submitted": lambda o, at: appealing.submit_appeal(o, claim(), handler_of(o), at, RULES),
    "appeal_approved": lambda o, at: appealing.approve_appeal(o, head_of(o), at, RULES, CALENDAR),
    "appeal_declined": lambda o, at: appealing.decline_appeal(o, words(), head_of(o), at),
    **{f"vote_{n}_{upholds}": voting(n, upholds) for n in range(3) for upholds in (True, False)},
    "objected": lambda o, at: objecting.object_to_verdict(o, None, RESIDENT, at, RULES, CALENDAR),
    **{f"last_word_{upholds}": last_word(upholds) for upholds in (True, False)},
}
"""What else happens to an order: other findings and results, the clock, the appeal."""
