"""What those who were rated see: groups a week late, signals that take nothing away, nobody alone."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.kernel.actors import Role
from infra.local.http_event import Request
from infra.local.people import DemoPerson
from tests.web.ratings.conftest import PHONE, Hall, person_of
from tests.web.ratings.dumps import dump
from tests.web.ratings.test_unasked import MATTER, register, ticket_of


def rate(hall: Hall, levels: str, staff: str = "W-108", indicators: str = "", after: int = 0) -> None:
    for number, level in enumerate(levels, start=after):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number + 1, phone=phone, staff_id=staff)
        said = {"indicators": indicators} if indicators else {}
        hall.answer(hall.link(phone), level=level, **said)
    hall.runtime.drain()


def unit_person(hall: Hall, role: Role) -> DemoPerson:
    """Return somebody of the unit that served."""
    return person_of(role, person_of(Role.UNIT_HANDLER).org.name)


def badge_of(hall: Hall, clerk: DemoPerson) -> str:
    """Return the work number that the house gave a clerk, as the own page says it."""
    page = hall.runtime.get("/staff/ratings", as_=clerk).text
    found = re.search(r"工号 (\w+)", page)
    assert found is not None
    return found[1]


def staff_code(hall: Hall) -> str:
    indicators = hall.runtime.house.indicators
    return next(one.code for one in indicators.of_level(5) if one.tag == "STAFF")


def test_a_clerk_sees_a_group_of_whole_days_after_a_week_and_no_rating_alone(hall: Hall) -> None:
    clerk = unit_person(hall, Role.CLERK)
    badge = badge_of(hall, clerk)
    rate(hall, "555555", badge, staff_code(hall))
    hall.runtime.advance(timedelta(days=1))
    rate(hall, "5", badge, staff_code(hall), after=6)

    early = hall.runtime.get("/staff/ratings", as_=clerk).text
    hall.runtime.advance(timedelta(days=8))
    late = hall.runtime.get("/staff/ratings", as_=clerk).text

    assert "还没有满一组的评价" in early
    assert late.count('<tr role="row">') == 2  # the head and one group: the next day's waits
    assert f"（{staff_code(hall)}）×6" in late
    assert hall.runtime.house.indicators.by_code[staff_code(hall)].text in late


def test_the_groups_of_a_year_are_there_in_the_next(hall: Hall) -> None:
    clerk = unit_person(hall, Role.CLERK)
    rate(hall, "55555", badge_of(hall, clerk), staff_code(hall))
    hall.runtime.advance(timedelta(days=330))

    this_year = hall.runtime.get("/staff/ratings", as_=clerk).text
    (link,) = re.findall(r'href="(/staff/ratings\?year=\d+)"', this_year)
    last_year = hall.runtime.get(link, as_=clerk).text

    assert "还没有满一组的评价" in this_year
    assert f"（{staff_code(hall)}）×5" in last_year


def test_four_ratings_are_no_group(hall: Hall) -> None:
    clerk = unit_person(hall, Role.CLERK)
    rate(hall, "5555", badge_of(hall, clerk), staff_code(hall))

    hall.runtime.advance(timedelta(days=8))

    assert "还没有满一组的评价" in hall.runtime.get("/staff/ratings", as_=clerk).text


@pytest.mark.parametrize("level", ["5", "1"])
def test_one_device_for_three_persons_is_a_signal_for_praise_and_for_blame_alike(
    hall: Hall, level: str
) -> None:
    rate(hall, level * 3)
    hall.runtime.drain()

    page = hall.runtime.get("/staff/ratings/signals", as_=person_of(Role.REGULATOR))

    assert page.status == 200
    assert page.text.count("同一设备一天内为多人评价") == 3


@pytest.mark.parametrize("level", ["5", "1"])
def test_two_who_hardly_looked_and_wrote_the_same_are_a_signal_for_praise_and_for_blame_alike(
    hall: Hall, level: str
) -> None:
    for number, text in ((1, "一切都好"), (2, " 一切 都好"), (3, "还行吧")):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number, phone=phone)
        hall.answer(hall.link(phone), level=level, text=text, page_ms="1200")
    hall.runtime.drain()

    page = hall.runtime.get("/staff/ratings/signals", as_=person_of(Role.REGULATOR)).text

    assert page.count("停留极短且文字与他人相同") == 2
    assert "一切" not in dump(hall)["satisfaction"] + dump(hall)["ledger"]


def test_a_rating_with_a_signal_counts_as_before(hall: Hall) -> None:
    rate(hall, "555555")
    hall.runtime.drain()

    total = json.loads(hall.runtime.get("/api/v1/ratings").text)["total"]

    assert total["counts"]["effective_5"] == 6


def test_two_persons_with_one_device_are_no_signal(hall: Hall) -> None:
    rate(hall, "55")
    hall.runtime.drain()

    assert (
        "没有有信号的评价" in hall.runtime.get("/staff/ratings/signals", as_=person_of(Role.REGULATOR)).text
    )


def test_a_head_sees_the_own_unit_and_no_other(hall: Hall) -> None:
    rate(hall, "555")
    head = unit_person(hall, Role.UNIT_HEAD)
    others = "11370700DEM000057E" if head.org.uscc != "11370700DEM000057E" else "11370700DEM0000734"

    own = hall.runtime.get(f"/staff/ratings/units/{head.org.uscc}", as_=head)
    other = hall.runtime.get(f"/staff/ratings/units/{others}", as_=head)

    assert (own.status, other.status) == (200, 403)
    assert "同一设备一天内为多人评价" in own.text


def test_no_page_of_the_staff_names_a_resident(hall: Hall) -> None:
    rate(hall, "111")
    head, regulator = unit_person(hall, Role.UNIT_HEAD), person_of(Role.REGULATOR)

    pages = [
        hall.runtime.get(f"/staff/ratings/units/{head.org.uscc}", as_=head).text,
        hall.runtime.get("/staff/ratings/signals", as_=regulator).text,
    ]

    assert not any(word in page for page in pages for word in ("王小明", "1380536", "370700-2026"))


@pytest.fixture
def staff_network(hall: Hall) -> Iterator[str]:
    house = hall.runtime.house
    object.__setattr__(house, "staff_networks", frozenset({"203.0.113"}))
    yield "203.0.113.9"
    object.__setattr__(house, "staff_networks", frozenset())


@pytest.mark.parametrize("level", ["5", "1"])
def test_an_answer_from_the_staff_network_is_a_signal_for_praise_and_for_blame_alike(
    hall: Hall, staff_network: str, level: str
) -> None:
    hall.serve()
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    sent = hall.runtime.request(
        Request("POST", hall.link(), "", form, f"level={level}".encode(), staff_network)
    )
    hall.runtime.drain()

    assert sent.status == 303
    assert "来自大厅工作人员网络" in signals(hall)


@pytest.mark.parametrize(("minutes", "is_late"), [(8, False), (12, True)])
@pytest.mark.parametrize("level", ["5", "1"])
def test_a_tablet_used_long_after_the_visit_is_a_signal_for_praise_and_for_blame_alike(
    hall: Hall, minutes: int, is_late: bool, level: str
) -> None:
    point = register(hall)
    hall.serve(promise_type={"code_system": "GBT39046_A6", "code": "1"})
    clerk, address = unit_person(hall, Role.CLERK), f"/tablet/{point}"
    hall.runtime.advance(timedelta(minutes=minutes))

    ticket = ticket_of(hall.runtime.get(address, as_=clerk).text)
    said = {"matter": MATTER, "level": level, "ticket": ticket, "phone_tail": PHONE[-4:]}
    hall.runtime.post_form(address, said, as_=clerk)
    hall.runtime.drain()

    assert ("叫号结束很久后在窗口评价" in signals(hall)) is is_late


def signals(hall: Hall) -> str:
    return hall.runtime.get("/staff/ratings/signals", as_=person_of(Role.REGULATOR)).text
