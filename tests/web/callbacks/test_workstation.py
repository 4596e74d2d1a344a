"""From a completed case to the end of a call: once a person, at a good time, with everything that follows."""

import json
import re
from datetime import timedelta

import pytest

from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.kernel.actors import Role
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign
from tests.web.callbacks.conftest import Desk
from tests.web.ratings.conftest import PHONE, person_of
from tests.web.ratings.order_desk import everybody

OTHER = "13805360102"


def served(desk: Desk) -> None:
    """One person in three cases and two halls, another in one."""
    desk.hall.serve(1)
    desk.hall.serve(2, hall_id="H2")
    desk.hall.serve(3, dept_code=desk.hall.case(1)["dept_code"])
    desk.hall.serve(4, phone=OTHER, user_name="李四")
    desk.hall.serve(5, phone="")


def board(desk: Desk) -> dict:
    desk.runtime.drain()
    answer = desk.runtime.get_json(f"/api/v1/callback-boards/{CAMPAIGN}", as_=desk.lead)
    assert answer.status == 200, answer.text
    return answer.json()["total"]


def test_a_person_in_three_cases_and_two_halls_is_one_task_and_who_left_no_number_is_told_apart(
    desk: Desk,
) -> None:
    served(desk)

    begin_campaign(desk.runtime)

    total = board(desk)
    assert total["states"]["QUEUED"] == 2
    assert [step["persons"] for step in total["funnel"]] == [3, 2, 2, 0, 0, 0]


