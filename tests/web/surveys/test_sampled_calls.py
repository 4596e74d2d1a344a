"""A sample that is called: a task for each who was drawn and nobody else, and answers for their stratum."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.callbacks.plan import CallbackPlan
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, task_id
from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode, begin_episode
from chalicelib.kernel.actors import SYSTEM, Role
from chalicelib.usecases.callbacks import plan_tasks as planning
from chalicelib.usecases.surveys.take_frame import asked_pages, frame_people, people_on
from tests.web.ratings.conftest import person_of
from tests.web.surveys.conftest import Bureau

SAID = {f"q{number}": "yes" for number in (2, 3, 4, 5, 6)}
ANSWERS = {**SAID, "q1": 5, "q7": "none", "q8": 1, "q9": "no"}


def tasks(bureau: Bureau, campaign: dict[str, Any], *, of_sample: bool = True) -> list[CallbackTask]:
    """Return the tasks of the sample, or of those in the frame who were not drawn."""
    house = bureau.runtime.house
    found = house.campaigns.find(campaign["id"])
    assert found
    drawn = {one.contact for page in asked_pages(house, found) for one in people_on(house, found, page)}
    contacts = [one.contact for one in frame_people(house, found) if (one.contact in drawn) is of_sample]
    made = [house.callback_tasks.find(task_id(found.id, contact)) for contact in contacts]
    return [one for one in made if one]


def plan_of(bureau: Bureau, campaign: dict[str, Any]) -> CallbackPlan:
    def read(uow: Any, _now: Any) -> CallbackPlan:
        found: CallbackPlan = uow.callback_plans.find(campaign["id"])
        return found

    return bureau.runtime.house.transact(read)


def call(bureau: Bureau, campaign: dict[str, Any], **said: Any) -> None:
    """Take the next task of a campaign and end its call, with every answer if nothing else is said."""
    agent = person_of(Role.CALLBACK_AGENT)
    for shard in range(16):
        body = {"campaign": campaign["id"], "shard": shard}
        task = bureau.runtime.post_json("/api/v1/callbacks/next", body, as_=agent).json()["task"]
        if task:
            end = said or {"outcome": "COMPLETE", "duration_s": 60, "answers": ANSWERS}
            ended = bureau.runtime.post_json(f"/api/v1/callbacks/{task}/result", end, as_=agent)
            assert ended.status == 200, ended.text
            return
    raise AssertionError("nobody to call")


@pytest.mark.parametrize("step", [1, 2, planning.PERSONS])
def test_who_was_drawn_is_called_and_nobody_else_however_short_the_steps(
    bureau: Bureau, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PERSONS", step)
    bureau.serve(5)

    campaign = bureau.begun(months=bureau.a_month_on(), modes=["CALL"], method="SRS", n=3)

    assert len(tasks(bureau, campaign)) == 3
    assert tasks(bureau, campaign, of_sample=False) == []
    plan = plan_of(bureau, campaign)
    assert (plan.served, plan.planned, plan.is_done) == (3, 3, True)


def test_who_was_drawn_and_was_asked_meanwhile_is_not_called(bureau: Bureau) -> None:
    bureau.serve(3)
    months = bureau.a_month_on()
    draft = bureau.approved(months=months, modes=["CALL"], method="SRS", n=2)
    house = bureau.runtime.house
    found = house.campaigns.find(draft["id"])
    assert found
    one = people_on(house, found, asked_pages(house, found)[0])[0].contact

    def ask(uow: Any, now: Any) -> None:
        contact = uow.contacts.find(one)
        decision = begin_episode(contact or Contact(one), Mode.SMS, "sv_other", now)
        (uow.contacts.save if contact else uow.contacts.add)(decision, SYSTEM)

    house.transact(ask)
    bureau.runtime.advance(timedelta(days=1, hours=10))
    bureau.runtime.drain()

    assert len(tasks(bureau, draft)) == 1
    assert one not in [task.contact for task in tasks(bureau, draft)]
    plan = plan_of(bureau, draft)
    assert (plan.served, plan.planned) == (2, 1)


def test_what_is_said_on_the_telephone_stands_for_the_stratum_of_who_says_it(bureau: Bureau) -> None:
    bureau.serve(4)
    campaign = bureau.begun(
        months=bureau.a_month_on(), modes=["CALL"], method="STRATIFIED", strata="HALL", n=2
    )
    (stratum,) = {one.stratum for one in tasks(bureau, campaign)}

    call(bureau, campaign)
    call(bureau, campaign)
    found = bureau.counted(campaign)

    assert found["strata"] == [{"names": [stratum], "persons": 4, "n": 2}]
    assert (found["course"]["people"], found["course"]["answered"]) == (2, 2)


def not_asked(bureau: Bureau, campaign: dict[str, Any]) -> dict[str, int]:
    """Return what the board says of who got no task."""
    bureau.runtime.drain()
    path = f"/api/v1/callback-boards/{campaign['id']}"
    lead = person_of(Role.CALLBACK_LEAD)
    found: dict[str, int] = bureau.runtime.get_json(path, as_=lead).json()["total"]["not_asked"]
    return found


def test_who_refused_is_called_in_no_campaign_of_the_half_year_and_the_board_says_why(bureau: Bureau) -> None:
    bureau.serve(1)
    months = bureau.a_month_on()
    refused = bureau.begun(months=months, modes=["CALL"])
    call(bureau, refused, outcome="REFUSED", duration_s=5)
    bureau.runtime.advance(timedelta(days=31))
    same_half = bureau.begun(months=months, modes=["CALL"])
    board = bureau.runtime.get(f"/callbacks/boards/{same_half['id']}", as_=person_of(Role.CALLBACK_LEAD))
    bureau.runtime.advance(timedelta(days=75))

    next_half = bureau.begun(months=months, modes=["CALL"])

    assert bureau.runtime.now().month >= 7
    assert not_asked(bureau, refused) == {}
    assert not_asked(bureau, same_half) == {"REFUSED": 1}
    assert "为什么没有回访" in board.text
    assert not_asked(bureau, next_half) == {}
    assert len(tasks(bureau, next_half)) == 1
