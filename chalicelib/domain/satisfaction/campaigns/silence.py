"""The campaign about units that few rate: whom it asks, how many, and when (evaluation.md §8.6, ADR 0103)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from chalicelib.domain.satisfaction.campaigns.plan import Method, Plan, SamplePlan, Scope, Strata, Window
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import Calendar

QUESTIONNAIRE: Final = "qn_silence"
"""The one questionnaire of all these campaigns."""
TITLE: Final = "抽样回访：参评少的单位（{year}年{month}月）"
INTRODUCTION: Final = (
    "有些单位评价的人少，听不到多数人的真实感受，所以我们从办过事的人中随机抽取一部分回访。"
    "大约三分钟，自愿回答，怎样回答都不影响您办事。"
)
"""Nothing here says that those who rated were content: it would put the answer into the mouth."""


def campaign_of(period: str) -> str:
    """Return the campaign about a month's silent units: there is one, however often it is asked for.

    >>> campaign_of("2026-09")
    'cp_silence-2026-09'
    """
    return f"cp_silence-{period}"


def silence_plan(
    period: str,
    units: Sequence[str],
    questionnaire: Questionnaire,
    now: datetime,
    rules: SurveyRules,
    calendar: Calendar,
) -> Plan:
    """Return the plan: the units' people of the month, by telephone, when the regulator has had time."""
    year, month = map(int, period.split("-"))
    begins_on = calendar.add_workdays(now.astimezone(CHINA).date(), rules.silence_begin_workdays)
    begins_at = datetime.combine(begins_on, time(), CHINA)
    return Plan(
        title=TITLE.format(year=year, month=month),
        scope=Scope((period,), tuple(units)),
        questionnaire=questionnaire.id,
        version=questionnaire.latest.number,
        window=Window(begins_at, begins_at + timedelta(days=rules.silence_days)),
        modes=(Mode.CALL,),
        sample=_sample(len(units), rules),
        introduction=INTRODUCTION,
    )


def _sample(units: int, rules: SurveyRules) -> SamplePlan:
    n = min(units * rules.silence_sample_per_unit, rules.sample_max)
    return SamplePlan(Method.SRS, n) if units == 1 else SamplePlan(Method.STRATIFIED, n, Strata.UNIT)
