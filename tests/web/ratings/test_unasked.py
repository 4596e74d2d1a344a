"""Rating without a text: a window's code, its tablet, a paper form, the web."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.cases.served_case import case_id
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import people
from tests.web.ratings.conftest import PHONE, Hall, person_of

MATTER = "1137070004TEST001"


@pytest.fixture
def point(hall: Hall) -> str:
    """Register window 12 of the hall in which the tests serve."""
    return register(hall)


def register(around: Hall, **more: str) -> str:
    unit = person_of(Role.UNIT_HANDLER).org
    fields = {
        "unit": unit.uscc,
        "unit_name": unit.name,
        "hall": "H1",
        "hall_name": "市政务服务中心",
        "window": "12",
        "matters": f"{MATTER} 建设工程规划许可证核发",
        **more,
    }
    return around.runtime.post_form("/points", fields, as_=around.centre).location.rpartition("/")[2]


def ticket_of(page: str) -> str:
    found = re.search(r'name="ticket" value="(\w{22})"', page)
    assert found
    return found[1]


def rate(hall: Hall, address: str, **said: str) -> Answer:
    ticket = ticket_of(hall.runtime.get(address).text)
    return hall.runtime.post_form(address, {"matter": MATTER, "ticket": ticket, **said})


def ratings(hall: Hall) -> list[Any]:
    """Return every stored rating's invitation."""
    house = hall.runtime.house
    found = hall.runtime.house.transact(lambda uow, _now: uow)
    model = found.tables.satisfaction  # type: ignore[attr-defined]
    names = [item.pk.split("#", 1)[1] for item in model.scan(model.kind == "invitation")]
    return [one for name in names if (one := house.invitations.find(name)) and one.rating]


def sightings(hall: Hall) -> int:
    """Count what is remembered of devices and words."""
    model = hall.runtime.house.transact(lambda uow, _now: uow).tables.satisfaction  # type: ignore[attr-defined]
    return len(list(model.scan(model.kind == "sighting")))


def test_a_window_s_code_takes_a_rating_in_three_taps_and_shows_what_became_of_it(
    hall: Hall, point: str
) -> None:
    sent = rate(hall, f"/q/{point}", level="5")
    shown = hall.runtime.get(sent.location)

    (one,) = ratings(hall)
    assert sent.status == 303
    assert "已收到您的评价" in shown.text
    assert "您的评价已计入统计" not in shown.text
    assert "对得上办件的评价计入统计" in shown.text
    assert (one.mode, one.rating.arrival.channel, one.rating.arrival.sub_channel) == ("QR", 3, "UNMATCHED")
    assert (one.case, one.service.window) == ("", "12")


def test_the_last_digits_of_the_telephone_find_the_case_and_nobody_is_told(hall: Hall, point: str) -> None:
    hall.serve(phone=PHONE)

    right = rate(hall, f"/q/{point}", level="2", indicators="209", phone_tail=PHONE[-4:])
    wrong = rate(hall, f"/q/{point}", level="2", indicators="209", phone_tail="9999")

    matched = [one for one in ratings(hall) if one.case]
    pages = [without_numbers(hall.runtime.get(sent.location).text) for sent in (right, wrong)]
    assert (len(matched), len(ratings(hall))) == (1, 2)
    assert matched[0].service.staff == "W-108"
    assert pages[0] == pages[1]


def without_numbers(page: str) -> str:
    return re.sub(r"(PJ|HP)-[\w-]+|/r/\w{22}", "", page)


def test_of_more_cases_than_are_looked_at_none_is_guessed(hall: Hall, point: str) -> None:
    for number in range(1, 12):
        hall.serve(number)
    numbers = [f"370700-2026-{number:06d}" for number in range(1, 12)]
    for number in sorted(numbers, key=lambda one: case_id(one, 1))[:9]:
        fields = {"form_no": number, "window": f"{point}|{MATTER}", "level": "5", "receipt_no": number}
        hall.runtime.post_form("/paper-forms", fields, as_=hall.centre)

    rate(hall, f"/q/{point}", level="1", phone_tail=PHONE[-4:])

    assert [one.case for one in ratings(hall) if one.rating.answer.level == 1] == [""]


def test_a_receipt_number_alone_uses_up_nobodys_rating(hall: Hall, point: str) -> None:
    hall.serve(phone=PHONE)

    rate(hall, f"/q/{point}", level="5", receipt_no="370700-2026-000001")
    rate(hall, f"/q/{point}", level="5", receipt_no="370700-2026-000001", phone_tail="9999")
    by_link = hall.answer(hall.link(), level="1")

    assert by_link.status == 303
    assert [one.rating.answer.level for one in ratings(hall) if one.case] == [1]


def test_of_several_cases_of_a_telephone_the_receipt_says_which(hall: Hall, point: str) -> None:
    for number in (1, 2):
        hall.serve(number, phone=PHONE)

    rate(hall, f"/q/{point}", level="5", receipt_no="370700-2026-000002", phone_tail=PHONE[-4:])

    assert [one.case for one in ratings(hall)] == [case_id("370700-2026-000002", 1)]


