"""Surveys of the demo: what a policy did, asked, published and answered; a half-yearly survey in review.

The evaluation asks who was served in late summer, so that nobody is asked twice in thirty days; the
half-yearly survey is for December, the next month in which one may begin.
"""

from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS
from chalicelib.domain.satisfaction.campaigns.plan import Adoption, Suggestion
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.answer_survey import answer_survey
from chalicelib.usecases.surveys.ask_people import id_of, token_of
from chalicelib.usecases.surveys.plan_campaign import approve, create_campaign, decide_campaign, submit
from chalicelib.usecases.surveys.results import publish_results
from chalicelib.usecases.surveys.write_questionnaire import start_questionnaire
from infra.local.demo import cast

if TYPE_CHECKING:
    from infra.local.demo.story import Story

MONTHS = ["2026-08", "2026-09"]
MEASURES: tuple[tuple[str, str], ...] = (
    ("一窗受理", "一个窗口收齐材料，少跑一个部门"),
    ("容缺受理", "缺次要材料先受理，三日内补齐"),
    ("帮办代办", "企业可以请人全程代办"),
    ("延时错时", "周六上午办事"),
    ("全程网办", "在家办完，不用到大厅"),
)
SUGGESTIONS = (
    ("m2", "多数人没有听说过可以先受理后补材料。", "在取号机和办事指南首页写明哪些材料可以后补。"),
    ("m4", "听说过的人里，用过的不多，主要是不知道时间。", "把周六窗口的时间印在短信和大厅门口。"),
)
QUESTIONS_A_MEASURE = 7


def plan_surveys(story: "Story") -> None:
    """Plan the surveys."""
    made: dict[str, str] = {}
    story.at(_at(11, 2), partial(_plan_policy, story.house, made))
    story.at(_at(11, 3), partial(_submit, story.house, made, "policy", Role.EXTERNAL_EVALUATOR))
    story.at(_at(11, 4), partial(_approve, story.house, made))
    story.at(_at(11, 9, 15), partial(_answer_all, story.house, made))
    story.at(_at(11, 16), partial(_conclude, story.house, made))
    story.at(_at(11, 17), partial(_publish, story.house, made))
    story.at(_at(11, 18), partial(_plan_half_year, story.house, made))
    story.at(_at(11, 19), partial(_submit, story.house, made, "semi", Role.SURVEY_DESIGNER))


def _at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour, 20), CHINA)


def _plan_policy(house: House, made: dict[str, str]) -> None:
    evaluator = cast.actor(Role.EXTERNAL_EVALUATOR)
    questionnaire = start_questionnaire(house, evaluator, {"template": "POLICY"})
    body = {
        "kind": "POLICY",
        "title": "便民措施效果评估",
        "introduction": "第三方评估机构想知道几项便民措施有没有用，约三分钟，自愿回答。",
        "questionnaire": questionnaire.id,
        "months": MONTHS,
        "begins_on": "2026-11-09",
        "ends_on": "2026-11-13",
        "modes": ["SMS"],
        "method": "SRS",
        "n": 60,
        "measures": [{"title": title, "promise": promise} for title, promise in MEASURES],
    }
    made["policy"] = _framed(house, body, Role.EXTERNAL_EVALUATOR)


def _plan_half_year(house: House, made: dict[str, str]) -> None:
    questionnaire = start_questionnaire(house, cast.actor(Role.SURVEY_DESIGNER), {"template": "SEMI"})
    body = {
        "kind": "SEMI",
        "title": "2026年下半年政务服务满意度调查",
        "questionnaire": questionnaire.id,
        "months": ["2026-09", "2026-10", "2026-11"],
        "begins_on": "2026-12-01",
        "ends_on": "2026-12-15",
        "modes": ["SMS", "CALL"],
        "method": "STRATIFIED",
        "n": 120,
        "strata": "UNIT",
    }
    made["semi"] = _framed(house, body, Role.SURVEY_DESIGNER)


def _framed(house: House, body: dict[str, Json], role: Role) -> str:
    """Begin a campaign and have its list taken; the product's own worker does the rest."""
    actor = cast.actor(role)
    found = create_campaign(house, actor, body)
    decide_campaign(house, actor, found.id, lambda _uow, one, now: deciding.ask_frame(one, actor, now))
    return found.id


def _submit(house: House, made: dict[str, str], name: str, role: Role) -> None:
    actor = cast.actor(role)
    decide_campaign(house, actor, made[name], submit(actor))


def _approve(house: House, made: dict[str, str]) -> None:
    regulator = cast.actor(Role.REGULATOR)
    decide_campaign(house, regulator, made["policy"], approve(regulator))


def _answer_all(house: House, made: dict[str, str]) -> None:
    """Let two of three who were asked answer, each in a way of their own."""
    campaign = made["policy"]
    keys = {one.contact for shard in range(SHARDS) for one in house.population.people(MONTHS, shard)}
    for key in sorted(keys - {""}):
        secret, digits = token_of(house, campaign, key), sha256_hex(f"{campaign[:3]}|{key}")
        survey = house.surveys.find(id_of(secret))
        if survey is not None and survey.sending.sent_at is not None and digits[0] not in "01234":
            answer_survey(house, secret, _answers(digits))


def _answers(digits: str) -> dict[str, Any]:
    """Return what somebody says of five measures, as the digits of a hash decide."""
    said: dict[str, Any] = {f"q{5 * QUESTIONS_A_MEASURE + 1}": "firm" if digits[-1] in "0123" else "person"}
    for place in range(5):
        first, lot = place * QUESTIONS_A_MEASURE + 1, int(digits[4 * place : 4 * place + 4], 16)
        said[f"q{first}"] = "yes" if lot % 10 > 1 + 2 * (place in (1, 3)) * 2 else "no"
        said[f"q{first + 1}"] = "yes" if lot % 7 > 2 else "no"
        said |= {f"q{first + 2}": 3 + lot % 3, f"q{first + 3}": lot % 3, f"q{first + 4}": lot % 5}
    return said


def _conclude(house: House, made: dict[str, str]) -> None:
    evaluator = cast.actor(Role.EXTERNAL_EVALUATOR)
    said = [Suggestion(*one) for one in SUGGESTIONS]
    decide_campaign(
        house, evaluator, made["policy"], lambda _uow, one, now: deciding.analyse(one, said, evaluator, now)
    )


def _publish(house: House, made: dict[str, str]) -> None:
    regulator = cast.actor(Role.REGULATOR)
    publish_results(house, regulator, made["policy"])
    answer = "采纳：十二月起在取号机和办事指南首页列出可以后补的材料。"
    decide_campaign(
        house,
        regulator,
        made["policy"],
        lambda _uow, one, now: deciding.answer_suggestion(one, 0, Adoption.ADOPTED, answer, regulator, now),
    )
