"""Who was not reached is visited by two people, with consent or without an answer (evaluation.md §2.5)."""

from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.kernel.badges import badges_of
from chalicelib.projections.callbacks import show_task
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign
from tests.web.callbacks.conftest import Desk


def hard_of_hearing(desk: Desk) -> str:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    assert desk.end(task, outcome="HEARING", duration_s=20).json()["state"] == "VISIT"
    desk.runtime.drain()
    return task


def form(desk: Desk, **said: str) -> dict[str, str]:
    pair = {
        "visitor": next(badges_of(desk.agent.subject)),
        "second_visitor": next(badges_of(desk.lead.subject)),
    }
    return {**pair, **said}


def test_a_visit_is_listed_printed_and_entered_by_one_of_the_two_who_went(desk: Desk) -> None:
    task = hard_of_hearing(desk)
    listed = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}/visits", as_=desk.lead)
    page = desk.runtime.get(f"/callbacks/{task}/visit", as_=desk.agent)

    said = form(desk, has_consent="true", **{"answers.q1": "2", "answers.q2": "b", "answers.q3": "楼梯太陡"})
    sent = desk.runtime.post_form(f"/callbacks/{task}/visit", said, as_=desk.agent)

    assert task in listed.text
    assert page.status == 200
    assert sent.status == 303
    stored = desk.runtime.house.callback_tasks.find(task)
    assert stored
    assert stored.answer
    assert (stored.state, stored.answer.level) == (TaskState.DONE, 2)
    assert desk.runtime.house.orders.find(stored.answer.order_id)


def test_one_person_alone_is_no_visit_and_without_consent_nothing_is_kept(desk: Desk) -> None:
    task = hard_of_hearing(desk)
    mine = next(badges_of(desk.agent.subject))

    alone = form(desk, second_visitor=mine, has_consent="true", **{"answers.q1": "5", "answers.q2": "a"})
    refused = desk.runtime.post_form(f"/callbacks/{task}/visit", alone, as_=desk.agent)
    sent = desk.runtime.post_form(
        f"/callbacks/{task}/visit", form(desk, **{"answers.q1": "5"}), as_=desk.agent
    )

    assert refused.status == 422
    assert "两个人同行" in refused.text
    assert sent.status == 303
    stored = desk.runtime.house.callback_tasks.find(task)
    assert stored
    assert (stored.state, stored.answer) == (TaskState.VISIT_FAILED, None)


def test_who_needs_somebody_to_come_is_listed_apart_even_once_a_text_stood_in(desk: Desk) -> None:
    desk.hall.serve(1)
    desk.hall.serve(2, phone="13805360102", is_vulnerable=True)
    begin_campaign(desk.runtime)
    tasks = []
    for _ in range(2):
        tasks.append(desk.claim())
        assert desk.end(tasks[-1], outcome="DEAD_NUMBER").status == 200
    desk.runtime.drain()
    found = {task: desk.runtime.house.callback_tasks.find(task) for task in tasks}
    (first,) = [task for task, one in found.items() if one and one.is_vulnerable]
    (other,) = [task for task in tasks if task != first]

    page = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}/visits?group=first", as_=desk.lead).text
    everybody = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}/visits?group=unreached", as_=desk.lead).text

    assert first[-8:] in page
    assert other[-8:] not in page
    assert first[-8:] in everybody
    assert other[-8:] in everybody
    texted = {"state": "SMS_FALLBACK", "visit_first": True, "campaign": CAMPAIGN, "unit": "u", "id": "cb_1"}
    assert [one.facets for one in show_task(texted)] == [(f"{CAMPAIGN}|first",)]
