"""What was said follows the verdict on its order: it counts no more, or counts again (evaluation.md §2.4)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks import after as callbacks
from chalicelib.domain.satisfaction.invitations import answering
from chalicelib.domain.satisfaction.reviews.reviewing import settle, settled_with
from chalicelib.domain.satisfaction.surveys import survey as surveys
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.appeal import Appeal
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.unit_ports import Repository
from chalicelib.usecases.work_orders.order_texts import schedule_text, schedule_verdict


@dataclass(frozen=True, slots=True)
class Following:
    """How an answer that became an order stops counting, and counts again."""

    answers: Callable[[UnitOfWork], Repository[Any]]
    invalidate: Callable[[Any, str], Decision[Any]]
    reinstate: Callable[[Any], Decision[Any]]


FOLLOWING: Mapping[Source, Following] = {
    Source.CALLBACK: Following(lambda uow: uow.callback_tasks, callbacks.invalidate, callbacks.reinstate),
    Source.SURVEY: Following(lambda uow: uow.surveys, surveys.invalidate, surveys.reinstate),
}
"""Of what an order came from, where that was no rating: a rating has reviews and follow-ups besides."""


def let_what_was_said_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], actor: Actor, now: datetime
) -> None:
    """Declare what was said invalid, or effective again, where the verdict on its order says so (§2.4)."""
    order = decision.state
    if order.appeal is None:
        return
    if order.source is Source.RATING:
        _let_rating_follow(house, uow, decision, order.appeal, actor, now)
    elif order.source in FOLLOWING:
        _let_answer_follow(house, uow, decision, order.appeal, actor, now)


def _let_answer_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], appeal: Appeal, actor: Actor, now: datetime
) -> None:
    order, facts, following = decision.state, decision.event.data, FOLLOWING[decision.state.source]
    answers = following.answers(uow)
    if facts.get("invalidates"):
        answers.save(following.invalidate(answers.load(order.source_id), appeal.category.value), actor)
        schedule_text(house, uow, order, TextKind.VERDICT, now)
    elif facts.get("reinstates"):
        answers.save(following.reinstate(answers.load(order.source_id)), actor)


def _let_rating_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], appeal: Appeal, actor: Actor, now: datetime
) -> None:
    """Let the rating follow; a signal about it is settled by an appeal that does not succeed."""
    order, facts = decision.state, decision.event.data
    if facts.get("invalidates"):
        _invalidate(house, uow, order, appeal, actor, now)
    elif facts.get("reinstates"):
        invitation = uow.invitations.load(order.source_id)
        uow.invitations.save(settled_with(answering.reinstate(invitation)), actor)
    elif decision.event.type == "order.appeal_rejected":
        settled = settle(uow.invitations.load(order.source_id))
        if settled is not None:
            uow.invitations.save(settled, actor)


def _invalidate(
    house: House, uow: UnitOfWork, order: WorkOrder, appeal: Appeal, actor: Actor, now: datetime
) -> None:
    if order.annulled is None or appeal.objection_until is None:
        return
    invitation, reason = uow.invitations.load(order.source_id), appeal.category.value
    decision = answering.invalidate(invitation, reason, appeal.objection_until, order.annulled.at)
    uow.invitations.save(decision, actor)
    schedule_verdict(house, uow, decision.state, now)
