"""Who asks is found, told and taken out in every room: items, callbacks, surveys (PIPL art 44–47)."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.hotline.figures import FIGURES
from chalicelib.kernel.actors import Role
from chalicelib.projections.rebuild import rebuild
from chalicelib.usecases.invitations.take_reply import Reply, take_reply
from chalicelib.usecases.surveys.links import id_of
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign
from tests.web.callbacks.conftest import Desk
from tests.web.hotline.conftest import REPLY, HotlineDesk
from tests.web.ratings.conftest import PHONE, Hall, person_of
from tests.web.ratings.dumps import dump, items
from tests.web.ratings.order_desk import OrderDesk
from tests.web.ratings.test_privacy import Office, _mornings_after, _settle, faults, figures, office, rate
from tests.web.surveys.conftest import Bureau
from tests.web.surveys.test_survey_links import secrets

__all__ = ["office"]
SAID = {"q1": 4, "q2": "a", "q3": "窗口的小李很好", "q4": "b"}
NOTE, CORRECTED = "请打我女儿的电话", "没有那么满意"
ROOMS = ("CASE#", "RATING#", "REPLY#", "CALLBACK#", "HOTLINE#", "ANSWER#hotline", "SURVEY#", "PRIVACY#")
GIFT = {"q1": 4, "q2": "a", "q3": "收了两百块", "q4": "a"}


@pytest.fixture
def calls(hall: Hall) -> Desk:
    return Desk(hall.runtime, hall, person_of(Role.CALLBACK_AGENT), person_of(Role.CALLBACK_LEAD))


@pytest.fixture
def hotline(hall: Hall) -> HotlineDesk:
    return HotlineDesk(hall.runtime)


def call(calls: Desk, **said: Any) -> str:
    """Serve somebody and have them called; return the task."""
    calls.hall.serve()
    begin_campaign(calls.runtime)
    task = calls.claim()
    assert (
        calls.runtime.post_json(f"/api/v1/callbacks/{task}/draft", {"note": NOTE}, as_=calls.agent).status
        < 300
    )
    body = {"outcome": "COMPLETE", "duration_s": 60, "answers": SAID, "note": NOTE, **said}
    assert calls.end(task, **body).status == 200
    calls.runtime.drain()
    return task


def correct(calls: Desk, level: str = "3") -> None:
    """Correct by the link in the summary what was noted."""
    calls.runtime.advance(timedelta(minutes=2))
    found = re.search(r"https?://[^/]+(/noted/[0-9A-Za-z]+)", calls.hall.texts()[-1])
    assert found
    assert calls.runtime.post_form(found[1], {"level": level, "text": CORRECTED}).status == 303


def stored(calls: Desk, task: str) -> CallbackTask:
    found = calls.runtime.house.callback_tasks.find(task)
    assert found
    return found


def answered(hotline: HotlineDesk, **said: Any) -> str:
    item: str = hotline.register(name="王小明", wanted="退还多收的费用", **said)["id"]
    hotline.must(hotline.operator, item, "answer", reply=REPLY)
    return item


def counted(hall: Hall) -> str:
    """Return everything that figures are made of."""
    hall.runtime.drain()
    lists = hall.runtime.house.lists
    shown = {
        "ratings": figures(hall),
        "items": lists.figures(FIGURES, "2026"),
        "results": lists.figures("survey-counts", CAMPAIGN),
        "board": lists.figures("callbacks", CAMPAIGN),
    }
    return json.dumps(shown, sort_keys=True)


def rooms_with(hall: Hall) -> set[str]:
    """Return under which kinds of names the vault holds anything, of those that persons stand in."""
    refs = [str(one["pk"]) for one in items(hall, "vault")]
    return {room for room in ROOMS if any(ref.startswith(room) for ref in refs)}


def kinds_with(hall: Hall, phone: str = PHONE) -> set[str]:
    """Return what kinds of things the telephone's MAC still stands in."""
    pseudonym = hall.runtime.house.sealing.fingerprint("phone", phone)[:32]
    return {str(one["kind"]) for one in items(hall, "satisfaction") if pseudonym in str(one)}


def test_an_erased_person_is_in_no_room_and_chains_and_figures_are_as_before(
    hall: Hall, calls: Desk, hotline: HotlineDesk, office: Office
) -> None:
    task = call(calls)
    correct(calls)
    item = answered(hotline)
    take_reply(hall.runtime.house, Reply("n-1", PHONE, "谢谢你们"))
    assert rooms_with(hall) == {"CASE#", "RATING#", "REPLY#", "CALLBACK#", "HOTLINE#", "ANSWER#hotline"}
    before = counted(hall)
    office.open()

    page = office.erase()

    assert "已经删除" in page
    assert rooms_with(hall) == set()
    assert kinds_with(hall) == {"contact"}
    assert counted(hall) == before
    assert rebuild(bootstrap.projector(), bootstrap.shelves()) is True
    assert counted(hall) == before
    assert faults(hall) == []
    assert hall.runtime.get(f"/callbacks/boards/{CAMPAIGN}", as_=calls.lead).status == 200
    assert hotline.read(hotline.operator, item)["item_no"]
    answer = stored(calls, task).answer
    assert answer
    assert (answer.level, answer.ref, answer.person_ref) == (3, "", "")


