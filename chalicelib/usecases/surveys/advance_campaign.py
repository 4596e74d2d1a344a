"""What time and the worker do to a campaign: its frame, its begin, asking its people, its end."""

from datetime import datetime

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, next_due
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.surveys.ask_people import ask_next_page
from chalicelib.usecases.surveys.plan_campaign import keep
from chalicelib.usecases.surveys.sample_silent import advance_own_draft
from chalicelib.usecases.surveys.take_frame import advance_frame


def advance_campaign(house: House, identifier: str) -> None:
    """Do the next step of a campaign; a run that comes twice, late or in vain finds nothing to do."""
    found = house.campaigns.find(identifier)
    if found is None:
        return
    if found.state is CampaignState.DRAFT:
        if found.frame and not found.frame.is_complete:
            advance_frame(house, found)
        else:
            house.transact(lambda uow, now: advance_own_draft(uow, identifier, now))
    elif _is_due(found, house.clock.product_now()):
        house.transact(lambda uow, now: _run_clock(uow, identifier, now))
    elif found.state is CampaignState.FIELDING:
        ask_next_page(house, found)


def _run_clock(uow: UnitOfWork, identifier: str, now: datetime) -> None:
    found = uow.campaigns.load(identifier)
    if _is_due(found, now):
        keep(uow, deciding.run_clock(found, now), SYSTEM)


def _is_due(found: Campaign, now: datetime) -> bool:
    due = next_due(found)
    return due is not None and due.at <= now
