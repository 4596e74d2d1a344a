"""Whoever says by the link of a survey that they are dissatisfied gets a receipt, a clock and an answer."""

import re
from datetime import timedelta
from typing import Any

from chalicelib.kernel.actors import Role
from chalicelib.usecases.surveys.links import id_of
from infra.local.http_event import Answer
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import MEASURE, REASON, OrderDesk
from tests.web.surveys.conftest import Bureau
from tests.web.surveys.test_survey_links import GOOD, fielded, send

PHONE = "13805360001"
BAD = {**GOOD, "answers.q1": "1", "answers.q11": "来了三趟才办成，打 13800001111 也没人接"}


def said_badly(bureau: Bureau, **more: str) -> tuple[dict[str, Any], str, OrderDesk]:
    """Return a campaign, the secret of somebody who is dissatisfied, and their order once its unit has it."""
    campaign, (secret,) = fielded(bureau, 1)
    assert send(bureau, secret, {**BAD, **more}).status == 303
    return campaign, secret, order_of(bureau, secret)


def order_of(bureau: Bureau, secret: str) -> OrderDesk:
    bureau.runtime.drain()
    bureau.runtime.advance(timedelta(minutes=2))
    survey = bureau.runtime.house.surveys.find(id_of(secret))
    assert survey is not None
    assert survey.given is not None
    hall = Hall(bureau.runtime, person_of(Role.CENTRE_SUPERVISOR))
    return OrderDesk(hall, "", survey.given.order_id)


def texts(bureau: Bureau) -> list[str]:
    return [one.text for one in bureau.runtime.outbox.letters(PHONE)]


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/]+/s/([0-9A-Za-z]+)", text)
    assert found, text
    return f"/surveys/{found[1]}"


def say(bureau: Bureau, secret: str, step: str, body: dict[str, str]) -> Answer:
    return bureau.runtime.post_form(f"/surveys/{secret}/{step}", body)


def test_the_page_says_beforehand_what_a_bad_level_brings(bureau: Bureau) -> None:
    _, (secret,) = fielded(bureau, 1)

    page = bureau.runtime.get(f"/surveys/{secret}").text

    assert "我们会开一张工单" in page
    assert 'name="may_contact"' in page


def test_the_order_is_receipted_mended_told_and_contradicted_under_the_link_of_the_survey(
    bureau: Bureau,
) -> None:
    _, secret, order = said_badly(bureau)
    page = f"/surveys/{secret}"
    number = order.read(order.regulator)["wo_no"]
    (receipt,) = [text for text in texts(bureau) if number in text]
    began = bureau.runtime.get(page).text

    order.find()
    order.must(order.handler, "start-rectifying")
    order.must(order.handler, "submit-measure", **MEASURE)
    order.must(order.head, "approve-measure")
    bureau.runtime.advance(timedelta(hours=3))
    (feedback,) = [text for text in texts(bureau) if MEASURE["public_reply"][:6] in text]
    told = bureau.runtime.get(page).text
    empty = say(bureau, secret, "outcome", {})
    said = say(bureau, secret, "outcome", {"result": "NOT_SATISFIED", "text": "还是要跑"})

    assert path_in(receipt) == path_in(feedback) == page
    assert all(words in began for words in ("谢谢您的回答", number, "签收", "期限", "没有人查看过"))
    assert PHONE not in began
    assert MEASURE["public_reply"] in told
    assert "问题解决了吗" in told
    assert empty.status == 422
    assert "请选择问题是否解决" in empty.text
    assert said.status == 303
    assert order.read(order.regulator)["state"] == "REVISITED"
    assert "不满意，没有解决" in bureau.runtime.get(page).text


def test_the_unit_reads_what_was_said_and_done_and_neither_number_nor_name(bureau: Bureau) -> None:
    _, _, order = said_badly(bureau)

    shown, page = order.read(order.handler), order.page(order.handler)

    assert shown["source"] == "SURVEY"
    assert "来了三趟才办成" in page
    assert "满意度调查" in page
    assert "建设工程规划许可证核发" in page
    assert "13800001111" not in page
    assert PHONE not in page
    assert shown["words"]["rating"].startswith("来了三趟")
    assert (shown["may_unit_contact"], shown["is_contactable"]) == (False, True)


def test_who_ticks_it_is_called_by_the_unit_itself(bureau: Bureau) -> None:
    _, _, order = said_badly(bureau, may_contact="true")

    order.must(order.handler, "sign")

    assert order.read(order.handler)["phone"] == "138****0001"


def test_a_good_level_opens_nothing_and_says_nothing_of_orders(bureau: Bureau) -> None:
    _, (secret,) = fielded(bureau, 1)

    send(bureau, secret, GOOD)
    order = order_of(bureau, secret)

    assert order.order_id == ""
    assert "工单" not in bureau.runtime.get(f"/surveys/{secret}").text
    assert say(bureau, secret, "outcome", {"result": "SATISFIED"}).status == 409


def test_a_step_before_any_answer_is_refused_on_the_very_page(bureau: Bureau) -> None:
    _, (secret,) = fielded(bureau, 1)

    refused = say(bureau, secret, "outcome", {"result": "SATISFIED"})

    assert refused.status == 409
    assert "提交我的回答" in refused.text


def test_who_complains_after_the_end_is_not_counted_and_is_answered_all_the_same(bureau: Bureau) -> None:
    campaign, (secret,) = fielded(bureau, 1)
    bureau.runtime.advance(timedelta(days=8))

    send(bureau, secret, BAD)
    order = order_of(bureau, secret)

    assert bureau.counted(campaign)["course"]["answered"] == 0
    assert order.read(order.regulator)["state"] == "DISPATCHED"
    assert "不计入结果" in bureau.runtime.get(f"/surveys/{secret}").text


def test_an_upheld_appeal_takes_the_answer_out_of_the_figures_until_the_objection_turns_it(
    bureau: Bureau,
) -> None:
    campaign, secret, order = said_badly(bureau)
    order.appeal()
    for reviewer in order.reviewers[:2]:
        order.must(reviewer, "vote", decision="uphold", reason=REASON)
    bureau.runtime.advance(timedelta(minutes=2))
    (told,) = [text for text in texts(bureau) if "不再计入统计" in text]
    shown, without = bureau.runtime.get(f"/surveys/{secret}").text, bureau.counted(campaign)

    objected = say(bureau, secret, "objection", {"text": "我没有说错，当天去过三趟。"})
    order.must(order.reviewers[2], "decide-objection", decision="reject", reason=REASON)
    again = bureau.counted(campaign)

    assert path_in(told) == f"/surveys/{secret}"
    assert all(words in shown for words in ("评价被认定无效", "误评", "提出异议"))
    assert (without["course"]["answered"], without["course"]["invalid"]) == (0, 1)
    assert without["questions"][0]["n"] == 0
    assert objected.status == 303
    assert (again["course"]["answered"], again["course"]["invalid"]) == (1, 0)
    assert again["questions"][0]["n"] == 1
    assert "您的异议成立" in bureau.runtime.get(f"/surveys/{secret}").text
