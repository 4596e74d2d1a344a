"""The rating side of the demo: three months of services, answers and work orders, told by the use cases.

Data are tables (`places`, `months`, `courses`, `plots.json`); whoever changes a letter or a plot changes the
demo. Nothing here writes a table of the product.
"""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.kernel.clock import CHINA
from infra.local.demo.services.callbacks import plan_callbacks
from infra.local.demo.services.days import Reception, let_clerks_in
from infra.local.demo.services.grievances import Grievances
from infra.local.demo.services.last_winter import plan_last_winter
from infra.local.demo.services.months import FRESH, PRESENT, first_hour, sessions
from infra.local.demo.services.places import desk_of, register_points
from infra.local.demo.services.raised import plan_raised
from infra.local.demo.services.served import Queue, Visit, take_in
from infra.local.demo.services.supervising import plan_supervision
from infra.local.demo.services.surveys import plan_surveys

if TYPE_CHECKING:
    from infra.local.demo.story import Story

OPENS_AT = datetime.combine(date(2026, 8, 24), time(8, 40), CHINA)
"""The Monday on which the windows get their codes."""
AGENT_DAYS = (13, 13, 15, 19, 21, 23, 27)
"""Days of October on which the same agent brings somebody's case: from the sixth on that is noticed."""


def plan_services(story: "Story") -> None:
    """Plan the rating side from its first day on, and the survey of the winter before."""
    story.at(OPENS_AT, partial(_open, story))
    plan_last_winter(story)
    plan_surveys(story)


def _open(story: "Story") -> None:
    let_clerks_in(story.house)
    points, queue = register_points(story.house), Queue()
    reception = Reception(story, points, queue)
    for at, department, letters in sessions():
        story.at(at, partial(reception.receive, department, letters))
    for department, letters in FRESH.items():
        story.at(first_hour(PRESENT), partial(reception.receive, department, letters))
    Grievances(story, points, queue).plan()
    plan_callbacks(story)
    _plan_agent(story, queue)
    plan_raised(story)
    plan_supervision(story)


def _plan_agent(story: "Story", queue: Queue) -> None:
    """Let one telephone stand on the cases of seven people."""
    first: list[Visit] = []

    def bring(day: date) -> None:
        done_at = first_hour(day) - timedelta(minutes=6)
        visit = queue.next(desk_of("market-regulation"), done_at, first[0].person if first else None)
        first.append(visit)
        take_in(story.house, visit, is_proxy=True)

    for number in AGENT_DAYS:
        day = date(2026, 10, number)
        story.at(first_hour(day), partial(bring, day))
