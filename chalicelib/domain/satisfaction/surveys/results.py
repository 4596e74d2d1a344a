"""The results of a campaign as a document that anybody can recompute (evaluation.md §5 no. 11 to 18, §8.14).

It holds what was counted and the figures made of it. Of a stratified sample every figure, of all and of each
group, is weighted by how large the strata of the frame are, and the counts by stratum lie beside it. A
survey, a question or a group with few answers is hidden, and with it what would give it away (no. 15): of two
who answered, either reads what the other said. Staff reads the same document before it is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, Mark, Question
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.statistics.cells import Published, protect
from chalicelib.domain.satisfaction.surveys.figures import (
    ALL,
    Counted,
    Figures,
    counted_of,
    group_figure,
    own_figures,
    shares,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant

FORMAT: Final = "survey-results/4"
RECIPES: Final[Mapping[str, Json]] = {
    "weights": "an answer stands for N_h / n_h persons of its stratum h, without strata all for the same",
    "strata": "those with few answers are one, with the smallest other if need be",
    "share": "sum of the weights of those who said it / of those who answered, per cent, half up",
    "csat": "share of levels 4 and 5, rounded down",
    "nps": "share of 9 and 10 less share of 0 to 6, per cent, rounded down",
    "mean": "sum of weight times value / sum of the weights of those who answered, rounded down",
    "variance": "v = sum over h of (N_h / n_h)^2 n_h / (n_h - 1) sum over h of (d - mean d)^2 / (sum of the "
    "weights)^2; d is what an answer deviates from the figure, nought of who was not asked",
    "error": "1.959964 root v, rounded up",
    "interval": "Wilson 95 %, z = 1.959964, of min(n, p (1 - p) m / ((m - 1) v)) answers, m all of the "
    "survey; bounds rounded outwards; non-response is not in it",
    "reached": "persons; to_ask = eligible - rated; coverage = (final outcomes + rated) / served, "
    "effective = answered / served, heard = (answered + rated) / served, per cent, rounded down",
    "recomputed": "a question from its answers, of strata from its by_stratum, which is in the order of "
    "strata; not a question of strata without it, where one is small; not groups and means of numbers, whose "
    "counts are not published",
    "hidden": "null is a count below 5, or hidden beside one so that nobody subtracts",
    "sample": "the n lowest of SHA-256(seed|key); the seed is SHA-256 of campaign and frame",
}
COURSE: Final = ("people", "rated", "asked", "withheld", "failed_perm")
ANSWERED: Final = ("answered", "complete", "late", "invalid")
NOTHING_COUNTED: Final = Counted({}, ())


def results_document(
    campaign: Campaign,
    version: Version,
    figures: Figures,
    below: int,
    published_at: str,
    reached: Sequence[Json] = (),
) -> dict[str, Json]:
    """Return the results of a campaign; `below` is `statistics.small_cell_below`, `reached` of its calls."""
    plan, frame = campaign.plan, campaign.frame
    counted = counted_of(campaign, figures, below)
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
        "course": _course(counted, below),
        "reached": list(reached),
        "recipes": dict(RECIPES),
        "strata": [
            {"names": [*one.names], "persons": one.persons, "n": _large(one.answers, below)}
            for one in counted.strata
            if one.names
        ],
        "questions": [question_figures(one, counted, below) for one in version.questions if one.is_counted],
        "sealed_questions": [one.text for one in version.questions if one.mark is Mark.INTEGRITY],
        "groups": [line for group in version.groups for line in _lines(group, version, counted, below)],
        "measures": [{"title": one.title, "promise": one.promise} for one in plan.measures],
        "suggestions": [
            {"measure": _measure(campaign, one.measure), "finding": one.finding, "text": one.text}
            for one in campaign.suggestions
        ],
    }


def question_figures(question: Question, counted: Counted, below: int) -> dict[str, Json]:
    """Return what was answered to one question: counts, shares with their intervals, and its own figures."""
    n = _large(counted.counts().get(f"{question.id}.n", 0), below)
    shown = counted if n is not None else NOTHING_COUNTED
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "measure": question.measure,
        "n": n,
        "answers": [] if n is None else _answers(question, counted),
        "by_stratum": _by_stratum(question, counted, below),
        **own_figures(shown, question),
    }


def _course(counted: Counted, below: int) -> dict[str, Json]:
    """Return what became of people; of a survey with few answers not even how many (no. 15)."""
    counts = counted.counts()
    is_few = _large(counts.get("answered", 0), below) is None
    return {
        name: None if is_few and name in ANSWERED else counts.get(name, 0) for name in (*COURSE, *ANSWERED)
    }


def _answers(question: Question, counted: Counted) -> list[Json]:
    counts, words = counted.counts(), {one.code: one.text for one in question.options}
    return [
        {
            "answer": answer,
            "text": words.get(answer, ""),
            "count": counts.get(f"{question.id}.{answer}", 0),
            **share,
        }
        for answer, share in shares(counted, question).items()
    ]


def _by_stratum(question: Question, counted: Counted, below: int) -> list[Json]:
    """Return the counts of which the weighted figures are made; none where that of a stratum is small."""
    strata = [one.counts(counted.figures, ALL) for one in counted.strata if one.names]
    sizes = {str(place): counts.get(f"{question.id}.n", 0) for place, counts in enumerate(strata)}
    if not question.answers or None in protect(sizes, below).cells.values():
        return []
    return [
        {
            "n": counts.get(f"{question.id}.n", 0),
            "counts": {one: counts.get(f"{question.id}.{one}", 0) for one in question.answers},
        }
        for counts in strata
    ]


def _large(count: int, below: int) -> Published:
    return None if count < below else count


def _lines(group: Question, version: Version, counted: Counted, below: int) -> Iterator[Json]:
    """Yield the figures of every question by the answers to one; the few are hidden, and what tells them.

    Groups are not crossed with one another: who is of two is soon one of a few.
    """
    shown = _protected("n", group, counted, below)
    others = [one for one in version.questions if one.is_counted and one not in version.groups]
    told = {one.id: _protected(f"{one.id}.n", group, counted, below) for one in others}
    for option in group.options:
        code, figure = option.code, group_figure(group.id, option.code)
        asked = [one for one in others if shown[code] and told[one.id][code]]
        yield {
            "group": group.text,
            "option": option.text,
            "n": shown[code],
            "questions": [
                {
                    "id": one.id,
                    "n": told[one.id][code],
                    "answers": [] if one.kind in SCALES else _shares(counted, one, figure),
                    **own_figures(counted, one, figure),
                }
                for one in asked
            ],
        }


def _protected(column: str, group: Question, counted: Counted, below: int) -> Mapping[str, Published]:
    options = [one.code for one in group.options]
    sizes = {one: counted.counts(group_figure(group.id, one)).get(column, 0) for one in options}
    return protect(sizes, below).cells


def _shares(counted: Counted, question: Question, figure: str) -> list[Json]:
    return [{"answer": answer, **share} for answer, share in shares(counted, question, figure).items()]


def _measure(campaign: Campaign, identifier: str) -> str:
    return next((one.title for one in campaign.plan.measures if one.id == identifier), "")
