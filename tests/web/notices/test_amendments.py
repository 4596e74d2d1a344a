"""Amendments of a live notice by page and by API: what they may change, and that they change nothing else."""

import json
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.amendments import LOCKED_FIELDS
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.kernel.actors import Role
from chalicelib.usecases.notices.contact import PERSONS
from chalicelib.web.schema_files import load_schema
from chalicelib.web.views.amendments import FORM_FIELDS
from infra.local.http_event import Answer
from tests.web.notices.conftest import Desk, person
from tests.web.notices.filled import filled_form
from tests.web.notices.test_attachments import PDF
from tests.web.notices.test_desk import at_desk

OTHERS = ("91370700MA3C0000X7", "91370705123456789B")
REASON = "道路长度填写有误"
NUMBER = "ZJ-370700-2026-000001"
CODE = "2601-370705-04-01-123456"
TICKED = {
    "project": {"is_investment": "true", "project_code": CODE, "approval_project": "滨河路一期"},
    "requirements": {"filing_required": "true", "filing_note": "应当在住建部门备案", "promise_only": "true"},
}


def content_of(desk: Desk, address: str) -> NoticeContent:
    return desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice.content


def untouched(desk: Desk, address: str, query: str = "") -> dict[str, Any]:
    page = desk.runtime.get(f"{address}/amendment{query}", as_=desk.agent)
    assert page.status == 200, page.text
    return filled_form(page.text, f"{address}/amendment")


def propose(desk: Desk, address: str, query: str = "", **changes: Any) -> Answer:
    """Open the page, change some fields and send it, as a person does."""
    sent = {**untouched(desk, address, query), "reason": REASON, **changes}
    return desk.runtime.post_form(f"{address}/amendment", sent, as_=desk.agent)


def approve(desk: Desk, address: str) -> Answer:
    return desk.approve(at_desk(address), "amendment/approval")


def amend(desk: Desk, address: str, query: str = "", **changes: Any) -> None:
    assert propose(desk, address, query, **changes).status == 303
    assert approve(desk, address).status == 303


def by_api(desk: Desk, address: str, **changes: Any) -> Answer:
    body = {"reason": REASON, "changes": changes}
    return desk.runtime.post_json(
        f"/api/v1/notices/{address.rsplit('/', 1)[1]}/amendment", body, as_=desk.agent
    )


def test_page_and_api_offer_everything_that_is_not_locked() -> None:
    named = {field.name for field in fields(NoticeContent)} - LOCKED_FIELDS - {"contact_ref"}
    offered = load_schema("propose-amendment")["properties"]["changes"]["properties"]

    assert set(FORM_FIELDS) == set(offered) == named | set(PERSONS)


def test_the_page_holds_a_field_of_every_name_it_says_it_shows(desk: Desk) -> None:
    form = untouched(desk, desk.publish(**TICKED))

    held = {name.split(".")[1] for name in form if name.startswith("changes.")}
    assert set(form["_shown"][0].split()) - held == {"attachments"}


def test_an_amendment_on_the_page_changes_nothing_but_what_was_changed_there(desk: Desk) -> None:
    address = desk.publish(**TICKED)
    before = content_of(desk, address)

    amend(desk, address, **{"changes.title": "滨河路改造工程测绘服务（二次）"})

    after = content_of(desk, address)
    assert after.title == "滨河路改造工程测绘服务（二次）"
    changed = {f.name for f in fields(after) if getattr(after, f.name) != getattr(before, f.name)}
    assert changed == {"title"}


def test_a_form_that_does_not_show_a_tick_box_does_not_switch_it_off(desk: Desk) -> None:
    address = desk.publish(**TICKED)
    sent = {"reason": REASON, "changes.title": "滨河路改造工程测绘服务（二次）"}

    assert desk.runtime.post_form(f"{address}/amendment", sent, as_=desk.agent).status == 303
    approve(desk, address)

    after = content_of(desk, address)
    assert (after.is_investment, after.filing_required, after.promise_only) == (True, True, True)


def test_a_tick_box_that_is_shown_can_be_switched_off(desk: Desk) -> None:
    address = desk.publish(**TICKED)
    sent = untouched(desk, address) | {"reason": REASON, "changes.filing_note": ""}
    del sent["changes.filing_required"], sent["changes.promise_only"]

    assert desk.runtime.post_form(f"{address}/amendment", sent, as_=desk.agent).status == 303
    approve(desk, address)

    assert not content_of(desk, address).filing_required
    assert content_of(desk, address).is_investment


