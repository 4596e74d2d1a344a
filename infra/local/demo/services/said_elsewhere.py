"""Bad levels that were said in calls and surveys of the demo: their orders go the usual way, told alike."""

from datetime import date
from typing import TYPE_CHECKING

from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.callbacks.correct_answer import take_noted_step
from chalicelib.usecases.callbacks.texts import noted_token
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.answer_survey import take_survey_step
from chalicelib.usecases.surveys.links import id_of
from infra.local.demo.services import courses
from infra.local.demo.services.plots import Plot
from infra.local.demo.services.steps import Bad, follow

if TYPE_CHECKING:
    from infra.local.demo.story import Story


def follow_survey(story: "Story", secret: str) -> None:
    """Have the order of a survey's answer handled, if it opened one."""
    survey = story.house.surveys.find(id_of(secret))
    order_id = survey.given.order_id if survey is not None and survey.given is not None else ""
    if order_id:
        follow(story, Bad(_plot(story.house, order_id), order_id, secret, take_survey_step))


def follow_call(story: "Story", task_id: str) -> None:
    """Have the order of what was said in a call handled, if it opened one."""
    task = story.house.callback_tasks.find(task_id)
    order_id = task.answer.order_id if task is not None and task.answer is not None else ""
    if order_id:
        link = noted_token(story.house, task_id)
        follow(story, Bad(_plot(story.house, order_id), order_id, link, take_noted_step))


def _plot(house: House, order_id: str) -> Plot:
    today: date = house.clock.product_now().astimezone(CHINA).date()
    return Plot(
        department="",
        day=today,
        matter=0,
        level=2,
        codes=(),
        text="",
        course=courses.CLOSED,
        contact=False,
        cause="MATERIALS",
        found="一次性告知单没有写全,窗口口头补充,办事人多跑了一趟。",
        measure=f"重新印制一次性告知单,收件前逐项核对,缺件当场写明并由导办员带办(台账 {order_id[-4:]})。",
        reply="您反映的多跑一趟属实,告知单已重印,收件前先逐项核对,给您添麻烦了。",
        resident="已经给我打了电话,办好了。",
    )
