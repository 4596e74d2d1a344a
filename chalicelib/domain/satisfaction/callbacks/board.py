"""The figures of a campaign's callbacks by unit: what counters there are, and what is read from them.

evaluation.md §5 no. 11 and 12: how far the campaign came with everybody served is a funnel, coverage and
effective callbacks are two figures, and what is not eligible stays out of every response rate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.campaigns.eligible import Ineligible
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.domain.satisfaction.statistics.funnel import Coverage
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.records import dataclass

LIST = "callbacks"
SERVED, PLANNED, TRIED, REACHED, ANSWERED, LATE = "served", "planned", "tried", "reached", "answered", "late"
STATE, OUTCOME, REASON, PART, LEVEL = "s_", "o_", "r_", "p_", "l_"
"""What columns of a kind begin with."""

_S, _O = TaskState, Outcome
CONCLUDED = (
    _S.DONE, _S.UNREACHED, _S.REFUSED, _S.BAD_NUMBER, _S.CLOSED_INELIGIBLE, _S.SMS_FALLBACK, _S.VISIT_FAILED,
)  # fmt: skip
"""A final outcome after the full cycle of attempts."""
SHOWN = (
    _S.QUEUED, _S.RETRY, _S.DONE, _S.REFUSED, _S.UNREACHED, _S.BAD_NUMBER, _S.VISIT, _S.SUPPRESSED,
    _S.CLOSED_INELIGIBLE, _S.SMS_FALLBACK, _S.VISIT_FAILED,
)  # fmt: skip
"""What tasks are counted by. What an agent holds counts as waiting, which it is once the lease is over."""
RATED = "RATED"


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """The counters of one unit, or of all together."""

    unit: str
    columns: Mapping[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        """Return a counter; nought where nothing was counted."""
        return self.columns.get(name, 0)

    def state(self, state: TaskState) -> int:
        """Return how many tasks stand there; who was never touched is queued."""
        if state is _S.QUEUED:
            touched = sum(self.of(STATE + one) for one in TaskState if one is not _S.QUEUED)
            return max(0, self.of(PLANNED) - touched)
        return self.of(STATE + state)

    def standing(self, *, is_over: bool) -> dict[TaskState, int]:
        """Return how many tasks stand where: once the campaign is over nothing is open any more (§2.5)."""
        found = {state: self.state(state) for state in SHOWN}
        if not is_over:
            return found
        tried, untried = found.pop(_S.RETRY) + found.pop(_S.VISIT), found.pop(_S.QUEUED)
        return {**found, _S.UNREACHED: found[_S.UNREACHED] + tried, _S.CLOSED_NOT_TRIED: untried}

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """Return how the tasks ended or stand, by outcome; what was not tried among them."""
        found = {one: self.of(OUTCOME + one) for one in Outcome}
        found[_O.NOT_TRIED] = max(0, self.of(PLANNED) - self.of(TRIED))
        return found

    @property
    def not_asked(self) -> dict[str, int]:
        """Return how many got no task, by the reason, the most frequent first."""
        found = {name.removeprefix(REASON): n for name, n in self.columns.items() if name.startswith(REASON)}
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def bad_numbers(self) -> int:
        """Return how many numbers were nobody's or somebody else's."""
        return self.state(_S.BAD_NUMBER)

    def is_audited(self, rules: CallbackRules) -> bool:
        """Tell whether so many numbers are bad that the unit is audited: unreal ones hide bad ratings."""
        return self.bad_numbers * 10_000 > self.of(TRIED) * rules.bad_numbers_bp > 0

    @property
    def coverage(self) -> Coverage:
        """Return the funnel from everybody served to those who answered, each person once (ADR 0099)."""
        served, rated = self.of(SERVED), self.of(REASON + RATED)
        ineligible = sum(self.of(REASON + reason) for reason in Ineligible)
        reasons = sum(count for name, count in self.columns.items() if name.startswith(REASON))
        suppressed = reasons - rated - ineligible + self.state(_S.SUPPRESSED)
        concluded = sum(self.state(state) for state in CONCLUDED)
        tried = min(served - ineligible - rated, self.of(TRIED))
        reached = min(self.of(REACHED), tried)
        return Coverage(
            served=served,
            eligible=served - ineligible,
            tried=tried,
            reached=reached,
            answered=min(self.of(ANSWERED), reached),
            concluded=min(served - rated, concluded),
            rated=rated,
            unreached=self.state(_S.UNREACHED) + self.state(_S.SMS_FALLBACK) + self.state(_S.VISIT_FAILED),
            bad_numbers=self.bad_numbers,
            suppressed=suppressed,
        )


def boards(figures: Mapping[str, Mapping[str, int]]) -> Iterator[UnitBoard]:
    """Yield the board of every unit, in the order of their codes."""
    for unit in sorted(figures):
        yield UnitBoard(unit, figures[unit])


def together(units: Iterator[UnitBoard] | tuple[UnitBoard, ...]) -> UnitBoard:
    """Return one board of all units."""
    total: dict[str, int] = {}
    for one in units:
        for name, count in one.columns.items():
            total[name] = total.get(name, 0) + count
    return UnitBoard("", total)
