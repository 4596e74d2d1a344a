"""Surveys of the demo: what a policy did, asked, published and answered; a half-yearly survey in review.

The evaluation asks who was served in late summer, so that nobody is asked twice in thirty days; the
half-yearly survey is for December, the next month in which one may begin.
"""

from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.plan import Adoption, Suggestion
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.plan_campaign import decide_campaign
from infra.local.demo import cast
from infra.local.demo.services import campaigns

if TYPE_CHECKING:
    from infra.local.demo.story import Story

DESIGNER, EVALUATOR = Role.SURVEY_DESIGNER, Role.EXTERNAL_EVALUATOR
MONTHS = ("2026-08", "2026-09")
MEASURES: tuple[tuple[str, str], ...] = (
    ("一窗受理", "一个窗口收齐材料，少跑一个部门"),
    ("容缺受理", "缺次要材料先受理，三日内补齐"),
    ("帮办代办", "企业可以请人全程代办"),
    ("延时错时", "周六上午办事"),
    ("全程网办", "在家办完，不用到大厅"),
)
CONCLUSIONS = (
    Suggestion("m2", "不少人没有听说过可以先受理后补材料。", "在取号机和办事指南首页写明哪些材料可以后补。"),
    Suggestion("m4", "不少人没有听说过周六也办事。", "把周六窗口的时间印在短信和大厅门口。"),
)
QUESTIONS_A_MEASURE = 7


def plan_surveys(story: "Story") -> None:
    """Plan the surveys."""
    house, made = story.house, dict[str, str]()
    story.at(_at(11, 2), partial(_plan_policy, house, made))
    story.at(_at(11, 3), lambda: campaigns.hand_in(house, EVALUATOR, made["policy"]))
    story.at(_at(11, 4), lambda: campaigns.let_begin(house, made["policy"]))
    story.at(_at(11, 9, 15), partial(_answer_all, house, made))
    story.at(_at(11, 16), lambda: campaigns.conclude(house, EVALUATOR, made["policy"], CONCLUSIONS))
    story.at(_at(11, 17), partial(_publish, house, made))
    story.at(_at(11, 18), partial(_plan_half_year, house, made))
    story.at(_at(11, 19), lambda: campaigns.hand_in(house, DESIGNER, made["semi"]))


def _at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour, 20), CHINA)


def _plan_policy(house: House, made: dict[str, str]) -> None:
    body: dict[str, Json] = {
        "kind": "POLICY",
        "title": "便民措施效果评估",
        "introduction": "第三方评估机构想知道几项便民措施有没有用，约三分钟，自愿回答。",
        "months": [*MONTHS],
        "begins_on": "2026-11-09",
        "ends_on": "2026-11-13",
        "modes": ["SMS"],
        "method": "SRS",
        "n": 60,
        "measures": [{"title": title, "promise": promise} for title, promise in MEASURES],
    }
    made["policy"] = campaigns.draft(house, EVALUATOR, "POLICY", body)


def _plan_half_year(house: House, made: dict[str, str]) -> None:
    body: dict[str, Json] = {
        "kind": "SEMI",
        "title": "2026年下半年政务服务满意度调查",
        "months": ["2026-09", "2026-10", "2026-11"],
        "begins_on": "2026-12-01",
        "ends_on": "2026-12-15",
        "modes": ["SMS"],
        "method": "STRATIFIED",
        "n": 120,
        "strata": "UNIT",
    }
    made["semi"] = campaigns.draft(house, DESIGNER, "SEMI", body)


def _answer_all(house: House, made: dict[str, str]) -> None:
    """Let two of three who were asked answer, each in a way of their own."""
    campaign = made["policy"]
    for key, secret in campaigns.asked(house, campaign, MONTHS):
        digits = sha256_hex(f"{campaign[:3]}|{key}")
        if digits[0] not in "01234":
            campaigns.answer(house, secret, _answers(digits))


def _answers(digits: str) -> dict[str, Any]:
    """Return what somebody says of five measures, as the digits of a hash decide."""
    said: dict[str, Any] = {f"q{5 * QUESTIONS_A_MEASURE + 1}": "firm" if digits[-1] in "0123" else "person"}
    for place in range(5):
        first, lot = place * QUESTIONS_A_MEASURE + 1, int(digits[4 * place : 4 * place + 4], 16)
        said[f"q{first}"] = "yes" if lot % 10 > 1 + 2 * (place in (1, 3)) * 2 else "no"
        said[f"q{first + 1}"] = "yes" if lot % 7 > 2 else "no"
        said |= {f"q{first + 2}": 3 + lot % 3, f"q{first + 3}": lot % 3, f"q{first + 4}": lot % 5}
    return said


def _publish(house: House, made: dict[str, str]) -> None:
    campaigns.publish(house, made["policy"])
    regulator = cast.actor(Role.REGULATOR)
    answer = "采纳：十二月起在取号机和办事指南首页列出可以后补的材料。"
    decide_campaign(
        house,
        regulator,
        made["policy"],
        lambda _uow, one, now: deciding.answer_suggestion(one, 0, Adoption.ADOPTED, answer, regulator, now),
    )
