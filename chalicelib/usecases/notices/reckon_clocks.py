"""Reckon a notice's running clock anew when the year it rests on has been loaded since (design §3)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.reckoning import reckon_anew
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork

QUEUES = ("opening", "drawing", "lifecycle")


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


def reckon_all(house: House) -> int:
    """Reckon the clocks of all notices that wait for an instant; return how many changed."""
    waiting = (item for queue in QUEUES for item in house.due.waiting(queue) if item.kind == "notice")
    return sum(_reckon(house, notice_id) for notice_id in sorted({item.identifier for item in waiting}))


def _reckon(house: House, notice_id: str) -> bool:
    return house.transact(lambda uow, _: reckon_clock(house, uow, uow.notices.load(notice_id)))
