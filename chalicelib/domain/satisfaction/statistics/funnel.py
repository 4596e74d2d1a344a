"""How far a callback campaign came (evaluation.md §5 no. 11, §8.4): a funnel that hides no empty number.

Coverage says that everyone's attempts were seen through; how many answered is another figure and is never
called coverage. Whoever rated that month is not asked again (§8.3): heard, and never counted as a callback.
"""

from decimal import Decimal
from typing import Final

from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.kernel.records import dataclass

STEPS: Final = ("served", "eligible", "to_ask", "tried", "reached", "answered")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel and its share of those served, in per cent."""

    name: str
    persons: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The persons served in a period, each counted once, and how far the campaign came with them."""

    served: int
    eligible: int
    tried: int
    reached: int
    answered: int
    """A callback, complete or partial."""
    concluded: int
    """With a documented final outcome after a full cycle of attempts."""
    rated: int = 0
    """Rated the service of the month, so that nobody asked them again."""
    unreached: int = 0
    bad_numbers: int = 0
    suppressed: int = 0

    def __post_init__(self) -> None:
        """Refuse a step that has more persons than the step before it.

        Raises:
            ValueError: naming the step.
        """
        persons = [getattr(self, name) for name in STEPS]
        for name, count, before in zip(STEPS[1:], persons[1:], persons, strict=False):
            if not 0 <= count <= before:
                raise ValueError(f"{name}: {count} of {before}")
        if not 0 <= self.concluded <= self.served - self.rated:
            raise ValueError(f"concluded: {self.concluded} of {self.served - self.rated}")

    @property
    def to_ask(self) -> int:
        """Return how many were to be asked: those eligible who had not rated."""
        return self.eligible - self.rated

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the funnel from served to answered."""
        counts = ((name, getattr(self, name)) for name in STEPS)
        return tuple(Step(name, count, percent(count, self.served, Rounding.DOWN)) for name, count in counts)

    @property
    def coverage(self) -> Decimal | None:
        """Return 回访覆盖率 in per cent: a final outcome, or a rating that came before any."""
        return percent(self.concluded + self.rated, self.served, Rounding.DOWN)

    @property
    def answered_rate(self) -> Decimal | None:
        """Return 有效回访率 in per cent: those who answered a callback, and nobody else."""
        return percent(self.answered, self.served, Rounding.DOWN)

    @property
    def heard_rate(self) -> Decimal | None:
        """Return the share of those who were heard, by a callback or by their own rating, in per cent."""
        return percent(self.answered + self.rated, self.served, Rounding.DOWN)

    @property
    def not_touched(self) -> int:
        """Return how many were not touched (未触达)."""
        return self.unreached + self.bad_numbers + self.suppressed