def test_the_copy_has_the_calls_and_items_with_what_was_said(
    hall: Hall, calls: Desk, hotline: HotlineDesk, office: Office
) -> None:
    call(calls)
    correct(calls)
    item = hotline.replied(wanted="退还多收的费用")
    told = {"solved": "PARTLY", "level": 3, "note": "还差一张表"}
    hotline.must(hotline.operator, item, "callback", **told)
    office.open()

    copied = office.take("copy", office.first)

    (case,) = copied.json()["cases"]
    (one,) = copied.json()["items"]
    (called,) = case["calls"]
    assert (called["outcome"], called["level"]) == ("COMPLETE", 3)
    said = json.dumps(called["said"], ensure_ascii=False)
    assert all(words in said for words in (NOTE, SAID["q3"], CORRECTED))  # type: ignore[operator]
    assert one["words"]["wanted"] == "退还多收的费用"
    assert one["words"]["reply"] == REPLY
    assert one["words"]["said"] == "还差一张表"
    for secret in (PHONE, hotline.operator.subject, calls.agent.subject, "salt"):
        assert secret not in copied.text


def test_the_page_counts_what_was_found_in_every_room_and_names_nobody(
    hall: Hall, calls: Desk, hotline: HotlineDesk, office: Office
) -> None:
    call(calls)
    item = hotline.register(name="王小明")
    office.open()

    page = office.show()

    assert item["item_no"] in page
    assert re.search(r"受理时找到的办件和诉求件.*?<dd[^>]*>\s*2\s*<", page, re.DOTALL)
    for secret in (PHONE, "王小明", NOTE):
        assert secret not in page


def test_an_item_that_is_not_closed_is_kept_and_erased_when_it_is(
    hotline: HotlineDesk, office: Office
) -> None:
    item = hotline.register()["id"]
    office.open()

    kept = office.erase()
    hotline.must(hotline.operator, item, "answer", reply=REPLY)
    done = office.erase()

    assert "部分保留" in kept
    assert "已删除" in done
    assert rooms_with(office.hall) == set()


def test_the_link_of_an_erased_item_is_shut_and_reopens_nothing(hotline: HotlineDesk, office: Office) -> None:
    moved = hotline.complain(phone=PHONE, content="窗口要求多跑一趟，没有一次告知。")
    link = (moved.header("Location") or "").partition("?")[0]
    item = hotline.newest()
    hotline.must(hotline.operator, item, "answer", reply=REPLY)
    assert hotline.runtime.get(link).status == 200
    office.open()

    office.erase()

    assert hotline.runtime.get(link).status == 404
    assert hotline.runtime.post_form(f"{link}/reopening", {"text": "再来一次"}).status == 404


def test_words_that_were_replaced_while_an_item_was_handled_go_as_well(
    hotline: HotlineDesk, office: Office
) -> None:
    item = hotline.register()["id"]
    for said in ("请尽快核实并回复诉求人。", "请今天之内回复诉求人本人。"):
        hotline.must(hotline.regulator, item, "instruct", instruction=said)
    hotline.must(hotline.operator, item, "answer", reply=REPLY)
    office.open()

    office.erase()

    assert rooms_with(office.hall) == set()


def test_a_case_whose_call_opened_an_order_is_kept_until_it_is_over(
    hall: Hall, calls: Desk, office: Office
) -> None:
    task = call(calls, answers={**SAID, "q1": 1})
    order_id = stored(calls, task).answer.order_id  # type: ignore[union-attr]
    office.open()
    kept = office.erase()
    hall.runtime.advance(timedelta(seconds=2))

    _settle(OrderDesk(hall, "", order_id))
    done = office.erase()

    assert "部分保留" in kept
    assert "已删除" in done
    assert rooms_with(hall) == set()


def test_who_waits_to_be_called_is_called_no_more_and_the_agent_is_free(
    hall: Hall, calls: Desk, office: Office
) -> None:
    hall.serve()
    begin_campaign(hall.runtime)
    task = calls.claim()
    office.open()

    office.erase()

    assert stored(calls, task).state is TaskState.SUPPRESSED
    assert calls.end(task, outcome="NO_ANSWER", ring_s=25).status == 409
    house = hall.runtime.house
    assert house.ready_tasks.held_by(calls.agent.subject, hall.runtime.now()) is None
    assert kinds_with(hall) == {"contact"}


def test_nobody_visits_who_was_taken_out(hall: Hall, calls: Desk, office: Office) -> None:
    hall.serve()
    begin_campaign(hall.runtime)
    task = calls.claim()
    assert calls.end(task, outcome="DEAD_NUMBER").status == 200
    office.open()

    office.erase()

    listed = hall.runtime.get(f"/callbacks/boards/{CAMPAIGN}/visits", as_=calls.lead)
    assert task not in listed.text
    assert hall.runtime.post_json(f"/api/v1/callbacks/{task}/visit-order", {}, as_=calls.lead).status == 404


