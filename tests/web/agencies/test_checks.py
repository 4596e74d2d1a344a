import json
from datetime import timedelta
from pathlib import Path

from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import (
    ASSESSMENT,
    HOME,
    SURVEY,
    Applicant,
    checked,
    person,
    summary_of,
    words,
)

REVIEWER = Role.OPERATOR_REVIEWER


def messages_to(runtime: Runtime, recipient: str) -> list[str]:
    page = runtime.house.inbox.page(recipient, PageRequest())
    return [str(card.data["code"]) for card in page.cards]


def test_a_submission_gets_a_number_and_stands_in_the_queue_by_urgency(applicant: Applicant) -> None:
    applicant.fill()

    applicant.submit()

    confirmation = words(applicant.page("/agency/submission/done"))
    assert "RZ-370700-2026-" in confirmation
    queue = words(applicant.page("/desk/agencies", who=person(REVIEWER)))
    assert applicant.admin.org.name in queue
    assert "首次入驻" in queue
    assert "现在不能修改" in words(applicant.page(f"{HOME}/contact"))
    assert applicant.post(f"{HOME}/contact", {"name": "陈安然", "mobile": "13900000000"}).status == 409


def test_all_corrections_come_back_at_once_and_the_reviewer_must_say_one(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill()
    applicant.submit()
    reviewer, address = person(REVIEWER), f"/desk/agencies/{applicant.uscc}"

    blank = applicant.post(f"{address}/return", {"notes.contact": ""}, who=reviewer)
    notes = {"notes.documents": "营业执照扫描件缺页。", "notes.commitment": "承诺书没有盖章。"}
    done = applicant.done(f"{address}/return", notes, who=reviewer)

    assert blank.status == 422
    checked(blank)
    assert "已退回更正" in words(applicant.page(done, who=reviewer))
    tasks = words(applicant.page(HOME))
    assert "营业执照扫描件缺页。" in tasks
    assert "承诺书没有盖章。" in tasks
    assert "需要更正" in tasks
    assert "agency-returned" in messages_to(runtime, f"org:{applicant.uscc}")
    applicant.submit()
    assert applicant.states() == {SURVEY: "FORM_CHECK", ASSESSMENT: "FORM_CHECK"}


def test_the_reviewer_sees_claims_beside_evidence_and_persons_masked(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()

    answer = applicant.get(f"/desk/agencies/{applicant.uscc}", who=person(REVIEWER))

    page = checked(answer)
    assert "证明材料" in words(page)
    for hidden in ("欧阳知远", "司徒明哲", "诸葛雨桐", "上官景行", "11010519800101"):
        assert hidden not in answer.text
    evidence = [one.attrib["href"] for one in page.iter("a") if one.attrib["href"].startswith("/evidence/")]
    assert len(evidence) >= 9
    assert applicant.get(evidence[0], who=person(REVIEWER)).status == 303
    assert applicant.get(evidence[0]).status == 403


def test_a_person_is_shown_in_full_for_a_reason_that_the_ledger_keeps(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill()
    applicant.submit()
    address = f"/desk/agencies/{applicant.uscc}/reveal"
    subject = {"subject": "legal_representative"}

    without = applicant.post(address, subject, who=person(REVIEWER))
    shown = applicant.post(address, subject | {"reason": "identity-check"}, who=person(REVIEWER))

    assert without.status == 422
    assert "欧阳知远" not in without.text
    assert shown.status == 200
    assert "欧阳知远" in words(checked(shown))
    last = list(runtime.house.queries.entries(f"AGENCY#{applicant.uscc}"))[-1]
    assert last.type == "agency.personal-data-disclosed"
    assert "identity-check" in last.data
    assert "欧阳知远" not in last.data


def test_a_department_decides_on_its_own_service_types_only(applicant: Applicant, runtime: Runtime) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    survey, ecology = applicant.department(SURVEY), applicant.department(ASSESSMENT)
    address = f"/department/agencies/{applicant.uscc}"

    page = words(applicant.page(address, who=survey))
    foreign = applicant.post(f"{address}/{SURVEY}/approve", who=ecology)

    assert "工程测绘" in page
    assert "注册测绘师不少于 1 人" in page
    assert "环境影响评价工程师" not in page
    assert foreign.status == 403
    assert applicant.admin.org.name in words(applicant.page("/department/agencies", who=survey))
    assert "agency-to-review" in messages_to(runtime, f"org:{survey.org.uscc}")


def test_a_refusal_needs_a_reason_and_the_agency_may_apply_again(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    address, official = f"/department/agencies/{applicant.uscc}/{SURVEY}/reject", applicant.department(SURVEY)

    blank = applicant.post(address, {"reason": ""}, who=official)
    done = applicant.done(address, {"reason": "注册测绘师的注册单位不是本机构。"}, who=official)
    applicant.approve(ASSESSMENT)

    assert blank.status == 422
    assert "此项为必填" in summary_of(blank)
    checked(blank)
    assert "没有通过核查" in words(applicant.page(done, who=official))
    assert applicant.states() == {SURVEY: "REJECTED", ASSESSMENT: "ACTIVE"}
    assert "注册测绘师的注册单位不是本机构。" in words(applicant.page(HOME))
    applicant.done(f"/agency/services/{SURVEY}/reopen")
    applicant.submit()
    assert applicant.states() == {SURVEY: "FORM_CHECK", ASSESSMENT: "ACTIVE"}


def test_a_late_reviewer_is_reminded_and_silence_never_passes_anything(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill()
    applicant.submit()

    runtime.advance(timedelta(days=6))

    assert "agency-check-overdue" in messages_to(runtime, "role:operator_reviewer")
    assert applicant.states()[SURVEY] == "FORM_CHECK"
    assert "已逾期" in words(applicant.page("/desk/agencies", who=person(REVIEWER)))


def test_a_department_that_is_late_is_reminded_itself(applicant: Applicant, runtime: Runtime) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()

    runtime.advance(timedelta(days=8))

    assert "agency-review-overdue" in messages_to(runtime, f"org:{applicant.department(SURVEY).org.uscc}")
    assert applicant.states()[SURVEY] == "DEPT_REVIEW"


def test_nothing_personal_lies_outside_the_vault(
    applicant: Applicant, runtime: Runtime, tmp_path: Path
) -> None:
    applicant.fill((ASSESSMENT,))
    applicant.submit()

    runtime.export_snapshot(tmp_path / "everything.jsonl")

    everything = (tmp_path / "everything.jsonl").read_text("utf-8")
    assert applicant.admin.org.name in everything
    for value in ("欧阳知远", "诸葛雨桐", "上官景行", "陈安然", "11010519800101"):
        assert value not in everything
        assert json.dumps(value)[1:-1] not in everything
