"""The API does what the pages do, by the same schemas: versions, idempotency, all errors at once."""

import json
from typing import Any

from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson
from tests.factories.agencies import SURVEY
from tests.web.notices.conftest import Desk, complete

API = "/api/v1/notices"
BODIES: dict[str, dict[str, Any]] = {
    "project": {
        "title": "滨河路改造工程测绘服务",
        "division": "370705",
        "contact_name": "联系人甲",
        "contact_phone": "0536-8000000",
        "complaint_phone": "0536-8000001",
    },
    "service": {
        "service_item": "item_1",
        "service_type": SURVEY,
        "scope": "滨河路改造工程全长三公里，需完成一比五百地形图测绘并提交成果报告。",
        "scale_type": "investment",
        "scale_hundredths": 50_000_000,
        "fiscal_percent": 60,
        "social_percent": 40,
        "term": {"days": 30},
    },
    "price": {"method": "lowest", "price": {"basis": "ceiling", "amount_fen": 5_000_000}},
    "dates": {"closes_on": "2026-03-20"},
}


def patch(desk: Desk, notice_id: str, step: str, body: dict[str, Any], version: str) -> Answer:
    """Send a PATCH with an If-Match."""
    token = desk.runtime.identity.access_token(desk.agent)
    headers = (
        ("Authorization", f"Bearer {token}"),
        ("Content-Type", "application/json"),
        ("If-Match", version),
    )
    content = json.dumps(body, ensure_ascii=False).encode()
    answer = desk.runtime.request(Request("PATCH", f"{API}/{notice_id}/{step}", "", headers, content))
    desk.runtime.drain()
    return answer


def begin(desk: Desk) -> tuple[str, str]:
    answer = desk.runtime.post_json(API, None, as_=desk.agent)
    assert answer.status == 201
    return answer.json()["notice_id"], answer.header("ETag") or ""


def submitted(desk: Desk) -> str:
    notice_id, version = begin(desk)
    for step, body in BODIES.items():
        answer = patch(desk, notice_id, step, body, version)
        assert answer.status == 200, answer.text
        version = answer.header("ETag") or ""
    sent = desk.runtime.post_json(f"{API}/{notice_id}/submission", None, as_=desk.agent)
    assert sent.status == 201, sent.text
    return notice_id


def post(desk: Desk, who: DemoPerson, path: str, body: Any = None) -> Answer:
    return desk.runtime.post_json(f"{API}/{path}", body, as_=who)


def test_a_notice_goes_from_draft_to_publication_over_the_api(desk: Desk) -> None:
    notice_id = submitted(desk)

    queue = desk.runtime.get_json("/api/v1/desk/notices?facet=review", as_=desk.reviewer).json()
    passed = post(desk, desk.reviewer, f"{notice_id}/approval", {"dismissals": []})
    published = post(desk, desk.publisher, f"{notice_id}/publication")

    assert [item["id"] for item in queue["items"]] == [notice_id]
    assert passed.json()["next"]["code"] == "await-publication"
    assert published.json()["state"] == "PUBLISHED"
    assert published.json()["next"] == {"code": "await-deadline", "at": "2026-03-20T09:30:00.000Z"}


def test_a_patch_over_another_version_is_refused(desk: Desk) -> None:
    notice_id, version = begin(desk)
    patch(desk, notice_id, "project", BODIES["project"], version)

    answer = patch(desk, notice_id, "dates", BODIES["dates"], version)

    assert answer.status == 412
    assert answer.json()["type"] == "/problems/precondition-failed"


def test_a_patch_changes_what_it_names_and_nothing_else(desk: Desk) -> None:
    notice_id, version = begin(desk)
    first = patch(desk, notice_id, "project", BODIES["project"], version)

    second = patch(desk, notice_id, "project", {"zone": "高新区"}, first.header("ETag") or "")

    assert second.json()["content"]["title"] == "滨河路改造工程测绘服务"
    assert second.json()["content"]["zone"] == "高新区"
    assert second.json()["contact"]["complaint_phone"] == "0536-8000001"


