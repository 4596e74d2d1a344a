"""Reckon a notice's running clock anew when the year it rests on has been loaded since (design §3)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.reckoning import reckon_anew
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


def reckon_clock(house: House, uow: UnitOfWork, notice: Notice) -> bool:
    """Reckon the clock within a unit of work and tell whether that changed anything.

    Whoever is about to let time act asks this first, so that nothing happens on a provisional instant that
    the calendar has overtaken.
    """
    if notice.publication is None:
        return False
    decision = reckon_anew(notice, house.rules.load(notice.publication.profile), house.calendar)
    if decision is None:
        return False
    uow.notices.save(decision, SYSTEM)
    if decision.state.state is NoticeState.PUBLISHED:
        uow.gates.open(notice.id, publication_of(decision.state).closes_at)
    return True


def reckon_notice(house: House, notice_id: str) -> bool:
    """Reckon the clock of a notice anew and tell whether that changed anything."""
    return house.transact(lambda uow, _: reckon_clock(house, uow, uow.notices.load(notice_id)))