def test_the_digits_find_the_case_at_its_own_hall_only(hall: Hall, point: str) -> None:
    hall.serve(phone=PHONE)
    elsewhere = register(hall, hall="H2", hall_name="分中心")

    rate(hall, f"/q/{elsewhere}", level="5", phone_tail=PHONE[-4:])
    assert [one.case for one in ratings(hall)] == [""]

    rate(hall, f"/q/{point}", level="5", phone_tail=PHONE[-4:])
    assert sum(bool(one.case) for one in ratings(hall)) == 1


def test_a_case_has_one_rating_whichever_way_it_came(hall: Hall, point: str) -> None:
    hall.serve(phone=PHONE)
    link = hall.link()
    rate(hall, f"/q/{point}", level="5", phone_tail=PHONE[-4:])

    shown = hall.runtime.get(link)
    by_link = hall.answer(link, level="1")
    again = rate(hall, f"/q/{point}", level="1", phone_tail=PHONE[-4:])

    assert "已经评价过" in shown.text
    assert "<textarea" not in shown.text
    assert by_link.status == 409
    assert "已经评价过" in by_link.text
    assert again.status == 303
    assert sum(bool(one.case) for one in ratings(hall)) == 1


def test_whoever_rated_at_the_window_is_not_asked_or_reminded_by_text(hall: Hall, point: str) -> None:
    hall.serve()
    rate(hall, f"/q/{point}", level="4", phone_tail=PHONE[-4:])

    hall.runtime.advance(timedelta(days=4))
    hall.serve(2)

    assert len(hall.texts()) == 1


def test_nothing_is_rated_with_a_ticket_that_was_made_up(hall: Hall, point: str) -> None:
    clerk = person_of(Role.CLERK, person_of(Role.UNIT_HANDLER).org.name)
    said = {"matter": MATTER, "level": "5", "text": "办得很快", "ticket": "0123456789abcdefghijAB"}
    other = ticket_of(hall.runtime.get(f"/q/{register(hall, window='13')}").text)

    by_code = hall.runtime.post_form(f"/q/{point}", said)
    by_web = hall.runtime.post_form(f"/q/{point}?from=web", {**said, "ticket": other})
    on_tablet = hall.runtime.post_form(f"/tablet/{point}", said, as_=clerk)

    assert [one.status for one in (by_code, by_web, on_tablet)] == [422, 422, 422]
    assert "请再提交一次" in by_code.text
    assert ratings(hall) == []
    again = {**said, "ticket": ticket_of(by_code.text)}
    assert "办得很快" in by_code.text
    assert hall.runtime.post_form(f"/q/{point}", again).status == 303


def test_a_double_tap_is_one_rating_and_a_bad_one_has_its_order(hall: Hall, point: str) -> None:
    address = f"/q/{point}"
    said = {"matter": MATTER, "level": "1", "ticket": ticket_of(hall.runtime.get(address).text)}

    first, second = (hall.runtime.post_form(address, said) for _ in range(2))

    (one,) = ratings(hall)
    assert first.location == second.location
    assert hall.runtime.house.orders.find(one.rating.order_id) is not None


def test_a_tablet_belongs_to_a_clerk_of_the_unit_and_clears_itself(hall: Hall, point: str) -> None:
    clerk = person_of(Role.CLERK, person_of(Role.UNIT_HANDLER).org.name)
    other = next(
        one for one in (person_of(Role.CLERK, name) for name in other_units()) if one.org != clerk.org
    )
    address = f"/tablet/{point}"
    page = hall.runtime.get(address, as_=clerk)
    ticket = ticket_of(page.text)

    sent = hall.runtime.post_form(address, {"matter": MATTER, "level": "5", "ticket": ticket}, as_=clerk)

    (one,) = ratings(hall)
    # Under `no-referrer` a browser calls the form's origin `null`, which a signed-in page refuses.
    assert page.header("Referrer-Policy") == "same-origin"
    assert sent.header("Refresh") == f"8; url={address}"
    assert (one.mode, one.rating.arrival.channel) == ("TABLET", 4)
    assert one.service.staff
    assert hall.runtime.get(address).status == 303
    assert hall.runtime.get(address, as_=other).status == 403
    assert point in hall.runtime.get("/tablet", as_=clerk).text


def other_units() -> list[str]:
    return [one.org.name for one in people() if Role.CLERK in one.roles]


def test_a_tablet_of_the_hall_is_no_device_by_which_others_are_looked_at_again(
    hall: Hall, point: str
) -> None:
    clerk = person_of(Role.CLERK, person_of(Role.UNIT_HANDLER).org.name)
    address = f"/tablet/{point}"
    ticket = ticket_of(hall.runtime.get(address, as_=clerk).text)

    hall.runtime.post_form(address, {"matter": MATTER, "level": "5", "ticket": ticket}, as_=clerk)
    hall.runtime.drain()

    assert sightings(hall) == 0