def test_a_deadline_can_only_be_moved_to_a_later_day(desk: Desk) -> None:
    address = desk.publish()

    earlier = propose(desk, address, **{"changes.closes_on": "2026-03-19"})
    over_api = by_api(desk, address, closes_on="2026-03-19")
    later = propose(desk, address, **{"changes.closes_on": "2026-03-23"})

    assert earlier.status == 422
    assert "报名截止只能推迟，不能早于 2026-03-20" in earlier.text
    assert ("/changes/closes_on", "before-current-deadline") in faults(over_api)
    assert later.status == 303


def test_what_a_change_makes_wrong_elsewhere_is_named_too(desk: Desk) -> None:
    address = desk.publish()

    assert ("/changes/project_code", "required") in faults(by_api(desk, address, is_investment=True))
    assert ("/changes/fiscal_percent", "shares-not-100") in faults(by_api(desk, address, social_percent=50))


def faults(answer: Answer) -> set[tuple[str, str]]:
    assert answer.status == 422, answer.text
    return {(error["pointer"], error["code"]) for error in json.loads(answer.text)["errors"]}


@pytest.mark.parametrize("surface", ["page", "api"])
def test_a_wrong_phone_is_put_right_once_the_amendment_is_in_force(desk: Desk, surface: str) -> None:
    address = desk.publish()
    if surface == "page":
        assert propose(desk, address, **{"changes.complaint_phone": "0536-8111111"}).status == 303
    else:
        assert by_api(desk, address, complaint_phone="0536-8111111").status == 201
    waiting = desk.runtime.get(f"/notices/{NUMBER}").text

    approve(desk, address)

    live = desk.runtime.get_json(f"/api/v1/notices/{NUMBER}").json()["contact"]
    assert "0536-8000001" in waiting
    assert "0536-8111111" not in waiting
    assert live["complaint_phone"] == "0536-8111111"
    assert live["contact_name"] == "联系人甲"
    assert "0536-8111111" in desk.runtime.get(f"/notices/{NUMBER}").text


def test_everybody_reads_which_public_contact_was_changed_from_what_to_what(desk: Desk) -> None:
    address = desk.publish()
    amend(desk, address, **{"changes.complaint_phone": "0536-8111111"})
    amend(desk, address, **{"changes.complaint_phone": "0536-8222222", "changes.contact_name": "联系人乙"})

    page = desk.runtime.get(f"/notices/{NUMBER}").text
    first, second = desk.runtime.get_json(f"/api/v1/notices/{NUMBER}").json()["amendments"]

    assert "<del>0536-8000001</del>" in page
    assert "<ins>0536-8111111</ins>" in page
    assert "<del>联系人甲</del>" in page
    assert "<ins>联系人乙</ins>" in page
    assert "不公开" not in page.split("更正前后对照", 1)[1]
    assert [told(one) for one in first["changes"]] == [
        ("complaint_phone", "0536-8000001", "0536-8111111", False)
    ]
    assert [told(one) for one in second["changes"]] == [
        ("contact_name", "联系人甲", "联系人乙", False),
        ("complaint_phone", "0536-8111111", "0536-8222222", False),
    ]
    assert "contact_ref" not in json.dumps([first, second])


def told(change: dict[str, Any]) -> tuple[str, Any, Any, bool]:
    return change["field"], change["old"], change["new"], change["is_erased"]


def test_an_erased_contact_leaves_only_the_names_of_what_was_changed(desk: Desk) -> None:
    address = desk.publish()
    amend(desk, address, **{"changes.contact_name": "联系人乙"})
    ref = f"NOTICE#{address.rsplit('/', 1)[1]}"

    desk.runtime.house.transact(lambda uow, _now: uow.vault.erase(ref))

    page = desk.runtime.get(f"/notices/{NUMBER}").text
    (amended,) = desk.runtime.get_json(f"/api/v1/notices/{NUMBER}").json()["amendments"]
    assert page.count("（个人信息已删除，不再显示）") == 2
    assert "联系人甲" not in page
    assert "联系人乙" not in page
    assert [told(one) for one in amended["changes"]] == [("contact_name", None, None, True)]
    reader = desk.runtime.visit()
    reader.get("/preferences?lang=en&back=/")
    english = reader.get(f"/notices/{NUMBER}").text
    assert english.count("(personal data was erased and is no longer shown)") == 2


