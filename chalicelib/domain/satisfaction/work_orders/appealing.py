"""The unit appeals: its handler submits, its head approves, two reviewers judge, a third one if they differ.

evaluation.md §2.4. An appeal stops no clock of the order; upheld it ends the order, and the caller declares
the rating invalid in the same transaction (`invalidates`).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.judging import check_criteria, outcome_of
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Appeal, Category, Verdict, Vote
from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL, AppealState
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.domain.satisfaction.work_orders.facts import Annulment, AnnulReason, Step, Words
from chalicelib.domain.satisfaction.work_orders.moving import moved, noted
from chalicelib.domain.satisfaction.work_orders.rights import check_approver, check_handler, check_reviewer
from chalicelib.domain.satisfaction.work_orders.states import UNDER_WAY, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_A = AppealState


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit claims of a rating, and the files that prove it."""

    category: Category
    evidence: tuple[str, ...]
    words: Words


def submit_appeal(
    order: WorkOrder, claim: Claim, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Appeal against the rating (申诉), within the time after signing and with evidence.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `wrong-state`, `already-appealed` or `appeal-lapsed`.
        Invalid: without evidence, or with too many files.
    """
    check_handler(order, actor)
    before, until = order.appeal, order.dues.appeal
    if order.state not in UNDER_WAY:
        raise Conflict("wrong-state", kind="appeal", state=order.state, event="submitted")
    if before is not None and before.state is not _A.DECLINED:
        raise Conflict("already-appealed")
    if until is None or now >= until.at:
        raise Conflict("appeal-lapsed")
    _check_evidence(claim, rules.work_order.evidence_max)
    appeal = Appeal(
        _A.SUBMITTED, claim.category, claim.evidence, Step(actor.person, actor.org, now, claim.words)
    )
    APPEAL.check(before.state if before else None, "submitted", appeal.state)
    return noted(order, "appeal_submitted", now, appeal_facts(appeal), appeal=appeal)


def approve_appeal(
    order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Send the appeal to the reviewers, who have their time from now.

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle order or appeal.
        Conflict: `no-appeal` or `wrong-state`.
    """
    appeal = _open_appeal(order)
    check_approver(order, actor, appeal.submitted.by)
    due_at = end_of(now, rules.appeal.review_workdays, calendar).at
    step = Step(actor.person, actor.org, now)
    return _stepped(order, "approved", _A.UNDER_REVIEW, now, approved=step, due_at=due_at)


def decline_appeal(order: WorkOrder, words: Words, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Keep the appeal from the reviewers, with the reason; another may be submitted while there is time.

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle order or appeal.
        Conflict: `no-appeal` or `wrong-state`.
    """
    appeal = _open_appeal(order)
    check_approver(order, actor, appeal.submitted.by)
    return _stepped(order, "declined", _A.DECLINED, now, declined=Step(actor.person, actor.org, now, words))


def vote(
    order: WorkOrder,
    verdict: Verdict,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Judge the appeal: two who agree decide it, and where they differ a third person does.

    Raises:
        Forbidden: for anyone but a reviewer outside the unit, and for who has voted (`same-person-judged`).
        Conflict: `no-appeal` or `wrong-state`.
        Invalid: when malice is upheld without one of its criteria.
    """
    appeal = _open_appeal(order)
    check_judges(order, appeal, verdict, actor, rules)
    votes = (*appeal.votes, Vote(verdict, Step(actor.person, actor.org, now, words)))
    outcome = outcome_of(votes)
    if outcome is None:
        return _stepped(order, "voted", _A.UNDER_REVIEW, now, votes=votes)
    if not outcome:
        return _stepped(order, "rejected", _A.REJECTED, now, votes=votes)
    until = end_of(now, rules.appeal.objection_workdays, calendar).at
    APPEAL.check(appeal.state, "upheld", _A.UPHELD_UNIT)
    upheld = replace(appeal, state=_A.UPHELD_UNIT, votes=votes, objection_until=until)
    annulled = Annulment(AnnulReason.INVALIDATED, now, order.state)
    data = {**appeal_facts(upheld), "invalidates": True}
    return moved(order, "appeal_upheld", OrderState.ANNULLED, now, data, appeal=upheld, annulled=annulled)


def appeal_of(order: WorkOrder) -> Appeal:
    """Return the appeal of an order.

    Raises:
        Conflict: `no-appeal`.
    """
    if order.appeal is None:
        raise Conflict("no-appeal")
    return order.appeal


def check_judges(
    order: WorkOrder, appeal: Appeal, verdict: Verdict, actor: Actor, rules: SatisfactionRules
) -> None:
    """Refuse a judge of the unit or one who has judged, and a finding of malice without a criterion.

    Raises:
        Forbidden: `role-needed`, `own-unit`, `rated-clerk` or `same-person-judged`.
        Invalid: at `/criteria`.
    """
    check_reviewer(order, actor)
    if actor.person in appeal.judges:
        raise Forbidden("same-person-judged")
    check_criteria(appeal.category, verdict, rules.appeal.device_ratings)


def appeal_facts(appeal: Appeal) -> dict[str, Json]:
    """Return what the ledger tells of an appeal: its state, codes and votes, nobody who cast one."""
    criteria = {one.value for vote in appeal.votes for one in vote.verdict.criteria}
    return {
        "appeal": appeal.state.value,
        "category": appeal.category.value,
        "votes": [vote.verdict.upholds for vote in appeal.votes],
        "criteria": sorted(criteria),
        "evidence_count": len(appeal.evidence),
        "appeal_due_at": appeal.due_at and format_instant(appeal.due_at),
    }


def _open_appeal(order: WorkOrder) -> Appeal:
    """Return the appeal of an order that still waits for it: one whose rating is gone does not."""
    appeal = appeal_of(order)
    if not order.is_open:
        raise Conflict("wrong-state", kind="work-order", state=order.state, event="appeal")
    return appeal


def _check_evidence(claim: Claim, most: int) -> None:
    if not claim.evidence:
        raise Invalid(errors=[FieldError("/evidence", "required")])
    if len(claim.evidence) > most:
        raise Invalid(errors=[FieldError("/evidence", "too-many-files", {"max": most})])


def _stepped(
    order: WorkOrder, event: str, target: AppealState, now: datetime, **changes: Any
) -> Decision[WorkOrder]:
    before = appeal_of(order)
    APPEAL.check(before.state, event, target)
    appeal = replace(before, state=target, **changes)
    return noted(order, f"appeal_{event}", now, appeal_facts(appeal), appeal=appeal)
