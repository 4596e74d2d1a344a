"""What was noted is texted and corrected for a day; whom no call reaches is texted once (§8.12, §2.5)."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.callbacks.plan_tasks import plan_tasks
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.invitations.take_reply import Outcome, Reply, take_reply
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign, facts_of
from tests.web.callbacks.conftest import Desk
from tests.web.ratings.conftest import PHONE
from tests.web.ratings.order_desk import MEASURE, REASON, OrderDesk

GOOD = {"outcome": "COMPLETE", "duration_s": 60, "answers": {"q1": 5, "q2": "a", "q3": "好", "q4": "b"}}


def stored(desk: Desk, task: str) -> CallbackTask:
    found = desk.runtime.house.callback_tasks.find(task)
    assert found
    return found


def called(desk: Desk) -> tuple[str, str]:
    """Call somebody who is content; return the task and the address in the text that follows."""
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    assert desk.end(task, **GOOD).status == 200
    desk.runtime.drain()
    desk.runtime.advance(timedelta(minutes=2))
    found = re.search(r"https?://[^/]+(/noted/[0-9A-Za-z]+)", desk.hall.texts()[-1])
    assert found, desk.hall.texts()
    return task, found[1]


def test_invented_satisfaction_is_corrected_once_by_the_link_and_opens_the_order_that_was_missing(
    desk: Desk,
) -> None:
    task, link = called(desk)

    page = desk.runtime.get(link)
    sent = desk.runtime.post_form(link, {"level": "1", "text": "根本没办好"})
    again = desk.runtime.post_form(link, {"level": "5"})

    assert "非常满意" in page.text
    assert PHONE not in page.text
    assert sent.status == 303
    assert again.status == 409
    after = stored(desk, task)
    assert after.answer
    assert after.answer.level == 1
    assert desk.runtime.house.orders.find(after.answer.order_id)


def test_after_a_day_what_was_noted_stands_and_a_foreign_link_opens_nothing(desk: Desk) -> None:
    task, link = called(desk)
    desk.runtime.advance(timedelta(hours=24))

    late = desk.runtime.post_form(link, {"level": "1"})

    assert late.status == 409
    answer = stored(desk, task).answer
    assert answer
    assert answer.level == 5
    assert desk.runtime.get("/noted/" + "0" * 16).status == 404


def texted(desk: Desk, days: int) -> str:
    """Serve somebody, call in vain some days later until the text goes that stands in; return the task."""
    desk.hall.serve(1)
    desk.runtime.advance(timedelta(days=days))
    begin_campaign(desk.runtime)
    task = desk.claim()
    for _ in range(3):
        desk.end(task, outcome="NO_ANSWER", ring_s=25)
        next_at = stored(desk, task).next_at
        if next_at is None:
            break
        desk.runtime.advance(next_at - desk.runtime.now() + timedelta(minutes=1))
        assert desk.claim() == task
    desk.runtime.advance(timedelta(hours=24))
    assert len([text for text in desk.hall.texts() if "未能打通" in text]) == 1
    assert stored(desk, task).state is TaskState.SMS_FALLBACK
    return task


@pytest.mark.parametrize(("words", "level"), [("2", 2), ("５分", 5)])
def test_whom_three_calls_did_not_reach_is_texted_once_and_answers_by_a_digit(
    desk: Desk, words: str, level: int
) -> None:
    task = texted(desk, days=8)

    take_reply(desk.runtime.house, Reply("n-1", PHONE, words))

    after = stored(desk, task)
    assert after.answer
    assert (after.state, after.answer.level) == (TaskState.DONE, level)


def replied(desk: Desk, number: str, words: str) -> Outcome:
    found = take_reply(desk.runtime.house, Reply(number, PHONE, words))
    desk.runtime.drain()
    return found


def rated(desk: Desk, link: str) -> int | None:
    """Return the level that an invitation's link was answered with."""
    found = desk.runtime.house.invitations.find(id_of(link.removeprefix("/r/")))
    return found.rating.answer.level if found and found.rating else None


def test_a_digit_beside_two_open_questions_is_never_guessed_but_asked_about(desk: Desk) -> None:
    task = texted(desk, days=0)
    link = _link(desk)

    asked = replied(desk, "n-1", "2")
    question = desk.hall.texts()[-1]
    said = replied(desk, "n-2", "B2")

    assert (asked, said) == (Outcome.WHICH, Outcome.RATED)
    assert "A建设工程规划许可证" in question
    assert "B回访建设工程规划许可证" in question
    answer = stored(desk, task).answer
    assert answer
    assert (answer.level, rated(desk, link)) == (2, None)


