"""The campaign that the house plans about silent units (evaluation.md §8.6)."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.domain.satisfaction.campaigns.plan import Method, Plan, Strata
from chalicelib.domain.satisfaction.campaigns.planning import plan_errors
from chalicelib.domain.satisfaction.campaigns.silence import silence_plan
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import shipped_calendar
from tests.factories.surveys import a_questionnaire
from tests.factories.work_orders import rules_of

RULES = rules_of().survey
NOW = datetime(2026, 4, 28, 2, 0, tzinfo=CHINA)


def plan(units: int, rules: SurveyRules = RULES) -> Plan:
    names = [f"u-{number}" for number in range(units)]
    return silence_plan("2026-03", names, a_questionnaire(), NOW, rules, shipped_calendar())


@pytest.mark.parametrize("units", [1, 2, 40])
def test_the_house_plans_what_a_designer_could(units: int) -> None:
    made = plan(units)

    assert plan_errors(SurveyKind.MONTHLY, made, NOW, RULES) == []
    assert made.sample.n == 30 * units
    assert made.title == "抽样回访：参评少的单位（2026年3月）"


def test_several_units_are_strata_and_the_sample_has_its_bound() -> None:
    few = replace(RULES, sample_max=50)

    assert (plan(1).sample.method, plan(1).sample.strata) == (Method.SRS, None)
    assert (plan(2).sample.method, plan(2).sample.strata) == (Method.STRATIFIED, Strata.UNIT)
    assert plan(2, few).sample.n == 50


def test_it_begins_when_the_regulator_has_had_time_over_labour_day() -> None:
    """Tuesday 28 April: Wednesday, Thursday, then the break until 5 May, with Wednesday the 6th the third."""
    window = plan(1).window

    assert window.begins_at == datetime(2026, 5, 6, tzinfo=CHINA)
    assert (window.ends_at - window.begins_at).days == 14