def test_the_answer_names_what_is_still_open_by_step(desk: Desk) -> None:
    notice_id, _ = begin(desk)

    answer = desk.runtime.get_json(f"/api/v1/owner/notices/{notice_id}", as_=desk.agent).json()

    assert {"pointer": "/title", "code": "required", "params": {}} in answer["open_errors"]["project"]
    assert answer["open_errors"]["dates"][0]["pointer"] == "/closes_on"


def test_an_unfinished_draft_is_refused_with_every_error_at_once(desk: Desk) -> None:
    notice_id, _ = begin(desk)

    answer = post(desk, desk.agent, f"{notice_id}/submission")

    assert answer.status == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/title", "/scope", "/method", "/price/basis", "/closes_on", "/contact_ref"} <= pointers


def test_a_command_repeated_under_its_key_is_done_once(desk: Desk) -> None:
    first = desk.runtime.post_json(API, None, as_=desk.agent, key="k-1").json()
    second = desk.runtime.post_json(API, None, as_=desk.agent, key="k-1").json()

    assert first["notice_id"] == second["notice_id"]


def test_an_amendment_of_a_locked_field_is_refused_by_the_schema(desk: Desk) -> None:
    notice_id = submitted(desk)

    answer = post(
        desk, desk.agent, f"{notice_id}/amendment", {"reason": "换一种方式", "changes": {"method": "random"}}
    )

    assert answer.status == 422
    assert answer.json()["errors"][0]["code"] == "unknown-field"


def test_an_unknown_field_is_refused(desk: Desk) -> None:
    notice_id, version = begin(desk)

    answer = patch(desk, notice_id, "project", {"owner": "91370700MA3C0000X7"}, version)

    assert answer.status == 422
    assert answer.json()["errors"][0] == {
        "pointer": "/owner",
        "code": "unknown-field",
        "detail": answer.json()["errors"][0]["detail"],
    }


def test_a_service_type_that_the_item_does_not_cover_is_refused(desk: Desk) -> None:
    notice_id, version = begin(desk)

    without_item = patch(desk, notice_id, "service", {"service_type": SURVEY}, version)
    chosen = patch(desk, notice_id, "service", {"service_item": "item_1"}, version)
    other = patch(desk, notice_id, "service", {"service_type": "HP01"}, chosen.header("ETag") or "")

    assert without_item.json()["errors"][0]["code"] == "unknown-service-item"
    assert chosen.json()["content"]["service_type"] == SURVEY
    assert other.json()["errors"][0]["code"] == "not-of-this-item"


def test_null_clears_an_optional_field_so_that_no_draft_is_stuck(desk: Desk) -> None:
    notice_id, version = begin(desk)
    stuck = patch(desk, notice_id, "price", {**BODIES["price"], "minimum": 1}, version)
    assert {"/minimum", "/minimum_reason"} <= {
        error["pointer"] for error in stuck.json()["open_errors"]["price"]
    }

    cleared = patch(desk, notice_id, "price", {"minimum": None}, stuck.header("ETag") or "")
    dated = patch(
        desk,
        notice_id,
        "dates",
        {"closes_on": "2026-03-20", "selection_at": "2026-03-23T01:00:00.000Z"},
        cleared.header("ETag") or "",
    )
    undated = patch(desk, notice_id, "dates", {"selection_at": None}, dated.header("ETag") or "")

    assert cleared.status == 200, cleared.text
    assert cleared.json()["open_errors"]["price"] == []
    assert dated.json()["content"]["selection_at"] == "2026-03-23T01:00:00.000Z"
    assert undated.json()["content"]["selection_at"] is None


def test_what_was_read_can_be_written_back(desk: Desk) -> None:
    notice_id = begin(desk)[0]
    version = desk.runtime.get_json(f"/api/v1/owner/notices/{notice_id}", as_=desk.agent)
    content = version.json()["content"]

    answer = patch(
        desk,
        notice_id,
        "price",
        {name: content[name] for name in ("method", "is_inquiry", "price", "minimum", "minimum_reason")}
        | {"price": {**content["price"], "basis": "fixed"}},
        version.header("ETag") or "",
    )

    assert answer.status == 200, answer.text


