from tests.web.agencies.applicant import ASSESSMENT, HOME, SURVEY, Applicant, words


def test_an_agency_enters_the_market_through_the_wizard_and_both_checks(applicant: Applicant) -> None:
    applicant.enter()

    assert applicant.states() == {SURVEY: "ACTIVE", ASSESSMENT: "ACTIVE"}
    profile = words(applicant.page(f"/agencies/{applicant.uscc}"))
    assert applicant.admin.org.name in profile
    assert "市场调节价" in profile
    assert "司徒明哲" not in profile
    assert applicant.uscc in applicant.get("/agencies?service_type=CH01").text
    assert words(applicant.page(HOME)).count("已入驻") >= 2