def test_a_paper_form_is_entered_once_by_the_centre(hall: Hall, point: str) -> None:
    fields = {"form_no": "MYD-1", "window": f"{point}|{MATTER}", "level": "3"}

    first = hall.runtime.post_form("/paper-forms", fields, as_=hall.centre)
    other = hall.runtime.post_form("/paper-forms", fields | {"level": "5"}, as_=hall.centre)

    (one,) = ratings(hall)
    assert (first.status, other.status) == (303, 409)
    assert "这个编号的评价表已经录入过" in other.text
    assert 'value="MYD-1"' in other.text
    assert (one.mode, one.rating.arrival.channel) == ("PAPER", 5)
    assert one.rating.arrival.sub_channel == "PAPER_FORM"


def test_a_clerk_enters_a_case_at_the_window_and_its_person_is_asked(hall: Hall, point: str) -> None:
    clerk = person_of(Role.CLERK, person_of(Role.UNIT_HANDLER).org.name)
    done = hall.runtime.now()
    fields = {
        "window": f"{point}|{MATTER}",
        "project_no": "W-1",
        "accept_time": f"{done - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "done_time": f"{done - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "promise_type": "1",
        "user_type": "1",
        "phone": "13805360777",
    }

    mistyped = hall.runtime.post_form("/served-cases/new", fields | {"phone": "1380536077"}, as_=clerk)
    sent = hall.runtime.post_form("/served-cases/new", fields, as_=clerk)
    hall.runtime.advance(timedelta(seconds=2))

    # A number that cannot be one would keep its owner from being asked; here somebody can look again.
    assert mistyped.status == 422
    assert "请填写 11 位手机号码，或者座机号码。" in mistyped.text
    assert sent.location == "/served-cases/new?hall=H1&taken=created"
    assert len(hall.texts("13805360777")) == 1


def test_the_web_finds_every_window_and_rates_on_its_own_channel(hall: Hall, point: str) -> None:
    page = hall.runtime.get("/rate-online")
    rate(hall, f"/q/{point}?from=web", level="4")

    (one,) = ratings(hall)
    assert f"/q/{point}?from=web" in page.text
    assert (one.mode, one.rating.arrival.channel) == ("LINK", 1)


def test_a_closed_window_looks_like_one_that_never_was(hall: Hall, point: str) -> None:
    hall.runtime.post_form(f"/points/{point}/close", as_=hall.centre)

    closed, never = hall.runtime.get(f"/q/{point}"), hall.runtime.get("/q/0123456789abcdefghijAB")

    assert (closed.status, never.status) == (404, 404)
    assert closed.text == never.text
    assert register(hall) != point


def test_the_thirtieth_window_of_the_unit_can_be_chosen_for_a_case(hall: Hall) -> None:
    for number in range(1, 31):
        register(hall, window=str(number))
    clerk = person_of(Role.CLERK, person_of(Role.UNIT_HANDLER).org.name)

    page = hall.runtime.get("/served-cases/new", as_=clerk).text

    assert page.count("市政务服务中心") == 30


def test_a_paper_form_is_entered_at_a_window_of_the_hall_that_was_chosen_first(hall: Hall) -> None:
    register(hall)
    other = register(hall, hall="H2", hall_name="高新区便民中心", window="3")

    first = hall.runtime.get("/paper-forms", as_=hall.centre).text
    chosen = hall.runtime.get("/paper-forms?hall=H2", as_=hall.centre).text
    fields = {"form_no": "", "window": f"{other}|{MATTER}", "level": "3"}
    wrong = hall.runtime.post_form("/paper-forms", fields, as_=hall.centre)
    sent = hall.runtime.post_form("/paper-forms", {**fields, "form_no": "MYD-1"}, as_=hall.centre)

    assert re.findall(r'<option value="(H\d)"', first) == ["H1", "H2"]
    assert "市政务服务中心 12" not in chosen
    assert f'value="{other}|{MATTER}" selected' in wrong.text
    assert sent.location == "/paper-forms?hall=H2&done=MYD-1"


def test_a_paper_form_without_its_window_keeps_hall_and_words(hall: Hall) -> None:
    register(hall)
    other = register(hall, hall="H2", hall_name="高新区便民中心", window="3")
    chosen = hall.runtime.get("/paper-forms?hall=H2", as_=hall.centre).text
    action = re.search(r'action="(/paper-forms\?[^"]*)" method="post"', chosen)
    assert action

    wrong = hall.runtime.post_form(action[1], {"form_no": "MYD-2", "text": "样表没有贴出来"}, as_=hall.centre)

    assert wrong.status == 422
    assert "样表没有贴出来</textarea>" in wrong.text
    assert f'value="{other}|{MATTER}"' in wrong.text
    assert wrong.text.count('href="#f-') >= 2
