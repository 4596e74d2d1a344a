"""Links cannot be guessed: ten requests a minute, five wrong ones, and an alarm (evaluation.md §7.6)."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib.usecases.invitations.links import id_of
from infra.local.http_event import Answer, Request
from tests.web.ratings.conftest import Hall

ADDRESS = "203.0.113.7"
WRONG = "/r/0123456789abcdef"


def ask(hall: Hall, path: str, method: str = "GET", ip: str = ADDRESS, **said: str) -> Answer:
    headers = (("Content-Type", "application/x-www-form-urlencoded"),) if said else ()
    return hall.runtime.request(Request(method, path, "", headers, urlencode(said).encode(), ip))


def test_the_eleventh_request_of_a_minute_is_turned_away_whatever_the_link(hall: Hall) -> None:
    hall.serve()
    link = hall.link()

    statuses = [ask(hall, link).status for _ in range(11)]

    assert statuses == [200] * 10 + [429]
    assert ask(hall, link).header("Retry-After") == "60"
    assert ask(hall, link, ip="203.0.113.8").status == 200


def test_five_wrong_links_close_the_door_for_the_right_one_too(hall: Hall) -> None:
    hall.serve()
    wrong = [ask(hall, f"{WRONG[:-1]}{number}").status for number in range(5)]

    turned_away = ask(hall, hall.link())

    assert wrong == [404] * 5
    assert turned_away.status == 429
    assert 0 < int(turned_away.header("Retry-After") or 0) <= 15 * 60


def test_a_guesser_with_a_new_address_of_one_network_each_time_is_one_guesser(hall: Hall) -> None:
    for number in range(5):
        ask(hall, WRONG, ip=f"2001:db8:1:2::{number:x}")

    assert ask(hall, WRONG, ip="2001:db8:1:2:ffff::1").status == 429
    assert ask(hall, WRONG, ip="2001:db8:1:3::1").status == 404


def test_no_whole_address_is_kept_with_an_answer(hall: Hall) -> None:
    hall.serve()
    link = hall.link()

    ask(hall, link, "POST", ip="2001:db8:1:2:3:4:5:6", level="5")

    found = hall.runtime.house.invitations.find(id_of(link.removeprefix("/r/")))
    assert found
    assert found.rating
    assert found.rating.arrival.network == "2001:db8:1::"


def test_whoever_is_turned_away_keeps_what_they_wrote_and_their_link_leads_nowhere_else(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    for number in range(5):
        ask(hall, f"{WRONG[:-1]}{number}")

    answer = ask(hall, link, "POST", level="1", text="等了两个小时")

    assert answer.status == 429
    assert "等了两个小时" in answer.text
    assert link not in answer.text
    assert (answer.header("Referrer-Policy"), answer.header("Cache-Control")) == ("no-referrer", "no-store")


def test_a_broken_form_tells_nothing_more_than_a_look(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    unknown = ask(hall, WRONG, "POST", level="9")
    for number in range(5):
        ask(hall, f"{WRONG[:-1]}{number}")

    broken = [ask(hall, link + rest, "POST", level="9") for rest in ("", "/outcome")]

    assert unknown.status == 404
    assert [one.status for one in broken] == [429, 429]
    assert all(one.header("Retry-After") for one in broken)


def test_a_form_with_a_mistake_is_one_visit_and_not_two(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    hall.answer(link, level="5")

    statuses = [ask(hall, f"{link}/outcome", "POST", result="wrong").status for _ in range(11)]

    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize("path", ["/q/0123456789abcdefghijAB", "/r/0123456789abcdef"])
def test_wrong_codes_of_windows_and_of_links_count_alike(hall: Hall, path: str) -> None:
    for _ in range(5):
        ask(hall, path)

    assert ask(hall, WRONG).status == 429


def test_stopping_with_links_that_nobody_was_sent_counts_as_guessing(hall: Hall) -> None:
    answers = [ask(hall, "/stop/0123456789abcdef", "POST", way="opt-out").status for _ in range(5)]

    assert answers == [200] * 5
    assert ask(hall, WRONG).status == 429


def test_fifty_wrong_links_in_an_hour_raise_one_alarm_and_name_no_link(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(51):
        ask(hall, WRONG, ip=f"198.51.100.{number}")

    alarms = [vars(one) for one in caplog.records if one.message == "links are guessed"]
    told = str([vars(one) for one in caplog.records])
    assert [alarm["of_the_hour"] for alarm in alarms] == [50]
    assert "0123456789abcdef" not in told
    assert "198.51.100" not in told


def test_a_hundred_scanners_change_nothing(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    before = hall.runtime.house.invitations.find(_id_of(link))

    answers = {ask(hall, link, ip=f"198.51.100.{number}").text for number in range(100)}
    ask(hall, link.replace("/r/", "/stop/"))

    assert len(answers) == 1
    assert hall.runtime.house.invitations.find(_id_of(link)) == before
    assert hall.answer(link, level="5").status == 303


def _id_of(link: str) -> str:
    return id_of(link.rsplit("/", 1)[1])


def test_an_old_link_looks_like_an_unknown_one_and_holds_nobody(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.serve()
    old = hall.link()
    hall.runtime.advance(timedelta(days=30))

    shut = [ask(hall, old) for _ in range(6)]
    unknown = ask(hall, WRONG)

    assert {one.status for one in shut} == {404}
    assert {one.text for one in shut} == {unknown.text}
    refused = [vars(one) for one in caplog.records if one.message == "link refused"]
    assert [(one["reason"], one["of_the_hour"]) for one in refused][5:] == [("expired", 6), ("unknown", 1)]


def test_a_link_that_was_taken_back_says_so_in_the_log(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    hall.serve()
    link = hall.link()
    ask(hall, link.replace("/r/", "/stop/"), "POST", way="not-me")

    ask(hall, link)

    assert [vars(one)["reason"] for one in caplog.records if one.message == "link refused"] == ["revoked"]


def test_what_the_page_tells_of_a_look_is_counted_like_the_page(hall: Hall) -> None:
    for number in range(5):
        ask(hall, f"{WRONG[:-1]}{number}/opened", "POST")

    assert ask(hall, WRONG).status == 429
