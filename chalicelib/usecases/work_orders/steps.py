"""The steps of a bad-rating work order that people take, as data: what each takes, which rule decides.

evaluation.md §2.3, §2.4. Every step is a form of the pages and an operation of the API under the same name.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.reviews.reviewing import check_unreviewed
from chalicelib.domain.satisfaction.rules import SatisfactionRules
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
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Criterion, Verdict
from chalicelib.domain.satisfaction.work_orders.facts import Cause, FindingCode, RevisitResult, Step, Words
from chalicelib.domain.satisfaction.work_orders.rights import ASKERS
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.known_units import check_unit
from chalicelib.usecases.ratings.same_device import count_unserved
from chalicelib.usecases.work_orders.keeping import keep_words
from chalicelib.usecases.work_orders.measures import handed_in, published, read_files


@dataclass(frozen=True, slots=True)
class Taking:
    """One step being taken: by whom, of which order, when, and what the body says."""

    house: House
    uow: UnitOfWork
    order: WorkOrder
    actor: Actor
    now: datetime
    rules: SatisfactionRules
    body: Mapping[str, Any]

    @property
    def calendar(self) -> Calendar:
        """Return the working days."""
        return self.house.calendar

    def words(self, name: str = "reason") -> Words:
        """Put what a field of the body says into the vault."""
        return keep_words(self.uow, f"ORDER#{self.order.id}", str(self.body[name]).strip())

    def note(self) -> Words | None:
        """Put the note into the vault, where there is one."""
        return self.words("note") if self.body.get("note") else None


Decide = Callable[[Taking], Decision[WorkOrder]]
About = Callable[[WorkOrder], Step | None]


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step; `about` names what it decides about, which somebody else may have put another in place of."""

    decide: Decide
    summary: str
    who: frozenset[Role]
    schema: str = "as-seen"
    about: About = lambda _order: None


def _dispatch(t: Taking) -> Decision[WorkOrder]:
    check_unit(t.house, t.body["unit"])
    series = opening.order_series(t.order.region, t.now)
    number = opening.order_number(t.order.region, t.now, t.uow.next_serial(series))
    return opening.dispatch(t.order, t.body["unit"], number, t.actor, t.now, t.rules, t.calendar)


def _request_return(t: Taking) -> Decision[WorkOrder]:
    return signing.request_return(t.order, t.words(), t.actor, t.now, t.rules)


def _grant_return(t: Taking) -> Decision[WorkOrder]:
    check_unit(t.house, t.body["unit"])
    return signing.grant_return(t.order, t.body["unit"], t.note(), t.actor, t.now, t.rules, t.calendar)


def _note_failed_contact(t: Taking) -> Decision[WorkOrder]:
    return contacting.note_failed_contact(t.order, t.body["outcome"], t.actor, t.now, t.rules, t.calendar)


def _propose_finding(t: Taking) -> Decision[WorkOrder]:
    code, cause = FindingCode(t.body["finding"]), Cause(t.body["cause"])
    return verifying.propose_finding(t.order, code, cause, t.note(), t.actor, t.now)


def _explain(t: Taking) -> Decision[WorkOrder]:
    return rectifying.explain(t.order, handed_in(t.house, t.uow, t.order, t.body), t.actor, t.now, t.rules)


def _submit_measure(t: Taking) -> Decision[WorkOrder]:
    measure = handed_in(t.house, t.uow, t.order, t.body)
    return rectifying.submit_measure(t.order, measure, t.actor, t.now, t.rules)


def _approve_measure(t: Taking) -> Decision[WorkOrder]:
    order = published(t.house, t.uow, t.order)
    return rectifying.approve_measure(order, t.actor, t.now, t.rules, t.calendar)


def _ask_extension(t: Taking) -> Decision[WorkOrder]:
    return extending.ask_extension(t.order, t.body["days"], t.words(), t.actor, t.now, t.rules)


def _revisit(t: Taking) -> Decision[WorkOrder]:
    return telling.record_revisit(t.order, RevisitResult(t.body["result"]), t.note(), t.actor, t.now, t.rules)


