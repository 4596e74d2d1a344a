"""The winner answers: accepts the award, or gives it up and the next reserve steps in."""

from datetime import datetime

from chalicelib.domain.marketplace.awards import acceptance, substitution
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.ports import House, Once, UnitOfWork


def accept_award(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Accept the award; the winner is looked at once more."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        rules = house.rules.load(publication_of(notice).profile)
        given = acceptance.award_of(notice)
        result = Candidates(house, uow, notice, now).look(given.winner)
        decision = acceptance.accept(notice, result, actor, now, rules, house.calendar)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def abandon_award(
    house: House, actor: Actor, notice_id: str, reason: str, once: Once | None = None
) -> Notice:
    """Give up the first place with a reason; the next reserve goes into publicity, or the notice fails."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        rules = house.rules.load(publication_of(notice).profile)
        following = Candidates(house, uow, notice, now).following()
        decision = substitution.abandon(notice, reason, following, actor, now, rules, house.calendar)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def refuse_award(house: House, actor: Actor, notice_id: str, reason: str, once: Once | None = None) -> Notice:
    """End a notice because its owner refuses the award; the reason is public, the regulator is told."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        rules = house.rules.load(publication_of(notice).profile)
        decision = acceptance.refuse_by_owner(notice, reason, actor, now, rules)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
