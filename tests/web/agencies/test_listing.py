from datetime import UTC, datetime

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.web.views.agencies import division_name
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import (
    ASSESSMENT,
    HOME,
    INSURED_MONTH,
    SURVEY,
    Applicant,
    agency_people,
    id_number,
    person,
    qualification,
    summary_of,
    words,
)


@pytest.mark.parametrize(
    ("code", "shown"), [("370200", "山东省青岛市（370200）"), ("370705", "奎文区（370705）"), ("99", "99")]
)
def test_a_place_outside_the_city_has_a_name_too(code: str, shown: str) -> None:
    assert division_name(code) == shown


def test_a_draft_is_nobodys_business(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()

    assert applicant.runtime.get(f"/agencies/{applicant.uscc}").status == 404
    assert applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}").status == 404
    assert applicant.admin.org.name not in applicant.runtime.get("/agencies").text


def test_the_list_counts_exactly_and_a_code_leads_to_its_profile(applicant: Applicant) -> None:
    applicant.enter()
    other = Applicant(applicant.runtime, place=1, serial=300)
    other.enter((ASSESSMENT,))

    both = applicant.runtime.get_json(f"/api/v1/agencies?service_type={ASSESSMENT}").json()
    one = applicant.runtime.get_json(f"/api/v1/agencies?service_type={SURVEY}").json()

    assert (both["count"], one["count"]) == (2, 1)
    assert [card["uscc"] for card in one["items"]] == [applicant.uscc]
    found = applicant.runtime.get(f"/agencies?q={applicant.uscc.lower()}")
    assert (found.status, found.location) == (303, f"/agencies/{applicant.uscc}")
    wrong = applicant.runtime.get("/agencies?q=91370700MA3C0000X8")
    assert "校验位对不上" in wrong.text


def test_the_states_add_up_to_all_and_a_restricted_agency_is_among_them(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.enter((ASSESSMENT,))
    Applicant(runtime, place=1, serial=300).enter((SURVEY,))
    Applicant(runtime, place=2, serial=500).enter((SURVEY, ASSESSMENT))

    runtime.move_to(datetime(2028, 6, 30, 16, 0, 1, tzinfo=UTC))

    counts = {
        facet: runtime.get_json(f"/api/v1/agencies?{facet}").json()["count"]
        for facet in ("", "state=ACTIVE", "state=RESTRICTED")
    }
    assert counts == {"": 3, "state=ACTIVE": 2, "state=RESTRICTED": 1}
    assert "共 3 条" in runtime.get("/agencies").text


def test_the_profile_names_no_practitioner_and_the_contact_only_after_the_check(applicant: Applicant) -> None:
    applicant.enter()
    mobile = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}").json()["contact"]["mobile"]

    applicant.save(f"{HOME}/contact", {"name": "何若溪", "mobile": "13911112222"})
    before = applicant.runtime.get(f"/agencies/{applicant.uscc}").text
    applicant.submit()
    applicant.pass_form()
    after = applicant.runtime.get(f"/agencies/{applicant.uscc}").text

    assert mobile in before
    assert "13911112222" not in before
    assert "13911112222" in after
    for name in ("欧阳知远", "司徒明哲", "诸葛雨桐", "上官景行"):
        assert name not in after


def test_a_change_is_checked_alone_while_the_old_data_stay_live(applicant: Applicant) -> None:
    applicant.enter()
    applicant.save(f"{HOME}/services/{SURVEY}", {"fee_standard": "政府指导价"} | _publicity())

    applicant.submit()

    reviewer = person(Role.OPERATOR_REVIEWER)
    page = applicant.page(f"/desk/agencies/{applicant.uscc}", who=reviewer)
    sections = [one.attrib["id"] for one in page.iter("h2") if one.attrib.get("id", "").startswith("s-")]
    assert sections == ["s-services"]
    assert "信息变更" in words(page)
    assert applicant.states() == {SURVEY: "ACTIVE", ASSESSMENT: "ACTIVE"}
    assert "政府指导价" not in applicant.runtime.get(f"/agencies/{applicant.uscc}").text
    applicant.pass_form()
    assert applicant.approve(SURVEY).status == 303
    assert "政府指导价" in applicant.runtime.get(f"/agencies/{applicant.uscc}").text