def _failed_revisit(t: Taking) -> Decision[WorkOrder]:
    return telling.note_failed_revisit(t.order, t.body["outcome"], t.actor, t.now, t.rules)


def _appeal(t: Taking) -> Decision[WorkOrder]:
    invitation = t.uow.invitations.find(t.order.source_id)
    check_unreviewed(invitation.rating if invitation else None)
    if invitation is not None:
        t.uow.invitations.hold(invitation.id)  # else reviewers might judge it in the same instant
    evidence = read_files(t.house, t.body.get("evidence", ()))
    claim = appealing.Claim(Category(t.body["category"]), evidence, t.words())
    return appealing.submit_appeal(t.order, claim, t.actor, t.now, t.rules)


def _verdict(t: Taking) -> Verdict:
    """Read a verdict; how often the device rated what nobody received is counted here, not told."""
    criteria = tuple(Criterion(one) for one in t.body.get("criteria", ()))
    is_claimed = Criterion.SAME_DEVICE in criteria
    count = count_unserved(t.house, t.uow.invitations.find(t.order.source_id)) if is_claimed else 0
    return Verdict(t.body["decision"] == "uphold", criteria, count)


def _vote(t: Taking) -> Decision[WorkOrder]:
    return appealing.vote(t.order, _verdict(t), t.words(), t.actor, t.now, t.rules, t.calendar)


def _decide_objection(t: Taking) -> Decision[WorkOrder]:
    return objecting.decide_objection(t.order, _verdict(t), t.words(), t.actor, t.now, t.rules, t.calendar)


def _finding_step(order: WorkOrder) -> Step | None:
    return order.finding.step if order.finding else None


def _measure_step(order: WorkOrder) -> Step | None:
    return order.measure.step if order.measure else None


def _extension_step(order: WorkOrder) -> Step | None:
    return order.extension.asked if order.extension else None


def _return_step(order: WorkOrder) -> Step | None:
    return order.returns[-1].asked if order.returns else None


def _appeal_step(order: WorkOrder) -> Step | None:
    return (order.appeal.objected or order.appeal.submitted) if order.appeal else None


def _revisit_step(order: WorkOrder) -> Step | None:
    return order.revisit.step if order.revisit else None


HANDLER, HEAD = frozenset({Role.UNIT_HANDLER}), frozenset({Role.UNIT_HEAD})
UNIT, REGULATOR = HANDLER | HEAD, frozenset({Role.REGULATOR})
CENTRE, REVIEWER = REGULATOR | {Role.CENTRE_SUPERVISOR}, frozenset({Role.APPEAL_REVIEWER})
ASKER = frozenset(ASKERS)
REASON, NOTE, ATTEMPT = "order-reason", "order-note", "failed-attempt"