def test_a_changed_contact_stands_neither_in_the_ledger_nor_in_the_reports(
    desk: Desk, tmp_path: Path
) -> None:
    address = desk.publish()

    amend(desk, address, **{"changes.contact_name": "联系人乙"})

    desk.runtime.export_snapshot(tmp_path / "everything.jsonl")
    everything = (tmp_path / "everything.jsonl").read_text("utf-8")
    for value in ("联系人甲", "联系人乙"):
        assert value not in everything
        assert json.dumps(value)[1:-1] not in everything


def test_the_owner_reads_over_the_api_what_its_amendment_changes_of_the_contact(desk: Desk) -> None:
    address = desk.publish()

    proposed = by_api(desk, address, complaint_phone="0536-8111111").json()["proposal"]

    assert [told(one) for one in proposed["changes"]] == [
        ("complaint_phone", "0536-8000001", "0536-8111111", False)
    ]


def test_a_contact_that_was_changed_very_often_lets_go_of_the_oldest(desk: Desk) -> None:
    address = desk.publish()
    names = [str(place) + "名" * 58 for place in range(20)]
    for name in names:
        amend(desk, address, **{"changes.contact_name": name})

    answer = desk.runtime.get_json(f"/api/v1/notices/{NUMBER}").json()

    assert answer["contact"]["contact_name"] == names[-1]
    assert told(answer["amendments"][0]["changes"][0])[1:] == (None, None, True)
    assert told(answer["amendments"][-1]["changes"][0])[1:] == (names[-2], names[-1], False)


def test_a_contact_cannot_be_amended_away(desk: Desk) -> None:
    address = desk.publish()

    assert ("/changes/contact_phone", "required") in faults(by_api(desk, address, contact_phone=""))


@pytest.mark.parametrize("end", ["return", "withdrawal", "deadline", "second"])
def test_persons_of_an_amendment_that_came_to_nothing_are_forgotten(desk: Desk, end: str) -> None:
    address = desk.publish()
    propose(desk, address, **{"changes.contact_name": "联系人乙"})
    ref = proposed_ref(desk, address)
    assert desk.runtime.house.queries.personal_many([ref])

    if end == "return":
        back = {"corrections.title": "请附说明"}
        desk.runtime.post_form(f"{at_desk(address)}/amendment/return", back, as_=desk.reviewer)
    elif end == "withdrawal":
        desk.runtime.post_form(f"{address}/withdrawal", {"reason": "项目资金计划调整"}, as_=desk.agent)
    elif end == "deadline":
        desk.runtime.advance(timedelta(days=12))
    else:
        propose(desk, address, **{"changes.title": "滨河路改造工程测绘服务（二次）"})

    assert not desk.runtime.house.queries.personal_many([ref])
    assert "联系人甲" in desk.runtime.get(f"/notices/{NUMBER}").text


def proposed_ref(desk: Desk, address: str) -> str:
    proposal = desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice.proposal
    assert proposal is not None
    assert proposal.content.contact_ref is not None
    return proposal.content.contact_ref


def test_witnesses_can_be_exchanged_and_the_old_ones_are_forgotten(desk: Desk) -> None:
    first = {"witnesses.0.name": "见证人甲", "witnesses.0.phone": "13800000001"}
    address = desk.publish(price=first)
    old = content_of(desk, address).witnesses

    amend(
        desk, address, **{"changes.witnesses.0.name": "见证人乙", "changes.witnesses.0.phone": "13800000002"}
    )

    queries = desk.runtime.house.queries
    (kept,) = queries.personal_many(content_of(desk, address).witnesses).values()
    assert kept["name"] == "见证人乙"
    assert not queries.personal_many(old)
    assert "见证人乙" not in desk.runtime.get(f"/notices/{NUMBER}").text


def test_an_attachment_is_added_by_amendment_and_another_one_taken_out(desk: Desk) -> None:
    address = desk.publish()
    first = upload(desk, address)
    amend(desk, address, f"?file_id={first}", **named(0, "需求说明一"))
    second = upload(desk, address)
    sent = untouched(desk, address, f"?file_id={second}") | {"reason": REASON} | named(1, "需求说明二")
    assert sent.pop("changes.attachments.0.file_id") == [first]

    assert desk.runtime.post_form(f"{address}/amendment", sent, as_=desk.agent).status == 303
    assert "需求说明二" in desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    judged = desk.runtime.get(f"{at_desk(address)}/files/1", as_=desk.reviewer)
    approve(desk, address)

    assert second.removeprefix("public/") in judged.location
    assert [file.name for file in content_of(desk, address).attachments] == ["需求说明二"]
    opened = desk.runtime.get(f"/notices/{NUMBER}/files/1")
    assert desk.runtime.get(opened.location).body == PDF