def test_an_expired_certificate_restricts_and_a_new_one_restores(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill((ASSESSMENT, SURVEY))
    applicant.submit()
    applicant.pass_form()
    for code in (SURVEY, ASSESSMENT):
        applicant.approve(code)

    runtime.move_to(datetime(2028, 6, 30, 15, 59, tzinfo=UTC))
    still = applicant.states()[SURVEY]
    runtime.move_to(datetime(2028, 6, 30, 16, 0, 1, tzinfo=UTC))

    assert (still, applicant.states()[SURVEY]) == ("ACTIVE", "RESTRICTED")
    assert applicant.states()[ASSESSMENT] == "ACTIVE"
    assert "受限" in words(applicant.page(f"/agencies/{applicant.uscc}"))
    told = words(applicant.page("/messages"))
    assert "您的“工程测绘”缺少有效的“测绘资质”，暂停报名" in told
    assert "您的“环境影响评价”已通过部门核查" in told
    assert runtime.get_json(f"/api/v1/agencies?service_type={SURVEY}").json()["count"] == 0
    old = next(
        one.attrib["href"]
        for one in applicant.page(f"{HOME}/qualifications").iter("a")
        if one.attrib["href"].startswith(f"{HOME}/qualifications/q")
    )
    applicant.save(old, qualification("2031-06-30") | {"issued_on": "2028-06-01"})
    applicant.submit()
    applicant.pass_form()
    answer = applicant.approve(SURVEY)
    assert answer.status == 303, summary_of(answer)
    assert applicant.states()[SURVEY] == "ACTIVE"


def test_nobody_is_a_practitioner_of_two_agencies_until_he_has_left(applicant: Applicant) -> None:
    applicant.enter((ASSESSMENT,))
    page = applicant.page(f"{HOME}/practitioners")
    entry = next(
        one.attrib["action"] for one in page.iter("form") if one.attrib["action"].endswith("/release")
    )
    other = Applicant(applicant.runtime, place=1, serial=500)
    other.fill((ASSESSMENT,))
    own = next(
        one.attrib["href"]
        for one in other.page(f"{HOME}/practitioners").iter("a")
        if one.attrib["href"].startswith(f"{HOME}/practitioners/p")
    )
    other.save(own, {"person.name": "诸葛雨桐", "person.id_number": id_number(102)} | _certificate())

    refused = other.post("/agency/submission")
    applicant.done(entry)
    other.submit()

    assert refused.status == 422
    assert "已经登记在另一家机构名下" in refused.text
    assert applicant.states() == {ASSESSMENT: "RESTRICTED"}
    other.pass_form()
    assert other.approve(ASSESSMENT).status == 303


def test_of_two_agencies_with_the_same_person_under_review_the_first_approved_keeps_him(
    applicant: Applicant,
) -> None:
    other = Applicant(applicant.runtime, place=1, serial=applicant.serial)
    for one in (applicant, other):
        one.fill((ASSESSMENT,))
        one.submit()
        one.pass_form()

    first, second = applicant.approve(ASSESSMENT), other.approve(ASSESSMENT)

    assert first.status == 303
    assert second.status == 422
    assert "另一家机构" in summary_of(second)
    assert other.states() == {ASSESSMENT: "DEPT_REVIEW"}


def test_an_agency_withdraws_a_service_type_and_keeps_the_other(applicant: Applicant) -> None:
    applicant.enter()

    applicant.done(f"/agency/services/{SURVEY}/withdraw")

    assert applicant.states() == {SURVEY: "WITHDRAWN", ASSESSMENT: "ACTIVE"}
    assert applicant.runtime.get_json(f"/api/v1/agencies?service_type={SURVEY}").json()["count"] == 0


@pytest.mark.parametrize("address", ["/desk/agencies", "/department/agencies", "/agency/onboarding"])
def test_each_desk_is_closed_to_the_others(applicant: Applicant, address: str) -> None:
    supervisor = person(Role.SUPERVISOR)

    assert applicant.get(address, who=supervisor).status == 403
    assert agency_people()[0].org.uscc == applicant.uscc


def _publicity() -> dict[str, str]:
    return {"conditions": "提供项目批复文件", "procedure": "委托、作业、交付", "time_limit": "10 个工作日"}


def _certificate() -> dict[str, str]:
    row = {"kind": "eia-engineer", "number": "37102", "registered_until_on": "2029-12-31"}
    return {"insured_month": INSURED_MONTH} | {f"certificates.0.{key}": value for key, value in row.items()}


def test_agencies_are_found_by_what_is_registered_that_they_hold(applicant: Applicant) -> None:
    applicant.enter((SURVEY,))
    profile = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}").json()
    kinds = sorted({held["kind"] for held in profile["qualifications"]})
    assert kinds

    for kind in kinds:
        found = applicant.runtime.get_json(f"/api/v1/agencies?qualification={kind}").json()
        assert [card["uscc"] for card in found["items"]] == [applicant.uscc]
