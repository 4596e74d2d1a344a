"""The queues of those who check agencies: what kind of filing waits, and nothing that was just decided."""

from datetime import timedelta
from pathlib import Path

import chalicelib
from chalicelib.kernel.actors import Role
from chalicelib.web.views.agency_dossier import Reader
from chalicelib.web.views.agency_reviews import form_check_view
from infra.local.runtime import Runtime
from tests.factories.agencies import OPENED_AT, draft_agency, form_passed, reviewer, service_types
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
    checker, official = runtime.visit(person(REVIEWER)), runtime.visit(applicant.department(SURVEY))

    assert checker.post_form(f"/desk/agencies/{applicant.uscc}/pass").status == 303
    checks = checker.get("/desk/agencies").text
    runtime.drain()
    assert applicant.admin.org.name in official.get("/department/agencies").text
    runtime.advance(timedelta(minutes=1))
    official.post_form(f"/department/agencies/{applicant.uscc}/{SURVEY}/approve")

    assert applicant.admin.org.name not in checks
    assert applicant.admin.org.name not in official.get("/department/agencies").text


def test_those_who_check_are_told_whose_filing_it_is_and_led_to_it(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill()
    applicant.submit()
    name, checker, official = applicant.admin.org.name, person(REVIEWER), applicant.department(SURVEY)
    told = [(checker, f"“{name}”提交了申请，请办理形式核对。", "desk")]
    runtime.advance(timedelta(days=6))
    told += [(checker, f"“{name}”的形式核对已超过办理期限", "desk")]
    applicant.pass_form()
    told += [(official, f"“{name}”通过了形式核对，请办理部门核查。", "department")]
    runtime.advance(timedelta(days=8))
    told += [(official, f"“{name}”的部门核查已超过办理期限", "department")]

    for reader, sentence, desk in told:
        page = runtime.get("/messages", as_=reader).text
        assert sentence in page
        assert f'href="/{desk}/agencies/{applicant.uscc}"' in page
        assert runtime.get(f"/{desk}/agencies/{applicant.uscc}", as_=reader).status == 200


def test_a_message_about_a_filing_that_went_back_still_leads_to_its_page(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill((ASSESSMENT,))
    applicant.submit()
    back = {"notes.commitment": "承诺书没有盖章。"}
    applicant.done(f"/desk/agencies/{applicant.uscc}/return", back, who=person(REVIEWER))

    hrefs = [
        one["href"]
        for one in runtime.get_json("/api/v1/messages", as_=person(REVIEWER)).json()["items"]
        if one["code"] == "agency-to-check"
    ]

    assert [runtime.get(href, as_=person(REVIEWER)).status for href in hrefs] == [200]


def test_each_step_of_an_entry_has_one_name_everywhere() -> None:
    source = Path(chalicelib.__file__).parent
    texts = [one for kind in ("*.html", "*.py") for one in source.rglob(kind)]

    for text in texts:
        written = text.read_text("utf-8")
        for other in ("形式审查", "资格审核", "资格核查", "资质核查", "部门审核"):
            assert other not in written, text


def test_the_answer_that_passes_a_filing_calls_the_agency_by_its_name() -> None:
    passed = form_passed(draft_agency())
    reader = Reader(passed, service_types(), OPENED_AT - timedelta(milliseconds=1), {})

    shown = form_check_view(reader, reviewer())

    assert shown["name"] == passed.draft.organisation.name
