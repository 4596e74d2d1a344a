"""The operator's review of a notice: all corrections at once, or passed."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.marketplace.notices import review
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House, UnitOfWork


def return_notice(house: House, actor: Actor, notice_id: str, corrections: Sequence[Correction]) -> Notice:
    """Send a notice back with everything that is to be mended."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        decision = review.return_for_correction(uow.notices.load(notice_id), corrections, actor, now)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt)


def pass_notice(house: House, actor: Actor, notice_id: str, dismissals: Sequence[Dismissal]) -> Notice:
    """Pass the review; every warning about a clause is answered with a reason."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice, rules = uow.notices.load(notice_id), house.rules.load()
        decision = review.pass_review(notice, dismissals, actor, now, rules, house.calendar)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt)
