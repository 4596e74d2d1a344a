"""The results of a campaign as a document that anybody can recompute (evaluation.md §5 no. 11 to 18, §8.14).

It holds what was counted and the figures made of it. A group or stratum with few answers is hidden, and with
it what would give it away (no. 15). Of a stratified sample the overall share is weighted by how large each
stratum of the frame is; strata without an answer are named, and the others carry their weight.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, Question, QuestionKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.statistics.cells import protect
from chalicelib.domain.satisfaction.statistics.intervals import wilson
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent, rounded
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant

FORMAT: Final = "survey-results/1"
Counts = Mapping[str, int]
Figures = Mapping[str, Counts]
"""Counts by figure: `all`, `g.<question>.<option>`, `s.<stratum>`."""

GOOD: Final = (4, 5)
"""Levels that CSAT counts (no. 13)."""
PROMOTERS, DETRACTORS = range(9, 11), range(7)
RECIPES: Final[Mapping[str, Json]] = {
    "share": "count / n, per cent, two decimals, half up",
    "interval": "Wilson 95 %, z = 1.959964, bounds rounded outwards; non-response is not in it",
    "csat": "levels 4 and 5 / n, per cent, rounded down",
    "nps": "per cent of 9 and 10 less per cent of 0 to 6, rounded down",
    "mean": "sum / n, rounded down",
    "weighted_csat": "sum over strata with answers of N_h/N * csat_h, rounded down",
    "sample": "the n lowest of SHA-256(seed|key); the seed is SHA-256 of campaign and frame",
}


def results_document(
    campaign: Campaign, version: Version, figures: Figures, below: int, published_at: str
) -> dict[str, Json]:
    """Return the results of a campaign; `below` is `statistics.small_cell_below`."""
    plan, frame = campaign.plan, campaign.frame
    total = figures.get("all", {})
    course = ("people", "asked", "answered", "complete", "late", "withheld", "failed_perm")
    return {
        "format": FORMAT,
        "campaign": campaign.number,
        "title": plan.title,
        "kind": campaign.kind.value,
        "profile": campaign.profile,
        "begins_at": format_instant(plan.window.begins_at),
        "ends_at": format_instant(plan.window.ends_at),
        "published_at": published_at,
        "method": plan.sample.method.value,
        "questions_sha256": campaign.questions_sha256,
        "frame": {
            "sha256": frame.sha256 if frame else "",
            "seed": frame.seed if frame and plan.sample.method is not Method.CENSUS else "",
            "served": frame.served if frame else 0,
            "eligible": frame.eligible if frame else 0,
        },
        "course": {name: total.get(name, 0) for name in course},
        "recipes": dict(RECIPES),
        "questions": [question_figures(one, total) for one in version.questions if one.is_counted],
        "weighted_csat": _text(weighted_csat(campaign, version, figures)),
        "groups": _groups(version, figures, below),
        "measures": [{"title": one.title, "promise": one.promise} for one in plan.measures],
        "suggestions": [
            {"measure": _measure(campaign, one.measure), "finding": one.finding, "text": one.text}
            for one in campaign.suggestions
        ],
    }


def question_figures(question: Question, counts: Counts) -> dict[str, Json]:
    """Return what was answered to one question: counts, shares with their intervals, and its own figure."""
    n = counts.get(f"{question.id}.n", 0)
    words = {one.code: one.text for one in question.options}
    answers = question.answers
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "measure": question.measure,
        "n": n,
        "answers": [
            _answer(one, words.get(one, ""), counts.get(f"{question.id}.{one}", 0), n) for one in answers
        ],
        "mean": _text(_mean(question, counts, n)),
        "csat": _text(csat(question, counts)),
        "nps": _text(nps(question, counts)),
    }


def csat(question: Question, counts: Counts) -> Decimal | None:
    """Return the share of the two best levels in per cent (no. 13); None where there is none."""
    if question.kind is not QuestionKind.SCALE5:
        return None
    good, n = _good(question, counts)
    return percent(good, n, Rounding.DOWN)


def nps(question: Question, counts: Counts) -> Decimal | None:
    """Return promoters less detractors, -100 to 100 (no. 13); None of another kind or without answers."""
    n = counts.get(f"{question.id}.n", 0)
    if question.kind is not QuestionKind.SCALE11 or not n:
        return None
    up, down = (
        sum(counts.get(f"{question.id}.{one}", 0) for one in part) for part in (PROMOTERS, DETRACTORS)
    )
    return rounded(Fraction(100 * (up - down), n), Rounding.DOWN)


def weighted_csat(campaign: Campaign, version: Version, figures: Figures) -> Decimal | None:
    """Return the overall CSAT weighted by the strata of the frame; None where it is no stratified sample."""
    sizes = campaign.frame.strata if campaign.frame else {}
    overall = version.overall
    if campaign.plan.sample.method is not Method.STRATIFIED or overall is None:
        return None
    parts = {name: _good(overall, figures.get(f"s.{name}", {})) for name in sizes}
    answered = {name: (good, n) for name, (good, n) in parts.items() if n}
    weight = sum(sizes[name] for name in answered)
    if not weight:
        return None
    share = sum(Fraction(100 * sizes[name] * good, weight * n) for name, (good, n) in answered.items())
    return rounded(Fraction(share), Rounding.DOWN)


def _good(question: Question, counts: Counts) -> tuple[int, int]:
    good = sum(counts.get(f"{question.id}.{level}", 0) for level in GOOD)
    return good, counts.get(f"{question.id}.n", 0)


def _mean(question: Question, counts: Counts, n: int) -> Decimal | None:
    if not n or question.kind not in (QuestionKind.NUMBER, *SCALES):
        return None
    return rounded(Fraction(counts.get(f"{question.id}.sum", 0), n), Rounding.DOWN)


def _answer(answer: str, text: str, count: int, n: int) -> dict[str, Json]:
    interval = wilson(count, n)
    return {
        "answer": answer,
        "text": text,
        "count": count,
        "share": _text(percent(count, n, Rounding.HALF_UP)),
        "low": _text(interval.low if interval else None),
        "high": _text(interval.high if interval else None),
    }


def _groups(version: Version, figures: Figures, below: int) -> list[Json]:
    """Return the overall level by each group; small ones, and what would give them away, are hidden."""
    asked = [one for one in version.questions if one.kind is QuestionKind.SCALE5 and one.is_counted]
    found: list[Json] = []
    for group in version.groups:
        sizes = {one.code: figures.get(f"g.{group.id}.{one.code}", {}).get("n", 0) for one in group.options}
        shown = protect(sizes, below).cells
        for option in group.options:
            counts = figures.get(f"g.{group.id}.{option.code}", {})
            is_hidden = shown[option.code] is None
            found.append(
                {
                    "group": group.text,
                    "option": option.text,
                    "n": None if is_hidden else sizes[option.code],
                    "csat": [] if is_hidden else _levels(asked, counts),
                }
            )
    return found


def _levels(asked: Sequence[Question], counts: Counts) -> list[Json]:
    return [{"id": one.id, "csat": _text(csat(one, counts))} for one in asked]


def _measure(campaign: Campaign, identifier: str) -> str:
    return next((one.title for one in campaign.plan.measures if one.id == identifier), "")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
