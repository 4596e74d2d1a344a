"""The operator's review of a notice: all corrections at once, or passed."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.decisions import check_seen
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.notices import review
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.operator_task import waiting_since
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.notices.choose_item import law_of
from chalicelib.usecases.ports import House, Once, UnitOfWork


def return_notice(
    house: House,
    actor: Actor,
    notice_id: str,
    corrections: Sequence[Correction],
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Send a notice back with everything that is to be mended."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        check_seen(seen_at, waiting_since(notice))
        decision = review.return_for_correction(notice, corrections, actor, now)
        settle(uow, actor, Task.NOTICE, notice_id)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def pass_notice(
    house: House,
    actor: Actor,
    notice_id: str,
    dismissals: Sequence[Dismissal],
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Pass the review; every warning about a clause or a requirement is answered with a reason."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice, rules = uow.notices.load(notice_id), house.rules.load()
        check_seen(seen_at, waiting_since(notice))
        law = law_of(house.service_types, notice.content.service_type)
        decision = review.pass_review(notice, dismissals, actor, now, rules, house.calendar, law)
        settle(uow, actor, Task.NOTICE, notice_id)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
