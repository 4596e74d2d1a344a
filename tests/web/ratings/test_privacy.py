"""A person is told what is known of them and taken out of it; chains and figures stay (PIPL art 44–47)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.ledger import Finding
from chalicelib.domain.satisfaction.cases.served_case import ServedCase, case_id
from chalicelib.domain.satisfaction.privacy.request import RequestState, order
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import NotFound
from chalicelib.projections.rebuild import rebuild
from chalicelib.usecases.audit_day import audit_day
from chalicelib.usecases.close_day import close_days
from chalicelib.usecases.privacy import requests
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.web.ratings.conftest import PHONE, Hall
from tests.web.ratings.dumps import dump, items
from tests.web.ratings.order_desk import REASON, OrderDesk, everybody, rated_badly
from tests.web.ratings.test_unasked import MATTER, register

WORDS = "等了两周没人管"
OFFICER = Actor("another", "office", frozenset({Role.DPO}))
SAID = {"phone": PHONE, "ground": "CAME_IN_PERSON"}


class Office:
    """Two who protect personal data, and one request."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.first, self.second = everybody(Role.DPO)[:2]
        self.page = ""

    def open(self, phone: str = PHONE) -> Answer:
        answer = self.hall.runtime.post_form("/privacy-requests", {**SAID, "phone": phone}, as_=self.first)
        self.page = answer.header("Location") or ""
        self.hall.runtime.drain()
        return answer

    def show(self) -> str:
        return self.hall.runtime.get(self.page, as_=self.second).text

    def take(self, step: str, who: DemoPerson) -> Answer:
        answer = self.hall.runtime.post_form(f"{self.page}/{step}", {}, as_=who)
        self.hall.runtime.drain()
        return answer

    def erase(self) -> str:
        assert self.take("erase", self.second).status == 303
        return self.show()


@pytest.fixture
def office(hall: Hall) -> Office:
    return Office(hall)


def rate(hall: Hall, number: int = 1, phone: str = PHONE, **said: str) -> str:
    hall.serve(number, phone=phone)
    link = hall.link(phone)
    assert hall.answer(link, **{"level": "5", "text": WORDS, **said}).status == 303
    hall.runtime.drain()
    return link


def figures(hall: Hall) -> str:
    return json.dumps(hall.runtime.get_json("/api/v1/ratings").json(), sort_keys=True, ensure_ascii=False)


def faults(hall: Hall) -> list[Finding]:
    """Close the day and audit every chain of it."""
    audit, now = bootstrap.audit(), hall.runtime.now()
    close_days(audit, now + timedelta(days=1), now.astimezone(CHINA).date())
    return audit_day(audit, now.astimezone(CHINA).date())


def test_an_erased_person_is_nowhere_and_chains_and_figures_are_as_before(hall: Hall, office: Office) -> None:
    rate(hall)
    rate(hall, 2, "13805360102")
    before = figures(hall)
    office.open()

    page = office.erase()

    held = dump(hall)
    assert "已经删除" in page
    assert figures(hall) == before
    pseudonym = hall.runtime.house.sealing.fingerprint("phone", PHONE)[:32]
    assert {one["kind"] for one in items(hall, "satisfaction") if pseudonym in str(one)} == {"contact"}
    assert held["vault"].count("CASE#") == 1
    assert held["vault"].count("RATING#") == 1
    assert "PRIVACY#" not in held["vault"]
    assert rebuild(bootstrap.projector(), bootstrap.shelves()) is True
    assert figures(hall) == before
    assert faults(hall) == []


def test_the_link_of_an_erased_person_that_was_not_answered_is_shut(hall: Hall, office: Office) -> None:
    hall.serve()
    link = hall.link()
    office.open()

    office.erase()

    assert hall.runtime.get(link).status == 404
    assert hall.answer(link, level="5").status == 404


def test_whoever_took_the_request_in_does_not_order_the_erasure(hall: Hall, office: Office) -> None:
    rate(hall)
    office.open()

    refused = office.take("erase", office.first)

    assert refused.status == 403
    assert "现在保存的信息" in office.show()


def test_a_case_whose_bad_rating_is_handled_is_kept_and_erased_when_it_is_over(
    hall: Hall, office: Office
) -> None:
    desk = rated_badly(hall, 101, text=WORDS, may_contact="true")
    office.open("13805360101")
    kept = office.erase()
    assert "部分保留" in kept
    assert hall.runtime.get(desk.link).status == 200

    _settle(desk)
    done = office.erase()

    assert "已删除" in done
    assert dump(hall)["vault"].count("RATING#") == 0


def _settle(desk: OrderDesk) -> None:
    desk.find()
    desk.mend()
    desk.must(desk.centre, "revisit", result="SATISFIED")
    desk.hall.runtime.advance(timedelta(hours=24))
    desk.must(desk.regulator, "close")


