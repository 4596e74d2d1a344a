"""Leaving and coming back: a practitioner goes, a service type is withdrawn or applied for again (§2.2)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import drafting, leaving
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.paging import MAX_LIMIT, PageRequest
from chalicelib.usecases.agencies.changing import Changed, change_agency
from chalicelib.usecases.agencies.submit_agency import PRACTITIONER
from chalicelib.usecases.ports import House, Once, UnitOfWork


def release_practitioner(
    house: House, actor: Actor, uscc: str, practitioner_id: str, once: Once | None = None
) -> Changed:
    """Note that a registered person has left; he is free for another agency at once."""

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        decision = leaving.release_practitioner(agency, practitioner_id, actor, now)
        for person_key in leaving.persons_held(agency) - leaving.persons_held(decision.state):
            uow.release(PRACTITIONER, person_key)
        return decision

    return change_agency(house, actor, uscc, decide, once=once)


def withdraw_service(
    house: House, actor: Actor, uscc: str, service_type: str, once: Once | None = None
) -> Changed:
    """Take a service type off the market.

    A registration before its deadline is nobody's to know, not even here; at the opening it does not count.

    Raises:
        Conflict: `open-matters` while an award runs; `under-check`, `wrong-state`, `agency-intercepted`.
    """
    matters = _open_matters(house, uscc, service_type)

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        return leaving.withdraw(agency, service_type, matters, actor, now)

    return change_agency(house, actor, uscc, decide, once=once)


def reopen_service(
    house: House, actor: Actor, uscc: str, service_type: str, once: Once | None = None
) -> Changed:
    """Apply again for a service type that was rejected, or removed once the bar is over."""

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        return drafting.reopen(agency, service_type, actor, now)

    return change_agency(house, actor, uscc, decide, once=once)


def _open_matters(house: House, uscc: str, service_type: str) -> frozenset[str]:
    awards = house.lists.page("agency-awards", uscc, PageRequest(MAX_LIMIT))
    is_open = any(card.data.get("service_type") == service_type for card in awards.cards)
    return frozenset({"award"}) if is_open else frozenset()
