"""The rules of cases over the API: the same one twice is one, and what a case says of its person is kept."""

from datetime import timedelta
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import PhoneFault, ServedCase, case_id
from chalicelib.domain.satisfaction.invitations.states import Suppression
from chalicelib.usecases.invitations.links import id_of, token_of
from infra.local.http_event import Answer
from tests.web.ratings.conftest import Hall


def batch(hall: Hall, *cases: dict[str, Any]) -> Answer:
    answer = hall.runtime.post_json("/api/v1/cases:batch", {"cases": list(cases)}, as_=hall.centre)
    hall.runtime.drain()
    return answer


def outcomes(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [one["outcome"] for one in answer.json()["items"]]


def name_of(number: int) -> str:
    return case_id(f"370700-2026-{number:06d}", 1)


def case(hall: Hall, number: int = 1) -> ServedCase:
    return hall.runtime.house.transact(lambda uow, _now: uow.cases.load(name_of(number)))


def entries(hall: Hall, number: int = 1) -> list[str]:
    return [entry.type for entry in hall.runtime.house.queries.entries(f"CASE#{name_of(number)}")]


def why_not(hall: Hall, number: int = 1) -> Suppression | None:
    house = hall.runtime.house
    found = house.invitations.find(id_of(token_of(house, name_of(number))))
    assert found is not None
    return found.suppression


def test_a_case_that_comes_twice_is_one_and_its_person_gets_one_text(hall: Hall) -> None:
    body = hall.case()
    first, again = (
        hall.runtime.post_json("/api/v1/cases", body, as_=hall.centre, key=key) for key in ("k1", "k2")
    )
    hall.runtime.drain()
    hall.runtime.advance(timedelta(seconds=2))

    assert (first.status, again.status) == (201, 200)
    assert (first.json()["outcome"], again.json()["outcome"]) == ("created", "unchanged")
    assert entries(hall) == ["case.completed"]
    assert len(hall.texts()) == 1


def test_a_key_belongs_to_one_body_and_its_answer_comes_again(hall: Hall) -> None:
    first, again, other = (
        hall.runtime.post_json("/api/v1/cases", hall.case(number), as_=hall.centre, key="k1")
        for number in (1, 1, 2)
    )

    assert (first.status, again.status, other.status) == (201, 201, 422)
    assert again.json() == first.json()


def test_a_batch_that_comes_twice_changes_nothing_the_second_time(hall: Hall) -> None:
    cases = [hall.case(number, phone=f"1380536{number:04d}") for number in (1, 2, 3)]

    first, again = batch(hall, *cases), batch(hall, *cases)

    assert outcomes(first) == ["created"] * 3
    assert outcomes(again) == ["unchanged"] * 3
    assert [entries(hall, number) for number in (1, 2, 3)] == [["case.completed"]] * 3


def test_a_batch_with_errors_names_all_of_them_and_takes_nothing_in(hall: Hall) -> None:
    undeclared = {"code": "1"}
    unknown = {"code_system": "FROM_ONE", "code": "6"}

    answer = batch(hall, hall.case(1), hall.case(2, promise_type=undeclared), hall.case(3, user_type=unknown))

    assert answer.status == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/cases/1/promise_type/code_system", "/cases/2/user_type"} <= pointers
    assert entries(hall, 1) == []


def test_another_clerk_for_a_known_case_is_a_difference_and_the_first_one_stays(hall: Hall) -> None:
    hall.serve()

    assert outcomes(batch(hall, hall.case(1, staff_id="W-999"))) == ["differs"]
    assert case(hall).service.staff == "W-108"


def test_an_accepted_case_becomes_done_by_the_same_case_and_is_asked_about_then(hall: Hall) -> None:
    done = hall.case()
    accepted = {name: value for name, value in done.items() if name != "done_time"}

    assert outcomes(batch(hall, accepted)) == ["created"]
    assert hall.texts() == []
    assert outcomes(batch(hall, done)) == ["completed"]
    assert entries(hall) == ["case.accepted", "case.completed"]


def test_whoever_objects_and_whoever_is_a_minor_is_not_asked_for_a_visible_reason(hall: Hall) -> None:
    hall.serve(1, contact_consent="OBJECTED")
    hall.serve(2, is_minor=True, phone="13805360102")

    assert (why_not(hall, 1), why_not(hall, 2)) == (Suppression.OBJECTED, Suppression.MINOR)
    assert hall.texts() == hall.texts("13805360102") == []


def test_who_objects_when_the_service_is_done_is_not_asked(hall: Hall) -> None:
    accepted = {name: value for name, value in hall.case().items() if name != "done_time"}
    batch(hall, accepted)

    assert outcomes(batch(hall, hall.case(contact_consent="OBJECTED"))) == ["completed"]

    hall.runtime.advance(timedelta(seconds=2))
    assert why_not(hall) is Suppression.OBJECTED
    assert hall.texts() == []


def test_a_number_with_its_country_before_it_is_the_same_telephone(hall: Hall) -> None:
    for number, phone in enumerate(("+86 138-0536-0101", "8613805360101", "008613805360101"), start=1):
        hall.serve(number, phone=phone)

    assert {case(hall, number).phone_fault for number in (1, 2, 3)} == {None}
    assert len({case(hall, number).contact for number in (1, 2, 3)}) == 1


def test_a_case_of_a_department_whose_code_is_miswritten_is_refused(hall: Hall) -> None:
    right = str(hall.case()["dept_code"])

    refused = hall.serve(dept_code=right[:-1] + ("A" if right[-1] != "A" else "B"))

    assert refused.status == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/dept_code"]


def test_a_proxy_is_kept_as_one_and_asked_at_the_telephone_that_was_left(hall: Hall) -> None:
    hall.serve(is_proxy=True)

    assert case(hall).is_proxy
    assert len(hall.texts()) == 1


def test_a_landline_gets_no_text_and_is_kept_for_calls(hall: Hall) -> None:
    hall.serve(phone="(0536) 809-1234")

    found = case(hall)
    assert found.phone_fault is PhoneFault.INVALID_PHONE
    assert why_not(hall) is Suppression.INVALID_PHONE
    assert found.person_ref
    assert hall.runtime.house.queries.personal(found.person_ref)["landline"] == "05368091234"


def test_what_is_no_telephone_at_all_is_kept_nowhere(hall: Hall) -> None:
    hall.serve(phone="12345", user_name="")

    assert case(hall).phone_fault is PhoneFault.INVALID_PHONE
    assert case(hall).person_ref is None


def test_a_retired_indicator_is_never_written(hall: Hall) -> None:
    hall.serve()

    assert hall.answer(hall.link(), level="1", indicators="101").status == 422
    assert hall.answer(hall.link(), level="1", indicators="115").status == 303


def test_a_link_about_relief_or_disability_shows_no_name_of_the_matter(hall: Hall) -> None:
    hall.serve(task_name="残疾人两项补贴申请", dept_name="潍坊市审批服务局")

    page = hall.runtime.get(hall.link()).text

    assert case(hall).service.is_sensitive
    assert "残疾人" not in page