def test_a_refusal_is_remembered_when_everything_else_is_forgotten(hall: Hall, office: Office) -> None:
    hall.serve()
    hall.runtime.post_form(hall.link().replace("/r/", "/stop/"), {"way": "opt-out"})
    office.open()
    office.erase()

    hall.serve(2)

    assert len(hall.texts()) == 1


def test_the_copy_holds_what_the_person_said_and_the_ledger_that_it_was_made(
    hall: Hall, office: Office
) -> None:
    rate(hall)
    office.open()

    copied = office.take("copy", office.first)

    (case,) = copied.json()["cases"]
    assert (case["name"], case["level"], case["words"]) == ("王小明", 5, [WORDS])
    assert PHONE not in copied.text
    name = office.page.rsplit("/", 1)[1]
    told = [entry.type for entry in hall.runtime.house.queries.entries(f"PRIVACY#{name}")]
    assert told == ["privacy.opened", "privacy.copied"]


def test_the_copy_of_a_bad_rating_holds_all_that_was_said_and_who_looked(hall: Hall, office: Office) -> None:
    desk = rated_badly(hall, 101, text=WORDS, may_contact="true")
    assert desk.take(desk.regulator, "identity", reason="COMPLAINT").status == 200
    desk.find()
    desk.mend()
    said = {"result": "NOT_SATISFIED", "text": "还是要跑三趟"}
    assert hall.runtime.post_form(f"{desk.link}/outcome", said).status == 303
    later = {"level": "2", "text": "好了一点"}
    assert hall.runtime.post_form(f"{desk.link}/follow-up", later).status == 303
    office.open("13805360101")

    copied = office.take("copy", office.first)

    (case,) = copied.json()["cases"]
    assert set(case["words"]) == {WORDS, "还是要跑三趟", "好了一点"}
    assert (case["level"], case["later_level"], case["order"]) == (1, 2, desk.read(desk.regulator)["wo_no"])
    assert [one["office"] for one in case["identity_opened"]] == ["regulator"]
    assert desk.regulator.subject not in copied.text


def test_a_number_that_nobody_left_finds_nothing_and_the_request_ends(hall: Hall, office: Office) -> None:
    office.open("13805369999")

    assert "没有找到" in office.show()
    assert office.take("close", office.first).status == 303
    assert "已办结" in office.show()


def test_who_left_only_a_landline_is_found_and_erased_too(hall: Hall, office: Office) -> None:
    hall.serve(phone="(0536) 809-1234")
    hall.runtime.drain()
    before = the_case(hall).person_ref

    office.open("0536-8091234")
    found = office.show()
    erased = office.erase()

    assert "建设工程规划许可证核发" in found
    assert "建设工程规划许可证核发" not in erased
    assert (the_case(hall).person_ref, the_case(hall).has_landline) == (None, False)
    assert before
    with pytest.raises(NotFound):
        hall.runtime.house.queries.personal(before)


def the_case(hall: Hall) -> ServedCase:
    return hall.runtime.house.transact(lambda uow, _now: uow.cases.load(case_id("370700-2026-000001", 1)))


def test_a_bad_number_is_refused_and_stays_typed(hall: Hall, office: Office) -> None:
    answer = hall.runtime.post_form("/privacy-requests", {"phone": "12"}, as_=office.first)

    assert answer.status == 422
    assert 'value="12"' in answer.text
    assert answer.text.count("field-error") >= 2


def test_the_page_of_a_request_names_nobody(hall: Hall, office: Office) -> None:
    rate(hall)
    office.open()

    page = office.show()

    assert "建设工程规划许可证核发" in page
    for secret in (PHONE, "王小明", WORDS):
        assert secret not in page


def test_ninety_days_after_a_good_answer_the_person_is_forgotten(hall: Hall) -> None:
    rate(hall)
    before = dump(hall)["vault"]

    _mornings_after(hall, 89)
    kept = dump(hall)["vault"]
    _mornings_after(hall, 3)

    assert before.count("CASE#") == kept.count("CASE#") == 1
    assert dump(hall)["vault"].count("CASE#") == 0


def test_who_rated_badly_is_known_for_a_year_after_the_order_was_closed(hall: Hall) -> None:
    desk = rated_badly(hall, 101, text=WORDS, may_contact="true")
    _settle(desk)

    _mornings_after(hall, 92)
    kept = dump(hall)
    _mornings_after(hall, 275)

    assert kept["vault"].count("CASE#") == 1
    assert '"device":"' not in kept["satisfaction"].split('"INVITATION#')[1].split('"pk"')[0]
    assert dump(hall)["vault"].count("CASE#") == 0


