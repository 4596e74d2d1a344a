"""The last day of service: both sides are reminded, an extension moves it, lateness is told once."""

from datetime import timedelta

from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.entrypoints.events import enqueue_due
from chalicelib.kernel.paging import PageRequest
from chalicelib.web.labels.messages import message_address, message_text
from infra.local.people import DemoPerson
from tests.web.contracts.conftest import Bargain

MINUTE = timedelta(minutes=1)


def said(bargain: Bargain, who: DemoPerson, *codes: str) -> list[dict]:
    cards = bargain.runtime.house.inbox.page(f"org:{who.org.uscc}", PageRequest(limit=100)).cards
    return [dict(card.data) for card in reversed(cards) if card.data["code"] in codes]


def reminded(bargain: Bargain, who: DemoPerson, todo: str) -> list[int]:
    found = said(bargain, who, "deadline-near", "deadline-today")
    mine = [one for one in found if one["params"]["todo"] == todo]
    for one in mine:
        assert message_address(one) == f"/workbench/contracts/{bargain.number}"
        assert todo not in message_text(one)
    return [one["params"]["workdays"] for one in mine]


def last_day(bargain: Bargain):
    contract = bargain.notice.contract
    assert contract is not None
    return end_of_day(contract.ends_on)


def todos(bargain: Bargain, who: DemoPerson) -> list[str]:
    found = bargain.runtime.get_json("/api/v1/workbench", as_=who).json()["todos"]
    return [str(one["code"]) for one in found]


def test_both_sides_are_reminded_three_days_one_day_and_on_the_last_day(bargain: Bargain) -> None:
    bargain.sign()

    bargain.runtime.move_to(last_day(bargain) - MINUTE)

    assert reminded(bargain, bargain.agency, "deliver-result") == [3, 1, 0]
    assert reminded(bargain, bargain.owner, "await-result") == [3, 1, 0]
    assert said(bargain, bargain.agency, "delivery-missed") == []


def test_whoever_delivered_is_not_reminded(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()

    bargain.runtime.move_to(last_day(bargain) + timedelta(days=2))

    assert reminded(bargain, bargain.agency, "deliver-result") == []
    assert said(bargain, bargain.agency, "delivery-missed") == []


def test_an_extension_moves_the_reminders_and_the_last_day(bargain: Bargain) -> None:
    bargain.sign()
    first = last_day(bargain)
    later = (first + timedelta(days=20)).date().isoformat()
    bargain.done("owner", "extension", bargain.owner, {"reason": "业主要求增加测区。", "ends_on": later})
    bargain.done("agency", "agreement", bargain.agency_admin)

    bargain.runtime.move_to(first + MINUTE)
    assert reminded(bargain, bargain.agency, "deliver-result") == []
    assert said(bargain, bargain.agency, "delivery-missed") == []

    bargain.runtime.move_to(last_day(bargain) + MINUTE)
    assert last_day(bargain) > first
    assert reminded(bargain, bargain.agency, "deliver-result") == [3, 1, 0]
    assert len(said(bargain, bargain.agency, "delivery-missed")) == 1


def test_lateness_is_told_once_to_both_and_the_to_do_stays_without_another_timer(bargain: Bargain) -> None:
    bargain.sign()

    bargain.runtime.move_to(last_day(bargain) + timedelta(days=5))

    for who in (bargain.agency, bargain.owner):
        (told,) = said(bargain, who, "delivery-missed")
        assert "已过" in message_text(told)
        assert "%(" not in message_text(told, "en")
    assert bargain.notice.state is NoticeState.IN_SERVICE
    assert bargain.get("agency", bargain.agency)["is_service_late"] is True
    assert "deliver-result" in todos(bargain, bargain.agency)
    assert enqueue_due(bargain.runtime.house) == 0, "nothing of it stays overdue"


def test_a_late_contract_that_is_given_more_time_has_a_last_day_again(bargain: Bargain) -> None:
    bargain.sign()
    bargain.runtime.move_to(last_day(bargain) + timedelta(days=1))
    later = (last_day(bargain) + timedelta(days=20)).date().isoformat()

    bargain.done("owner", "extension", bargain.owner, {"reason": "业主要求增加测区。", "ends_on": later})
    bargain.done("agency", "agreement", bargain.agency_admin)
    bargain.runtime.move_to(last_day(bargain) + MINUTE)

    assert reminded(bargain, bargain.agency, "deliver-result") == [3, 1, 0] * 2
    assert len(said(bargain, bargain.agency, "delivery-missed")) == 2