def test_the_bridge_rings_both_ends_and_nobody_reads_the_number(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()

    dialled = desk.runtime.post_json(f"/api/v1/callbacks/{task}/dial", {}, as_=desk.agent)
    stranger = desk.runtime.post_json(f"/api/v1/callbacks/{task}/dial", {}, as_=desk.lead)

    assert dialled.status == 200, dialled.text
    assert dialled.json()["connection"].startswith(f"local-{task}-")
    assert PHONE not in dialled.text
    assert stranger.status == 403


def test_the_pad_says_what_an_answer_skips_and_without_a_script_the_server_lets_it_go(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    said = {"answers.q1": "4", "answers.q2": "b", "answers.q3": "问错了", "answers.q4": "b"}

    page = desk.runtime.get(f"/callbacks/{task}", as_=desk.agent).text
    end = {"outcome": "COMPLETE", "duration_s": "60", **said}
    sent = desk.runtime.post_form(f"/callbacks/{task}/result", end, as_=desk.agent)

    asked = re.search("data-question=\"q2\" data-skips='(.+?)'", page)
    assert asked
    assert json.loads(asked[1]) == [{"answer": "b", "to": "q4"}]
    assert sent.status == 303
    stored = desk.runtime.house.callback_tasks.find(task)
    assert stored
    assert stored.answer
    kept = desk.runtime.house.queries.personal(stored.answer.ref)["answers"]
    assert kept == {"q1": 4, "q2": "b", "q4": "b"}


def test_an_agent_calls_by_the_script_and_a_bad_level_opens_a_work_order_at_once(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()

    page = desk.runtime.get(f"/callbacks/{task}", as_=desk.agent)
    shown = page.text
    assert page.status == 200
    assert PHONE not in shown
    assert "138****0101" in shown
    assert "王小明" not in shown
    ended = desk.end(
        task,
        outcome="COMPLETE",
        duration_s=120,
        answers={"q1": 1, "q2": "a", "q3": "等了两周", "q4": "a"},
        may_contact=True,
        note="对方很生气",
    )

    assert ended.json()["state"] == "DONE"
    read = desk.runtime.get_json(f"/api/v1/callbacks/{task}", as_=desk.lead).json()
    assert (read["may_call"], read["call_until_at"]) == (False, None)
    stored = desk.runtime.house.callback_tasks.find(task)
    assert stored
    assert stored.answer
    order = desk.runtime.house.orders.find(stored.answer.order_id)
    assert order
    assert (order.source, order.level, order.may_unit_contact) == (Source.CALLBACK, 1, True)
    total = board(desk)
    assert [step["persons"] for step in total["funnel"]] == [1, 1, 1, 1, 1, 1]
    assert total["coverage"] == total["effective"] == "100.00"
    regulator = desk.runtime.get("/callbacks/integrity", as_=person_of(Role.REGULATOR))
    assert "q4?" in regulator.text
    results = desk.runtime.house.lists.figures("survey-counts", CAMPAIGN)["all"]
    assert {
        name: results[name] for name in ("people", "asked", "answered", "n", "q1.1", "q2.a")
    } == dict.fromkeys(("people", "asked", "answered", "n", "q1.1", "q2.a"), 1)
    assert not [name for name in results if name.startswith(("q3.", "q4."))]


def test_whom_a_campaign_left_alone_since_they_had_rated_is_in_its_results(desk: Desk) -> None:
    desk.hall.serve(1)
    desk.hall.serve(2, phone="13805360002")
    assert desk.hall.answer(desk.hall.link("13805360002"), level="5").status == 303
    desk.runtime.drain()
    begin_campaign(desk.runtime)
    desk.runtime.drain()

    results = desk.runtime.house.lists.figures("survey-counts", CAMPAIGN)["all"]

    assert (results["people"], results["rated"], results.get("asked", 0)) == (2, 1, 0)


def test_everything_wrong_with_a_call_is_said_at_once_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()

    said = {"outcome": "COMPLETE", "answers.q3": "很满意的话", "note": "记下"}
    answer = desk.runtime.post_form(f"/callbacks/{task}/result", said, as_=desk.agent)

    assert answer.status == 422
    assert answer.text.count("此项为必填") >= 2
    assert "很满意的话" in answer.text


def test_a_kept_draft_waits_for_the_next_agent_and_a_task_given_back_can_be_claimed_again(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()

    kept = {"answers.q3": "说到一半", "outcome": "BUSY"}
    saved = desk.runtime.post_form(f"/callbacks/{task}/draft", kept, as_=desk.agent)
    back = desk.runtime.post_json(f"/api/v1/callbacks/{task}/return", {}, as_=desk.agent)
    other = next(one for one in everybody(Role.CALLBACK_AGENT) if one != desk.agent)
    again = desk.claim(other)

    assert saved.status == 303
    assert back.json()["state"] == "QUEUED"
    assert again == task
    assert "说到一半" in desk.runtime.get(f"/callbacks/{task}", as_=other).text


def test_who_gave_a_task_back_gets_it_again_once_nobody_else_wanted_it_for_a_while(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    desk.runtime.post_json(f"/api/v1/callbacks/{task}/return", {}, as_=desk.agent)
    with pytest.raises(AssertionError, match="no task"):
        desk.claim()

    desk.runtime.advance(timedelta(minutes=31))

    assert desk.claim() == task


def test_a_call_that_took_longer_than_the_lease_is_noted_while_nobody_else_has_the_task(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    desk.runtime.advance(timedelta(minutes=31))

    page = desk.runtime.get(f"/callbacks/{task}", as_=desk.agent).text
    ended = desk.end(task, outcome="NO_ANSWER", ring_s=25)

    assert "保留时间已过" in page
    assert ended.status == 200


def test_a_level_that_was_entered_is_not_lost_with_an_outcome_that_says_nothing_was_said(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    said = {"answers.q1": "1", "answers.q3": "跑了四趟", "outcome": "REFUSED"}
    browser = desk.runtime.visit(desk.agent)

    page = browser.post_form(f"/callbacks/{task}/result", said)
    slip = browser.post_form(f"/callbacks/{task}/result", {**said, "unsaid": "true"})

    assert page.status == 422
    assert "点错了，对方没有说满意程度" in page.text
    assert "跑了四趟" in page.text
    assert slip.status == 303
    found = desk.runtime.house.callback_tasks.find(task)
    assert found
    assert (found.state, found.answer) == (TaskState.REFUSED, None)


def test_a_refusal_is_remembered_and_a_bad_number_is_counted_against_the_unit(desk: Desk) -> None:
    served(desk)
    begin_campaign(desk.runtime)

    first = desk.claim()
    desk.end(first, outcome="REFUSED", duration_s=5)
    second = desk.claim()
    desk.end(second, outcome="DEAD_NUMBER")

    house = desk.runtime.house
    refused, gone = house.callback_tasks.find(first), house.callback_tasks.find(second)
    assert refused
    assert gone
    assert (refused.state, gone.state) == (TaskState.REFUSED, TaskState.BAD_NUMBER)
    contacts = house.transact(lambda uow, _: uow.contacts.find_many([refused.contact, gone.contact]))
    assert contacts[refused.contact].refused_at is not None
    assert contacts[gone.contact].wrong_number_at is not None
    total = board(desk)
    assert total["bad_numbers"] == 1
    assert total["is_audited"] is True


def test_nobody_is_called_at_noon_and_the_page_says_so(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    noon = desk.runtime.now().replace(hour=4, minute=30)
    desk.runtime.advance(noon - desk.runtime.now())

    body = {"campaign": CAMPAIGN, "shard": 0}
    found = [
        desk.runtime.post_json("/api/v1/callbacks/next", {**body, "shard": shard}, as_=desk.agent).json()[
            "task"
        ]
        for shard in range(16)
    ]

    assert found == [None] * 16


def test_who_rated_in_the_month_is_heard_and_not_called(desk: Desk) -> None:
    desk.hall.serve(1)
    desk.hall.answer(desk.hall.link(), level="5", indicators="517")
    desk.runtime.advance(timedelta(minutes=5))

    begin_campaign(desk.runtime)

    total = board(desk)
    assert total["states"]["QUEUED"] == 0
    assert [step["persons"] for step in total["funnel"]] == [1, 1, 0, 0, 0, 0]
    assert (total["rated"], total["effective"], total["heard"]) == (1, "0.00", "100.00")


def test_a_clerk_a_unit_and_the_public_see_nothing_of_callbacks(desk: Desk) -> None:
    for role in (Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.HOTLINE_OPERATOR):
        assert desk.runtime.get("/callbacks", as_=person_of(role)).status == 403
    assert desk.runtime.get("/callbacks").status == 303


def test_after_the_end_the_board_has_nobody_waiting_and_nobody_on_the_telephone(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    desk.claim()

    held = board(desk)["states"]
    desk.runtime.advance(timedelta(days=90))
    over = board(desk)["states"]

    assert held["QUEUED"] == 1
    assert "ASSIGNED" not in held
    assert over["CLOSED_NOT_TRIED"] == 1
    assert "QUEUED" not in over
    page = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}", as_=desk.lead).text
    assert "到期未拨打" in page


def test_the_board_is_a_page_and_a_table_with_coverage_beside_effective_callbacks(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    desk.end(desk.claim(), outcome="REFUSED", duration_s=4)
    desk.runtime.drain()

    page = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}", as_=desk.lead)
    table = desk.runtime.get(f"/callbacks/boards/{CAMPAIGN}.csv", as_=desk.lead)
    home = desk.runtime.get("/callbacks", as_=desk.lead)

    assert [page.status, table.status, home.status] == [200, 200, 200]
    assert "100.00%" in page.text
    assert "有效回访率" in page.text
    unit = desk.hall.case()["dept_code"]
    assert f"{unit},1,1,1,1,1,0,0,100.00,0.00,0.00,0," in table.text
    assert PHONE not in page.text + table.text
