import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import entries
from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from infra.local.demo import agencies as demo
from infra.local.demo import cast
from infra.local.demo.persons import persons
from infra.local.http_event import Answer
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import (
    ASSESSMENT,
    HOME,
    SURVEY,
    Applicant,
    checked,
    organisation,
    person,
    summary_of,
    words,
)

REVIEWER = Role.OPERATOR_REVIEWER
METEOROLOGY = "11370700DEM000102F"
SURVEYOR, ENGINEER = "注册测绘师", "环境影响评价工程师"


def sections_of(applicant: Applicant) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of the agency's own draft by section."""
    draft = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}/draft", as_=applicant.admin).json()
    return {one["section"]: one["entries"] for one in draft["sections"]}


def paper(applicant: Applicant, section: str) -> str:
    """Return the key of the first file of a section."""
    return str(sections_of(applicant)[section][0]["files"][0]["key"])


def practitioners(applicant: Applicant) -> dict[str, str]:
    """Return the practitioners' identifiers by the certificate each holds."""
    return {
        fact["value"]: one["id"]
        for one in sections_of(applicant)["practitioners"]
        for fact in one["facts"]
        if fact["label"] == "certificate"
    }


def problem_of(answer: Answer) -> str:
    """Return the code of a refusal."""
    found = re.search(r"/problems/([a-z-]+)", answer.text)
    return found[1] if found else ""


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


def test_an_agency_without_qualifications_can_be_told_that_one_is_missing(applicant: Applicant) -> None:
    applicant.fill((ASSESSMENT,))
    applicant.submit()
    reviewer, address = person(REVIEWER), f"/desk/agencies/{applicant.uscc}"

    page = applicant.page(address, who=reviewer)
    assert page.find(".//textarea[@name='notes.qualifications']") is not None
    applicant.done(f"{address}/return", {"notes.qualifications": "请补充资质证书。"}, who=reviewer)

    assert "请补充资质证书。" in words(applicant.page(f"{HOME}/qualifications"))


def test_after_a_return_the_reviewer_reads_his_words_and_what_became_of_them(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    reviewer, address = person(REVIEWER), f"/desk/agencies/{applicant.uscc}"
    notes = {"notes.organisation": "地址与执照不一致。", "notes.commitment": "承诺书没有盖章。"}
    applicant.done(f"{address}/return", notes, who=reviewer)
    mended = organisation(applicant.admin.org.name) | {"address": "奎文区东风街9号"}
    applicant.save(f"{HOME}/organisation", mended)

    before_submitting = words(applicant.page("/agency/submission"))
    applicant.submit()
    page = words(applicant.page(address, who=reviewer))
    read = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}/filing", as_=reviewer).json()

    assert "有要求更正的内容还没有修改 入驻承诺书" in before_submitting
    assert "机构基本信息 已修改 地址与执照不一致。" in page
    assert "奎文区胜利东街1号" in page
    assert "入驻承诺书 没有修改 承诺书没有盖章。" in page
    assert [(one["section"], bool(one["entries"])) for one in read["answers"]] == [
        ("organisation", True),
        ("commitment", False),
    ]


