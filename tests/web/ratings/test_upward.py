"""Reports to the provincial system in the running product: sent, refused and why, tried again, compared."""

import json
from datetime import timedelta

from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.paging import PageRequest
from infra.local.province import Held
from tests.web.ratings.conftest import PHONE, Hall, person_of


def rate(hall: Hall, number: int, level: str = "5", **said: str) -> str:
    """Have somebody served and rating; return the link."""
    phone = f"1380536{number + 1200:04d}"
    hall.serve(number, phone=phone)
    link = hall.link(phone)
    hall.answer(link, level=level, **said)
    hall.runtime.drain()
    return link


def held(hall: Hall) -> list[Held]:
    """Return what the province holds, in the order in which it came."""
    return list(hall.runtime.province._held.values())


def to_morning(hall: Hall) -> None:
    """Let the next morning come and everything happen that happens then."""
    hall.runtime.advance(timedelta(days=1))
    hall.runtime.advance(timedelta(minutes=1))
    hall.runtime.drain()


def test_a_rating_is_reported_at_once_and_counts_whatever_becomes_of_its_report(hall: Hall) -> None:
    rate(hall, 1)
    rate(hall, 7)

    counts = hall.runtime.house.lists.counts("upward")
    ratings = hall.runtime.house.lists.counts("invitations")

    assert [one.level for one in held(hall)] == ["5"]
    assert (counts["state=ACCEPTED"], counts["state=REFUSED"]) == (1, 1)
    assert ratings["state=USED"] == 2


def test_a_refusal_is_shown_in_the_provinces_words_and_tried_again_by_the_centre(hall: Hall) -> None:
    rate(hall, 7)
    page = hall.runtime.get("/upward", as_=hall.centre)
    report = hall.runtime.house.lists.page("upward", "state=REFUSED", PageRequest(limit=20)).cards[0].data

    sent = hall.runtime.post_form(f"/upward/{report['id']}/retry", {"name": report["name"]}, as_=hall.centre)
    again = hall.runtime.post_form(f"/upward/{report['id']}/retry", {"name": report["name"]}, as_=hall.centre)
    hall.runtime.advance(timedelta(seconds=2))

    assert "办件信息尚未汇聚，请稍后重报" in page.text
    assert "省级系统退回" in page.text
    assert (sent.status, again.status) == (303, 409)
    assert [one.name for one in held(hall)] == [report["name"]]
    assert "没有这一类报告" in hall.runtime.get("/upward", as_=hall.centre).text


def test_what_becomes_of_a_rating_later_follows_it_in_order(hall: Hall) -> None:
    link = rate(hall, 1, "3")
    hall.runtime.post_form(f"{link}/follow-up", {"level": "5"})
    hall.runtime.post_form(f"{link}/withdrawal", {})
    hall.runtime.drain()

    told = [(one.name.split("-")[1], one.level) for one in held(hall)]

    assert told == [("RATED", "3"), ("FOLLOWED_UP", "5"), ("WITHDRAWN", "3")]


def test_nothing_personal_goes_up_nor_into_a_list(hall: Hall) -> None:
    seen: list[str] = []
    province, take = hall.runtime.province, hall.runtime.province.send
    province.send = lambda call: (seen.append((call.body or b"").decode()), take(call))[1]  # type: ignore[method-assign]
    try:
        rate(hall, 1, "1", text="王小明说窗口让我打 13805361201")
    finally:
        province.send = take  # type: ignore[method-assign]

    message = json.loads(next(body for body in seen if body))

    assert message["code_system"] == "ZWFW_IF"
    assert (message["satisfaction"], message["pf"], message["assessNumber"]) == ("1", "7", "1")
    assert message["projectNo"] == "370700-2026-000001"
    for body in seen:
        assert "王小明" not in body
        assert "13805361201" not in body
        assert PHONE not in body
    assert "王小明" not in hall.runtime.get("/upward", as_=hall.centre).text


def test_every_morning_yesterday_is_compared_and_what_differs_is_named(hall: Hall) -> None:
    rate(hall, 1)
    rate(hall, 2, "4")
    rate(hall, 7)
    lost, other = held(hall)
    day = hall.runtime.now().date().isoformat()
    hall.runtime.province.forget([Held(other.name, other.on, "2"), Held("r_X-RATED-1", day, "5")])

    to_morning(hall)
    page = hall.runtime.get("/upward", as_=person_of(Role.REGULATOR)).text
    table = hall.runtime.get(f"/upward/days/{day}.csv", as_=person_of(Role.SYSADMIN)).text

    assert "4 处不同" in page
    assert "本地已接收回执，省里没有" in next(line for line in table.splitlines() if lost.name in line)
    assert "两边的等级不同" in next(line for line in table.splitlines() if other.name in line)
    assert "省里有，本地没有" in next(line for line in table.splitlines() if "r_X-" in line)
    assert "尚未被省里接收" in table


def test_a_day_that_agrees_says_so(hall: Hall) -> None:
    rate(hall, 1)
    day = hall.runtime.now().date().isoformat()

    to_morning(hall)

    assert "一致" in hall.runtime.get("/upward", as_=hall.centre).text
    assert "两边一致" in hall.runtime.get(f"/upward/days/{day}", as_=hall.centre).text


def test_without_any_report_the_page_says_what_it_will_show(hall: Hall) -> None:
    page = hall.runtime.get("/upward", as_=hall.centre).text

    assert "还没有上报" in page
    assert "还没有对账" in page


def test_a_lost_answer_is_asked_about_and_nothing_is_told_twice(hall: Hall) -> None:
    province, take = hall.runtime.province, hall.runtime.province.send
    methods: list[str] = []

    def losing(call: HttpCall) -> HttpAnswer:
        answer = take(call)
        if "?date=" not in call.url:
            methods.append(call.method)
            if len(methods) == 1:
                raise Unavailable
        return answer

    province.send = losing  # type: ignore[method-assign]
    try:
        rate(hall, 1)
        shown = hall.runtime.get("/upward?facet=state%3DRETRYING", as_=hall.centre).text
        hall.runtime.advance(timedelta(minutes=2))
    finally:
        province.send = take  # type: ignore[method-assign]

    assert "省级系统没有应答" in shown
    assert "下一次上报" in shown
    assert methods == ["POST", "GET"]
    assert hall.runtime.house.lists.counts("upward")["state=ACCEPTED"] == 1
