"""Figures of one question: weighted shares, CSAT, NPS and means, and what chance may have done (§5 no. 13).

Every figure is a mean of what an answer is worth to it, over the same weighted strata; so shares, scores and
means of all who answered and of any group come by one way.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, Question, QuestionKind
from chalicelib.domain.satisfaction.statistics.estimates import (
    Estimate,
    Part,
    Said,
    estimate,
    put_together,
)
from chalicelib.domain.satisfaction.statistics.intervals import Interval
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent, rounded
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

ALL: Final = "all"
GOOD: Final = (4, 5)
"""Levels that CSAT counts (no. 13)."""
PROMOTERS, DETRACTORS = range(9, 11), range(7)

Counts = Mapping[str, int]
Figures = Mapping[str, Counts]
"""Counts by figure: `all`, `g.<question>.<option>`, `s.<stratum>` and `s.<stratum>.g.<question>.<option>`."""


def group_figure(question: str, option: str) -> str:
    """Name the figure of those who gave an answer to a question by which results are shown."""
    return f"g.{question}.{option}"


def stratum_figure(stratum: str, figure: str = ALL) -> str:
    """Name the figure of a stratum, of all in it or of a group."""
    return f"s.{stratum}" if figure == ALL else f"s.{stratum}.{figure}"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Strata of the frame that are weighed as one: their persons and answers; without a name, everybody."""

    names: tuple[str, ...]
    persons: int
    answers: int

    def counts(self, figures: Figures, figure: str) -> Counts:
        """Return what is counted in a figure of these strata."""
        if not self.names:
            return figures.get(figure, {})
        total: Counter[str] = Counter()
        for name in self.names:
            total.update(figures.get(stratum_figure(name, figure), {}))
        return total


@dataclass(frozen=True, slots=True)
class Counted:
    """What was answered in a campaign, and the strata by which it is weighted."""

    figures: Figures
    strata: tuple[Stratum, ...]

    def counts(self, figure: str = ALL) -> Counts:
        """Return what is counted in a figure, whatever the strata."""
        return self.figures.get(figure, {})

    def mean_of(self, figure: str, said: Callable[[Counts], Said]) -> Estimate | None:
        """Return the weighted mean of what the counts of a figure say; None where nothing was said."""
        return estimate(
            Part(one.persons, one.answers, said(one.counts(self.figures, figure))) for one in self.strata
        )


def counted_of(campaign: Campaign, figures: Figures, below: int) -> Counted:
    """Return a campaign's counts with its strata; `below` is `statistics.small_cell_below`."""
    sizes = campaign.frame.strata if campaign.frame else {}
    everybody = Stratum((), 1, figures.get(ALL, {}).get("n", 0))
    if campaign.plan.sample.method is not Method.STRATIFIED or not sizes:
        return Counted(figures, (everybody,))
    answers = {name: figures.get(stratum_figure(name), {}).get("n", 0) for name in sizes}
    return Counted(
        figures,
        tuple(
            Stratum(names, sum(sizes[name] for name in names), sum(answers[name] for name in names))
            for names in put_together(sizes, answers, below)
        ),
    )


def share_of(counted: Counted, question: Question, answer: str, figure: str = ALL) -> Estimate | None:
    """Return the share of an answer among those who answered the question."""

    def said(counts: Counts) -> Said:
        these = counts.get(f"{question.id}.{answer}", 0)
        return {1: these, 0: counts.get(f"{question.id}.n", 0) - these}

    return counted.mean_of(figure, said)


def csat(counted: Counted, question: Question, figure: str = ALL) -> Estimate | None:
    """Return the share of the two best levels (no. 13); None of another kind."""
    is_levels = question.kind is QuestionKind.SCALE5
    return _of_values(counted, question, figure, lambda level: int(level in GOOD)) if is_levels else None


def nps(counted: Counted, question: Question, figure: str = ALL) -> Estimate | None:
    """Return promoters less detractors, -100 to 100 (no. 13); None of another kind."""
    is_score = question.kind is QuestionKind.SCALE11
    return _of_values(counted, question, figure, _score) if is_score else None


def mean(counted: Counted, question: Question, figure: str = ALL) -> Estimate | None:
    """Return the mean of levels or numbers; None of another kind."""
    is_number = question.kind in (QuestionKind.NUMBER, *SCALES)
    return _of_values(counted, question, figure, int) if is_number else None


def shares(counted: Counted, question: Question, figure: str = ALL) -> dict[str, dict[str, Json]]:
    """Return the share of every answer with its interval, in per cent."""
    return {one: _share(share_of(counted, question, one, figure)) for one in question.answers}


def own_figures(counted: Counted, question: Question, figure: str = ALL) -> dict[str, Json]:
    """Return the figures of a question's own kind, each with its interval or error; None of other kinds."""
    good, score, middle = (one(counted, question, figure) for one in (csat, nps, mean))
    bounds = good.interval if good else None
    return {
        "csat": _text(percent(good.value, 1, Rounding.DOWN) if good else None),
        **_bounds(bounds, "csat_"),
        "nps": _text(rounded(score.value, Rounding.DOWN) if score else None),
        "nps_error": _text(score.error if score else None),
        "mean": _text(rounded(middle.value, Rounding.DOWN) if middle else None),
        "mean_error": _text(middle.error if middle else None),
    }


def _of_values(
    counted: Counted, question: Question, figure: str, worth: Callable[[int], int]
) -> Estimate | None:
    def said(counts: Counts) -> Said:
        found: Counter[int] = Counter()
        for value, count in _values(question, counts):
            found[worth(value)] += count
        return found

    return counted.mean_of(figure, said)


def _values(question: Question, counts: Counts) -> list[tuple[int, int]]:
    """Return how often each number was said to a question."""
    mine = ((name.partition("."), count) for name, count in counts.items())
    return [
        (int(value), n)
        for (whose, _, value), n in mine
        if whose == question.id and value.removeprefix("-").isdecimal()
    ]


def _score(said: int) -> int:
    return 100 * ((said in PROMOTERS) - (said in DETRACTORS))


def _share(found: Estimate | None) -> dict[str, Json]:
    share = percent(found.value, 1, Rounding.HALF_UP) if found else None
    return {"share": _text(share), **_bounds(found.interval if found else None)}


def _bounds(found: Interval | None, prefix: str = "") -> dict[str, Json]:
    low, high = (found.low, found.high) if found else (None, None)
    return {f"{prefix}low": _text(low), f"{prefix}high": _text(high)}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
