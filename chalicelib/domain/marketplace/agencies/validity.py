"""When a certificate runs and whether a service type's requirement is met (docs/rules.md §2.2, §4.2).

A certificate is valid through its last day, so it ends at 00:00 Asia/Shanghai of the day after.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.domain.marketplace.agencies.dossier import Certificate, Practitioner, Qualification
from chalicelib.domain.marketplace.agencies.register import Register
from chalicelib.domain.marketplace.agencies.service_types import Requirement, StaffNeed
from chalicelib.domain.marketplace.agencies.spells import values_at
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError


def end_of_day(on: date) -> datetime:
    """Return the first instant after a day in Shanghai, in UTC.

    >>> end_of_day(date(2026, 3, 31)).isoformat()
    '2026-03-31T16:00:00+00:00'
    """
    return datetime.combine(on + timedelta(days=1), time(), CHINA).astimezone(UTC)


def local_day(at: datetime) -> date:
    """Return the day in Shanghai on which an instant lies."""
    return at.astimezone(CHINA).date()


def is_current(qualification: Qualification, at: datetime) -> bool:
    """Tell whether a qualification's certificate runs at an instant; without dates it does not."""
    if qualification.issued_on is None or qualification.expires_on is None:
        return False
    return qualification.issued_on <= local_day(at) and at < end_of_day(qualification.expires_on)


def current_certificates(practitioner: Practitioner, at: datetime) -> frozenset[str]:
    """Return the kinds of certificates under which a person is registered at an instant."""
    return frozenset(found.kind for found in practitioner.certificates if _is_registered(found, at))


def shortfalls(
    requirement: Requirement,
    qualifications: Iterable[Qualification],
    practitioners: Iterable[Practitioner],
    at: datetime,
) -> tuple[FieldError, ...]:
    """Name everything the requirement lacks at an instant; nothing means that it is met."""
    found = []
    if requirement.qualification_kinds and not any(_fits(one, requirement, at) for one in qualifications):
        kinds = list(requirement.qualification_kinds)
        found.append(FieldError("/qualifications", "qualification-missing", {"any_of": kinds}))
    people = tuple(practitioners)
    for need in requirement.staff:
        present = _count(need, people, at)
        if present < need.count:
            figures = {"any_of": list(need.certificates), "needed": need.count, "present": present}
            found.append(FieldError("/practitioners", "staff-missing", figures))
    return tuple(found)


def lack_kinds(lack: FieldError) -> tuple[str, ...]:
    """Return the kinds of qualifications or certificates of which a shortfall wants any one."""
    kinds = lack.params.get("any_of", [])
    return tuple(str(one) for one in kinds) if isinstance(kinds, list) else ()


def uncovered_from(requirement: Requirement, register: Register, since: datetime) -> datetime | None:
    """Return the first instant from `since` on at which the register no longer meets the requirement."""
    instants = {since, *(end for end in _ends(requirement, register) if end > since)}
    return next((at for at in sorted(instants) if not _is_covered(requirement, register, at)), None)


def _is_covered(requirement: Requirement, register: Register, at: datetime) -> bool:
    qualifications = values_at(register.qualifications, at)
    return not shortfalls(requirement, qualifications, values_at(register.practitioners, at), at)


def _ends(requirement: Requirement, register: Register) -> Iterator[datetime]:
    for held in register.qualifications:
        if held.value.kind in requirement.qualification_kinds:
            yield from (end for end in (held.valid_to, _expiry(held.value.expires_on)) if end is not None)
    for person in register.practitioners:
        if person.valid_to is not None:
            yield person.valid_to
        for certificate in person.value.certificates:
            if (end := _expiry(certificate.registered_until_on)) is not None:
                yield end


def _expiry(on: date | None) -> datetime | None:
    return None if on is None else end_of_day(on)


def _is_registered(certificate: Certificate, at: datetime) -> bool:
    until_on = certificate.registered_until_on
    return until_on is not None and at < end_of_day(until_on)


def _fits(qualification: Qualification, requirement: Requirement, at: datetime) -> bool:
    if qualification.kind not in requirement.qualification_kinds or not is_current(qualification, at):
        return False
    rank = qualification.level_rank
    return requirement.lowest_rank is None or (rank is not None and rank <= requirement.lowest_rank)


def _count(need: StaffNeed, people: Iterable[Practitioner], at: datetime) -> int:
    return sum(1 for person in people if current_certificates(person, at) & set(need.certificates))
