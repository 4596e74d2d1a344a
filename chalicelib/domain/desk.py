"""Who is at work on what at a desk: claims (领取) that lapse, absence (请假) with a deputy (代办).

A claim keeps two people from doing the same work; it gives nobody a right. Who may decide is asked of the
task itself, by the person who acts: a deputy never acts as somebody else (docs/rules.md §5, ADR 0065).
Everything ends by comparing with now; no timer is needed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain.marketplace.rules import DeskRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass

OPERATOR_ROLES = frozenset({Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER})
DESK_ROLES = OPERATOR_ROLES | {Role.DEPARTMENT}
OPERATOR = "operator"


class Task(StrEnum):
    """What lies in a queue and can be claimed."""

    NOTICE = "notice"
    AGENCY = "agency"
    ITEM = "item"
    NOMINATION = "nomination"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at a desk: the pseudonymous subject, and the work number that others read."""

    person: str
    badge: str


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody is at work on a task until an instant; `deputy` since the holder is absent."""

    task: Task
    identifier: str
    title: str
    holder: Colleague
    until: datetime
    deputy: Colleague | None = None

    def is_running(self, now: datetime) -> bool:
        """Tell whether the lease still runs."""
        return now < self.until

    def is_for(self, person: str) -> bool:
        """Tell whether a person may go on with the task: the holder, or who stands in."""
        return person == self.holder.person or (self.deputy is not None and person == self.deputy.person)


@dataclass(frozen=True, slots=True)
class Absence:
    """Whole days in China on which somebody is away, both included, and who stands in."""

    who: Colleague
    from_on: date
    until_on: date
    deputy: Colleague

    @property
    def ends_at(self) -> datetime:
        """Return the first instant after the absence."""
        return datetime.combine(self.until_on + timedelta(days=1), time(), CHINA)

    def is_on(self, now: datetime) -> bool:
        """Tell whether somebody is away now."""
        return self.from_on <= now.astimezone(CHINA).date() and now < self.ends_at

    def overlaps(self, other: "Absence") -> bool:
        """Tell whether two absences share a day."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on


def passed_on(claims: Iterable[Claim], absence: Absence, now: datetime) -> list[Claim]:
    """Return what somebody away now was at work on, as it lies with the deputy until the absence ends."""
    held = (claim for claim in claims if claim.holder.person == absence.who.person and claim.is_running(now))
    is_away = absence.is_on(now)
    return [replace(claim, deputy=absence.deputy, until=absence.ends_at) for claim in held if is_away]


def come_back(claims: Iterable[Claim], person: str, until: datetime) -> list[Claim]:
    """Return what lies with a person's deputy, as it is the person's own again with a lease of its own."""
    passed = (claim for claim in claims if claim.holder.person == person and claim.deputy is not None)
    return [replace(claim, deputy=None, until=until) for claim in passed]


def desk_of(actor: Actor) -> str:
    """Return the desk somebody works at: the operator's, or the own department's.

    Raises:
        Forbidden: `role-needed` for whoever works at none.
    """
    if actor.has(*OPERATOR_ROLES):
        return OPERATOR
    if actor.has(Role.DEPARTMENT):
        return actor.org
    raise Forbidden("role-needed", roles=sorted(DESK_ROLES))


def lease_until(now: datetime, rules: DeskRules) -> datetime:
    """Return when a claim made now lapses."""
    return now + timedelta(hours=rules.claim_hours)


def check_days(from_on: date, until_on: date, today: date, rules: DeskRules) -> list[FieldError]:
    """Return what is wrong with the days of an absence."""
    errors = list[FieldError]()
    latest = today + timedelta(days=rules.absence_ahead_days)
    if from_on < today:
        errors.append(FieldError("/from_on", "past-date"))
    if from_on > latest:
        errors.append(FieldError("/from_on", "too-far-ahead", {"latest_on": latest.isoformat()}))
    if until_on < from_on:
        errors.append(FieldError("/until_on", "absence-ends-first"))
    elif (until_on - from_on).days >= rules.absence_max_days:
        errors.append(FieldError("/until_on", "absence-too-long", {"max": rules.absence_max_days}))
    return errors


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody named as deputy, as the roster has them."""

    colleague: Colleague
    org: str
    roles: frozenset[Role]
    is_ended: bool
    absence: Absence | None = None


def check_deputy(candidate: Candidate, actor: Actor, asked: Absence) -> list[FieldError]:
    """Return what is wrong with a deputy: not of the organisation or role, away too, or oneself."""
    code = None
    if candidate.colleague.person == actor.person:
        code = "deputy-is-self"
    elif candidate.org != actor.org or not actor.roles & DESK_ROLES <= candidate.roles or candidate.is_ended:
        code = "deputy-unfit"
    elif candidate.absence is not None and candidate.absence.overlaps(asked):
        code = "deputy-absent"
    return [FieldError("/deputy", code)] if code else []


def check_absence(errors: list[FieldError]) -> None:
    """Refuse an absence with everything that is wrong with it at once.

    Raises:
        Invalid: with the errors.
    """
    if errors:
        raise Invalid(errors=errors)
