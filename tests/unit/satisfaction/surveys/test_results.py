"""The results of a survey: figures against a second way to reckon them, weights, and small groups hidden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from statistics import mean
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, Signed
from chalicelib.domain.satisfaction.campaigns.frame import Frame, ShardFrame
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan, Strata
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.questionnaires.question import Mark, QuestionKind, SurveyKind
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, rounded
from chalicelib.domain.satisfaction.surveys.figures import counted_of
from chalicelib.domain.satisfaction.surveys.results import question_figures, results_document
from chalicelib.projections.surveys import columns_of, figures_of
from tests.factories.notices import MONDAY
from tests.factories.surveys import a_plan, a_version, question

K = QuestionKind
LEVEL = question("q1", K.SCALE5, mark=Mark.OVERALL)
GROUP = question("q2", mark=Mark.GROUP)
VERSION = a_version(LEVEL, GROUP, question("q3", K.SCALE11), question("q4", K.NUMBER))
STRATIFIED = SamplePlan(Method.STRATIFIED, 50, Strata.UNIT)
DOWN = Decimal("0.01")
AT = "2026-03-09T02:00:00.000Z"


def counts_of(said: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, int]]:
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


def shown(found: Campaign, said: Sequence[tuple[str, dict[str, Any]]], identifier: str) -> dict[str, Any]:
    """Return what is shown of one question."""
    counted = counted_of(found, counts_of(said), 5)
    return question_figures(VERSION.question(identifier), counted, 5)


@given(st.lists(st.integers(1, 5), min_size=5, max_size=60))
def test_csat_and_mean_are_what_a_second_reckoning_says(levels: list[int]) -> None:
    found = shown(campaign(), [("", {"q1": level}) for level in levels], "q1")

    share = Decimal(100 * sum(level >= 4 for level in levels)) / len(levels)
    assert Decimal(found["csat"]) == share.quantize(DOWN, ROUND_FLOOR)
    assert abs(Decimal(found["mean"]) - Decimal(str(mean(levels)))) <= Decimal("0.011")
    assert found["n"] == len(levels)


@given(st.lists(st.integers(0, 10), min_size=5, max_size=60))
def test_nps_is_promoters_less_detractors(said: list[int]) -> None:
    score = Decimal(100 * (sum(one >= 9 for one in said) - sum(one <= 6 for one in said))) / len(said)

    found = shown(campaign(), [("", {"q3": one}) for one in said], "q3")

    assert Decimal(found["nps"]) == score.quantize(DOWN, ROUND_FLOOR)


def test_every_figure_of_a_stratified_sample_is_weighted_by_the_frame_and_not_by_who_answered() -> None:
    said = [("a", {"q1": 5, "q2": "a", "q3": 10, "q4": 1})] * 10
    said += [("b", {"q1": 1, "q2": "b", "q3": 0, "q4": 3})] * 30
    plain, weighed = campaign(), campaign(a=90, b=10)

    assert shown(plain, said, "q1")["csat"] == "25.00"
    assert shown(weighed, said, "q1")["csat"] == "90.00"
    assert shown(weighed, said, "q1")["mean"] == "4.60"
    assert shown(weighed, said, "q3")["nps"] == "80.00"
    assert shown(weighed, said, "q4")["mean"] == "1.20"
    assert [one["share"] for one in shown(weighed, said, "q2")["answers"]] == ["90.00", "10.00"]
    assert [one["count"] for one in shown(weighed, said, "q2")["answers"]] == [10, 30]


def test_a_stratum_that_few_answered_is_weighed_with_the_smallest_other() -> None:
    said = [("a", {"q1": 5})] * 10 + [("b", {"q1": 1})] * 30 + [("c", {"q1": 5})] * 2
    found = results_document(campaign(a=50, b=10, c=40, d=5), VERSION, counts_of(said), 5, AT)

    assert found["strata"] == [
        {"names": ["a", "c", "d"], "persons": 95, "n": 12},
        {"names": ["b"], "persons": 10, "n": 30},
    ]
    questions: Any = found["questions"]
    assert questions[0]["csat"] == "90.47"  # 95 of 105


def test_every_question_has_its_figures_by_group_weighted_too() -> None:
    said = [("a", {"q1": 5, "q2": "a", "q3": 10, "q4": 1})] * 10
    said += [("b", {"q1": 1, "q2": "a", "q3": 0, "q4": 3})] * 10
    said += [("b", {"q1": 3, "q2": "b", "q3": 8})] * 18 + [("b", {"q1": 3, "q2": "b", "q3": 8, "q4": 2})] * 2
    found = results_document(campaign(a=80, b=60), VERSION, counts_of(said), 5, AT)
    groups: Any = found["groups"]

    first, second = groups
    # a stands for 8 persons each, b for 2: of the first group 80 and 20.
    assert (
        [one["id"] for one in first["questions"]]
        == [one["id"] for one in second["questions"]]
        == ["q1", "q3"]
    )
    assert [first["questions"][0]["csat"], first["questions"][1]["nps"]] == ["80.00", "60.00"]
    assert second["questions"][0]["csat"] == "0.00"


def test_a_question_that_two_of_a_group_answered_is_shown_of_no_group() -> None:
    said = [("", {"q1": 5, "q2": "a", "q4": 1})] * 20 + [("", {"q1": 1, "q2": "b"})] * 18
    few = [*said, *[("", {"q1": 1, "q2": "b", "q4": 2})] * 2]
    groups: Any = results_document(campaign(), VERSION, counts_of(few), 5, AT)["groups"]

    assert [[one["id"] for one in line["questions"]] for line in groups] == [["q1"], ["q1"]]
    assert [line["n"] for line in groups] == [20, 20]


def test_a_group_of_fewer_than_five_is_hidden_with_what_would_give_it_away() -> None:
    said = [("", {"q1": 5, "q2": "a"})] * 40 + [("", {"q1": 1, "q2": "b"})] * 3
    found = results_document(campaign(), VERSION, counts_of(said), 5, AT)
    groups: Any = found["groups"]

    assert [one["n"] for one in groups] == [None, None]
    assert [one["questions"] for one in groups] == [[], []]


def recomputed(document: dict[str, Any], one: dict[str, Any]) -> list[str]:
    """Reckon the shares of a question from nothing but what was published, as its recipes say."""
    whole = [{"n": one["n"], "counts": {a["answer"]: a["count"] for a in one["answers"]}}]
    weights = [Fraction(s["persons"], s["n"]) for s in document["strata"]] or [Fraction(1)]
    said = list(zip(weights, one["by_stratum"] if document["strata"] else whole, strict=True))
    persons = sum(weight * counted["n"] for weight, counted in said)
    shares = (
        100 * sum(w * counted["counts"][a["answer"]] for w, counted in said) / persons for a in one["answers"]
    )
    return [str(rounded(share, Rounding.HALF_UP)) for share in shares]


STRATUM = st.integers(5, 30).flatmap(
    lambda n: st.lists(st.fixed_dictionaries({"q1": st.integers(1, 5)}), min_size=n, max_size=n)
)


@given(STRATUM, STRATUM, st.booleans())
def test_anybody_recomputes_weighted_shares_from_the_document_alone(
    first: list[dict[str, Any]], second: list[dict[str, Any]], is_stratified: bool
) -> None:
    said = [("a", one) for one in first] + [("b", one) for one in second]
    of = campaign(a=90, b=40) if is_stratified else campaign()
    document: Any = results_document(of, VERSION, counts_of(said), 5, AT)

    one = document["questions"][0]
    assert recomputed(document, one) == [answer["share"] for answer in one["answers"]]


def test_counts_by_stratum_are_left_out_where_a_stratum_is_small() -> None:
    said = [("a", {"q1": 5, "q3": 9})] * 10 + [("b", {"q1": 1})] * 8 + [("b", {"q1": 1, "q3": 9})] * 2
    document: Any = results_document(campaign(a=50, b=50), VERSION, counts_of(said), 5, AT)

    levels, _, score, _ = document["questions"]
    assert [one["n"] for one in levels["by_stratum"]] == [10, 10]
    assert (score["n"], score["by_stratum"]) == (12, [])


def test_of_a_survey_or_a_question_that_few_answered_nothing_is_shown_but_that() -> None:
    few: Any = results_document(campaign(a=9, b=9), VERSION, counts_of([("a", {"q1": 5})] * 4), 5, AT)
    said = [("", {"q1": 5, "q3": 10})] * 4 + [("", {"q1": 1})] * 4
    one: Any = results_document(campaign(), VERSION, counts_of(said), 5, AT)

    assert few["strata"] == [{"names": ["a", "b"], "persons": 18, "n": None}]
    for found in (few["questions"][0], one["questions"][2]):
        assert (found["n"], found["answers"], found["by_stratum"]) == (None, [], [])
        assert {found[name] for name in ("csat", "csat_low", "nps", "nps_error", "mean", "mean_error")} == {
            None
        }
    assert one["questions"][0]["n"] == 8


def test_words_and_personal_answers_are_in_no_result() -> None:
    version = a_version(LEVEL, question("q2", K.TEXT), replace(question("q3"), is_personal=True))
    found = results_document(campaign(), version, {}, 5, AT)
    questions: Any = found["questions"]

    assert [one["id"] for one in questions] == ["q1"]
