"""Telling an agency once of each certificate that runs out soon (docs/rules.md §2.2, §4.2).

The warning comes in the morning of the day that the profile's number of days lies before the last one; a
certificate that is nearer when it is registered is warned of at once. One that serves no listed service
type costs nothing and is not warned of. Those with the same last day are told of together.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.authority import check_system
from chalicelib.domain.marketplace.agencies.dossier import Section
from chalicelib.domain.marketplace.agencies.expiring import Expiring, list_expiring
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.validity import end_of_day, uncovered_from
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict

_MORNING = time(9, 0)
_EVER = 36_500
"""Days within which any certificate ends."""


def with_next_warning(agency: Agency, now: datetime, within_days: int) -> Agency:
    """Note when the next certificate has to be warned of, and forget those that are registered no more."""
    waiting = _unwarned(agency, now)
    held = {_key(one) for one in list_expiring(agency, now, _EVER)}
    first_on = min((one.last_on for one in waiting), default=None)
    warned = tuple(key for key in agency.warned if key in held)
    if first_on is None:
        return replace(agency, warned=warned, warns_at=None)
    day = first_on - timedelta(days=within_days)
    at = datetime.combine(day, _MORNING, CHINA).astimezone(UTC)
    return replace(agency, warned=warned, warns_at=at)


def warn(agency: Agency, actor: Actor, now: datetime) -> Decision[Agency]:
    """Say which certificates run out next and which service types the agency then loses.

    Raises:
        Forbidden: `not-the-system`.
        Conflict: `nothing-due`, so that a second run of the timer is a no-op.
    """
    check_system(actor)
    settled = settle(agency, now)
    waiting = _unwarned(settled, now)
    if agency.warns_at is None or now < agency.warns_at:
        raise Conflict("nothing-due")
    last_on = min((one.last_on for one in waiting), default=None)
    told = [one for one in waiting if one.last_on == last_on]
    warned = replace(settled, warned=(*settled.warned, *map(_key, told)), warns_at=None)
    return decided(
        "agency.certificate-warned",
        agency,
        warned,
        last_on=None if last_on is None else last_on.isoformat(),
        certificate_kinds=[kind for one in told for kind in _kinds(settled, one, now)],
        lost_types=sorted({code for one in told for code in _lost(settled, one, now)}),
    )


def _unwarned(agency: Agency, now: datetime) -> list[Expiring]:
    return [
        one
        for one in list_expiring(agency, now, _EVER)
        if one.service_types and now < end_of_day(one.last_on) and _key(one) not in agency.warned
    ]


def _key(one: Expiring) -> str:
    return f"{one.entry_id}@{one.last_on.isoformat()}"


def _kinds(agency: Agency, one: Expiring, now: datetime) -> tuple[str, ...]:
    """Return what runs out: the kind of a qualification, or of a person's certificates, never the person."""
    held = dossier_at(agency.register, now)
    if one.section is Section.QUALIFICATIONS:
        return tuple(entry.kind for entry in held.qualifications if entry.id == one.entry_id)
    return tuple(
        certificate.kind
        for person in held.practitioners
        if person.id == one.entry_id
        for certificate in person.certificates
        if certificate.registered_until_on == one.last_on
    )


def _lost(agency: Agency, one: Expiring, now: datetime) -> list[str]:
    """Return the service types whose requirement is no longer met when the certificate has ended."""
    ends_at = end_of_day(one.last_on)
    served = (found for found in agency.admissions if found.service_type in one.service_types)
    ends = {found.service_type: uncovered_from(found.requirement, agency.register, now) for found in served}
    return [code for code, at in ends.items() if at is not None and at <= ends_at]
