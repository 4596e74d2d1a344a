"""What runs out soon, so that an agency hears of it in time (docs/rules.md §2.2, §4.2)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.changes import concerns
from chalicelib.domain.marketplace.agencies.dossier import Practitioner, Qualification, Section
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.states import LISTED
from chalicelib.domain.marketplace.agencies.validity import local_day
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Expiring:
    """A registered entry whose last day is near or past, and the listed service types it serves."""

    section: Section
    entry_id: str
    last_on: date
    service_types: tuple[str, ...]


def list_expiring(agency: Agency, now: datetime, within_days: int) -> tuple[Expiring, ...]:
    """Return the registered certificates that end within so many days or have ended, the earliest first."""
    horizon_on = local_day(now) + timedelta(days=within_days)
    found = (one for one in _endings(agency, now) if one.last_on <= horizon_on)
    return tuple(sorted(found, key=lambda one: (one.last_on, one.entry_id)))


def _endings(agency: Agency, now: datetime) -> Iterator[Expiring]:
    dossier = dossier_at(agency.register, now)
    for held in dossier.qualifications:
        if held.expires_on is not None:
            yield Expiring(Section.QUALIFICATIONS, held.id, held.expires_on, _served(agency, held))
    for person in dossier.practitioners:
        days = [one.registered_until_on for one in person.certificates if one.registered_until_on is not None]
        if days:
            yield Expiring(Section.PRACTITIONERS, person.id, min(days), _served(agency, person))


def _served(agency: Agency, entry: Qualification | Practitioner) -> tuple[str, ...]:
    return tuple(
        one.service_type
        for one in agency.admissions
        if one.state in LISTED and concerns(entry, one.service_type, one.requirement)
    )
