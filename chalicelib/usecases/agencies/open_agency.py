"""An agency begins its file; the USCC is its key, so nobody can register twice (docs/rules.md §4.2)."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies import drafting
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.usecases.agencies.changing import Changed, load_changed, noted, remembered
from chalicelib.usecases.ports import House, Once, UnitOfWork


def open_agency(house: House, actor: Actor, uscc: str, once: Once | None = None) -> Changed:
    """Open the file of an agency with a blank draft.

    Raises:
        Forbidden: when the actor does not administer an agency with this USCC.
        AlreadyExists: when the file was opened before, be it by a nomination.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        decision = drafting.open_agency(normalise_uscc(uscc), actor, now)
        uow.agencies.add(noted(house, decision), actor)
        return Changed(decision.state, 1)

    return house.transact(attempt, once=once, ref=remembered, replay=load_changed)
