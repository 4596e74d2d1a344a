"""Say that one is away for some days and who stands in; come back earlier (ADR 0065)."""

from datetime import date

from chalicelib.domain.desk import (
    Absence,
    Candidate,
    Colleague,
    check_absence,
    check_days,
    check_deputy,
    desk_of,
    lease_until,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.badges import normalise_badge
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import Conflict, FieldError, NotFound
from chalicelib.usecases.ports import House


def register_absence(
    house: House, me: Colleague, actor: Actor, from_on: date, until_on: date, deputy: str
) -> Absence:
    """Be away from a day to a day; what one is at work on passes to the deputy if the first day is today.

    The same absence again is the same answer.

    Raises:
        Forbidden: `role-needed` for whoever works at no desk.
        Invalid: with everything that is wrong with the days and the deputy.
        Conflict: `absence-registered`.
    """
    desk, now = desk_of(actor), house.clock.product_now()
    errors = check_days(from_on, until_on, now.astimezone(CHINA).date(), house.rules.load().desk)
    candidate = _candidate(house, desk, deputy, errors)
    named = candidate.colleague if candidate else Colleague("", "")
    absence = Absence(me, from_on, until_on, named)
    if candidate:
        errors += check_deputy(candidate, actor, absence)
    check_absence(errors)
    try:
        house.desks.register(desk, absence, now)
    except Conflict:
        if house.desks.look(desk, now).absence_of(me.person) != absence:
            raise
    return absence


def end_absence(house: House, actor: Actor) -> None:
    """Be back before the last day; what lies with the deputy is one's own again. Twice is once.

    Raises:
        Forbidden: `role-needed`.
    """
    desk, now = desk_of(actor), house.clock.product_now()
    house.desks.end(desk, actor.person, lease_until(now, house.rules.load().desk), now)


def _candidate(house: House, desk: str, typed: str, errors: list[FieldError]) -> Candidate | None:
    """Find whoever holds the work number; what is wrong with the number is added to the errors."""
    try:
        standing = house.roster.find(normalise_badge(typed))
    except Unreadable as error:
        errors.append(FieldError("/deputy", error.code, error.params))
        return None
    except NotFound:
        errors.append(FieldError("/deputy", "deputy-unknown"))
        return None
    absence = house.desks.look(desk, house.clock.product_now()).absence_of(standing.person)
    colleague = Colleague(standing.person, standing.badge)
    return Candidate(colleague, standing.org, standing.roles, standing.is_ended, absence)
