"""What took the place of what was read is not decided about: nobody agrees to what he has not seen."""

import re
from datetime import timedelta
from typing import Any

from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.web.contracts.conftest import Bargain
from tests.web.contracts.test_paying import sign, today

MINUTE = timedelta(minutes=1)


def seen_on(bargain: Bargain, path: str, who: DemoPerson, act: str) -> str:
    """Return what the form of an act on a page says was read."""
    page = bargain.runtime.get(path.format(bargain.number), as_=who).text
    form = page.split(f'/{act}" method="post"')[1].split("</form>")[0]
    found = re.search(r'name="seen_at" value="([^"]+)"', form)
    assert found, form
    return found[1]


def send(bargain: Bargain, seat: str, act: str, who: DemoPerson, fields: dict[str, Any]) -> Answer:
    return bargain.runtime.post_form(f"/{seat}/contracts/{bargain.number}/{act}", fields, as_=who)


def is_stale(answer: Answer) -> bool:
    return answer.status == 409 and "修改了同一条记录" in answer.text


def test_a_contract_that_was_replaced_meanwhile_is_neither_confirmed_nor_returned(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    bargain.done("agency", "contract", bargain.agency, bargain.terms(file_id=file_id))
    seen = seen_on(bargain, "/owner/contracts/{}", bargain.owner_admin, "confirmation")
    asked = seen_on(bargain, "/owner/contracts/{}/return", bargain.owner_admin, "return")
    bargain.runtime.advance(MINUTE)
    bargain.done("agency", "contract", bargain.agency, bargain.terms(file_id=file_id, name="另一份合同"))

    assert is_stale(send(bargain, "owner", "confirmation", bargain.owner_admin, {"seen_at": seen}))
    back = {"seen_at": asked, "reason": "附件二没有盖章"}
    assert is_stale(send(bargain, "owner", "return", bargain.owner_admin, back))
    over_api = bargain.do("owner", "confirmation", bargain.owner_admin, {"seen_at": seen})
    assert (over_api.status, over_api.json()["type"]) == (409, "/problems/changed-meanwhile")

    now_seen = seen_on(bargain, "/owner/contracts/{}", bargain.owner_admin, "confirmation")
    assert send(bargain, "owner", "confirmation", bargain.owner_admin, {"seen_at": now_seen}).status == 303


def test_a_change_that_was_replaced_meanwhile_is_not_agreed_to(bargain: Bargain) -> None:
    bargain.sign()
    small, large = (
        {"amount_fen": 1_00, "reason": "再加测一处地块"},
        {"amount_fen": 3_000_00, "reason": "再加测一片地块"},
    )
    bargain.done("agency", "supplement", bargain.agency, small)
    seen = seen_on(bargain, "/owner/contracts/{}", bargain.owner_admin, "agreement")
    bargain.runtime.advance(MINUTE)
    bargain.done("agency", "refusal", bargain.agency_admin)
    bargain.done("agency", "supplement", bargain.agency, large)

    assert is_stale(send(bargain, "owner", "agreement", bargain.owner_admin, {"seen_at": seen}))
    assert is_stale(send(bargain, "owner", "refusal", bargain.owner_admin, {"seen_at": seen}))
    assert bargain.get("owner", bargain.owner)["contract"]["changes"] == []


def test_a_day_that_was_corrected_meanwhile_is_not_confirmed(bargain: Bargain) -> None:
    sign(bargain)
    bargain.runtime.advance(timedelta(days=1))
    first, second = today(bargain) - timedelta(days=1), today(bargain)
    bargain.done("owner", "payment", bargain.owner, {"number": 1, "paid_on": second.isoformat()})
    seen = seen_on(bargain, "/agency/contracts/{}/receipt", bargain.agency, "receipt")
    bargain.runtime.advance(MINUTE)
    bargain.done("owner", "payment", bargain.owner, {"number": 1, "paid_on": first.isoformat()})

    sent = {"seen_at": seen, "number": "1"}
    assert is_stale(send(bargain, "agency", "receipt", bargain.agency, sent))


def test_a_result_that_was_replaced_meanwhile_is_neither_accepted_nor_returned(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    seen = seen_on(bargain, "/owner/contracts/{}", bargain.owner_admin, "acceptance")
    asked = seen_on(bargain, "/owner/contracts/{}/result-return", bargain.owner_admin, "result-return")
    bargain.runtime.advance(MINUTE)
    bargain.done("owner", "result-return", bargain.owner, {"reason": "成果缺少附图"})
    bargain.deliver()

    assert is_stale(send(bargain, "owner", "acceptance", bargain.owner_admin, {"seen_at": seen}))
    back = {"seen_at": asked, "reason": "还是缺少附图"}
    assert is_stale(send(bargain, "owner", "result-return", bargain.owner_admin, back))
