"""From a completed service to a rating: one text, one page, one answer."""

from datetime import timedelta

from chalicelib.domain.satisfaction.cases.served_case import case_id
from chalicelib.domain.satisfaction.invitations.states import Suppression
from chalicelib.usecases.invitations.links import id_of, token_of
from infra.local.http_event import Request
from tests.web.ratings.conftest import PHONE, Hall


def test_whoever_was_served_gets_one_text_of_one_segment_with_a_link(hall: Hall) -> None:
    assert hall.serve().status == 201

    (text,) = hall.texts()
    assert text.startswith("【潍坊政务】")
    assert "王小明" not in text
    assert hall.link()


def test_the_page_says_what_it_is_about_and_nothing_of_the_person(hall: Hall) -> None:
    hall.serve()

    page = hall.runtime.get(hall.link())

    assert page.status == 200
    assert "建设工程规划许可证核发" in page.text
    assert "王小明" not in page.text
    assert PHONE not in page.text
    assert page.header("Referrer-Policy") == "no-referrer"
    assert page.header("Cache-Control") == "no-store"


def test_one_answer_is_taken_and_the_link_then_shows_what_became_of_it(hall: Hall) -> None:
    hall.serve()
    link = hall.link()

    sent = hall.answer(link, level="5", indicators="517")
    shown = hall.runtime.get(link)

    assert sent.status == 303
    assert "已收到您的评价" in shown.text
    assert "非常满意" in shown.text


def test_a_double_tap_is_one_answer_and_another_answer_changes_nothing(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    hall.answer(link, level="5")

    again, other = hall.answer(link, level="5"), hall.answer(link, level="1")

    assert (again.status, other.status) == (303, 409)
    assert "您的评价：非常满意" in hall.runtime.get(link).text
    assert "您的评价：非常不满意" not in hall.runtime.get(link).text


def test_a_token_that_nobody_was_sent_looks_like_one_that_is_over(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    never = hall.runtime.get("/r/0123456789abcdef")

    hall.runtime.advance(timedelta(days=20))
    over = hall.runtime.get(link)

    assert (never.status, over.status) == (404, 404)
    assert never.text == over.text
    assert hall.answer(link, level="5").status == 404


def test_a_browser_that_hides_where_its_form_comes_from_is_believed_unless_another_site_sent_it(
    hall: Hall,
) -> None:
    hall.serve()
    link = hall.link()

    foreign = send(hall, link, {"Origin": "null", "Sec-Fetch-Site": "cross-site"})
    own = send(hall, link, {"Origin": "null", "Sec-Fetch-Site": "same-origin"})

    assert (foreign, own) == (403, 303)


def send(hall: Hall, link: str, headers: dict[str, str]) -> int:
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return hall.runtime.request(Request("POST", link, "", tuple(form.items()), b"level=5")).status


def test_nobody_is_asked_anew_while_their_bad_rating_is_being_handled(hall: Hall) -> None:
    hall.serve()
    hall.answer(hall.link(), level="1")
    hall.runtime.advance(timedelta(days=31))  # the cap on asking is over, the order is not

    hall.serve(2)

    house = hall.runtime.house
    invitation = house.invitations.find(id_of(token_of(house, case_id("370700-2026-000002", 1))))
    assert invitation is not None
    assert invitation.suppression is Suppression.COMPLAINT_OPEN
    assert sum("请评价" in words for words in hall.texts()) == 1