def test_a_file_that_was_never_uploaded_is_no_attachment(desk: Desk) -> None:
    row = {"file_id": "public/f_nowhere", "kind": "approval", "name": "批复"}

    answer = by_api(desk, desk.publish(), attachments=[row])

    assert ("/changes/attachments/0/file_id", "file-not-uploaded") in faults(answer)


def named(row: int, name: str) -> dict[str, str]:
    at = f"changes.attachments.{row}"
    return {f"{at}.name": name, f"{at}.kind": "requirement"}


def upload(desk: Desk, address: str) -> str:
    """Send a file by the form of the live notice's upload page; return its id from the way back."""
    page = desk.runtime.get(f"{address}/attachments", as_=desk.agent).text
    action = page.split('enctype="multipart/form-data"')[0].rsplit('action="', 1)[1].split('"')[0]
    sent = {name: values[0] for name, values in filled_form(page, action).items() if name != "file"}
    back = desk.runtime.visit(desk.agent).upload(action, sent, PDF).location
    assert "/amendment?" in back
    return back.split("file_id=")[1].split("&")[0].replace("%2F", "/")


def test_everybody_reads_what_an_amendment_changed_before_and_after(desk: Desk) -> None:
    address = desk.publish()

    amend(desk, address, **{"changes.title": "滨河路改造工程测绘服务（二次）", "changes.term.days": "45"})

    page = desk.runtime.get(f"/notices/{NUMBER}").text
    assert "<del>滨河路改造工程测绘服务</del>" in page
    assert "<ins>滨河路改造工程测绘服务（二次）</ins>" in page
    assert "<del>30 天</del>" in page
    assert "<ins>45 天</ins>" in page


@pytest.mark.parametrize("first", [[], [OTHERS[0]]])
def test_an_amended_exclusion_list_is_a_number_to_all_but_the_supervisor(
    desk: Desk, first: list[str]
) -> None:
    listed = {"exclusions": first, "exclusion_reason": "正在与本单位进行合同诉讼"} if first else {}
    address = desk.publish(requirements=listed)
    excluded = {"changes.exclusions": [OTHERS[1]], "changes.exclusion_reason": "与本单位有合同纠纷"}
    assert propose(desk, address, **excluded).status == 303

    notice_id = address.rsplit("/", 1)[1]
    judged = desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    judged_json = desk.runtime.get_json(f"/api/v1/desk/notices/{notice_id}", as_=desk.reviewer).text
    approve(desk, address)
    public = desk.runtime.get(f"/notices/{NUMBER}").text
    public_json = desk.runtime.get_json(f"/api/v1/notices/{NUMBER}").text

    for text in (judged, judged_json, public, public_json):
        assert not any(code in text for code in OTHERS)
    assert f"<del>{len(first)} 家</del>" in judged
    assert "<ins>1 家" in judged
    assert ("名单有变动" in judged) is bool(first)
    assert "与本单位有合同纠纷" in judged
    assert "<ins>1 家" in public
    assert "与本单位有合同纠纷" not in public + public_json


def test_the_supervisor_reads_whom_a_notice_excludes_and_why(desk: Desk) -> None:
    listed = {"exclusions": [OTHERS[0]], "exclusion_reason": "正在与本单位进行合同诉讼"}
    address = desk.publish(requirements=listed)
    amend(desk, address, **{"changes.exclusions": [OTHERS[1]]})
    supervisor = person(Role.SUPERVISOR)

    page = desk.runtime.get(f"/supervisor/notices/{NUMBER}", as_=supervisor).text
    answer = desk.runtime.get_json(f"/api/v1/supervisor/notices/{NUMBER}", as_=supervisor).json()

    assert all(code in page for code in OTHERS)
    assert "正在与本单位进行合同诉讼" in page
    assert answer["content"]["exclusions"] == [OTHERS[1]]
    assert answer["amendments"][0]["changes"][0]["old"] == [OTHERS[0]]
    assert "滨河路" in desk.runtime.get("/supervisor/notices", as_=supervisor).text
    assert desk.runtime.get("/supervisor/notices?q=zj-370700-2026-000001", as_=supervisor).location.endswith(
        NUMBER
    )


def test_the_reviewer_reads_the_contact_that_an_amendment_proposes(desk: Desk) -> None:
    address = desk.publish()
    propose(desk, address, **{"changes.complaint_phone": "0536-8111111"})

    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text

    assert "<del>0536-8000001</del>" in page
    assert "<ins>0536-8111111</ins>" in page
    assert "0536-8111111" in desk.runtime.get(address, as_=desk.agent).text