def test_the_other_letter_answers_the_invitation_and_leaves_the_callback_open(desk: Desk) -> None:
    task = texted(desk, days=0)
    link = _link(desk)
    replied(desk, "n-1", "4")

    assert replied(desk, "n-2", "A4") is Outcome.RATED

    assert (stored(desk, task).answer, rated(desk, link)) == (None, 4)
    assert replied(desk, "n-3", "1") is Outcome.RATED
    assert stored(desk, task).state is TaskState.DONE


def test_a_callback_that_was_texted_long_ago_does_not_stand_in_the_way_of_an_invitation(desk: Desk) -> None:
    task = texted(desk, days=8)
    desk.runtime.advance(timedelta(hours=73))

    def forget_the_cap(uow: Any, _now: Any) -> None:
        contact = uow.contacts.load(stored(desk, task).contact)
        early = tuple(replace(one, begun_at=one.begun_at - timedelta(days=40)) for one in contact.episodes)
        changed = replace(contact, episodes=early)
        uow.contacts.save(Decision(changed, Event("contact.forgotten", {})), SYSTEM)

    desk.runtime.house.transact(forget_the_cap)
    desk.hall.serve(2)

    assert replied(desk, "n-1", "3") is Outcome.RATED

    assert (stored(desk, task).answer, rated(desk, desk.hall.link())) == (None, 3)


def _link(desk: Desk) -> str:
    """Return the address in the invitation among the texts."""
    found = re.search(r"(/r/[0-9A-Za-z]+)", " ".join(desk.hall.texts()))
    assert found
    return found[1]


def pause(desk: Desk, state: CampaignState) -> None:
    """Put the campaign into a state."""

    def attempt(uow: Any, _now: Any) -> None:
        changed = replace(uow.campaigns.load(CAMPAIGN), state=state)
        event = "paused" if state is CampaignState.PAUSED else "resumed"
        uow.campaigns.save(Decision(changed, Event(f"campaign.{event}", facts_of(changed))), SYSTEM)

    desk.runtime.house.transact(attempt)
    desk.runtime.drain()


