"""Texts that come back: a digit, a wish to stop, words; and what the provider says of ours."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.entrypoints.resident.texts_api import sign
from chalicelib.kernel.actors import Role
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.text_ports import OutgoingText
from chalicelib.usecases.texts.take_receipt import Receipt, take_receipt
from infra.local.http_event import Answer, Request
from infra.local.telephones import SurveyTelephones
from tests.web.ratings.conftest import PHONE, Hall, person_of


def signed(hall: Hall, path: str, body: dict[str, Any], *, late: int = 0, key: bytes | None = None) -> Answer:
    content = json.dumps(body).encode()
    edge = bootstrap.edge()
    seconds = int(edge.house.clock.wall_now().timestamp()) - late
    signature = sign(key or edge.text_key, seconds, content)
    headers = (("Content-Type", "application/json"), ("X-Text-Signature", signature))
    answer = hall.runtime.request(Request("POST", path, "", headers, content, ""))
    hall.runtime.drain()
    return answer


def reply(hall: Hall, text: str, number: str = "mo-1", phone: str = PHONE) -> Answer:
    return signed(hall, "/api/v1/texts/replies", {"id": number, "phone": phone, "text": text})


def invitation(hall: Hall, place: int = -1) -> Invitation:
    token = hall.texts()[place].partition("/r/")[2][:16]
    found = hall.runtime.house.invitations.find(id_of(token))
    assert found
    return found


@pytest.mark.parametrize(
    ("words", "level"),
    [("5", 5), ("５", 5), ("5分", 5), (" 2。", 2), ("非常满意", 5), ("满意", 4), ("很不满意", 1)],
)
def test_a_digit_or_its_word_is_the_rating(hall: Hall, words: str, level: int) -> None:
    hall.serve()

    answer = reply(hall, words)

    rating = invitation(hall).rating
    assert answer.json() == {"outcome": "rated"}
    assert rating
    assert (rating.answer.level, rating.arrival.channel) == (level, 7)
    assert bool(rating.order_id) == (level <= 2)


@pytest.mark.parametrize("words", ["R", "td", "Ｔ", "退订", "5 TD", "退订5", "r 1"])
def test_to_stop_wins_over_every_digit(hall: Hall, words: str) -> None:
    hall.serve()

    assert reply(hall, words).json() == {"outcome": "stopped"}

    assert invitation(hall).state == "OPTED_OUT"
    hall.runtime.advance(timedelta(days=40))
    hall.serve(2)
    assert len(hall.texts()) == 1


def test_who_says_stop_after_the_hours_of_a_digit_gets_no_reminder(hall: Hall) -> None:
    hall.runtime.advance(timedelta(days=3))
    hall.serve()
    hall.runtime.advance(timedelta(hours=73))

    assert reply(hall, "R").json() == {"outcome": "stopped"}

    hall.runtime.advance(timedelta(days=3))
    assert len(hall.texts()) == 1
    assert invitation(hall).state == "OPTED_OUT"


@pytest.mark.parametrize("words", ["55", "6", "5号窗口很差", "谢谢", "0", "满意不满意"])
def test_anything_else_is_kept_as_words_without_a_level(hall: Hall, words: str) -> None:
    hall.serve()

    assert reply(hall, words).json() == {"outcome": "noted"}
    assert invitation(hall).rating is None


def test_a_digit_counts_for_72_hours_only(hall: Hall) -> None:
    hall.serve()
    hall.runtime.advance(timedelta(hours=73))
    texted_again = len(hall.texts()) > 1

    answer = reply(hall, "5")

    assert answer.json() == {"outcome": "rated" if texted_again else "noted"}


def test_a_text_delivered_twice_is_one_and_from_a_stranger_it_is_words(hall: Hall) -> None:
    hall.serve()

    assert reply(hall, "1").json() == {"outcome": "rated"}
    assert reply(hall, "1").json() == {"outcome": "seen-before"}
    assert reply(hall, "5", "mo-2", "13900000001").json() == {"outcome": "noted"}


def test_two_open_services_are_asked_about_and_never_guessed(hall: Hall) -> None:
    hall.serve()
    first = invitation(hall)
    _forget_the_cap(hall, first)
    hall.serve(2, task_name="食品经营许可证核发")

    assert reply(hall, "5").json() == {"outcome": "which"}
    question = hall.texts()[-1]
    answered = reply(hall, "B1", "mo-2").json()

    assert question.startswith("【潍坊政务】您有2次办件待评价")
    assert "A建设工程规划许可证核发" in question
    assert answered == {"outcome": "rated"}
    assert invitation(hall, 0).rating is None
    rating = invitation(hall, 1).rating
    assert rating
    assert rating.answer.level == 1


def two_open(hall: Hall) -> None:
    hall.serve()
    _forget_the_cap(hall, invitation(hall))
    hall.serve(2, task_name="食品经营许可证核发")


def test_a_letter_keeps_its_meaning_when_another_service_is_closed_meanwhile(hall: Hall) -> None:
    two_open(hall)
    reply(hall, "5")
    first, second = (hall.texts()[place].partition("/r/")[2][:16] for place in (0, 1))
    hall.answer(f"/r/{first}", level="5")

    late = reply(hall, "A1", "mo-2").json()
    mine = reply(hall, "B4", "mo-3").json()

    houses = hall.runtime.house.invitations
    ratings = [found.rating for one in (first, second) if (found := houses.find(id_of(one)))]
    assert (late, mine) == ({"outcome": "noted"}, {"outcome": "rated"})
    assert [one.answer.level for one in ratings if one] == [5, 4]


def test_a_letter_that_nobody_gave_out_is_words(hall: Hall) -> None:
    hall.serve()

    assert reply(hall, "A5").json() == {"outcome": "noted"}
    assert reply(hall, "5", "mo-2").json() == {"outcome": "rated"}


def test_a_question_which_was_meant_is_the_second_text_of_its_episode(hall: Hall) -> None:
    two_open(hall)

    asked = [reply(hall, "5", f"mo-{number}").json()["outcome"] for number in (1, 2, 3)]
    hall.runtime.advance(timedelta(days=4))

    assert asked == ["which", "which", "noted"]
    assert [("回复字母" in text) for text in hall.texts()] == [False, False, True, True]


def _forget_the_cap(hall: Hall, first: Invitation) -> None:
    """Let the same telephone be asked again at once, as a longer window or a shorter cap of a profile may."""
    from dataclasses import replace

    from chalicelib.domain.decisions import Decision, Event
    from chalicelib.kernel.actors import SYSTEM

    def attempt(uow: Any, now: Any) -> None:
        contact = uow.contacts.load(first.contact)
        old = tuple(replace(one, begun_at=now - timedelta(days=31)) for one in contact.episodes)
        uow.contacts.save(Decision(replace(contact, episodes=old), Event("contact.passed_over", {})), SYSTEM)

    hall.runtime.house.transact(attempt)


def test_receipts_move_the_text_once_and_a_failure_is_tried_again(hall: Hall) -> None:
    hall.serve()
    name = f"{invitation(hall).id}-1"

    temporary = receipt(hall, name, "temporary-failure")
    hall.runtime.advance(timedelta(minutes=31))
    stale = receipt(hall, name, "delivered")
    fresh = receipt(hall, f"{invitation(hall).id}-2", "delivered")

    assert [answer.json()["is_new"] for answer in (temporary, stale, fresh)] == [True, False, True]
    assert len(hall.texts()) == 2
    assert invitation(hall).state == "DELIVERED"


@pytest.mark.parametrize(
    ("status", "state", "texts"),
    [
        ("delivered", "DELIVERED", 1),
        ("temporary-failure", "SENT", 2),
        ("permanent-failure", "FAILED_PERM", 1),
    ],
)
def test_a_receipt_that_is_faster_than_our_own_note_is_taken(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, status: str, state: str, texts: int
) -> None:
    send, told = SurveyTelephones.send, []

    def fast(self: SurveyTelephones, text: OutgoingText) -> str:
        taken = send(self, text)
        if not told:
            told.append(take_receipt(hall.runtime.house, text.name, Receipt(status)))
        return taken

    monkeypatch.setattr(SurveyTelephones, "send", fast)
    hall.serve()
    hall.runtime.advance(timedelta(minutes=31))

    assert told == [True]
    assert (invitation(hall).state, len(hall.texts())) == (state, texts)
    assert hall.runtime.house.lists.counts("invitations")["segments"] == texts
    assert (invitation(hall).remind_at is None) == (state == "FAILED_PERM")


def test_a_number_that_failed_for_good_is_not_tried_again(hall: Hall) -> None:
    hall.serve()

    receipt(hall, f"{invitation(hall).id}-1", "permanent-failure")
    hall.runtime.advance(timedelta(days=3))

    assert invitation(hall).state == "FAILED_PERM"
    assert len(hall.texts()) == 1


def receipt(hall: Hall, name: str, status: str) -> Answer:
    return signed(hall, "/api/v1/texts/receipts", {"name": name, "status": status})


def test_only_what_the_provider_signed_just_now_is_taken(hall: Hall) -> None:
    hall.serve()
    body = {"id": "mo-1", "phone": PHONE, "text": "1"}
    path = "/api/v1/texts/replies"

    forged = signed(hall, path, body, key=b"somebody else's key, just as long")
    late = signed(hall, path, body, late=400)
    unsigned = hall.runtime.request(Request("POST", path, body=json.dumps(body).encode(), source_ip=""))

    assert [answer.status for answer in (forged, late, unsigned)] == [401] * 3
    assert invitation(hall).rating is None


def test_the_local_telephone_shows_its_texts_and_answers_as_a_provider_would(hall: Hall) -> None:
    hall.serve()
    address = f"/dev/telephone?phone={PHONE}"

    shown = hall.runtime.get(address).text
    sent = hall.runtime.post_form("/dev/telephone", {"phone": PHONE, "text": "4"})

    assert "您的业务已办结" in shown
    assert sent.location.endswith("told=rated")
    rating = invitation(hall).rating
    assert rating
    assert rating.answer.level == 4


def test_the_local_telephones_list_open_links_though_the_texts_are_forgotten(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    hall.runtime.outbox.forget_all()

    shown = hall.runtime.get("/dev/telephone").text
    hall.answer(link, level="5")
    hall.runtime.drain()

    assert f'href="{link}"' in shown
    assert PHONE in shown
    assert link not in hall.runtime.get("/dev/telephone").text


def test_the_centre_reads_what_was_said_in_words_and_no_number(hall: Hall) -> None:
    hall.serve()
    assert "还没有人用文字回复" in hall.runtime.get("/text-replies", as_=hall.centre).text
    reply(hall, "窗口让我跑了三趟，请打 13805360101")
    hall.runtime.advance(timedelta(minutes=1))
    reply(hall, "还有，停车太难了", number="mo-2")

    page = hall.runtime.get("/text-replies", as_=hall.centre).text

    assert page.index("停车太难了") < page.index("窗口让我跑了三趟")
    assert PHONE not in page
    assert hall.runtime.get("/text-replies", as_=person_of(Role.REGULATOR)).status == 403
