"""Field rules of a notice: docs/rules.md §4.4, all errors at once, each at its pointer."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.checks import Frame, check_content
from chalicelib.domain.marketplace.notices.content import (
    Attachment,
    AttachmentKind,
    Criterion,
    MethodTerms,
    NoticeContent,
    PractitionerNeed,
    Price,
    PriceBasis,
    Purpose,
    QualificationNeed,
    Term,
)
from chalicelib.domain.marketplace.notices.price_checks import minimum_of, quote_bounds
from chalicelib.domain.marketplace.notices.steps import FIELD_STEP, STEP_FIELDS, Step, errors_by_step, step_of
from chalicelib.domain.marketplace.rules import Method
from tests.factories.notices import (
    AGENCY,
    CALENDAR,
    DEPARTMENT,
    MONDAY,
    china,
    credit_content,
    lowest_content,
    make_content,
    proposal_content,
    rules,
)

FRAME = Frame(rules(), CALENDAR, MONDAY)
SURVEY, ONE, APRIL = QualificationNeed("survey"), PractitionerNeed(1), date(2026, 4, 1)


CRITERIA = "/method_terms/criteria"


def errors(content: NoticeContent, frame: Frame = FRAME) -> set[tuple[str, str]]:
    return {(error.pointer, error.code) for error in check_content(content, frame)}


def terms(method: Method, **fixed: Any) -> dict[str, Any]:
    return {"method": method, "method_terms": MethodTerms(**fixed)}


def weighed(first: int, second: int | None, name: str = "人员") -> tuple[Criterion, ...]:
    return Criterion("价格", first), Criterion(name, second)


FIXED = Price(PriceBasis.FIXED, amount_fen=48_500_00)


def named(price: Price = FIXED, **changes: Any) -> dict[str, Any]:
    """Return a direct selection with something changed."""
    fixed: dict[str, Any] = {
        "agency": AGENCY,
        "agency_reason": "只有一家具备资质",
        "purpose": Purpose.OWN_PROJECT,
    }
    return {**terms(Method.DIRECT, **(fixed | changes)), "price": price}


def test_complete_notices_have_no_errors() -> None:
    assert not errors(make_content())
    assert not errors(lowest_content())
    assert not errors(credit_content())
    assert not errors(proposal_content())


def test_who_is_itself_the_approving_department_buys_for_its_own_approval_work() -> None:
    frame = replace(FRAME, owner=DEPARTMENT)

    assert ("/method_terms/purpose", "direct-for-own-approval") in errors(make_content(**named()), frame)


def test_two_failures_for_want_of_registrants_lift_the_ceiling_of_a_direct_selection() -> None:
    dear = make_content(**named(price=Price(PriceBasis.CEILING, amount_fen=200_000_01)))

    assert ("/method_terms", "above-direct-ceiling") in errors(dear, replace(FRAME, too_few_before=1))
    assert ("/method_terms", "above-direct-ceiling") not in errors(dear, replace(FRAME, too_few_before=2))


def test_money_of_society_alone_knows_no_ceiling() -> None:
    dear = make_content(
        **named(price=Price(PriceBasis.CEILING, amount_fen=200_000_01)), fiscal_percent=0, social_percent=100
    )

    assert not {code for _, code in errors(dear)} & {"above-direct-ceiling"}


def test_whoever_is_excluded_cannot_be_named() -> None:
    content = make_content(**named(), exclusions=(AGENCY,), exclusion_reason="正在整改")

    assert ("/method_terms/agency", "excluded-agency") in errors(content)


def test_an_empty_draft_names_everything_that_is_missing_at_once() -> None:
    missing = {pointer for pointer, code in errors(NoticeContent()) if code == "required"}

    assert missing == {
        "/title", "/division", "/contact_ref", "/service_item", "/service_type", "/department",
        "/approving_department", "/scope", "/scale_type", "/scale_hundredths", "/fiscal_percent",
        "/social_percent", "/term", "/method", "/price/basis", "/closes_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "三字长"}, ("/title", "too-short")),
        ({"title": "字" * 121}, ("/title", "too-long")),
        ({"scope": "字" * 19}, ("/scope", "too-short")),
        ({"scope": "字" * 5001}, ("/scope", "too-long")),
        ({"is_investment": True}, ("/project_code", "required")),
        ({"fiscal_percent": 60, "social_percent": 41}, ("/fiscal_percent", "shares-not-100")),
        ({"fiscal_percent": 101, "social_percent": -1}, ("/fiscal_percent", "out-of-range")),
        ({"scale_hundredths": 0}, ("/scale_hundredths", "not-positive")),
        ({"term": Term(days=0)}, ("/term/days", "out-of-range")),
        ({"term": Term(days=3, end_on=date(2026, 4, 1))}, ("/term", "days-or-dates")),
        ({"term": Term(start_on=date(2026, 3, 8), end_on=date(2026, 4, 1))}, ("/term/start_on", "past-date")),
        ({"term": Term(None, APRIL, APRIL)}, ("/term/end_on", "not-after-start")),
        ({"term": Term(start_on=date(2026, 4, 1))}, ("/term/end_on", "required")),
        ({"qualifications": (SURVEY,)}, ("/qualification_note", "required")),
        ({"qualifications": (QualificationNeed(""),)}, ("/qualifications/0/code", "required")),
        ({"qualifications": (SURVEY, SURVEY)}, ("/qualifications/1/code", "repeated")),
        ({"qualifications": (QualificationNeed("a", 0),)}, ("/qualifications/0/lowest_rank", "not-positive")),
        ({"practitioners": (PractitionerNeed(0),)}, ("/practitioners/0/count", "out-of-range")),
        ({"practitioners": (ONE,)}, ("/practitioner_note", "required")),
        ({"practitioners": (ONE, ONE)}, ("/practitioners/1/certificate", "repeated")),
        ({"filing_required": True}, ("/filing_note", "required")),
        ({"promise_only": True}, ("/promise_only", "needs-filing")),
        ({"exclusions": (AGENCY,)}, ("/exclusion_reason", "required")),
        ({"exclusions": (AGENCY, AGENCY)}, ("/exclusions/1", "repeated")),
        ({"exclusions": (AGENCY[:-1] + "M",)}, ("/exclusions/0", "wrong-check-character")),
        (terms(Method.CREDIT), ("/method_terms/big_list", "required")),
        (terms(Method.CREDIT, big_list=4, small_list=1), ("/method_terms/small_list", "out-of-range")),
        (terms(Method.CREDIT, big_list=4, small_list=5), ("/method_terms/small_list", "small-list-too-long")),
        (terms(Method.CREDIT, big_list=101, small_list=5), ("/method_terms/big_list", "out-of-range")),
        (terms(Method.RANDOM, big_list=4), ("/method_terms/big_list", "not-with-this-method")),
        (terms(Method.PROPOSAL), ("/method_terms/criteria", "required")),
        (terms(Method.PROPOSAL, criteria=weighed(60, 39)), ("/method_terms/criteria", "weights-not-100")),
        (terms(Method.PROPOSAL, criteria=weighed(100, 0)), (f"{CRITERIA}/1/weight", "out-of-range")),
        (terms(Method.PROPOSAL, criteria=weighed(60, None)), ("/method_terms/criteria/1/weight", "required")),
        (terms(Method.PROPOSAL, criteria=weighed(50, 50, "价格")), (f"{CRITERIA}/1/name", "repeated")),
        (named(agency=""), ("/method_terms/agency", "required")),
        (named(agency_reason="好"), ("/method_terms/agency_reason", "too-short")),
        (named(purpose=None), ("/method_terms/purpose", "required")),
        (named(purpose=Purpose.OWN_APPROVAL), ("/method_terms/purpose", "direct-for-own-approval")),
        (named(purpose=Purpose.FOR_APPLICANT), ("/method_terms/purpose", "direct-for-applicant")),
        (named(price=Price(PriceBasis.UNCERTAIN)), ("/price/basis", "basis-not-for-method")),
        (
            named(price=Price(PriceBasis.CEILING, amount_fen=200_000_01)),
            ("/method_terms", "above-direct-ceiling"),
        ),
        ({"is_inquiry": True}, ("/is_inquiry", "not-with-this-method")),
        ({"minimum": 1}, ("/minimum", "not-unlocked")),
        ({"witnesses": ("v1", "v2", "v3", "v4")}, ("/witnesses", "too-many")),
        ({"closes_on": date(2026, 3, 11)}, ("/closes_on", "window-too-short")),
        ({"closes_on": date(2026, 3, 14)}, ("/closes_on", "not-a-workday")),
        ({"selection_at": china(2026, 3, 12, 17)}, ("/selection_at", "before-deadline")),
        ({"selection_at": china(2026, 3, 14, 9)}, ("/selection_at", "not-a-workday")),
        ({"scope": "须为潍坊市注册的企业,其余要求详见附件所列的全部内容。"}, ("/scope", "forbidden-clause")),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_at_its_field(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in errors(make_content(**changes))


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (Price(PriceBasis.FIXED), ("/price/amount_fen", "required")),
        (Price(PriceBasis.FIXED, amount_fen=0), ("/price/amount_fen", "out-of-range")),
        (Price(PriceBasis.FIXED, amount_fen=1, max_fen=2), ("/price/max_fen", "not-with-this-basis")),
        (Price(PriceBasis.RANGE, min_fen=1), ("/price/max_fen", "required")),
        (Price(PriceBasis.RANGE, min_fen=3, max_fen=2), ("/price/max_fen", "below-minimum")),
        (Price(PriceBasis.CEILING, amount_fen=2, min_fen=3), ("/price/amount_fen", "below-minimum")),
        (Price(PriceBasis.RATE, amount_fen=1, min_rate_bp=0), ("/price/max_rate_bp", "required")),
        (
            Price(PriceBasis.RATE, amount_fen=1, min_rate_bp=1, max_rate_bp=10_000),
            ("/price/max_rate_bp", "out-of-range"),
        ),
        (
            Price(PriceBasis.RATE, amount_fen=1, min_rate_bp=2, max_rate_bp=1),
            ("/price/max_rate_bp", "below-minimum"),
        ),
        (Price(PriceBasis.UNCERTAIN), ("/price/explanation", "required")),
    ],
)
def test_price_terms_need_the_figures_of_their_basis(price: Price, expected: tuple[str, str]) -> None:
    assert expected in errors(make_content(price=price))


@pytest.mark.parametrize("basis", [PriceBasis.FIXED, PriceBasis.UNCERTAIN])
def test_a_comparison_of_prices_needs_prices_that_can_differ(basis: PriceBasis) -> None:
    price = Price(basis, amount_fen=1 if basis is PriceBasis.FIXED else None, explanation="工程量待定")

    assert ("/price/basis", "basis-not-for-method") in errors(lowest_content(price=price))


def test_two_failures_for_want_of_registrants_unlock_a_lower_minimum_with_a_reason() -> None:
    content = make_content(minimum=1, minimum_reason="两次报名不足,项目工期紧")

    assert ("/minimum", "not-unlocked") in errors(content, replace(FRAME, too_few_before=1))
    assert not errors(content, replace(FRAME, too_few_before=2))
    assert ("/minimum_reason", "required") in errors(
        replace(content, minimum_reason=""), replace(FRAME, too_few_before=2)
    )
    assert minimum_of(content, rules()) == 1
    assert minimum_of(replace(content, minimum=None), rules()) == 2


def test_an_attachment_has_an_allowed_type_size_and_hash() -> None:
    good = Attachment(
        "f1", AttachmentKind.APPROVAL, "批复.pdf", 20 * 1024 * 1024, "a" * 64, "application/pdf"
    )
    bad = replace(good, name="", size_bytes=20 * 1024 * 1024 + 1, sha256="A" * 64, content_type="text/html")

    assert not errors(make_content(attachments=(good,)))
    assert errors(make_content(attachments=(bad,))) == {
        ("/attachments/0/name", "required"),
        ("/attachments/0/content_type", "file-type-not-allowed"),
        ("/attachments/0/size_bytes", "file-too-large"),
        ("/attachments/0/sha256", "not-a-sha256"),
    }


def test_a_forbidden_clause_is_cited_with_reason_and_place() -> None:
    content = make_content(scope="须为潍坊市注册的企业,其余要求详见附件所列的全部内容。")

    (error,) = (error for error in check_content(content, FRAME) if error.code == "forbidden-clause")

    assert error.params["clause"] == "locality"
    assert error.params["source"]
    assert error.params["reason"]
    assert error.params["start"] < error.params["end"]


def test_every_field_is_filled_in_at_exactly_one_step() -> None:
    listed = [name for names in STEP_FIELDS.values() for name in names]

    assert sorted(listed) == sorted(field.name for field in fields(NoticeContent))
    assert len(listed) == len(set(listed)) == len(FIELD_STEP)
    assert list(Step)[-1] is Step.CHECK


def test_errors_are_sorted_by_the_step_that_mends_them() -> None:
    sorted_errors = errors_by_step(check_content(NoticeContent(), FRAME))

    assert set(sorted_errors) == set(Step)
    assert all(step_of(error.pointer) is step for step, found in sorted_errors.items() for error in found)
    assert not sorted_errors[Step.CHECK]


@pytest.mark.parametrize(
    ("price", "bounds"),
    [
        (Price(PriceBasis.FIXED, amount_fen=100), (False, 100, 100)),
        (Price(PriceBasis.CEILING, amount_fen=100), (False, 1, 100)),
        (Price(PriceBasis.CEILING, amount_fen=100, min_fen=40), (False, 40, 100)),
        (Price(PriceBasis.RANGE, min_fen=40, max_fen=90), (False, 40, 90)),
        (Price(PriceBasis.RATE, amount_fen=100, min_rate_bp=0, max_rate_bp=3000), (True, 0, 3000)),
        (Price(PriceBasis.UNCERTAIN), (False, 1, 10**14 - 1)),
    ],
)
def test_price_terms_bound_the_quotes(price: Price, bounds: tuple[bool, int, int]) -> None:
    found = quote_bounds(price)

    assert (found.is_rate, found.least, found.most) == bounds
