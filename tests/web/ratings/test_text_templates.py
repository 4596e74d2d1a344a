"""The editor of texts: a preview, all errors at once, another person approves, and the next text uses it."""

from datetime import timedelta

from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.test_monitor import first_of

PAGE, API = "/invitations/texts/link", "/api/v1/invitation-texts/link"
WORDS = "【{signature}】请为您的业务评价:{link},退订回TD"
LONG = WORDS.replace("请", "感谢您到政务服务大厅办理业务，我们希望做得更好，请抽出十秒钟时间，", 1)


def propose(hall: Hall, text: str = WORDS, **more: object) -> Answer:
    return hall.runtime.post_json(API, {"text": text, **more}, as_=hall.centre)


def decide(hall: Hall, number: int, step: str = "approve") -> Answer:
    return hall.runtime.post_json(f"{API}/{number}/{step}", {}, as_=person_of(Role.REGULATOR))


def test_a_preview_counts_and_keeps_nothing(hall: Hall) -> None:
    page = hall.runtime.post_form(f"{PAGE}/preview", {"text": LONG}, as_=hall.centre)

    assert page.status == 200
    assert "预计每月费用" in page.text
    assert "这条短信要按 2 段计费" in page.text
    assert LONG in page.text
    assert hall.runtime.get_json(API, as_=hall.centre).json()["waiting"] is None


def test_everything_that_is_wrong_is_said_at_once_and_the_typed_text_stays(hall: Hall) -> None:
    typed = "尊敬的{name},请评价,见t.cn/abc"
    page = hall.runtime.post_form(f"{PAGE}/new", {"text": typed}, as_=hall.centre)

    assert page.status == 422
    for words in ("必须以签名开头", "没有占位符 {name}", "缺少占位符 {link}", "不能用短链接", "怎样拒收"):
        assert words in page.text
    assert typed in page.text


def test_a_second_segment_has_to_be_confirmed(hall: Hall) -> None:
    refused, sent = propose(hall, LONG), propose(hall, LONG, is_confirmed=True)

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/is_confirmed"]
    assert sent.status == 201
    assert sent.json()["waiting"]["segments"] == 2


def test_the_next_text_has_the_approved_words_and_the_invitation_says_which(hall: Hall) -> None:
    propose(hall)
    own = hall.runtime.post_json(f"{API}/1/approve", {}, as_=hall.centre)
    approved = decide(hall, 1)
    hall.runtime.advance(timedelta(minutes=2))

    hall.serve()

    assert own.status == 403
    assert approved.status == 200
    assert "请为您的业务评价" in hall.texts()[-1]
    assert "第 1 版" in hall.runtime.get(first_of(hall, "state=SENT"), as_=hall.centre).text


def test_the_words_hold_from_the_instant_that_was_wanted(hall: Hall) -> None:
    propose(hall, effective_at=(hall.runtime.now() + timedelta(days=1)).isoformat())
    decide(hall, 1)
    hall.runtime.advance(timedelta(minutes=2))
    hall.serve()

    hall.runtime.advance(timedelta(days=1))
    hall.serve(2, phone="13805360102")

    assert "您的业务已办结" in hall.texts()[0]
    assert "请为您的业务评价" in hall.texts("13805360102")[0]


def test_every_version_stays_and_an_older_one_can_be_proposed_again(hall: Hall) -> None:
    propose(hall)
    decide(hall, 1)
    hall.runtime.advance(timedelta(minutes=2))
    propose(hall, WORDS.replace("请为", "欢迎为"))
    decide(hall, 2, "decline")

    page = hall.runtime.get(PAGE, as_=hall.centre).text
    older = hall.runtime.get(f"{PAGE}/new?from=0", as_=hall.centre)
    nothing = hall.runtime.get(f"{PAGE}/new?from=9", as_=hall.centre)
    again = decide(hall, 2)

    for words in ("第 2 版", "未批准", "第 1 版", "正在使用", "恢复第 0 版", "工号"):
        assert words in page
    assert "您的业务已办结" in older.text
    assert (nothing.status, again.status) == (404, 409)


def test_one_version_waits_at_a_time_and_its_drafter_takes_it_back(hall: Hall) -> None:
    propose(hall)
    second = propose(hall)

    gone = hall.runtime.post_form(f"{PAGE}/1/withdraw", {}, as_=hall.centre)

    assert second.json()["type"] == "/problems/text-waits"
    assert gone.status == 303
    assert propose(hall).status == 201
