"""Alerts of notices one can enter: to those that can and to nobody else (marketplace.md §6 no. 7)."""

import json

import pytest

from chalicelib.domain.marketplace.notices.content import (
    MethodTerms,
    NoticeContent,
    PractitionerNeed,
    Purpose,
)
from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases import alert_agencies
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from chalicelib.web.labels.messages import message_address, message_text
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.conduct import put_on_list
from tests.factories.notices import ADMIN, lowest_content
from tests.journeys.steps import Town, uscc


def open_to(**changes) -> NoticeContent:
    return lowest_content(service_type=SURVEY, **changes)


def listed(town: Town, runtime: Runtime, agencies: int) -> list[str]:
    """Put some agencies into the register and into the list by service type."""
    codes = [uscc(number) for number in range(agencies)]
    for code in codes:
        town.list_agency(code)
    town.anchor()
    runtime.drain()
    return codes


def alerts(town: Town, code: str) -> list[dict]:
    cards = town.house.inbox.page(f"org:{code}", PageRequest(limit=100)).cards
    return [dict(card.data) for card in reversed(cards) if card.data["code"] == "you-may-enter"]


def alerted(town: Town, codes: list[str]) -> list[int]:
    return [len(alerts(town, code)) for code in codes]


def test_an_agency_that_can_enter_is_told_what_until_when_and_where(town: Town, runtime: Runtime) -> None:
    (code,) = listed(town, runtime, 1)

    notice = town.publish(open_to())
    runtime.drain()

    (alert,) = alerts(town, code)
    assert notice.content.title in message_text(alert)
    assert "您可以报名" in message_text(alert)
    assert "截止" in message_text(alert)
    assert message_address(alert) == f"/agency/notices/{notice.notice_no}"
    assert runtime.get(f"/notices/{notice.notice_no}").status == 200


def test_whoever_cannot_enter_hears_nothing(town: Town, runtime: Runtime) -> None:
    codes = listed(town, runtime, 4)
    put_on_list(town.house, codes[1], number="SX-1", days=30, document_no="潍失信1号")
    excluded = codes[2]

    town.publish(open_to(exclusions=(excluded,), exclusion_reason="承担过本项目的前期设计工作。"))
    runtime.drain()

    assert alerted(town, codes) == [1, 0, 0, 1]


def test_an_agency_without_the_qualification_hears_nothing_until_an_amendment_lets_it_in(
    town: Town, runtime: Runtime
) -> None:
    codes = listed(town, runtime, 2)
    needed = (PractitionerNeed(99),)
    notice = town.publish(open_to(practitioners=needed, practitioner_note="需要足够的执业人员。"))
    runtime.drain()
    assert alerted(town, codes) == [0, 0]

    town.amend(notice, practitioners=[])
    runtime.drain()

    assert alerted(town, codes) == [1, 1]


def test_an_amendment_that_lets_nobody_in_alerts_nobody_again(town: Town, runtime: Runtime) -> None:
    codes = listed(town, runtime, 2)
    notice = town.publish(open_to())
    runtime.drain()

    town.amend(notice, practitioners=[{"count": 1}], practitioner_note="需要一名执业人员。")
    runtime.drain()

    assert alerted(town, codes) == [1, 1]


def test_an_alert_that_waited_while_the_notice_was_withdrawn_is_not_sent(
    town: Town, runtime: Runtime
) -> None:
    codes = listed(town, runtime, 2)

    notice = town.publish(open_to())
    withdraw_notice(town.house, ADMIN, notice.id, "资金没有落实,本次采购取消。")
    runtime.drain()

    assert alerted(town, codes) == [0, 0]


def test_an_alert_that_waited_while_the_notice_was_amended_goes_to_those_who_can_enter_now(
    town: Town, runtime: Runtime
) -> None:
    codes = listed(town, runtime, 2)

    notice = town.publish(open_to())
    town.amend(notice, exclusions=[codes[0]], exclusion_reason="承担过本项目的前期设计工作。")
    runtime.drain()

    assert alerted(town, codes) == [0, 1]
    now = town.house.queries.notice_alone(notice.id)
    assert now.publication is not None
    (alert,) = alerts(town, codes[1])
    assert alert["params"]["closes_at"].startswith(now.publication.closes_at.isoformat()[:16])


def test_a_direct_selection_is_told_to_the_agency_it_names_only(town: Town, runtime: Runtime) -> None:
    codes = listed(town, runtime, 2)
    terms = MethodTerms(
        agency=codes[0], agency_reason="唯一具备条件的机构,已核对资质。", purpose=Purpose.OWN_PROJECT
    )

    town.publish(open_to(method=Method.DIRECT, method_terms=terms))
    runtime.drain()

    assert alerted(town, codes) == [0, 0]
    inbox = town.house.inbox.page(f"org:{codes[0]}", PageRequest(limit=10)).cards
    assert [card.data["code"] for card in inbox] == ["you-are-named"]


def test_pages_follow_each_other_and_a_repetition_adds_nothing(
    town: Town, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_agencies, "AT_ONCE", 2)
    codes = listed(town, runtime, 5)

    notice = town.publish(open_to())
    runtime.drain()
    runtime.drain()

    assert alerted(town, codes) == [1] * 5
    (entry,) = (
        one for one in town.house.queries.entries(f"NOTICE#{notice.id}") if one.type == "notice.published"
    )
    body = {
        "event": f"NOTICE#{notice.id}#{entry.seq}",
        "at": entry.at,
        "to": f"matching:{notice.notice_no}",
        "code": "you-may-enter",
        "params": {},
    }
    for after in (None, codes[1], codes[3]):
        alert_agencies.alert_agencies(town.house, {**body, "after": after})
    assert alerted(town, codes) == [1] * 5


def test_who_has_registered_changes_nothing_of_an_alert(town: Town, runtime: Runtime) -> None:
    codes = listed(town, runtime, 3)
    notice = town.publish(open_to())
    town.quote(codes[0], notice, 48_000_00)
    runtime.drain()

    told = [json.dumps(alerts(town, code), sort_keys=True) for code in codes]

    assert told[0] == told[1] == told[2]
