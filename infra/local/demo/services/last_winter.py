"""The half-yearly survey of the demo: last December's, of whoever was served that autumn, published.

Four departments handed their cases of the autumn over in one go, too late for anybody to be asked to rate
them; so the survey is what these residents were asked, and the figures of ratings have nothing of it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House
from infra.local.demo.persons import persons
from infra.local.demo.services import campaigns
from infra.local.demo.services.places import desk_of
from infra.local.demo.services.said_elsewhere import follow_survey
from infra.local.demo.services.served import Queue, take_in

if TYPE_CHECKING:
    from infra.local.demo.story import Story

FIRST_RESIDENT = 600_001
SERVED: Mapping[str, int] = {
    "market-regulation": 24,
    "natural-resources": 16,
    "construction": 12,
    "reform": 8,
}
"""How many each department had served."""
HANDED_OVER_AT = datetime(2025, 11, 24, 10, 0, tzinfo=CHINA)
MONTHS = ("2025-10", "2025-11")
BEGINS_ON = date(2025, 12, 1)
DESIGNER = Role.SURVEY_DESIGNER
WORDS = ("希望周末也能办。", "材料清单写得再清楚些。", "停车不方便。")


def plan_last_winter(story: "Story") -> None:
    """Plan the survey from the hand-over to its publication."""
    house, made = story.house, dict[str, str]()
    story.at(HANDED_OVER_AT, partial(_hand_over, house))
    story.at(_at(-5), partial(_draft, house, made))
    story.at(_at(-4), lambda: campaigns.hand_in(house, DESIGNER, made["semi"]))
    story.at(_at(-3), lambda: campaigns.let_begin(house, made["semi"]))
    story.at(_at(2), partial(_answer_all, story, made))
    story.at(_at(16), lambda: campaigns.conclude(house, DESIGNER, made["semi"]))
    story.at(_at(21), lambda: campaigns.publish(house, made["semi"]))


def _at(days: int) -> datetime:
    return datetime.combine(BEGINS_ON + timedelta(days=days), time(9, 20), CHINA)


def _hand_over(house: House) -> None:
    """Take the autumn's cases in; no window was open that long."""
    queue, people = Queue(), persons(FIRST_RESIDENT)
    for department, number in SERVED.items():
        for place in range(number):
            done_at = datetime(2025, 10, 20, 9, 30, tzinfo=CHINA) + timedelta(days=place, minutes=11 * place)
            take_in(house, queue.next(desk_of(department), done_at, next(people)))


def _draft(house: House, made: dict[str, str]) -> None:
    body: dict[str, Json] = {
        "kind": "SEMI",
        "title": "2025年下半年政务服务满意度调查",
        "introduction": "想知道您对政务服务的感受，约三分钟，自愿回答。",
        "months": [*MONTHS],
        "begins_on": BEGINS_ON.isoformat(),
        "ends_on": (BEGINS_ON + timedelta(days=14)).isoformat(),
        "modes": ["SMS"],
        "method": "STRATIFIED",
        "n": 48,
        "strata": "UNIT",
    }
    made["semi"] = campaigns.draft(house, DESIGNER, "SEMI", body)


def _answer_all(story: "Story", made: dict[str, str]) -> None:
    """Let four of five who were asked answer, each as the digits of a hash decide."""
    for key, secret in campaigns.asked(story.house, made["semi"], MONTHS):
        digits = sha256_hex(f"last winter|{key}")
        if digits[0] not in "012":
            campaigns.answer(story.house, secret, _answers([int(digit, 16) for digit in digits]))
            follow_survey(story, secret)


def _answers(lots: list[int]) -> dict[str, Json]:
    """Return what somebody says to the questions of the half-yearly survey (§3.6)."""
    levels = [5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 2, 1]
    asked = ("q1", "q2", "q3", "q4", "q6", "q7", "q8")
    said: dict[str, Json] = {name: levels[lot] for name, lot in zip(asked, lots, strict=False)}
    said |= {
        "q5": 1 + lots[10] // 6,
        "q9": "yes" if lots[11] == 0 else "no",
        "q10": ("none", "good", "bad")[max(0, lots[12] - 12) // 2],
        "q11": "none",
        "q13": "firm" if lots[13] < 6 else "person",
        "q14": ("under30", "30to44", "30to44", "45to59", "over60")[lots[14] % 5],
        "q15": ("firm", "build", "house", "social", "other")[lots[15] % 5],
        "q16": ("hall", "hall", "phone", "web")[lots[16] % 4],
    }
    return said | ({"q12": WORDS[lots[17] % 3]} if lots[17] < 6 else {})
