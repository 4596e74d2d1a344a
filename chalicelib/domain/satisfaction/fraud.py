"""Signals of brushed ratings (刷评), the same for praise and for blame (evaluation.md §7.15, §2.2).

A signal flags and decides nothing: the rating counts until people outside the unit have looked at it. No
signal of a single rating reads its level, so that fives and ones cannot be treated differently; the one that
is about levels looks at both ends alike. A finding holds what was measured and what is allowed, so that a
clerk who is suspected of coaxing can defend themselves with the same figure (§8.7).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.codes.levels import Level
from chalicelib.domain.satisfaction.rules import ContactRules, FraudRules
from chalicelib.domain.satisfaction.statistics.tally import FiveLevels
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

_WHOLE_BP = 10_000


class Signal(StrEnum):
    """What was noticed."""

    DEVICE_PER_DAY = "device-per-day"
    """One device rated for several persons in a day."""
    STAFF_NETWORK = "staff-network"
    """Sent from the hall's staff network."""
    QUICK_SAME_TEXT = "quick-same-text"
    """Hardly looked at the page, and wrote what another person wrote."""
    LATE_AT_WINDOW = "late-at-window"
    """Given at the window long after the queue ticket was closed."""
    INTERMEDIARY_PHONE = "intermediary-phone"
    """The phone stands on many cases of the month."""
    FAILING_NUMBERS = "failing-numbers"
    """Many of a unit's phone numbers fail."""


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """What is known of a rating when signals are looked for; hashes, never the thing itself.

    `device` and `person` are None where they are unknown; `text` is the text or a hash of it, empty without
    one; `phone_cases` counts the cases of the month with its number.
    """

    rating: str
    level: Level
    submitted_at: datetime
    channel: Channel
    sub_channel: SubChannel | None = None
    device: str | None = None
    person: str | None = None
    is_staff_network: bool = False
    page_ms: int | None = None
    text: str = ""
    ticket_closed_at: datetime | None = None
    phone_cases: int = 0

    @property
    def on(self) -> date:
        """Return the day, in China's time."""
        return self.submitted_at.astimezone(CHINA).date()

    @property
    def who(self) -> str:
        """Return whom the rating is from; of an unknown person, the rating itself."""
        return self.person or self.rating

    @property
    def is_at_window(self) -> bool:
        """Tell whether it was given on a device of the hall; a paper form is typed in there later."""
        return self.channel.is_in_hall and self.sub_channel is None


@dataclass(frozen=True, slots=True)
class Finding:
    """A signal about a rating or a unit, with what was measured (persons, seconds, ms, cases, numbers)."""

    about: str
    signal: Signal
    measured: int
    limit: int


def rating_signals(
    ratings: Iterable[RatingFacts], rules: FraudRules, contact: ContactRules
) -> tuple[Finding, ...]:
    """Return the findings about single ratings, in the order of the ratings given."""
    given = tuple(ratings)
    of_device, writers = _persons(given, _device), _persons(given, _text)
    return tuple(
        Finding(one.rating, *found)
        for one in given
        for found in (
            *_by_itself(one, rules, contact),
            *_beside_others(one, of_device.get(_device(one), 0), writers.get(_text(one), 0), rules),
        )
    )


def share_jumps(before: FiveLevels, now: FiveLevels, sigma: int) -> tuple[Level, ...]:
    """Return of the two outermost levels those whose share of a window's ratings rose by more than sigma.

    Both periods are samples: their difference is held against the deviation that it would have if they were
    one (pooled), so that a window with few ratings before is not flagged for its first ones.
    """
    outermost = (Level.VERY_SATISFIED, Level.VERY_DISSATISFIED)
    return tuple(level for level in outermost if _jumped(before, now, level, sigma))


def failing_numbers(unit: str, failing: int, numbers: int, rules: FraudRules) -> Finding | None:
    """Return the finding about a unit more of whose numbers fail than is allowed: unreal ones hide blame.

    Raises:
        ValueError: when more fail than there are.
    """
    if not 0 <= failing <= numbers:
        raise ValueError(f"{failing} of {numbers} is no share")
    allowed = rules.failing_numbers_bp * numbers // _WHOLE_BP
    return Finding(unit, Signal.FAILING_NUMBERS, failing, allowed) if failing > allowed else None


def _by_itself(
    one: RatingFacts, rules: FraudRules, contact: ContactRules
) -> Iterator[tuple[Signal, int, int]]:
    if one.is_staff_network:
        yield Signal.STAFF_NETWORK, 1, 0
    if one.is_at_window and one.ticket_closed_at is not None:
        after, limit = one.submitted_at - one.ticket_closed_at, timedelta(minutes=rules.late_minutes)
        if after > limit:
            yield Signal.LATE_AT_WINDOW, after // timedelta(seconds=1), limit // timedelta(seconds=1)
    if one.phone_cases > contact.agent_cases_per_month:
        yield Signal.INTERMEDIARY_PHONE, one.phone_cases, contact.agent_cases_per_month


def _beside_others(
    one: RatingFacts, of_device: int, writers: int, rules: FraudRules
) -> Iterator[tuple[Signal, int, int]]:
    if of_device >= rules.device_per_day:
        yield Signal.DEVICE_PER_DAY, of_device, rules.device_per_day
    if one.page_ms is not None and one.page_ms < rules.quick_page_ms and writers > 1:
        yield Signal.QUICK_SAME_TEXT, one.page_ms, rules.quick_page_ms


def _device(one: RatingFacts) -> Hashable:
    """Return the device and day; nothing for a device of the hall, which is there for everybody."""
    return None if one.device is None or one.channel.is_in_hall else (one.device, one.on)


def _text(one: RatingFacts) -> Hashable:
    """Return the text; nothing for none, which most people write."""
    return one.text.strip() or None


def _persons(ratings: Iterable[RatingFacts], key: Callable[[RatingFacts], Hashable]) -> dict[Hashable, int]:
    """Count the persons under each key that says something."""
    found: defaultdict[Hashable, set[str]] = defaultdict(set)
    for one in ratings:
        if key(one) is not None:
            found[key(one)].add(one.who)
    return {each: len(persons) for each, persons in found.items()}


def _jumped(before: FiveLevels, now: FiveLevels, level: Level, sigma: int) -> bool:
    earlier, later = sum(before), sum(now)
    if not earlier or not later:
        return False
    of_level = before[level - 1], now[level - 1]
    rise = Fraction(of_level[1], later) - Fraction(of_level[0], earlier)
    pooled = Fraction(sum(of_level), earlier + later)
    variance = pooled * (1 - pooled) * (Fraction(1, earlier) + Fraction(1, later))
    return rise > 0 and rise**2 > sigma**2 * variance
