"""Withdraw a notice with a reason; its gates are shut in the same transaction."""

from datetime import datetime

from chalicelib.domain.marketplace.notices import withdrawal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.notices.contact import forget_persons
from chalicelib.usecases.ports import House, Once, UnitOfWork


def withdraw_notice(
    house: House, actor: Actor, notice_id: str, reason: str, once: Once | None = None
) -> Notice:
    """Withdraw a notice that is under review or still open."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        decision = withdrawal.withdraw(notice, reason, actor, now, house.rules.load())
        uow.notices.save(decision, actor)
        forget_persons(uow, notice, decision.state)
        if notice.publication is not None:
            uow.gates.shut(notice_id)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
