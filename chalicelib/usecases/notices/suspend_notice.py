"""The supervisor's orders on a purchase: stop it, let it go on, end it (docs/rules.md §2.1)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices import suspending
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.suspending import Order
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House, Once, UnitOfWork

Decide = Callable[[Notice, datetime, MarketRules], Decision[Notice]]


def suspend_notice(
    house: House, actor: Actor, notice_id: str, order: Order, once: Once | None = None
) -> Notice:
    """Stop a purchase for thirty days at most."""

    def decide(notice: Notice, now: datetime, rules: MarketRules) -> Decision[Notice]:
        return suspending.suspend(notice, order, actor, now, rules, house.calendar)

    return _order(house, actor, notice_id, decide, once)


def release_notice(
    house: House, actor: Actor, notice_id: str, order: Order, once: Once | None = None
) -> Notice:
    """Let a stopped purchase go on."""

    def decide(notice: Notice, now: datetime, rules: MarketRules) -> Decision[Notice]:
        return suspending.release(notice, order, actor, now, rules, house.calendar)

    return _order(house, actor, notice_id, decide, once)


def end_notice(house: House, actor: Actor, notice_id: str, order: Order, once: Once | None = None) -> Notice:
    """End a stopped purchase for good."""

    def decide(notice: Notice, now: datetime, rules: MarketRules) -> Decision[Notice]:
        return suspending.end(notice, order, actor, now, rules)

    return _order(house, actor, notice_id, decide, once)


ORDERS = {"suspension": suspend_notice, "release": release_notice, "ending": end_notice}
"""The supervisor's orders by the last part of their address."""


def _order(house: House, actor: Actor, notice_id: str, decide: Decide, once: Once | None) -> Notice:
    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        decision = decide(notice, now, house.rules.load(publication_of(notice).profile))
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
