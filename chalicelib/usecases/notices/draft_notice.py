"""Begin a draft: empty, with the words of an old notice, or again after a failure."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.contact import copy_contact
from chalicelib.usecases.notices.edit_notice import publish_card
from chalicelib.usecases.ports import House, Once, UnitOfWork

PREFIX = "n"


def draft_notice(house: House, actor: Actor, once: Once | None = None) -> Notice:
    """Begin an empty draft for the actor's organisation."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        decision = drafts.create(new_id(PREFIX, now), actor, now)
        uow.notices.add(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def copy_notice(house: House, person: SignedIn, notice_id: str, once: Once | None = None) -> Notice:
    """Begin a draft with the words and the contact of an old notice of the same owner."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        old = uow.notices.load(notice_id)
        draft = drafts.copy(old, new_id(PREFIX, now), person.actor, now)
        return _add_copy(house, uow, person, old, draft)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def renotice(house: House, person: SignedIn, notice_id: str, once: Once | None = None) -> Notice:
    """Begin anew after a failure (重新采购): the failed notice and the new draft link to each other."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        failed = uow.notices.load(notice_id)
        closed, draft = drafts.renotice(failed, new_id(PREFIX, now), person.actor, now)
        uow.notices.save(closed, person.actor)
        return _add_copy(house, uow, person, failed, draft)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _add_copy(
    house: House, uow: UnitOfWork, person: SignedIn, old: Notice, draft: Decision[Notice]
) -> Notice:
    """Add a draft that begins with old words: its contact, and its title for the lists."""
    state = copy_contact(house, uow, old, draft.state)
    uow.notices.add(draft.with_state(state), person.actor)
    publish_card(uow, state, person.org_name)
    return state


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
