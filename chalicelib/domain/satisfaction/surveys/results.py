"""The results of a campaign as a document that anybody can recompute (evaluation.md §5 no. 11 to 18, §8.14).

It holds what was counted and the figures made of it. Of a stratified sample every figure, of all and of each
group, is weighted by how large the strata of the frame are; the counts beside it are not. A group with few
answers is hidden, and with it what would give it away (no. 15).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, Mark, Question
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.statistics.cells import Published, protect
from chalicelib.domain.satisfaction.surveys.figures import (
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
    "sample": "the n lowest of SHA-256(seed|key); the seed is SHA-256 of campaign and frame",
}


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
    course = (
        "people", "rated", "asked", "answered", "complete", "late", "invalid", "withheld", "failed_perm",
    )  # fmt: skip
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
        "course": {name: counted.counts().get(name, 0) for name in course},
        "reached": list(reached),
        "recipes": dict(RECIPES),
        "strata": [
            {"names": [*one.names], "persons": one.persons, "n": one.answers}
            for one in counted.strata
            if one.names
        ],
        "questions": [question_figures(one, counted) for one in version.questions if one.is_counted],
        "sealed_questions": [one.text for one in version.questions if one.mark is Mark.INTEGRITY],
        "groups": [line for group in version.groups for line in _lines(group, version, counted, below)],
        "measures": [{"title": one.title, "promise": one.promise} for one in plan.measures],
        "suggestions": [
            {"measure": _measure(campaign, one.measure), "finding": one.finding, "text": one.text}
            for one in campaign.suggestions
        ],
    }


def question_figures(question: Question, counted: Counted) -> dict[str, Json]:
    """Return what was answered to one question: counts, shares with their intervals, and its own figures."""
    counts, words = counted.counts(), {one.code: one.text for one in question.options}
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "measure": question.measure,
        "n": counts.get(f"{question.id}.n", 0),
        "answers": [
            {
                "answer": answer,
                "text": words.get(answer, ""),
                "count": counts.get(f"{question.id}.{answer}", 0),
                **share,
            }
            for answer, share in shares(counted, question).items()
        ],
        **own_figures(counted, question),
    }


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
