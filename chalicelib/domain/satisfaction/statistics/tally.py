"""What was counted of a unit in a period, before any division (evaluation.md §5).

Services and ratings are counted by when the service was *completed*, so that numerator and denominator are
one population; work orders and appeals by when the order was opened, and what is in time by when its time
ended. A rating that came after the freeze stands in `late` and in no figure. A default rating is counted so
that nobody has to ask where it went, and so is one without a known case; they are in no figure either. How
many ratings were received is never counted on its own: it is the sum of what became of them, whatever their
level.
"""

from collections.abc import Iterable, Sequence

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.kernel.records import dataclass

FiveLevels = tuple[int, int, int, int, int]
"""Counts of the levels 1 to 5, in this order."""

ElevenAnswers = tuple[int, int, int, int, int, int, int, int, int, int, int]
"""Counts of the answers 0 to 10, in this order."""

NONE: FiveLevels = (0, 0, 0, 0, 0)
NO_ANSWERS: ElevenAnswers = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class OrderTally:
    """Work orders of bad ratings (no. 6 to 8)."""

    fell_due: int = 0
    """Whose due date passed in the period."""
    rectified_on_time: int = 0
    """Of these."""
    created_and_due: int = 0
    """Created in the period and due by the freeze."""
    rectified: int = 0
    """Of these, in time or late."""
    contactable: int = 0
    """Of a resident known by name who can be reached."""
    revisited: int = 0
    """Of these, with a completed revisit."""
    revisit_failed: int = 0
    """Of these, not reached in the documented attempts."""
    not_contactable: int = 0
    """Of a known resident who cannot be reached: in no denominator, counted here (§2.3 no. 19)."""
    revisit_answered: int = 0
    """Revisits with an answer to the question of satisfaction."""
    revisit_satisfied: int = 0
    """Of these."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one unit and period."""

    unit: str
    period: str
    completed: int
    """C: rateable services."""
    effective: FiveLevels
    """R by level: first ratings in force."""
    invalidated: FiveLevels = NONE
    """After a review."""
    withdrawn: FiveLevels = NONE
    """By the resident."""
    late: FiveLevels = NONE
    """After the freeze."""
    unmatched: FiveLevels = NONE
    """Of no case that is known: in no figure, since nobody can say whether anybody was served (§7.15)."""
    defaults: int = 0
    """Imported ratings that nobody gave."""
    orders: OrderTally = OrderTally()
    follow_ups: int = 0
    """Pairs of a first rating and its follow-up."""
    follow_up_change: int = 0
    """Sum of second less first level."""
    appeals: int = 0
    """Decided appeals of the unit."""
    appeals_upheld: int = 0
    """Of these, for the unit."""
    recommend: ElevenAnswers = NO_ANSWERS
    """Would you recommend it, 0 to 10."""

    def __post_init__(self) -> None:
        """Refuse a count below nought.

        Raises:
            ValueError: naming the count.
        """
        for name, count in self.counts().items():
            if count < 0 and name != "follow_up_change":
                raise ValueError(f"{name}: {count} is no count")

    @property
    def ratings(self) -> int:
        """Return R."""
        return sum(self.effective)

    @property
    def received(self) -> int:
        """Return how many ratings residents gave: those since invalidated or withdrawn too, no defaults."""
        return sum(map(sum, (self.effective, self.invalidated, self.withdrawn)))

    @property
    def satisfied(self) -> int:
        """Return how many of R are of level 3 and above."""
        return self.ratings - bad_of(self.effective)

    def counts(self) -> dict[str, int]:
        """Return every count under the name that the recipes use: a level is `effective_5`."""
        orders = {name: getattr(self.orders, name) for name in OrderTally.__slots__}
        plain = ("completed", "defaults", "follow_ups", "follow_up_change", "appeals", "appeals_upheld")
        return {
            **{name: getattr(self, name) for name in plain},
            **{
                f"{name}_{level}": count
                for name in ("effective", "invalidated", "withdrawn", "late", "unmatched")
                for level, count in enumerate(getattr(self, name), start=1)
            },
            **{f"recommend_{answer}": count for answer, count in enumerate(self.recommend)},
            **{f"orders_{name}": count for name, count in orders.items()},
        }


def bad_of(counts: Sequence[int]) -> int:
    """Return how many of the levels 1 to 5 are bad.

    >>> bad_of((1, 2, 30, 40, 50))
    3
    """
    return sum(counts[level - 1] for level in BAD_LEVELS)


def levels_of(levels: Iterable[int]) -> FiveLevels:
    """Count levels 1 to 5.

    >>> levels_of([5, 5, 1])
    (1, 0, 0, 0, 2)
    """
    found = list(levels)
    one, two, three, four, five = (found.count(level) for level in range(1, 6))
    return one, two, three, four, five
