"""Two monthly campaigns of the demo: one that is over, and one in which agents call every working day.

What a call comes to is a letter of a pattern; who is called when is the workstation's own choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.dry_run import dry_run
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS as POPULATION_SHARDS
from chalicelib.domain.satisfaction.campaigns.frame import ShardFrame
from chalicelib.domain.satisfaction.campaigns.plan import Method, Plan, SamplePlan, Scope, Window
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires import editing
from chalicelib.domain.satisfaction.questionnaires.question import (
    Mark,
    Option,
    Question,
    QuestionKind,
    SurveyKind,
)
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.callbacks.claim_next import claim_next
from chalicelib.usecases.callbacks.end_call import end_call
from chalicelib.usecases.ports import House, UnitOfWork
from infra.local.demo import cast

if TYPE_CHECKING:
    from infra.local.demo.story import Story

K = QuestionKind
YES_NO = (Option("yes", "是"), Option("no", "否"))
QUESTIONS = (
    Question("q1", K.SCALE5, "您对这次办事总体满意吗？", is_required=True, mark=Mark.OVERALL),
    Question("q2", K.SINGLE, "需要补的材料，窗口一次都告诉您了吗？", YES_NO, is_required=True),
    Question("q3", K.SINGLE, "在承诺的时间内办完了吗？", YES_NO, is_required=True),
    Question("q4", K.NUMBER, "一共跑了几趟？", low=0, high=20),
    Question("q5", K.SINGLE, "有没有人收礼、收费或者指定中介？", YES_NO, mark=Mark.INTEGRITY),
    Question("q6", K.TEXT, "您还有什么建议？"),
)
QUESTIONNAIRE, AUTHOR, HOURS = "qn_monthly", Role.SURVEY_DESIGNER, (time(9, 20), time(15, 10))
PATTERN = "54n5r3b51n4cw5dh44n25o"
"""5 to 1 are answers by level; n no answer, b busy, r refused, c call later, w wrong person, d dead number,
h hard of hearing, o another person."""
OUTCOMES: Mapping[str, Mapping[str, Json]] = {
    "n": {"outcome": "NO_ANSWER", "ring_s": 32},
    "b": {"outcome": "BUSY"},
    "r": {"outcome": "REFUSED", "duration_s": 9},
    "c": {"outcome": "CALL_LATER", "duration_s": 14},
    "w": {"outcome": "WRONG_PERSON", "duration_s": 21},
    "d": {"outcome": "DEAD_NUMBER"},
    "h": {"outcome": "HEARING", "duration_s": 30},
    "o": {"outcome": "OTHER_PERSON", "duration_s": 11},
}
LOOKS = 4
"""A look sees five shards of sixteen at the most."""
SAID = {"2": "材料要了两回，第二次才说缺一张表。", "1": "跑了四趟，每次说的都不一样。"}


@dataclass(frozen=True, slots=True)
class Month:
    """One campaign: whom it is about, when it runs, how many calls an agent makes at a time."""

    id: str
    number: str
    title: str
    month: str
    begins_on: date
    days: int
    calls: int


MONTHS = (
    Month("ca_demo09", "HF-2026-09", "九月办事回访", "2026-09", date(2026, 10, 12), 14, 6),
    Month("ca_demo10", "HF-2026-10", "十月办事回访", "2026-10", date(2026, 11, 9), 21, 4),
)


@dataclass(slots=True)
class Centre:
    """The centre that calls."""

    house: House
    letters: Iterator[str] = field(default_factory=lambda: cycle(PATTERN))
    shard: int = 0

    def call(self, campaign: str, calls: int) -> None:
        """Let an agent make some calls, as far as there is somebody to call."""
        agent = cast.actor(Role.CALLBACK_AGENT)
        for _ in range(calls):
            task = self._claim(agent, campaign)
            if task is None:
                return
            end_call(self.house, agent, task, said(next(self.letters)))

    def _claim(self, agent: Actor, campaign: str) -> str | None:
        """Look on where the last look ended, until every shard was seen."""
        for _ in range(LOOKS):
            found = claim_next(self.house, agent, campaign, self.shard)
            self.shard = found.next_shard
            if found.task:
                return found.task
        return None


def said(letter: str) -> Mapping[str, Json]:
    """Return what an agent notes."""
    if letter in OUTCOMES:
        return OUTCOMES[letter]
    is_good = letter in "543"
    answers: dict[str, Json] = {
        "q1": int(letter),
        "q2": "yes" if is_good else "no",
        "q3": "yes" if letter != "1" else "no",
        "q4": 1 if is_good else 3,
        "q5": "yes" if letter == "1" else "no",
    }
    if letter in SAID:
        answers["q6"] = SAID[letter]
    return {"outcome": "COMPLETE", "duration_s": 130, "answers": answers, "may_contact": not is_good}


def plan_callbacks(story: "Story") -> None:
    """Plan both campaigns and the days on which agents call."""
    centre = Centre(story.house)
    for month in MONTHS:
        begins_at = datetime.combine(month.begins_on, time(9), CHINA)
        story.at(begins_at - timedelta(days=3), partial(prepare, story.house, month, begins_at))
        story.at(begins_at, partial(begin, story.house, month))
        for day in range(month.days):
            on = month.begins_on + timedelta(days=day)
            for hour in HOURS if story.house.calendar.is_workday(on) else ():
                story.at(datetime.combine(on, hour, CHINA), partial(centre.call, month.id, month.calls))


def prepare(house: House, month: Month, begins_at: datetime) -> None:
    """Write the campaign, forecast it and have the regulator approve it."""
    author, regulator = cast.actor(AUTHOR), cast.actor(Role.REGULATOR)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        rules = house.rating_rules.load()
        found = uow.questionnaires.find(QUESTIONNAIRE)
        if found is None:
            decision = editing.start(
                QUESTIONNAIRE, "每月电话回访", SurveyKind.MONTHLY, QUESTIONS, author, now, rules.survey
            )
            uow.questionnaires.add(decision, author)
            found = decision.state
        window = Window(begins_at, begins_at + timedelta(days=month.days))
        census = SamplePlan(Method.CENSUS)
        plan = Plan(month.title, Scope((month.month,)), QUESTIONNAIRE, 1, window, (Mode.CALL,), census)
        made = deciding.create(
            month.id, month.number, SurveyKind.MONTHLY, plan, author, now, rules.survey, rules.name
        )
        uow.campaigns.add(made, author)
        framed = deciding.ask_frame(made.state, author, now).state
        people = 0
        for shard in range(POPULATION_SHARDS):
            served = sum(bool(one.contact) for one in house.population.people((month.month,), shard))
            people += served
            framed = deciding.page_frame(framed, ShardFrame("", served, served)).state
        forecast = dry_run(people, people, Method.CENSUS, plan.modes, 1, rules)
        finished = deciding.finish_frame(framed, "", people, forecast)
        uow.campaigns.save(finished, SYSTEM)
        submitted = deciding.submit(finished.state, found, author, now)
        uow.campaigns.save(submitted, author)
        approved = deciding.approve(submitted.state, found.version(1).sha256, regulator, now)
        uow.campaigns.save(approved, regulator)
        frozen = editing.freeze(found, 1, now)
        if frozen is not None:
            uow.questionnaires.save(frozen, SYSTEM)

    house.transact(attempt)


def begin(house: House, month: Month) -> None:
    """Begin the campaign unless the clock has; its tasks are then made."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        campaign = uow.campaigns.load(month.id)
        if campaign.state is CampaignState.APPROVED:
            uow.campaigns.save(deciding.run_clock(campaign, now), SYSTEM)

    house.transact(attempt)
