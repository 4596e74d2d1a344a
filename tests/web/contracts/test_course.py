"""From the accepted award to the archive, over the API, along the real calendar."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from chalicelib.domain.marketplace.contracts.facts import Side
from chalicelib.domain.marketplace.notices.facts import SIGNING_LAPSED
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import DomainError
from chalicelib.usecases.contracts.sign_contract import confirm_contract, return_contract
from infra.local.people import DemoPerson, organisations
from tests.said import said
from tests.web.contracts.conftest import PRICES_FEN, SCORES, Bargain, acting, person

SECOND = timedelta(seconds=1)
REASON = {"reason": "附件二没有盖章，请补盖后重新上传。"}


def messages(bargain: Bargain, who: DemoPerson) -> list[str]:
    found = bargain.runtime.get_json("/api/v1/messages", as_=who).json()["items"]
    return [str(one["code"]) for one in found]


def todos(bargain: Bargain, who: DemoPerson) -> list[str]:
    found = bargain.runtime.get_json("/api/v1/workbench", as_=who).json()["todos"]
    return [str(one["code"]) for one in found]


def public(bargain: Bargain, path: str = "") -> Any:
    return bargain.runtime.get_json(f"/api/v1/contracts/{bargain.number}{path}")


def test_a_purchase_goes_from_the_signature_to_its_archive(bargain: Bargain) -> None:
    assert "sign-contract" in todos(bargain, bargain.owner)
    assert "sign-contract" in todos(bargain, bargain.agency)

    signed = bargain.sign()

    assert signed["state"] == "IN_SERVICE"
    assert signed["contract"]["contract_no"].startswith("HT-370700-2026-000001-")
    assert public(bargain).status == 404
    assert {"file-contract"} <= set(todos(bargain, bargain.owner))

    bargain.runtime.move_to(parse_instant(signed["contract"]["publish_due_at"]) + SECOND)
    assert public(bargain).json()["contract_no"] == signed["contract"]["contract_no"]
    listed = bargain.runtime.get_json("/api/v1/contracts").json()["items"]
    assert [one["contract_fen"] for one in listed] == [PRICES_FEN[0]]
    bargain.done("owner", "filing", bargain.owner)
    assert "contract-filed" in messages(bargain, bargain.supervisor)

    assert bargain.deliver()["state"] == "RESULT_REVIEW"
    assert "review-result" in todos(bargain, bargain.owner)
    assert bargain.done("owner", "acceptance", bargain.owner)["state"] == "COMPLETED"
    for who in (bargain.owner, bargain.official, bargain.reviewer):
        assert "evaluate" in todos(bargain, who)

    low = {**SCORES, "quality": 4, "timeliness": 3, "attitude": 4, "fee": 3, "standardisation": 3}
    bargain.done("department", "evaluation", bargain.official, {"scores": low})
    done = bargain.done("owner", "evaluation", bargain.owner, {"scores": SCORES, "text": "按期完成。"})

    # 50 : 30 is five eighths of 4.4 and three eighths of 3.4.
    assert done["state"] == "EVALUATED"
    assert done["evaluation"]["mean"] == "4.02"
    assert "evaluated" in messages(bargain, bargain.agency)
    paper = said(bargain.runtime.get(f"/notices/{bargain.number}/file.pdf"))
    assert all(words in paper for words in (signed["contract"]["contract_no"], "4.02", "按期完成。"))
    (card,) = bargain.runtime.get_json("/api/v1/contracts").json()["items"]
    assert card["mean"] == "161/40"

    bargain.runtime.advance(timedelta(days=366))
    assert bargain.notice.state is NoticeState.ARCHIVED
    assert bargain.runtime.get_json("/api/v1/contracts").json()["items"] == []
    assert len(bargain.runtime.get_json("/api/v1/contracts?state=ARCHIVED").json()["items"]) == 1
    notices = [
        bargain.runtime.get_json(f"/api/v1/notices{asked}").json() for asked in ("", "?state=ARCHIVED")
    ]
    assert [one["count"] for one in notices] == [0, 1]
    assert signed["contract"]["contract_no"] in bargain.runtime.get("/contracts.csv?state=ARCHIVED").text
    assert signed["contract"]["contract_no"] not in bargain.runtime.get("/contracts.csv").text
    assert public(bargain).status == 200


def test_a_returned_contract_goes_back_with_the_reason_and_can_be_mended(bargain: Bargain) -> None:
    file_id = bargain.send("owner", bargain.owner, "contract")
    bargain.done("owner", "contract", bargain.owner, bargain.terms(file_id=file_id))
    assert "confirm-contract" in todos(bargain, bargain.agency_admin)

    back = bargain.done("agency", "return", bargain.agency_admin, REASON)

    assert back["signing"]["sent_back"][0]["reason"] == REASON["reason"]
    assert "contract-returned" in messages(bargain, bargain.owner)
    assert bargain.sign()["state"] == "IN_SERVICE"


def test_a_price_that_is_not_the_award_is_blocked_with_both_amounts(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    terms = bargain.terms(file_id=file_id, amount_fen=PRICES_FEN[0] + 1)

    refused = bargain.do("agency", "contract", bargain.agency, terms)

    assert refused.status == 422
    assert "40,000.00 元" in refused.text
    assert "40,000.01 元" in refused.text


def test_a_contract_with_secrets_needs_a_public_version_and_shows_only_that(bargain: Bargain) -> None:
    whole = bargain.send("agency", bargain.agency, "closed", b"%PDF-1.7 secret")
    alone = bargain.do("agency", "contract", bargain.agency, bargain.terms(file_id=whole))
    assert alone.status == 422
    shown = bargain.send("agency", bargain.agency, "public", b"%PDF-1.7 public")
    both = bargain.terms(file_id=whole, public_file_id=shown)
    bargain.done("agency", "contract", bargain.agency, both)
    bargain.done("owner", "confirmation", bargain.owner_admin)
    bargain.done("owner", "publication", bargain.owner)

    opened = bargain.runtime.get(f"/contracts/{bargain.number}/file")

    assert bargain.runtime.get(opened.location).body == b"%PDF-1.7 public"
    whole_one = bargain.runtime.get(
        f"/owner/contracts/{bargain.number}/documents/contract", as_=bargain.owner
    )
    assert bargain.runtime.get(whole_one.location).body == b"%PDF-1.7 secret"


def test_a_file_named_for_one_side_is_unknown_to_the_other(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    stolen = bargain.do("owner", "contract", bargain.owner, bargain.terms(file_id=file_id))
    bare = bargain.do("owner", "contract", bargain.owner, bargain.terms(file_id="dossier/f_01"))
    assert (stolen.status, bare.status) == (422, 422)


def test_nobody_signs_and_the_next_one_steps_in_at_the_cap(bargain: Bargain) -> None:
    signing = bargain.notice.signing
    assert signing is not None
    bargain.runtime.move_to(signing.due_at + SECOND)
    assert "signing-warning" in messages(bargain, bargain.agency)

    bargain.runtime.move_to(signing.lapses_at + SECOND)

    assert bargain.notice.state is NoticeState.PUBLICITY
    assert bargain.notice.dropouts[0].code == SIGNING_LAPSED
    assert "first-place-lost" in messages(bargain, bargain.agency)


def test_an_owner_who_holds_the_signing_up_is_reported_and_not_the_winner(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    bargain.done("agency", "contract", bargain.agency, bargain.terms(file_id=file_id))
    signing = bargain.notice.signing
    assert signing is not None

    bargain.runtime.move_to(signing.lapses_at + SECOND)

    assert "contract-reminder" in messages(bargain, bargain.owner)
    assert "owner-held-up-signing" in messages(bargain, bargain.supervisor)
    answer = bargain.runtime.get_json(f"/api/v1/agency/awards/{bargain.number}", as_=bargain.agency).json()
    assert (answer["left_code"], answer["gave_up"]) == ("signing-held-up", False)


def test_a_copy_that_is_not_filed_in_time_reaches_the_supervisor_until_it_is(bargain: Bargain) -> None:
    signed = bargain.sign()
    bargain.runtime.move_to(parse_instant(signed["contract"]["filing_due_at"]) + SECOND)
    assert "demand-filing" in todos(bargain, bargain.supervisor)
    assert "filing-missed" in messages(bargain, bargain.owner)

    bargain.done("owner", "filing", bargain.owner)

    assert "demand-filing" not in todos(bargain, bargain.supervisor)


def test_silence_accepts_the_result_and_leaves_no_evaluation_of_the_owner(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    delivery = bargain.notice.delivery
    assert delivery is not None
    bargain.runtime.move_to(delivery.remind_at + SECOND)
    assert "result-reminder" in messages(bargain, bargain.owner)

    bargain.runtime.move_to(delivery.due_at + SECOND)
    assert bargain.notice.state is NoticeState.COMPLETED
    evaluation = bargain.notice.evaluation
    assert evaluation is not None
    bargain.runtime.move_to(evaluation.closes_at + SECOND)

    shown = public(bargain).json()["evaluation"]
    assert bargain.notice.state is NoticeState.EVALUATED
    assert shown["mean"] is None
    assert [one["opinion"] for one in shown["parties"]] == [None, None, None]
    assert todos(bargain, bargain.official) == []


def test_three_returns_then_a_dispute_that_the_supervisor_settles(bargain: Bargain) -> None:
    bargain.sign()
    for _ in range(3):
        bargain.deliver()
        bargain.done("owner", "result-return", bargain.owner, REASON)
    bargain.deliver()
    assert bargain.do("owner", "result-return", bargain.owner, REASON).status == 409

    bargain.done("owner", "dispute", bargain.owner, REASON)

    assert "settle-dispute" in todos(bargain, bargain.supervisor)
    assert "dispute-to-settle" in messages(bargain, bargain.supervisor)
    assert bargain.done("supervisor", "acceptance", bargain.supervisor)["state"] == "COMPLETED"
    assert "settle-dispute" not in todos(bargain, bargain.supervisor)


def test_a_supplement_is_agreed_and_the_eleventh_part_is_refused(bargain: Bargain) -> None:
    bargain.sign()
    tenth = PRICES_FEN[0] // 10
    wish = {"amount_fen": tenth, "reason": "现场新增两处测量断面。"}
    bargain.done("owner", "supplement", bargain.owner, wish)
    assert "answer-change" in todos(bargain, bargain.agency_admin)
    changed = bargain.done("agency", "agreement", bargain.agency_admin)
    assert changed["room_fen"] == 0
    assert "supplement" not in bargain.get("owner", bargain.owner)["actions"]
    page = f"/owner/contracts/{bargain.number}"
    shown = bargain.runtime.get(page, as_=bargain.owner).text
    assert "追加采购已达到法定的比例，不能再追加" in shown
    assert f'href="{page}/supplement"' not in shown
    assert f'href="{page}/extension"' in shown
    beyond = bargain.do("owner", "supplement", bargain.owner, {**wish, "amount_fen": 1})
    assert beyond.json()["type"] == "/problems/beyond-a-supplement"


def test_an_extension_beyond_the_last_one_is_not_offered_and_the_page_says_why(bargain: Bargain) -> None:
    bargain.sign()
    page = f"/owner/contracts/{bargain.number}"
    contract = bargain.notice.contract
    assert contract is not None
    for times in (1, 2):
        assert f'href="{page}/extension"' in bargain.runtime.get(page, as_=bargain.owner).text
        later = (contract.ends_on + timedelta(days=10 * times)).isoformat()
        bargain.done("owner", "extension", bargain.owner, {"ends_on": later, "reason": "业主要求增加测区。"})
        bargain.done("agency", "agreement", bargain.agency_admin)

    shown = bargain.runtime.get(page, as_=bargain.owner).text

    assert "已延期 2 次，达到规定的次数" in shown
    assert f'href="{page}/extension"' not in shown
    assert f'href="{page}/supplement"' in shown


def test_a_proposal_that_nobody_answers_lapses(bargain: Bargain) -> None:
    bargain.sign()
    bargain.done(
        "agency", "termination", bargain.agency, {"fault": "nobody", "reason": "项目停建，协商中止。"}
    )
    contract = bargain.notice.contract
    assert contract is not None
    assert contract.pending is not None

    bargain.runtime.move_to(contract.pending.due_at + SECOND)

    assert bargain.notice.contract is not None
    assert bargain.notice.contract.pending is None
    assert "change-declined" in messages(bargain, bargain.agency)


def test_the_supervisor_ends_a_contract_and_everybody_reads_why(bargain: Bargain) -> None:
    bargain.sign()
    bargain.done("owner", "publication", bargain.owner)
    ended = {"fault": "agency", "reason": "机构转包，经查属实。"}
    bargain.done("supervisor", "termination", bargain.supervisor, ended)
    shown = public(bargain).json()
    assert shown["state"] == "TERMINATED"
    assert (shown["termination"]["fault"], shown["termination"]["decided_by"]) == ("agency", "supervisor")
    page = bargain.runtime.get(f"/contracts/{bargain.number}").text
    assert "合同已中止，没有服务评价。" in page
    assert "服务完成后" not in page
    desk = f"/supervisor/contracts/{bargain.number}?done=termination"
    assert "对方同意后生效" not in bargain.runtime.get(desk, as_=bargain.supervisor).text


def test_an_objection_is_decided_by_the_department_and_the_public_reads_it(bargain: Bargain) -> None:
    bargain.sign()
    bargain.done("owner", "publication", bargain.owner)
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    bargain.done("owner", "evaluation", bargain.owner, {"scores": dict.fromkeys(SCORES, 1)})
    bargain.done("desk", "evaluation", bargain.reviewer, {"scores": dict.fromkeys(SCORES, 5)})
    bargain.done("agency", "reply", bargain.agency_admin, {"text": "感谢评价，我们会改进。"})
    objected = {"party": "owner", "reason": "验收记录显示按期完成，评分与事实不符。"}
    bargain.done("agency", "objection", bargain.agency_admin, objected)
    assert "decide-objection" in todos(bargain, bargain.official)

    decided = {"outcome": "set-aside", "reason": "评分没有事实依据，予以撤销。"}
    bargain.done("department", "decision", bargain.official, decided)

    shown = public(bargain).json()["evaluation"]
    assert shown["mean"] == "5.00"
    assert shown["objection"]["upheld"] is True
    assert bargain.runtime.get(f"/contracts/{bargain.number}/evaluation.svg").status == 200


def test_every_seat_lists_its_own_contracts(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    visit = bargain.runtime.get

    assert bargain.number in visit("/agency/contracts", as_=bargain.agency).text
    assert bargain.number in visit("/department/contracts", as_=bargain.official).text
    assert bargain.number in visit("/desk/contracts", as_=bargain.reviewer).text
    other = [org.uscc for org in organisations() if org.kind == "agency"][1]
    assert bargain.number not in visit("/agency/contracts", as_=person(Role.AGENCY_AGENT, other)).text


def test_a_signature_is_asked_of_whoever_may_give_it(bargain: Bargain) -> None:
    assert "sign-contract" in todos(bargain, bargain.owner)
    assert "sign-contract" not in todos(bargain, bargain.owner_admin)

    file_id = bargain.send("agency", bargain.agency, "contract")
    bargain.done("agency", "contract", bargain.agency, bargain.terms(file_id=file_id))

    assert "confirm-contract" in todos(bargain, bargain.owner_admin)
    assert "confirm-contract" not in todos(bargain, bargain.owner)


def test_another_agency_reads_nothing_of_it(bargain: Bargain) -> None:
    other = [org.uscc for org in organisations() if org.kind == "agency"][1]
    answer = bargain.runtime.get_json(
        f"/api/v1/agency/contracts/{bargain.number}", as_=person(Role.AGENCY_AGENT, other)
    )
    assert answer.status == 403


def test_the_owners_history_names_the_side_that_acted(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    bargain.done("department", "evaluation", bargain.official, {"scores": SCORES})
    bargain.done("desk", "evaluation", bargain.reviewer, {"scores": SCORES})

    page = bargain.runtime.get(f"/owner/notices/{bargain.notice_id}", as_=bargain.owner).text

    moments = re.findall(r'moment-title">([^<]+)</p><p class="moment-at">.*?· ([^<]+)</p>', page)
    assert moments[-6:] == [
        ("上传合同", "机构"),
        ("合同生效", "项目业主"),
        ("提交成果", "机构"),
        ("成果通过", "项目业主"),
        ("提交评价", "行业主管部门"),
        ("提交评价", "运营机构"),
    ]


def test_confirming_and_returning_at_the_same_moment_ends_in_one_of_them(bargain: Bargain) -> None:
    file_id = bargain.send("agency", bargain.agency, "contract")
    bargain.done("agency", "contract", bargain.agency, bargain.terms(file_id=file_id))
    house, admin, notice_id = bargain.runtime.house, acting(bargain.owner_admin), bargain.notice_id
    steps: list[Callable[[], object]] = [
        lambda: confirm_contract(house, admin, Side.OWNER, notice_id),
        lambda: return_contract(house, admin, Side.OWNER, notice_id, REASON["reason"]),
    ] * 4

    with ThreadPoolExecutor(len(steps)) as pool:
        answers = list(pool.map(_outcome, steps))

    assert answers.count("done") == 1
    assert set(answers) <= {"done", "nothing-to-confirm", "wrong-state", "changed-meanwhile"}
    is_signed = bargain.notice.contract is not None
    returned = len(bargain.notice.signing.sent_back) if bargain.notice.signing else 0
    assert (is_signed, returned) in {(True, 0), (False, 1)}


def _outcome(step: Callable[[], object]) -> str:
    try:
        step()
    except DomainError as refusal:
        return refusal.code
    return "done"
