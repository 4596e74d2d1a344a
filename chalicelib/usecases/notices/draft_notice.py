"""Begin a draft: empty, with the words of an old notice, or again after a failure."""

from datetime import datetime

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.notices.contact import copy_contact
from chalicelib.usecases.ports import House, Once, UnitOfWork

PREFIX = "n"


def draft_notice(house: House, actor: Actor, once: Once | None = None) -> Notice:
    """Begin an empty draft for the actor's organisation."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        decision = drafts.create(new_id(PREFIX, now), actor, now)
        uow.notices.add(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def copy_notice(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Begin a draft with the words and the contact of an old notice of the same owner."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        old = uow.notices.load(notice_id)
        decision = drafts.copy(old, new_id(PREFIX, now), actor, now)
        state = copy_contact(house, uow, old, decision.state)
        uow.notices.add(decision.with_state(state), actor)
        return state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def renotice(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Begin anew after a failure (重新采购): the failed notice and the new draft link to each other."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        failed = uow.notices.load(notice_id)
        closed, draft = drafts.renotice(failed, new_id(PREFIX, now), actor, now)
        state = copy_contact(house, uow, failed, draft.state)
        uow.notices.save(closed, actor)
        uow.notices.add(draft.with_state(state), actor)
        return state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