def test_what_was_written_in_a_survey_goes_and_an_open_link_shuts(hall: Hall, office: Office) -> None:
    bureau = Bureau(hall.runtime)
    bureau.serve(2)
    campaign = bureau.begun(months=bureau.a_month_on())
    (first, second) = secrets(bureau, campaign)
    said = {"answers.q1": "5", "answers.q2": "yes", "answers.q9": "no", "answers.q8": "1"}
    for secret in (first, second):
        held = hall.runtime.house.surveys.find(id_of(secret))
        assert held
    assert (
        hall.runtime.post_form(f"/surveys/{first}", {**said, "answers.q11": "小王的电话打不通"}).status == 303
    )
    hall.runtime.drain()
    before = json.dumps(hall.runtime.house.lists.figures("survey-counts", campaign["id"]), sort_keys=True)

    for phone in ("13805360001", "13805360002"):
        office.open(phone)
        office.erase()

    after = json.dumps(hall.runtime.house.lists.figures("survey-counts", campaign["id"]), sort_keys=True)
    assert rooms_with(hall) == set()
    assert after == before
    assert kinds_with(hall, "13805360001") | kinds_with(hall, "13805360002") == {"contact"}
    assert hall.runtime.get(f"/surveys/{second}").status == 404
    assert faults(hall) == []


def test_whose_survey_opened_an_order_is_kept_until_it_is_over_and_then_their_link_shuts(
    hall: Hall, office: Office
) -> None:
    bureau = Bureau(hall.runtime)
    bureau.serve(1)
    campaign = bureau.begun(months=bureau.a_month_on())
    (secret,) = secrets(bureau, campaign)
    said = {"answers.q1": "1", "answers.q2": "yes", "answers.q9": "no", "answers.q8": "1"}
    sent = hall.runtime.post_form(f"/surveys/{secret}", {**said, "answers.q11": "小王的电话打不通"})
    assert sent.status == 303
    hall.runtime.drain()
    hall.runtime.advance(timedelta(seconds=2))
    survey = hall.runtime.house.surveys.find(id_of(secret))
    order = OrderDesk(hall, "", survey.given.order_id)  # type: ignore[union-attr]
    office.open("13805360001")
    kept = office.erase()
    followed = hall.runtime.get(f"/surveys/{secret}")

    _settle(order)
    done = office.erase()

    assert "部分保留" in kept
    assert "办理进度" in followed.text
    assert "已删除" in done
    assert rooms_with(hall) == set()
    assert kinds_with(hall, "13805360001") == {"contact"}
    assert hall.runtime.get(f"/surveys/{secret}").status == 404
    assert faults(hall) == []


def test_people_who_raise_a_problem_are_counted_as_before(hotline: HotlineDesk, office: Office) -> None:
    first, second = answered(hotline), answered(hotline, phone="13805360102")
    body = {"items": [second], "title": "窗口没有一次告知", "unit": hotline.unit}
    made = hotline.runtime.visit(hotline.operator).post_form(f"/hotline/{first}/similar", body)
    assert made.status == 303, made.text
    office.open()

    office.erase()

    assert kinds_with(office.hall) <= {"contact"}
    house = hotline.runtime.house
    problem = house.transact(
        lambda uow, _now: uow.problems.load(made.location.rpartition("/")[2].partition("?")[0])
    )
    assert problem.people == 2


@pytest.mark.parametrize(("answers", "days"), [(SAID, 90), (GIFT, 365)])
def test_what_was_said_in_a_call_is_kept_as_long_as_a_rating_and_about_gifts_as_long_as_a_bad_one(
    hall: Hall, calls: Desk, answers: dict[str, Any], days: int
) -> None:
    call(calls, answers=answers)

    _mornings_after(hall, days - 1)
    kept = rooms_with(hall)
    for _ in range(10):  # the link of the text that nobody answered was open for a week
        _mornings_after(hall, 2)

    assert kept == {"CASE#", "CALLBACK#"}
    assert rooms_with(hall) == set()
    assert kinds_with(hall) == {"contact"}


def test_who_was_called_and_has_an_open_order_is_not_forgotten_with_the_unanswered_text(
    hall: Hall, calls: Desk
) -> None:
    call(calls, answers={**SAID, "q1": 1})

    _mornings_after(hall, 95)

    assert rooms_with(hall) == {"CASE#", "CALLBACK#"}


def test_a_rating_beside_a_closed_item_is_erased_with_it_in_one_request(
    hall: Hall, hotline: HotlineDesk, office: Office
) -> None:
    rate(hall)
    answered(hotline)
    office.open()

    page = office.erase()

    assert re.search(r"已删除本人信息的办件和诉求件.*?<dd[^>]*>\s*2\s*<", page, re.DOTALL)
    assert PHONE not in dump(hall)["vault"]
