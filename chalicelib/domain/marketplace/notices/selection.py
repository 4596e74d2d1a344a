"""From the opened quotes to one candidate (docs/rules.md §3.2, §3.5): freeze, wait for the beacon, select.

Nobody presses anything. The order itself is computed in the package `selection` and stored in pages; the
notice keeps its hash, its length and who stands first.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.drand import exists_from
from chalicelib.domain.marketplace.notices.facts import (
    Candidate,
    Opening,
    Pool,
    PriceInquiry,
    Selection,
)
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.publicity import show, shown_facts
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import BeaconRules, MarketRules, Method
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.domain.marketplace.selection.record import Beacon, BeaconKind
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a selection algorithm found: hash and length of the full order, and its first place.

    `is_low` marks a winning price that is abnormally low (§3.5) and must be explained first.
    """

    order_hash: str
    order_size: int
    winner: Candidate
    drawn: bool
    is_low: bool = False


def freeze(
    notice: Notice, root: str, size: int, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Freeze the pool of a draw before anyone can know the beacon's value, and start its clocks.

    Raises:
        Conflict: `already-frozen` (never a second pool for one notice) or `wrong-state`.
        ValueError: when the pool is empty or larger than the number of valid quotes.
    """
    frozen = replace(notice, pool=make_pool(notice, root, size, now, rules, calendar))
    return moved(notice, "frozen", frozen, NoticeState.SELECTING, **pool_facts(frozen))


def make_pool(
    notice: Notice, root: str, size: int, now: datetime, rules: MarketRules, calendar: Calendar
) -> Pool:
    """Return the pool of a notice with its clocks.

    Raises:
        Conflict: `already-frozen`: there is never a second pool for one notice.
        ValueError: when the pool is empty or larger than the number of valid quotes.
    """
    if notice.pool is not None:
        raise Conflict("already-frozen")
    if not 0 < size <= opening_of(notice).valid:
        raise ValueError("a pool holds valid quotes only, and at least one")
    beacon, clocks = publication_of(notice).beacon, rules.beacon
    second = after_workdays(now, clocks.second_reminder_workdays, calendar)
    timeout = after_workdays(now, clocks.timeout_workdays, calendar)
    return Pool(
        at=now,
        root=root,
        size=size,
        draws_from=_drawable_from(beacon, now, clocks),
        first_reminder_at=now + timedelta(hours=clocks.first_reminder_hours),
        second_reminder_at=second.at,
        timeout_at=timeout.at,
        provisional=timeout.provisional,
    )


def pool_facts(notice: Notice) -> dict[str, Json]:
    """Return what the ledger says of a pool that was just frozen."""
    pool = pool_of(notice)
    return {
        "root": pool.root,
        "size": pool.size,
        "beacon": publication_of(notice).beacon.to_json(),
        "draws_from": format_instant(pool.draws_from),
        "timeout_at": format_instant(pool.timeout_at),
    }


def _drawable_from(beacon: Beacon, now: datetime, clocks: BeaconRules) -> datetime:
    """Return from when a beacon's value counts for a pool frozen now.

    A chain's value counts for draws frozen before the day of its revelation (§3.2), so one that is revealed
    later on the day of the freeze is none of this pool's.
    """
    if beacon.round is not None:
        return max(now, exists_from(beacon.round, clocks))
    tomorrow_on = now.astimezone(CHINA).date() + timedelta(days=1)
    return datetime.combine(tomorrow_on, time.min, CHINA).astimezone(UTC)


def reminders_of(notice: Notice) -> tuple[datetime, ...]:
    """Return when a beacon that stays away is asked for (again), before its time is up.

    The supervisor is reminded twice. A round of drand is fetched when it exists, and again at those instants.
    """
    pool = pool_of(notice)
    if publication_of(notice).beacon.kind is BeaconKind.DRAND:
        return pool.draws_from, max(pool.first_reminder_at, pool.draws_from), pool.second_reminder_at
    return pool.first_reminder_at, pool.second_reminder_at


def remind_beacon(notice: Notice, now: datetime) -> Decision[Notice]:
    """Remind the supervisor of the beacon, or note that a round could not be fetched.

    Raises:
        Conflict: `too-early`, `not-frozen`, `already-reminded` or `wrong-state`.
    """
    pool = pool_of(notice)
    instants = reminders_of(notice)
    if pool.reminders >= len(instants):
        raise Conflict("already-reminded")
    check_due(instants[pool.reminders], now)
    changed = replace(notice, pool=replace(pool, reminders=pool.reminders + 1))
    return moved(
        notice,
        "beacon_reminded",
        changed,
        NoticeState.SELECTING,
        reminder=pool.reminders + 1,
        beacon=publication_of(notice).beacon.to_json(),
    )


def fail_beacon(notice: Notice, now: datetime) -> Decision[Notice]:
    """Fail publicly when the beacon stayed away; there is never a second one for the same pool.

    Raises:
        Conflict: `too-early`, `not-frozen` or `wrong-state`.
    """
    pool = pool_of(notice)
    check_due(pool.timeout_at, now)
    return fail(notice, notice, FailureCode.BEACON_TIMEOUT, now, beacon=publication_of(notice).beacon.kind)


def select(
    notice: Notice, outcome: Outcome, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Record the outcome: the winner goes into publicity, or waits for the owner when the price is too low.

    Raises:
        Conflict: `not-frozen`, `too-early` (a draw before its beacon), `beacon-timeout` or `wrong-state`.
        ValueError: when the order holds more than the valid quotes or does not begin at rank 1.
    """
    if outcome.drawn or notice.content.method is Method.RANDOM:
        check_drawable(notice, now)
    if outcome.winner.rank != 1 or not 1 <= outcome.order_size <= opening_of(notice).valid:
        raise ValueError("an order begins at rank 1 and holds valid quotes only")
    selection = Selection(now, outcome.order_hash, outcome.order_size, outcome.winner, outcome.drawn)
    selected = replace(notice, selection=selection)
    if outcome.is_low:
        return _await_owner(notice, selected, now, rules)
    shown = show(selected, now, rules, calendar)
    return moved(notice, "selected", shown, NoticeState.PUBLICITY, drawn=outcome.drawn, **shown_facts(shown))


def check_drawable(notice: Notice, now: datetime) -> None:
    """Refuse a draw before its beacon, or after the time for it has run out.

    Raises:
        Conflict: `not-frozen`, `too-early` or `beacon-timeout`.
    """
    pool = pool_of(notice)
    check_due(pool.draws_from, now)
    if now >= pool.timeout_at:
        raise Conflict("beacon-timeout", timeout_at=format_instant(pool.timeout_at))


def inquire(notice: Notice, now: datetime, rules: MarketRules) -> Notice:
    """Start the clock in which the owner has to ask for an explanation of a low price."""
    ask_due_at = now + timedelta(hours=rules.selection.explanation_hours)
    candidate = notice.selection.winner if notice.selection else None
    return replace(notice, inquiry=PriceInquiry(now, ask_due_at, candidate=candidate))


def pool_of(notice: Notice) -> Pool:
    """Return the frozen pool.

    Raises:
        Conflict: `not-frozen`.
    """
    if notice.pool is None:
        raise Conflict("not-frozen")
    return notice.pool


def opening_of(notice: Notice) -> Opening:
    """Return the facts of the opening.

    Raises:
        Conflict: `not-opened`.
    """
    if notice.opening is None:
        raise Conflict("not-opened")
    return notice.opening


def _await_owner(notice: Notice, selected: Notice, now: datetime, rules: MarketRules) -> Decision[Notice]:
    waiting = inquire(selected, now, rules)
    return moved(
        notice,
        "owner_awaited",
        waiting,
        NoticeState.PENDING_OWNER,
        cause="abnormally-low-price",
        ask_due_at=format_instant(now + timedelta(hours=rules.selection.explanation_hours)),
    )