def _mornings_after(hall: Hall, days: int) -> None:
    """Let days go by and the mornings' work of the last ones be done."""
    hall.runtime.advance(timedelta(days=days - 2))
    for _ in range(2):
        hall.runtime.advance(timedelta(days=1))
        hall.runtime.drain()


def test_what_was_said_before_an_order_was_sent_back_is_copied_and_erased_too(
    hall: Hall, office: Office
) -> None:
    desk = rated_badly(hall, 101, text=WORDS, may_contact="true")
    desk.find()
    desk.mend()
    said = {"result": "NOT_SATISFIED", "text": "还是要跑三趟"}
    assert hall.runtime.post_form(f"{desk.link}/outcome", said).status == 303
    desk.must(desk.regulator, "reopen", reason=REASON)
    desk.mend()
    said = {"result": "SATISFIED", "text": "这次好了"}
    assert hall.runtime.post_form(f"{desk.link}/outcome", said).status == 303
    desk.must(desk.regulator, "close")
    office.open("13805360101")

    (case,) = office.take("copy", office.first).json()["cases"]
    office.erase()

    assert set(case["words"]) == {WORDS, "还是要跑三趟", "这次好了"}
    assert dump(hall)["vault"].count("RATING#") == 0


def test_the_unanswered_text_of_a_case_rated_badly_on_paper_takes_nobody_away_early(
    hall: Hall,
) -> None:
    hall.serve(1)
    fields = {
        "form_no": "MYD-1",
        "window": f"{register(hall)}|{MATTER}",
        "level": "1",
        "receipt_no": "370700-2026-000001",
    }
    assert hall.runtime.post_form("/paper-forms", fields, as_=hall.centre).status == 303
    hall.runtime.drain()
    (one,) = hall.runtime.get("/api/v1/orders", as_=hall.centre).json()["items"]
    _settle(OrderDesk(hall, "", one["id"]))

    for _ in range(8):
        hall.runtime.advance(timedelta(days=1))
    _mornings_after(hall, 85)

    assert dump(hall)["vault"].count("CASE#") == 1


def test_a_default_rating_leads_to_nobody(hall: Hall, office: Office) -> None:
    case = hall.case(1)
    row = {
        "project_no": case["project_no"],
        "service_no": 1,
        "assess_no": 1,
        "level": {"code_system": "ZWFW_IF", "code": "0"},
        "channel": {"code_system": "SET_A", "code": "2"},
        "rated_at": hall.runtime.now().isoformat(),
        "case": case,
    }
    answer = hall.runtime.post_json("/api/v1/ratings:import", {"rows": [row]}, as_=hall.centre)
    assert [one["outcome"] for one in answer.json()["items"]] == ["default"]
    hall.runtime.drain()
    office.open()

    office.erase()

    pseudonym = hall.runtime.house.sealing.fingerprint("phone", PHONE)[:32]
    assert {one["kind"] for one in items(hall, "satisfaction") if pseudonym in str(one)} <= {"contact"}


def test_an_erasure_that_broke_off_counts_every_case_when_it_goes_on(
    hall: Hall, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(hall, 1)
    rate(hall, 2)
    office.open()
    whole, seen = requests.erase_from, []

    def breaks(*given: Any) -> Any:
        seen.append(given)
        if len(seen) == 2:
            raise RuntimeError("the worker is gone")
        return whole(*given)

    monkeypatch.setattr(requests, "erase_from", breaks)
    name = office.page.rsplit("/", 1)[1]
    hall.runtime.house.transact(
        lambda uow, now: uow.privacy.save(order(uow.privacy.load(name), OFFICER, now), SYSTEM)
    )
    with pytest.raises(RuntimeError):
        requests.carry_out(hall.runtime.house, name)

    requests.carry_out(hall.runtime.house, name)

    found, _ = requests.read_request(hall.runtime.house, name)
    assert (found.state, found.n_erased) == (RequestState.ERASED, 2)


def test_a_case_that_nobody_completed_keeps_its_person_for_a_year_and_can_be_completed_then(
    hall: Hall,
) -> None:
    accepted = hall.runtime.now()
    began = hall.case(1, accept_time=accepted.isoformat())
    began.pop("done_time")
    hall.runtime.post_json("/api/v1/cases", began, as_=hall.centre)
    hall.runtime.drain()

    _mornings_after(hall, 300)
    kept = dump(hall)["vault"].count("CASE#")
    _mornings_after(hall, 68)

    assert (kept, dump(hall)["vault"].count("CASE#")) == (1, 0)
    done = hall.case(1, accept_time=accepted.isoformat())
    answer = hall.runtime.post_json("/api/v1/cases", done, as_=hall.centre)
    hall.runtime.drain()
    assert answer.json()["outcome"] == "completed"
    assert hall.texts() == []
