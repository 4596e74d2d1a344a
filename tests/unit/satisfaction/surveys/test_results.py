"""The results of a survey: figures against a second way to reckon them, weights, and small groups hidden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from statistics import mean
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, Signed
from chalicelib.domain.satisfaction.campaigns.frame import Frame, ShardFrame
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan, Strata
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.questionnaires.question import Mark, QuestionKind, SurveyKind
from chalicelib.domain.satisfaction.surveys.results import (
    csat,
    nps,
    question_figures,
    results_document,
    weighted_csat,
)
from chalicelib.projections.surveys import columns_of, figures_of
from tests.factories.notices import MONDAY
from tests.factories.surveys import a_plan, a_version, question

K = QuestionKind
LEVEL = question("q1", K.SCALE5, mark=Mark.OVERALL)
GROUP = question("q2", mark=Mark.GROUP)
VERSION = a_version(LEVEL, GROUP, question("q3", K.SCALE11), question("q4", K.NUMBER))
STRATIFIED = SamplePlan(Method.STRATIFIED, 50, Strata.UNIT)
DOWN = Decimal("0.01")


def counted(said: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, int]]:
    """Count answers, each with its stratum, as the projector does."""
    figures: dict[str, Counter[str]] = {}
    for stratum, answers in said:
        for figure in figures_of(answers, ["q2"], stratum):
            figures.setdefault(figure, Counter()).update(dict(columns_of(answers)))
    return {name: dict(counts) for name, counts in figures.items()}


def campaign(**strata: int) -> Campaign:
    frame = Frame(MONDAY, (ShardFrame("0a", 200, sum(strata.values()), strata),), "0b", "0c")
    plan = a_plan(sample=STRATIFIED) if strata else a_plan()
    signed = Signed("p", "o", MONDAY)
    return Campaign("cp_1", "DC-1", SurveyKind.SEMI, CampaignState.CLOSED, plan, signed, "SD-WF", frame)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_csat_and_mean_are_what_a_second_reckoning_says(levels: list[int]) -> None:
    figures = counted([("", {"q1": level}) for level in levels])["all"]

    shown = question_figures(LEVEL, figures)

    share = Decimal(100 * sum(level >= 4 for level in levels)) / len(levels)
    assert csat(LEVEL, figures) == share.quantize(DOWN, ROUND_FLOOR)
    assert abs(Decimal(str(shown["mean"])) - Decimal(str(mean(levels)))) <= Decimal("0.011")
    assert shown["n"] == len(levels)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_nps_is_promoters_less_detractors(said: list[int]) -> None:
    figures = counted([("", {"q3": one}) for one in said])["all"]
    score = Decimal(100 * (sum(one >= 9 for one in said) - sum(one <= 6 for one in said))) / len(said)

    assert nps(VERSION.question("q3"), figures) == score.quantize(DOWN, ROUND_FLOOR)


def test_a_stratified_share_is_weighted_by_the_frame_and_not_by_who_answered() -> None:
    said = [("a", {"q1": 5})] * 10 + [("b", {"q1": 1})] * 30
    figures = counted(said)

    assert str(csat(LEVEL, figures["all"])) == "25.00"
    assert str(weighted_csat(campaign(a=90, b=10), VERSION, figures)) == "90.00"
    assert str(weighted_csat(campaign(a=50, b=10, c=40), VERSION, figures)) == "83.33"
    assert weighted_csat(campaign(), VERSION, figures) is None


def test_a_group_of_fewer_than_five_is_hidden_with_what_would_give_it_away() -> None:
    said = [("", {"q1": 5, "q2": "a"})] * 40 + [("", {"q1": 1, "q2": "b"})] * 3
    found = results_document(campaign(), VERSION, counted(said), 5, "2026-03-09T02:00:00.000Z")
    groups: Any = found["groups"]

    assert [one["n"] for one in groups] == [None, None]
    assert [one["csat"] for one in groups] == [[], []]


def test_words_and_personal_answers_are_in_no_result() -> None:
    version = a_version(LEVEL, question("q2", K.TEXT), replace(question("q3"), is_personal=True))
    found = results_document(campaign(), version, {}, 5, "2026-03-09T02:00:00.000Z")
    questions: Any = found["questions"]

    assert [one["id"] for one in questions] == ["q1"]
