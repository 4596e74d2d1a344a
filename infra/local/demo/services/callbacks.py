"""Two monthly campaigns of the demo: one that is over, and one in which agents call every working day.

What a call comes to is a letter of a pattern; who is called when is the workstation's own choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.callbacks.claim_next import claim_next
from chalicelib.usecases.callbacks.end_call import end_call
from chalicelib.usecases.ports import House
from infra.local.demo import cast
from infra.local.demo.services import campaigns
from infra.local.demo.services.said_elsewhere import follow_call

if TYPE_CHECKING:
    from infra.local.demo.story import Story

DESIGNER = Role.SURVEY_DESIGNER
MORNING = time(10, 40)
HOURS = (time(9, 20), time(15, 10))
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


@dataclass(slots=True)
class Month:
    """One campaign: whom it is about, when it runs, how many calls an agent makes at a time.

    Of the month that runs there are few, so that whoever looks at the demo has somebody left to call.
    """

    title: str
    month: str
    begins_on: date
    days: int
    calls: int
    id: str = ""
    """Blank until the designer has made it."""

    @property
    def ends_on(self) -> date:
        """Return its last day."""
        return self.begins_on + timedelta(days=self.days - 1)


@dataclass(slots=True)
class Centre:
    """The centre that calls."""

    story: "Story"
    letters: Iterator[str] = field(default_factory=lambda: cycle(PATTERN))
    shard: int = 0

    def call(self, campaign: str, calls: int) -> None:
        """Let an agent make some calls, as far as there is somebody to call."""
        agent = cast.actor(Role.CALLBACK_AGENT)
        for _ in range(calls):
            task = self._claim(agent, campaign)
            if task is None:
                return
            end_call(self.story.house, agent, task, said(next(self.letters)))
            follow_call(self.story, task)

    def _claim(self, agent: Actor, campaign: str) -> str | None:
        """Look on where the last look ended, until every shard was seen."""
        for _ in range(LOOKS):
            found = claim_next(self.story.house, agent, campaign, self.shard)
            self.shard = found.next_shard
            if found.task:
                return found.task
        return None


def said(letter: str) -> Mapping[str, Json]:
    """Return what an agent notes, by the questions of the telephone's questionnaire (§3.6)."""
    if letter in OUTCOMES:
        return OUTCOMES[letter]
    is_good = letter in "543"
    answers: dict[str, Json] = {
        "q1": int(letter),
        "q2": "yes" if is_good else "no",
        "q3": "yes" if letter != "1" else "no",
        "q4": "no" if is_good else "yes",
        "q5": "yes",
        "q6": "yes" if letter != "1" else "no",
        "q7": "agency" if letter == "1" else "none",
        "q8": 1 if is_good else 3,
        "q9": "no" if is_good else "yes",
    }
    if letter in SAID:
        answers["q10"] = SAID[letter]
    return {"outcome": "COMPLETE", "duration_s": 130, "answers": answers, "may_contact": not is_good}


def plan_callbacks(story: "Story") -> None:
    """Plan both campaigns and the days on which agents call; the first is published."""
    centre, house = Centre(story), story.house
    months = (
        Month("九月办事回访", "2026-09", date(2026, 10, 12), 14, 6),
        Month("十月办事回访", "2026-10", date(2026, 11, 9), 21, 1),
    )
    for month in months:
        before = {
            5: partial(prepare, house, month),
            4: partial(_hand_in, house, month),
            3: partial(_let_begin, house, month),
        }
        for days, step in before.items():
            story.at(_at(month.begins_on - timedelta(days=days), MORNING), step)
        for day in range(month.days):
            on = month.begins_on + timedelta(days=day)
            for hour in HOURS if house.calendar.is_workday(on) else ():
                story.at(_at(on, hour), partial(_call, centre, month))
    first, over = months[0], months[0].ends_on
    story.at(_at(over + timedelta(days=3), MORNING), lambda: campaigns.conclude(house, DESIGNER, first.id))
    story.at(_at(over + timedelta(days=4), MORNING), lambda: campaigns.publish(house, first.id))


def prepare(house: House, month: Month) -> None:
    """Have the designer plan the month."""
    body: dict[str, Json] = {
        "kind": "MONTHLY",
        "title": month.title,
        "months": [month.month],
        "begins_on": month.begins_on.isoformat(),
        "ends_on": month.ends_on.isoformat(),
        "modes": ["CALL", "SMS"],
        "method": "CENSUS",
    }
    month.id = campaigns.draft(house, DESIGNER, "PHONE", body)


def _hand_in(house: House, month: Month) -> None:
    campaigns.hand_in(house, DESIGNER, month.id)


def _let_begin(house: House, month: Month) -> None:
    campaigns.let_begin(house, month.id)


def _call(centre: Centre, month: Month) -> None:
    centre.call(month.id, month.calls)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CHINA)
