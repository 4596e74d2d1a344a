"""The queues of those who check agencies: what kind of filing waits, and nothing that was just decided."""

from datetime import timedelta

from chalicelib.kernel.actors import Role
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import ASSESSMENT, HOME, SURVEY, Applicant, organisation, person, words

REVIEWER = Role.OPERATOR_REVIEWER


def test_a_first_entry_stays_one_after_its_first_approved_service_type(applicant: Applicant) -> None:
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    official = applicant.department(ASSESSMENT)
    base = f"/api/v1/agencies/{applicant.uscc}/filing"

    applicant.approve(SURVEY)
    applicant.runtime.drain()

    queue = applicant.runtime.get_json("/api/v1/agency-queue", as_=official).json()
    assert [one["is_entry"] for one in queue["items"] if one["uscc"] == applicant.uscc] == [True]
    assert "首次入驻" in words(applicant.page("/department/agencies", who=official))
    assert "首次入驻" in words(applicant.page(f"/department/agencies/{applicant.uscc}", who=official))
    assert applicant.runtime.get_json(base, as_=official).json()["is_entry"] is True


def test_what_a_listed_agency_files_is_a_change(applicant: Applicant) -> None:
    applicant.enter((SURVEY,))
    mended = organisation(applicant.admin.org.name) | {"address": "奎文区东风街9号"}
    applicant.save(f"{HOME}/organisation", mended)

    applicant.submit()

    assert "信息变更" in words(applicant.page("/desk/agencies", who=person(REVIEWER)))


def test_a_queue_that_lags_behind_does_not_offer_again_what_was_just_decided(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill()
    applicant.submit()
    runtime.advance(timedelta(minutes=1))
    reviewer, official = runtime.visit(person(REVIEWER)), runtime.visit(applicant.department(SURVEY))

    assert reviewer.post_form(f"/desk/agencies/{applicant.uscc}/pass").status == 303
    checks = reviewer.get("/desk/agencies").text
    runtime.drain()
    assert applicant.admin.org.name in official.get("/department/agencies").text
    runtime.advance(timedelta(minutes=1))
    official.post_form(f"/department/agencies/{applicant.uscc}/{SURVEY}/approve")

    assert applicant.admin.org.name not in checks
    assert applicant.admin.org.name not in official.get("/department/agencies").text
