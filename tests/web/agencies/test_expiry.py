"""A certificate that runs out soon: one message that says what it costs, and a line on the workbench."""

from datetime import timedelta

from infra.local.runtime import Runtime
from tests.web.agencies.applicant import SURVEY, Applicant, words


def warnings(runtime: Runtime, applicant: Applicant) -> list[str]:
    items = runtime.get_json("/api/v1/messages", as_=applicant.admin).json()["items"]
    return [one["params"]["lost_names"] for one in items if one["code"] == "certificate-loses"]


def test_the_agency_is_told_once_what_it_will_lose_and_sees_it_on_its_workbench(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.fill((SURVEY,), expires_on="2026-04-20")
    applicant.submit()
    applicant.pass_form()
    applicant.approve(SURVEY)

    runtime.advance(timedelta(minutes=2))
    runtime.advance(timedelta(days=2))

    name = runtime.get_json("/api/v1/messages", as_=applicant.admin).json()
    assert len(warnings(runtime, applicant)) == 1, name
    assert "有效期到 2026年4月20日 为止" in words(applicant.page("/messages"))
    todos = runtime.get_json("/api/v1/workbench", as_=applicant.admin).json()["todos"]
    assert [one["code"] for one in todos if one["code"] == "renew-certificate"] == ["renew-certificate"]


def test_a_certificate_that_runs_for_years_is_no_news(applicant: Applicant, runtime: Runtime) -> None:
    applicant.enter((SURVEY,))

    runtime.advance(timedelta(days=2))

    assert warnings(runtime, applicant) == []
