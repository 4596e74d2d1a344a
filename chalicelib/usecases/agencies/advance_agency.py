"""What time does to an agency: what of it runs out, and the reminders before."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies import expiry_warnings, filing, lapsing
from chalicelib.domain.marketplace.agencies.due import next_due as agency_due
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.ports import House, UnitOfWork


def advance_agency(house: House, uscc: str) -> None:
    """Take the step that is due of an agency, if any is."""
    house.transact(lambda uow, now: _advance_agency(house, uow, uscc, now))


def _advance_agency(house: House, uow: UnitOfWork, uscc: str, now: datetime) -> None:
    agency = uow.agencies.load(uscc)
    waiting = agency_due(agency)
    if waiting is None or now < waiting.at:
        return
    uow.agencies.save(noted(house, AGENCY_STEPS[waiting.kind](agency, SYSTEM, now)), SYSTEM)


AGENCY_STEPS = {"lapse": lapsing.lapse, "remind": filing.remind, "warn": expiry_warnings.warn}
