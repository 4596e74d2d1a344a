"""Paying by instalments on the pages and over the API, as both sides and the public see it."""

from datetime import date, timedelta
from typing import Any

from chalicelib.kernel.clock import CHINA
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.web.contracts.conftest import PRICES_FEN, Bargain
from tests.web.contracts.test_course import SECOND, messages, public, todos

PLAN = ("预付款", PRICES_FEN[0] // 4, 3), ("成果通过以后", PRICES_FEN[0] - PRICES_FEN[0] // 4, 60)


def today(bargain: Bargain) -> date:
    return bargain.runtime.now().astimezone(CHINA).date()


def plan(bargain: Bargain) -> list[dict[str, Any]]:
    on = today(bargain)
    return [
        {"name": name, "amount_fen": fen, "due_on": (on + timedelta(days=days)).isoformat()}
        for name, fen, days in PLAN
    ]


def sign(bargain: Bargain) -> dict[str, Any]:
    """Sign a contract with the plan and publish it."""
    file_id = bargain.send("agency", bargain.agency, "contract")
    terms = bargain.terms(file_id=file_id, payments=plan(bargain))
    bargain.done("agency", "contract", bargain.agency, terms)
    bargain.done("owner", "confirmation", bargain.owner_admin)
    return bargain.done("owner", "publication", bargain.owner)


def page(bargain: Bargain, path: str, who: DemoPerson | None = None) -> str:
    answer = bargain.runtime.get(path.format(bargain.number), as_=who)
    assert answer.status == 200, answer.text
    return answer.text


def test_an_instalment_is_paid_and_received_and_everybody_reads_it(bargain: Bargain) -> None:
    signed = sign(bargain)
    assert [one["paid_on"] for one in signed["contract"]["payments"]] == [None, None]
    assert "payment" in signed["actions"]
    assert "pay-instalment" in todos(bargain, bargain.owner)
    assert "confirm-receipt" not in todos(bargain, bargain.agency)

    paid_on = today(bargain).isoformat()
    bargain.done("owner", "payment", bargain.owner, {"number": 1, "paid_on": paid_on})
    assert "payment-recorded" in messages(bargain, bargain.agency)
    assert "confirm-receipt" in todos(bargain, bargain.agency)

    received = bargain.done("agency", "receipt", bargain.agency, {"number": 1})

    assert received["contract"]["payments"][0]["received_at"]
    assert "received_by" not in str(received)
    assert "payment-received" in messages(bargain, bargain.owner)
    assert "confirm-receipt" not in todos(bargain, bargain.agency)
    shown = public(bargain).json()["payments"]
    assert [(one["name"], one["paid_on"], one["late_days"]) for one in shown] == [
        ("预付款", paid_on, 0),
        ("成果通过以后", None, 0),
    ]
    again = bargain.do("owner", "payment", bargain.owner, {"number": 1, "paid_on": paid_on})
    assert (again.status, again.json()["type"]) == (409, "/problems/receipt-confirmed")


def test_what_is_not_paid_by_its_day_is_told_to_both_and_public(bargain: Bargain) -> None:
    sign(bargain)
    runtime, due_on = bargain.runtime, today(bargain) + timedelta(days=3)
    runtime.advance(timedelta(days=4))
    runtime.advance(SECOND)

    assert "payment-overdue" in messages(bargain, bargain.owner)
    assert "payment-overdue" in messages(bargain, bargain.agency)
    late = (today(bargain) - due_on).days
    assert public(bargain).json()["payments"][0]["late_days"] == late
    assert f"逾期 {late} 天" in page(bargain, "/contracts/{}")
    assert "pay-instalment" in todos(bargain, bargain.owner)


def test_the_owner_is_reminded_before_the_day(bargain: Bargain) -> None:
    sign(bargain)
    bargain.done("owner", "filing", bargain.owner)
    bargain.runtime.advance(timedelta(days=2, hours=12))
    assert {"deadline-near", "deadline-today"} & set(messages(bargain, bargain.owner))


def test_the_counterparty_sees_the_plan_before_it_confirms(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    given = bargain.terms(file_id=file_id, payments=plan(bargain))
    bargain.done("agency", "contract", bargain.agency, given)
    assert "成果通过以后" in page(bargain, "/owner/contracts/{}", bargain.owner_admin)


def post(bargain: Bargain, seat: str, act: str, who: DemoPerson, fields: dict[str, str]) -> Answer:
    answer = bargain.runtime.post_form(f"/{seat}/contracts/{bargain.number}/{act}", fields, as_=who)
    bargain.runtime.drain()
    return answer


def filled(bargain: Bargain, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the form of the contract as somebody without scripts sends it, empty rows included."""
    terms = bargain.terms(file_id=bargain.send("agency", bargain.agency, "contract"))
    fields = {**terms, "amount_fen": "40000.00"}
    for place, row in enumerate([{}, *rows, {}]):
        yuan = f"{row['amount_fen'] / 100:.2f}" if row else ""
        given = {"name": row.get("name", ""), "amount_fen": yuan, "due_on": row.get("due_on", "")}
        fields |= {f"payments.{place}.{name}": value for name, value in given.items()}
    return fields


def test_a_plan_is_entered_row_by_row_without_a_script(bargain: Bargain) -> None:
    answer = post(bargain, "agency", "contract", bargain.agency, filled(bargain, plan(bargain)))
    assert answer.status == 303, answer.text
    signing = bargain.notice.signing
    assert signing is not None
    assert signing.offer is not None
    assert [one.name for one in signing.offer.terms.payments] == ["预付款", "成果通过以后"]


def test_a_plan_that_does_not_add_up_keeps_what_was_typed_and_names_both_sums(bargain: Bargain) -> None:
    answer = post(bargain, "agency", "contract", bargain.agency, filled(bargain, plan(bargain)[:1]))
    assert answer.status == 422
    assert "10,000.00 元" in answer.text
    assert "40,000.00 元" in answer.text
    assert 'href="#f-payments"' in answer.text
    assert "预付款" in answer.text
    assert "第 1 笔：最迟付款日期" in answer.text


def test_both_sides_do_their_part_on_their_pages(bargain: Bargain) -> None:
    sign(bargain)
    assert "/payment" in page(bargain, "/owner/contracts/{}", bargain.owner)
    assert "预付款" in page(bargain, "/owner/contracts/{}/payment", bargain.owner)
    fields = {"number": "1", "paid_on": today(bargain).isoformat()}
    assert post(bargain, "owner", "payment", bargain.owner, fields).location.endswith("?done=payment")

    assert "预付款" in page(bargain, "/agency/contracts/{}/receipt", bargain.agency)
    assert post(bargain, "agency", "receipt", bargain.agency, {"number": "1"}).status == 303
    left = bargain.runtime.get(f"/agency/contracts/{bargain.number}/receipt", as_=bargain.agency)
    assert left.location.endswith("?done=not-now")
    assert post(bargain, "owner", "payment", bargain.owner, {"paid_on": "2026-02-30"}).status == 422