def test_the_owner_reads_what_the_reviewer_asked_what_the_rules_find_and_what_follows_when(
    desk: Desk,
) -> None:
    notice_id = submitted(desk)
    note = {"corrections": {"scope": "请写明成果格式。"}}
    assert post(desk, desk.reviewer, f"{notice_id}/return", note).status == 201
    read = desk.runtime.get_json(f"/api/v1/owner/notices/{notice_id}", as_=desk.agent)
    scope = BODIES["service"]["scope"] + "成果应当交给本市的测绘机构复核。"

    answer = patch(desk, notice_id, "service", {"scope": scope}, read.header("ETag") or "").json()

    asked = {"pointer": "/scope", "note": "请写明成果格式。"}
    assert read.json()["returned"]["corrections"] == [{**asked, "mended": False}]
    assert answer["returned"]["corrections"] == [{**asked, "mended": True}]
    assert [found["code"] for found in answer["findings"]] == ["locality"]
    assert answer["findings"][0]["reason"]
    assert "closes" in {moment["code"] for moment in answer["plan"]}
    assert answer["hints"] == []


def test_a_draft_is_thrown_away_over_the_api(desk: Desk) -> None:
    notice_id, _ = begin(desk)

    answer = post(desk, desk.agent, f"{notice_id}/discard")

    assert answer.json() == {"notice_id": notice_id, "discarded": True}
    assert desk.runtime.get_json(f"/api/v1/owner/notices/{notice_id}", as_=desk.agent).status == 404


def test_an_approving_department_that_does_not_exist_is_an_error_of_the_draft_and_of_an_amendment(
    desk: Desk,
) -> None:
    notice_id, version = begin(desk)
    stranger = {"approving_department": "91370700MA3C0000X7"}
    draft = patch(desk, notice_id, "service", stranger, version).json()
    address = desk.publish()
    page = desk.save(desk.begin(), "service", complete(desk.item_id)["service"] | stranger, then="next")
    amended = desk.runtime.post_json(
        f"{API}/{address.rpartition('/')[2]}/amendment",
        {"changes": stranger, "reason": "审批部门填写有误,现予更正。"},
        as_=desk.agent,
    )

    assert ("/approving_department", "unknown-department") in {
        (one["pointer"], one["code"]) for one in draft["open_errors"]["service"]
    }
    assert "没有登记这个部门，请从名单中选择。" in page.text
    assert [(one["pointer"], one["code"]) for one in amended.json()["errors"]] == [
        ("/changes/approving_department", "unknown-department")
    ]


def test_a_requirement_nobody_can_hold_is_an_error_of_the_draft_and_of_an_amendment(desk: Desk) -> None:
    notice_id, version = begin(desk)
    asked = {
        "qualifications": [{"code": "zzz"}],
        "qualification_note": "本项目需要这项资质方可承接",
        "practitioners": [{"count": 1, "certificate": "zzz"}],
        "practitioner_note": "本项目需要这类人员方可承接",
    }
    draft = patch(desk, notice_id, "requirements", asked, version).json()
    live = desk.publish().rpartition("/")[2]
    amended = desk.runtime.post_json(
        f"{API}/{live}/amendment",
        {"changes": asked, "reason": "补充对机构的要求,以保证质量。"},
        as_=desk.agent,
    )

    codes = {(one["pointer"], one["code"]) for one in draft["open_errors"]["requirements"]}
    assert ("/qualifications/0/code", "unknown-qualification") in codes
    assert ("/practitioners/0/certificate", "unknown-certificate") in codes
    assert amended.status == 422
    assert {one["code"] for one in amended.json()["errors"]} == {
        "unknown-qualification",
        "unknown-certificate",
    }
