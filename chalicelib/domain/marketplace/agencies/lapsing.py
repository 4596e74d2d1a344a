"""What the clock does to admissions: docs/rules.md §2.2, rows "system".

An admission is RESTRICTED the instant its requirement is no longer met, a suspension ends at its end, and a
block lies over everything while its list entry runs. `settle` is the one place that knows it: the timer
writes down what it returns, commands start from it and readers look through it.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import (
    Admission,
    Agency,
    Standing,
    decided,
    move,
)
from chalicelib.domain.marketplace.agencies.authority import check_system
from chalicelib.domain.marketplace.agencies.register import Register
from chalicelib.domain.marketplace.agencies.spells import values_at
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.validity import lack_kinds, shortfalls, uncovered_from
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict


def settle(agency: Agency, now: datetime) -> Agency:
    """Make every automatic move that is due, at the instant it was due; the same agency when none is."""
    settled = tuple(_settled(one, agency.register, now) for one in agency.admissions)
    return agency if settled == agency.admissions else replace(agency, admissions=settled)


def lapse(agency: Agency, actor: Actor, now: datetime) -> Decision[Agency]:
    """Write down the automatic moves that are due.

    Raises:
        Forbidden: `not-the-system`.
        Conflict: `nothing-due`, so that a second run of the timer is a no-op.
    """
    check_system(actor)
    settled = settle(agency, now)
    if settled == agency:
        raise Conflict("nothing-due")
    return decided("agency.lapsed", agency, settled)


def lapse_due(agency: Agency) -> datetime | None:
    """Return the next instant at which the clock moves an admission, or None."""
    dues = [due for one in agency.admissions if (due := _next_move(one, agency.register)) is not None]
    return min((at for at, _, _ in dues), default=None)


def standing_at(agency: Agency, service_type: str, at: datetime) -> Standing | None:
    """Return where the agency stood for a service type at an instant; None when it had not begun there."""
    admission = agency.admission(service_type)
    if admission is None:
        return None
    held = values_at(_settled(admission, agency.register, at).standings, at)
    if held and agency.is_blocked_at(at):
        return Standing(ListingState.BLOCKED, until=_block_end(agency, at))
    return held[-1] if held else None


def state_at(agency: Agency, service_type: str, at: datetime) -> ListingState | None:
    """Return the state for a service type at an instant; None when there was none."""
    standing = standing_at(agency, service_type, at)
    return None if standing is None else standing.state


def states_at(agency: Agency, at: datetime) -> dict[str, ListingState]:
    """Return the state at an instant of every service type that had one."""
    found = {one.service_type: state_at(agency, one.service_type, at) for one in agency.admissions}
    return {service_type: state for service_type, state in found.items() if state is not None}


def lacking_of(agency: Agency, service_type: str) -> tuple[str, ...]:
    """Return the kinds of qualifications and certificates that a service type lacked when it last moved."""
    admission, register = agency.admission(service_type), agency.register
    if admission is None:
        return ()
    qualifications = values_at(register.qualifications, admission.since)
    people = values_at(register.practitioners, admission.since)
    lacks = shortfalls(admission.requirement, qualifications, people, admission.since)
    return tuple(code for lack in lacks for code in lack_kinds(lack))


def _settled(admission: Admission, register: Register, now: datetime) -> Admission:
    while (due := _next_move(admission, register)) is not None and due[0] <= now:
        at, event, target = due
        admission = move(admission, event, target, at)
    return admission


def _next_move(admission: Admission, register: Register) -> tuple[datetime, str, Standing] | None:
    standing = admission.standing
    if standing.state is ListingState.SUSPENDED and standing.until is not None:
        return standing.until, "suspension_ended", Standing(ListingState.ACTIVE)
    if standing.state is ListingState.ACTIVE:
        at = uncovered_from(admission.requirement, register, admission.since)
        return None if at is None else (at, "lapsed", Standing(ListingState.RESTRICTED))
    return None


def _block_end(agency: Agency, at: datetime) -> datetime | None:
    ends = [block.valid_to for block in agency.blocks if block.holds_at(at)]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
