"""What time does to a campaign: its begin and its end."""

from datetime import datetime

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, next_due
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


def advance_campaign(house: House, identifier: str) -> None:
    """Do what is due of a campaign; a run that comes twice, late or in vain finds nothing to do."""
    house.transact(lambda uow, now: _run_clock(uow, identifier, now))


def _run_clock(uow: UnitOfWork, identifier: str, now: datetime) -> None:
    found = uow.campaigns.find(identifier)
    if found is not None and _is_due(found, now):
        uow.campaigns.save(deciding.run_clock(found, now), SYSTEM)


def _is_due(found: Campaign, now: datetime) -> bool:
    due = next_due(found)
    return due is not None and due.at <= now