def test_in_a_pause_nobody_is_turned_to_and_what_was_said_before_it_is_recorded(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    pause(desk, CampaignState.PAUSED)

    claimed = desk.runtime.post_json("/api/v1/callbacks/next", {"campaign": CAMPAIGN}, as_=desk.agent)
    dialled = desk.runtime.post_json(f"/api/v1/callbacks/{task}/dial", {}, as_=desk.agent)
    ended = desk.end(task, **GOOD)

    assert {one.json()["type"] for one in (claimed, dialled)} == {"/problems/campaign-paused"}
    assert (ended.status, stored(desk, task).state) == (200, TaskState.DONE)


def test_what_is_said_after_a_campaign_was_cancelled_is_not_recorded(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    pause(desk, CampaignState.CANCELLED)

    assert desk.end(task, **GOOD).json()["type"] == "/problems/period-over"
    assert stored(desk, task).answer is None


def test_tasks_are_not_made_in_a_pause_and_are_made_when_it_is_over(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime, makes_tasks=False)
    pause(desk, CampaignState.PAUSED)
    plan_tasks(desk.runtime.house, CAMPAIGN)
    made = desk.runtime.house.transact(lambda uow, _now: uow.callback_plans.find(CAMPAIGN))

    pause(desk, CampaignState.FIELDING)
    desk.runtime.advance(timedelta(seconds=2))

    assert made is None
    assert desk.claim()


BAD: dict[str, Any] = {
    "outcome": "COMPLETE",
    "duration_s": 60,
    "answers": {"q1": 1, "q2": "b", "q3": "来了三趟", "q4": "b"},
}


def order_of(desk: Desk, task: str) -> OrderDesk:
    """Return the order that a bad level opened, once its unit has it."""
    desk.runtime.drain()
    desk.runtime.advance(timedelta(minutes=2))
    answer = stored(desk, task).answer
    assert answer
    return OrderDesk(desk.hall, "", answer.order_id)


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/noted/[0-9A-Za-z]+)", text)
    assert found, text
    return found[1]


def said_badly(desk: Desk) -> OrderDesk:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    assert desk.end(task, **BAD).status == 200
    return order_of(desk, task)


def test_who_said_it_in_a_call_gets_receipt_clock_and_answer_like_who_rated_badly(desk: Desk) -> None:
    order = said_badly(desk)
    number = order.read(order.regulator)["wo_no"]
    (receipt,) = [text for text in desk.hall.texts() if number in text]
    link = link_in(receipt)
    began = desk.runtime.get(link).text

    order.find()
    order.must(order.handler, "start-rectifying")
    order.must(order.handler, "submit-measure", **MEASURE)
    order.must(order.head, "approve-measure")
    desk.runtime.advance(timedelta(hours=3))
    (feedback,) = [text for text in desk.hall.texts() if MEASURE["public_reply"][:6] in text]
    told = desk.runtime.get(link).text
    said = desk.runtime.post_form(f"{link}/outcome", {"result": "NOT_SATISFIED", "text": "还是要跑"})

    assert link_in(feedback) == link
    assert all(words in began for words in (number, "签收", "期限", "没有人查看过"))
    assert PHONE not in began
    assert MEASURE["public_reply"] in told
    assert "问题解决了吗" in told
    assert said.status == 303
    assert order.read(order.regulator)["state"] == "REVISITED"
    assert "不满意，没有解决" in desk.runtime.get(link).text


def test_the_unit_reads_what_was_noted_and_what_the_resident_says_instead(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    assert desk.end(task, **{**BAD, "answers": {**BAD["answers"], "q2": "a"}}).status == 200
    order = order_of(desk, task)
    (link,) = {link_in(text) for text in desk.hall.texts() if "/noted/" in text}

    corrected = desk.runtime.post_form(link, {"level": "4", "text": "其实后来办好了"})
    page, shown = order.page(order.handler), order.read(order.handler)

    assert corrected.status == 303
    assert (shown["level"], shown["corrected_level"]) == (1, 4)
    assert shown["words"]["rating"] == "来了三趟"
    assert shown["words"]["correction"] == "其实后来办好了"
    assert "本人更正为" in page
    assert "本人更正时写的" in page


def test_nobody_says_an_outcome_before_they_are_asked_and_a_wrong_form_says_what_is_missing(
    desk: Desk,
) -> None:
    said_badly(desk)
    link = link_in(desk.hall.texts()[-1])

    early = desk.runtime.post_form(f"{link}/outcome", {"result": "SATISFIED"})
    wrong = desk.runtime.post_form(f"{link}/outcome", {})

    assert early.status == 409
    assert wrong.status == 422
    assert "请选择问题是否解决" in wrong.text


def test_a_digit_that_stands_in_for_the_calls_gets_the_receipt_of_its_order_too(desk: Desk) -> None:
    task = texted(desk, days=8)
    take_reply(desk.runtime.house, Reply("n-1", PHONE, "1"))

    order = order_of(desk, task)

    number = order.read(order.regulator)["wo_no"]
    (receipt,) = [text for text in desk.hall.texts() if number in text]
    assert number in desk.runtime.get(link_in(receipt)).text


def test_a_number_that_is_somebody_elses_gets_no_receipt_and_the_order_says_why(desk: Desk) -> None:
    desk.hall.serve(1)
    begin_campaign(desk.runtime)
    task = desk.claim()
    way = {"way": "not-me"}
    assert desk.runtime.post_form(desk.hall.link().replace("/r/", "/stop/"), way).status == 200
    assert desk.end(task, **BAD).status == 200

    order = order_of(desk, task)

    number = order.read(order.regulator)["wo_no"]
    assert not [text for text in desk.hall.texts() if number in text]
    text = desk.runtime.house.order_texts.find(f"{order.order_id}.receipt")
    assert text
    assert text.reason == "WRONG_NUMBER"


def test_an_upheld_appeal_against_what_was_said_in_a_call_is_told_and_can_be_turned(desk: Desk) -> None:
    order = said_badly(desk)
    link = link_in(desk.hall.texts()[-1])
    before = desk.runtime.post_form(f"{link}/objection", {"text": "我没有说错，当天去过三趟。"})
    order.appeal()
    for reviewer in order.reviewers[:2]:
        order.must(reviewer, "vote", decision="uphold", reason=REASON)
    desk.runtime.advance(timedelta(minutes=2))
    (told,) = [text for text in desk.hall.texts() if "不再计入统计" in text]
    shown, counted = desk.runtime.get(link).text, results(desk)

    short = desk.runtime.post_form(f"{link}/objection", {"text": "不"})
    objected = desk.runtime.post_form(f"{link}/objection", {"text": "我没有说错，当天去过三趟。"})
    waits = desk.runtime.get(link).text
    order.must(order.reviewers[2], "decide-objection", decision="reject", reason=REASON)

    assert before.status == 409
    assert link_in(told) == link
    assert all(words in shown for words in ("评价被认定无效", "误评", "提出异议"))
    assert counted == {"asked": 1, "answered": 0}
    assert (short.status, objected.status) == (422, 303)
    assert "您的异议已收到" in waits
    assert order.read(order.regulator)["state"] == "SIGNED"
    assert "您的异议成立" in desk.runtime.get(link).text
    assert results(desk) == {"asked": 1, "answered": 1}


def results(desk: Desk) -> dict[str, int]:
    """Return how many were asked in the campaign, and how many answers count."""
    desk.runtime.drain()
    found = desk.runtime.house.lists.figures("survey-counts", CAMPAIGN)["all"]
    return {name: found.get(name, 0) for name in ("asked", "answered")}
