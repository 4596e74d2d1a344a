"""The monitor of invitations: where they stand, why nobody was asked, and taking one back."""

import re

import pytest

from chalicelib.entrypoints import listing
from chalicelib.kernel.actors import Role
from tests.web.ratings.conftest import PHONE, Hall, person_of


def first_of(hall: Hall, facet: str) -> str:
    page = hall.runtime.get(f"/invitations?facet={facet}", as_=hall.centre).text
    found = re.search(r"/invitations/([0-9a-f]{32})", page)
    assert found
    return f"/invitations/{found[1]}"


def test_the_monitor_counts_every_state_and_names_no_person(hall: Hall) -> None:
    hall.serve()
    hall.serve(2, phone="")
    hall.serve(3, phone="13805360000")

    page = hall.runtime.get("/invitations", as_=person_of(Role.REGULATOR)).text

    for words in ("已发送", "没有询问", "没有留电话", "没有发成", "邀请短信的分段"):
        assert words in page
    assert PHONE not in page
    assert "王小明" not in page


def test_an_invitation_of_a_service_without_hall_or_window_is_listed_like_any_other(hall: Hall) -> None:
    hall.serve(phone="", hall_id="", window_no="")

    page = hall.runtime.get("/invitations?facet=state=SUPPRESSED", as_=hall.centre)

    assert page.status == 200
    assert hall.case()["task_name"] in page.text
    assert "1137070004TEST001" not in page.text  # nobody knows a matter by its code


def test_why_nobody_was_asked_is_answered_for_a_case(hall: Hall) -> None:
    hall.serve(phone="")

    page = hall.runtime.get("/invitations?case=370700-2026-000001", as_=hall.centre).text

    assert "没有询问，原因：没有留电话" in page
    asked = hall.runtime.get("/invitations?case=370700-2026-000009", as_=hall.centre).text
    assert "没有不询问的记录" in asked


def test_the_second_service_of_a_case_is_found_by_its_number(hall: Hall) -> None:
    hall.serve(phone="", service_no=2)

    first = hall.runtime.get("/invitations?case=370700-2026-000001", as_=hall.centre).text
    second = hall.runtime.get("/invitations?case=370700-2026-000001/2", as_=hall.centre).text

    assert "没有不询问的记录" in first
    assert "没有询问，原因：没有留电话" in second


def test_a_table_has_those_of_one_state(hall: Hall) -> None:
    hall.serve()
    hall.serve(2, phone="")

    table = hall.runtime.get("/invitations.csv?facet=state=SUPPRESSED", as_=hall.centre)

    lines = table.text.strip().splitlines()
    assert len(lines) == 2
    assert "没有留电话" in lines[1]
    assert PHONE not in table.text


def test_a_table_says_how_many_it_leaves_out(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        hall.serve(number + 1, phone="")
    monkeypatch.setattr(listing, "MAX_LIMIT", 1)
    monkeypatch.setattr(listing, "MOST_PAGES", 2)

    table = hall.runtime.get("/invitations.csv?facet=state=SUPPRESSED", as_=hall.centre)

    lines = table.text.strip().splitlines()
    assert len(lines) == 4
    assert lines[-1] == "另有 1 条没有列出"


def test_the_centre_takes_an_invitation_back_and_its_link_is_shut(hall: Hall) -> None:
    hall.serve()
    link, one = hall.link(), first_of(hall, "state=SENT")

    refused = hall.runtime.post_form(f"{one}/revoke", {}, as_=hall.centre)
    sent = hall.runtime.post_form(f"{one}/revoke", {"reason": "wrong-phone"}, as_=hall.centre)
    other = hall.runtime.post_form(f"{one}/revoke", {"reason": "wrong-phone"}, as_=person_of(Role.REGULATOR))

    assert (refused.status, sent.status, other.status) == (422, 303, 403)
    assert hall.runtime.get(link).status == 404
    assert "已撤回" in hall.runtime.get(one, as_=hall.centre).text


def test_an_answer_leaves_the_lists_and_stays_in_the_count(hall: Hall) -> None:
    hall.serve()
    hall.answer(hall.link(), level="5")

    counts = hall.runtime.house.lists.counts("invitations")

    assert counts.get("state=USED") == 1
    assert counts.get("state=SENT", 0) == 0
    assert counts.get("segments") == 1