def test_an_exchanged_scan_counts_as_a_change(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    reviewer, address = person(REVIEWER), f"/desk/agencies/{applicant.uscc}"
    applicant.done(f"{address}/return", {"notes.commitment": "承诺书没有盖章。"}, who=reviewer)
    applicant.attach("commitment.letter_file")
    applicant.submit()

    page = words(applicant.page(address, who=reviewer))

    assert "入驻承诺书 已修改 承诺书没有盖章。" in page
    assert "与退回时的差别" in page


def test_the_reviewer_sees_claims_beside_evidence_and_persons_masked(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()

    answer = applicant.get(f"/desk/agencies/{applicant.uscc}", who=person(REVIEWER))

    page = checked(answer)
    assert "证明材料" in words(page)
    for hidden in ("欧阳知远", "司徒明哲", "诸葛雨桐", "上官景行", "11010519800101"):
        assert hidden not in answer.text
    evidence = [one.attrib["href"] for one in page.iter("a") if one.attrib["href"].startswith("/evidence/")]
    assert len(evidence) >= 3
    assert applicant.get(evidence[0], who=person(REVIEWER)).status == 303
    assert applicant.get(evidence[0]).status == 403


def test_papers_of_a_person_open_only_with_a_reason(applicant: Applicant, runtime: Runtime) -> None:
    applicant.fill()
    applicant.submit()
    reviewer = person(REVIEWER)
    key = paper(applicant, "legal_representative")
    subject = {"subject": "legal_representative", "reason": "identity-check"}

    direct = applicant.get(f"/evidence/{applicant.uscc}/{key}", who=reviewer)
    page = applicant.get(f"/desk/agencies/{applicant.uscc}", who=reviewer)
    shown = applicant.post(f"/desk/agencies/{applicant.uscc}/reveal", subject, who=reviewer)

    assert (direct.status, problem_of(direct)) == (403, "disclosure-required")
    assert key not in page.text
    links = [one.attrib["href"] for one in checked(shown).iter("a") if key in one.attrib["href"]]
    assert links
    assert runtime.visit(reviewer).get(links[0]).status == 200


def test_a_draft_that_was_not_handed_in_is_open_to_no_official(applicant: Applicant) -> None:
    applicant.fill()
    key, base = paper(applicant, "commitment"), f"/api/v1/agencies/{applicant.uscc}/filing"
    body = {"subject": "contact", "reason": "contact"}

    for who, desk in ((person(REVIEWER), "desk"), (applicant.department(SURVEY), "department")):
        assert applicant.get(f"/{desk}/agencies/{applicant.uscc}", who=who).status == 404
        assert applicant.runtime.get_json(base, as_=who).status == 404
        assert applicant.get(f"/evidence/{applicant.uscc}/{key}", who=who).status == 403
        assert applicant.runtime.post_json(f"{base}/disclosures", body, as_=who).status == 403


def test_a_department_without_a_part_in_the_filing_reads_nothing(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    stranger, base = person(Role.DEPARTMENT, METEOROLOGY), f"/api/v1/agencies/{applicant.uscc}/filing"
    scan, subject = paper(applicant, "qualifications"), f"practitioners.{practitioners(applicant)[SURVEYOR]}"
    body = {"subject": subject, "reason": "certificate-check"}

    page = applicant.get(f"/department/agencies/{applicant.uscc}", who=stranger)
    evidence = applicant.get(f"/evidence/{applicant.uscc}/{scan}", who=stranger)
    disclosed = applicant.runtime.post_json(f"{base}/disclosures", body, as_=stranger)

    assert (page.status, evidence.status, disclosed.status) == (404, 403, 403)
    assert problem_of(disclosed) == "not-under-your-check"


def test_a_department_opens_the_papers_of_its_own_service_types_only(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    survey, base = applicant.department(SURVEY), f"/api/v1/agencies/{applicant.uscc}/filing/disclosures"
    people = practitioners(applicant)

    def disclose(subject: str) -> int:
        body = {"subject": subject, "reason": "certificate-check"}
        return applicant.runtime.post_json(base, body, as_=survey).status

    assert disclose(f"practitioners.{people[SURVEYOR]}") == 200
    assert disclose(f"practitioners.{people[ENGINEER]}") == 404
    assert disclose("legal_representative") == 404
    scan, letter = paper(applicant, "qualifications"), paper(applicant, "commitment")
    assert applicant.get(f"/evidence/{applicant.uscc}/{scan}", who=survey).status == 303
    assert applicant.get(f"/evidence/{applicant.uscc}/{letter}", who=survey).status == 404


def test_when_the_check_is_done_the_file_closes_again(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    reviewer, letter = person(REVIEWER), paper(applicant, "commitment")
    applicant.pass_form()
    applicant.approve(SURVEY)

    after_form = applicant.page(f"/desk/agencies/{applicant.uscc}", who=reviewer)
    after_review = applicant.page(f"/department/agencies/{applicant.uscc}", who=applicant.department(SURVEY))

    assert applicant.admin.org.name in words(after_form)
    assert "证明材料" not in words(after_form)
    assert "证明材料" not in words(after_review)
    assert applicant.get(f"/evidence/{applicant.uscc}/{letter}", who=reviewer).status == 403
    sections = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}/filing", as_=reviewer).json()
    assert (sections["is_open"], sections["sections"]) == (False, [])


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
    confirmed = words(applicant.page(done, who=official))
    assert f"没有通过核查 统一社会信用代码 {applicant.uscc}" in confirmed
    assert "未填写" not in confirmed
    assert applicant.states() == {SURVEY: "REJECTED", ASSESSMENT: "ACTIVE"}
    assert "注册测绘师的注册单位不是本机构。" in words(applicant.page(HOME))
    applicant.done(f"/agency/services/{SURVEY}/reopen")
    applicant.submit()
    applicant.pass_form()
    again = words(applicant.page(f"/department/agencies/{applicant.uscc}", who=official))
    assert "上次没有通过的理由 注册测绘师的注册单位不是本机构。" in again
    assert applicant.states() == {SURVEY: "DEPT_REVIEW", ASSESSMENT: "ACTIVE"}


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


def test_the_demos_returned_applicant_can_mend_what_was_asked_for(runtime: Runtime) -> None:
    runtime.reset(datetime(2026, 10, 12, 1, 0, tzinfo=UTC))
    place = next(place for place, stop in demo.STOPS.items() if stop == "returned")
    org = cast.agencies()[place]

    demo.enter(demo.Entry(runtime.house, org, persons(), "2028-06-30"), "returned")

    agency = runtime.house.queries.agency(org.uscc, consistent=True).agency
    assert agency.corrections
    assert all(one.section and entries(agency.draft, one.section) for one in agency.corrections)
