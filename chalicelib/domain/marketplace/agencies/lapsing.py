"""What the clock does to admissions: docs/rules.md §2.2, rows "system".

An admission is RESTRICTED the instant its requirement is no longer met, SUSPENDED and REMOVED exactly as
the conduct record says, and a block lies over everything while its list entry runs. `settle` is the one place
that knows it: the timer writes down what it returns, commands start from it and readers look through it.
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
from chalicelib.domain.marketplace.agencies.spells import values_at
from chalicelib.domain.marketplace.agencies.states import LISTED, ListingState
from chalicelib.domain.marketplace.agencies.validity import lack_kinds, shortfalls, uncovered_from
from chalicelib.domain.marketplace.conduct.facts import Interception, MeasureKind
from chalicelib.domain.marketplace.conduct.noting import next_turns, note_ends
from chalicelib.domain.marketplace.conduct.reading import (
    paused_from,
    paused_until,
    removal_corrected,
    removed_from,
    stop_at,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict


def settle(agency: Agency, now: datetime) -> Agency:
    """Make every automatic move that is due, at the instant it was due; the same agency when none is."""
    settled = tuple(_settled(one, agency, now) for one in agency.admissions)
    conduct = note_ends(agency.conduct, now)
    if settled == agency.admissions and conduct is agency.conduct:
        return agency
    return replace(agency, admissions=settled, conduct=conduct)


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
    dues = [due[0] for one in agency.admissions if (due := _next_move(one, agency)) is not None]
    return min([*dues, *next_turns(agency.conduct)], default=None)


def standing_at(agency: Agency, service_type: str, at: datetime) -> Standing | None:
    """Return where the agency stood for a service type at an instant; None when it had not begun there."""
    admission = agency.admission(service_type)
    if admission is None:
        return None
    held = values_at(_settled(admission, agency, at).standings, at)
    if not held:
        return None
    if (block := _block_at(agency, at)) is not None:
        return Standing(ListingState.BLOCKED, until=block.ends_at)
    return replace(held[-1], until=_until(agency, service_type, held[-1].state, at))


def since_at(agency: Agency, admission: Admission, at: datetime) -> datetime:
    """Return since when a settled admission is where it stands at an instant: blocked, or as last moved."""
    block = _block_at(agency, at)
    return admission.since if block is None else block.starts_at


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


def _block_at(agency: Agency, at: datetime) -> Interception | None:
    return stop_at(agency.conduct, None, at, {MeasureKind.BLACKLIST})


def _settled(admission: Admission, agency: Agency, now: datetime) -> Admission:
    while (due := _next_move(admission, agency)) is not None and due[0] <= now:
        at, event, target = due
        admission = move(admission, event, Standing(target), at)
    return admission


def _next_move(admission: Admission, agency: Agency) -> tuple[datetime, str, ListingState] | None:
    """Return the next automatic move; of several at one instant a removal comes before all others."""
    conduct, since, state = agency.conduct, admission.since, admission.state
    service_type = admission.service_type
    moves: list[tuple[datetime | None, str, ListingState]] = []
    if state in LISTED:
        moves.append((removed_from(conduct, since), "removed", ListingState.REMOVED))
    if state is ListingState.SUSPENDED:
        moves.append((paused_until(conduct, service_type, since), "suspension_ended", ListingState.ACTIVE))
    if state is ListingState.ACTIVE:
        moves.append((paused_from(conduct, service_type, since), "suspended", ListingState.SUSPENDED))
        lapses_at = uncovered_from(admission.requirement, agency.register, since)
        moves.append((lapses_at, "lapsed", ListingState.RESTRICTED))
    if state is ListingState.REMOVED:
        moves.append((removal_corrected(conduct, since), "corrected", ListingState.ACTIVE))
    known = [(at, event, target) for at, event, target in moves if at is not None]
    return min(known, key=lambda one: one[0], default=None)


def _until(agency: Agency, service_type: str, state: ListingState, at: datetime) -> datetime | None:
    if state is ListingState.SUSPENDED:
        return paused_until(agency.conduct, service_type, at)
    if state is ListingState.REMOVED:
        bar = stop_at(agency.conduct, None, at, {MeasureKind.REMOVAL})
        return None if bar is None else bar.ends_at
    return None
