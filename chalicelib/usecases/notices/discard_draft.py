"""Throw a draft away that was never handed in; its contact and witnesses are erased with it."""

from datetime import datetime

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.notices.contact import contact_ref
from chalicelib.usecases.ports import House, Once, UnitOfWork


def discard_draft(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Discard a draft; a failed notice that it was to follow can be begun again."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        draft = uow.notices.load(notice_id)
        decision = drafts.discard(draft, actor, now)
        uow.notices.save(decision, actor)
        for ref in (contact_ref(notice_id), *draft.content.witnesses):
            uow.vault.erase(ref)
        if draft.renotice_of is not None:
            failed = uow.notices.load(house.queries.notice_id(draft.renotice_of))
            uow.notices.save(drafts.free_for_renotice(failed, actor), actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