STEPS: Mapping[str, StepRule] = {
    "dispatch": StepRule(_dispatch, "Send the order to the unit that served.", CENTRE, "send-order"),
    "sign": StepRule(
        lambda t: signing.sign(t.order, t.actor, t.now, t.rules, t.calendar), "Take the order on.", HANDLER
    ),
    "request-return": StepRule(_request_return, "Say that the order is not the unit's.", HANDLER, REASON),
    "grant-return": StepRule(
        _grant_return, "Send the order to another unit.", REGULATOR, "send-order", _return_step
    ),
    "refuse-return": StepRule(
        lambda t: signing.refuse_return(t.order, t.words(), t.actor, t.now, t.rules),
        "Leave the order with the unit.",
        REGULATOR,
        REASON,
        _return_step,
    ),
    "contact": StepRule(
        lambda t: contacting.contact(t.order, t.note(), t.actor, t.now, t.rules, t.calendar),
        "Note that the resident was spoken to.",
        HANDLER | CENTRE,
        NOTE,
    ),
    "failed-contact": StepRule(
        _note_failed_contact, "Note a try that reached nobody.", HANDLER | CENTRE, ATTEMPT
    ),
    "propose-finding": StepRule(
        _propose_finding, "Write down what was found and why.", HANDLER, "propose-finding"
    ),
    "return-finding": StepRule(
        lambda t: verifying.return_finding(t.order, t.words(), t.actor, t.now),
        "Send the finding back to the handler.",
        HEAD,
        REASON,
        _finding_step,
    ),
    "verify": StepRule(
        lambda t: verifying.verify(t.order, t.actor, t.now), "Confirm the finding.", HEAD, about=_finding_step
    ),
    "start-rectifying": StepRule(
        lambda t: rectifying.start_rectifying(t.order, t.actor, t.now), "Begin to mend.", HANDLER
    ),
    "explain": StepRule(_explain, "Explain in writing.", HANDLER, "submit-measure"),
    "submit-measure": StepRule(_submit_measure, "Hand in what was done.", HANDLER, "submit-measure"),
    "return-measure": StepRule(
        lambda t: rectifying.return_measure(t.order, t.words(), t.actor, t.now),
        "Send what was handed in back to the handler.",
        HEAD,
        REASON,
        _measure_step,
    ),
    "approve-measure": StepRule(_approve_measure, "Approve what was done.", HEAD, about=_measure_step),
    "ask-extension": StepRule(_ask_extension, "Ask for more working days.", UNIT, "ask-order-extension"),
    "grant-extension": StepRule(
        lambda t: extending.grant_extension(t.order, t.actor, t.now, t.rules, t.calendar),
        "Give the days that were asked for.",
        REGULATOR,
        about=_extension_step,
    ),
    "refuse-extension": StepRule(
        lambda t: extending.refuse_extension(t.order, t.words(), t.actor, t.now),
        "Leave the time as it is.",
        REGULATOR,
        REASON,
        _extension_step,
    ),
    "send-feedback": StepRule(
        lambda t: telling.send_feedback(t.order, t.note(), t.actor, t.now, t.rules, t.calendar),
        "Tell the resident what was done.",
        ASKER,
        NOTE,
    ),
    "revisit": StepRule(_revisit, "Note what the resident says of the outcome.", ASKER, "record-revisit"),
    "failed-revisit": StepRule(_failed_revisit, "Note a revisit that reached nobody.", ASKER, ATTEMPT),
    "close": StepRule(
        lambda t: closing.close(t.order, t.actor, t.now, t.rules),
        "Close the order.",
        REGULATOR,
        about=_revisit_step,
    ),
    "reopen": StepRule(
        lambda t: closing.reopen(t.order, t.words(), t.actor, t.now, t.rules, t.calendar),
        "Return the order to the unit once more.",
        REGULATOR,
        REASON,
        _revisit_step,
    ),
    "close-unresolved": StepRule(
        lambda t: closing.close_unresolved(t.order, t.words(), t.actor, t.now, t.rules),
        "Close without agreement, under supervision.",
        REGULATOR,
        REASON,
        _revisit_step,
    ),
    "urge": StepRule(lambda t: cards.urge(t.order, t.actor, t.now), "Urge whoever is late.", CENTRE),
    "appeal": StepRule(_appeal, "Appeal against the rating.", HANDLER, "appeal-order"),
    "approve-appeal": StepRule(
        lambda t: appealing.approve_appeal(t.order, t.actor, t.now, t.rules, t.calendar),
        "Send the appeal to the reviewers.",
        HEAD,
        about=_appeal_step,
    ),
    "decline-appeal": StepRule(
        lambda t: appealing.decline_appeal(t.order, t.words(), t.actor, t.now),
        "Keep the appeal from the reviewers.",
        HEAD,
        REASON,
        _appeal_step,
    ),
    "vote": StepRule(_vote, "Judge the appeal.", REVIEWER, "judge-appeal", _appeal_step),
    "decide-objection": StepRule(
        _decide_objection,
        "Have the last word on the resident's objection.",
        REVIEWER,
        "judge-appeal",
        _appeal_step,
    ),
}
"""Every step, in the order of an order's life."""
