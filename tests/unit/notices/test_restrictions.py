"""What a notice asks beyond the law (docs/rules.md §4.4): every kind found, cited, and answered at review."""

from typing import Any

import pytest

from chalicelib.domain.marketplace.agencies.service_types import Requirement, StaffNeed
from chalicelib.domain.marketplace.notices import review
from chalicelib.domain.marketplace.notices.clauses import Finding
from chalicelib.domain.marketplace.notices.content import (
    Match,
    PractitionerNeed,
    Price,
    PriceBasis,
    QualificationNeed,
)
from chalicelib.domain.marketplace.notices.facts import Dismissal
from chalicelib.domain.marketplace.notices.restrictions import find_restrictions
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import CALENDAR, MONDAY, REVIEWER, make_content, rules, submitted

LAW = Requirement(
    ("survey", "mapping"),
    2,
    (StaffNeed(("registered-surveyor",), 1), StaffNeed(("evaluator-1", "evaluator-2"), 2)),
)


def find(**content: Any) -> tuple[Finding, ...]:
    return find_restrictions(make_content(**content), rules(), LAW)


def found(**content: Any) -> list[tuple[str, str]]:
    return [(finding.pointer, finding.code) for finding in find(**content)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"qualifications": (QualificationNeed("gis"),)}, ("/qualifications/0", "qualification-beyond-law")),
        ({"qualifications": (QualificationNeed("survey", 1),)}, ("/qualifications/0", "rank-beyond-law")),
        (
            {
                "qualifications": (QualificationNeed("survey"), QualificationNeed("mapping")),
                "qualification_match": Match.ALL,
            },
            ("/qualification_match", "all-beyond-law"),
        ),
        (
            {"practitioners": (PractitionerNeed(1, "architect"),)},
            ("/practitioners/0", "certificate-beyond-law"),
        ),
        (
            {"practitioners": (PractitionerNeed(2, "evaluator-1"),)},
            ("/practitioners/0", "certificate-beyond-law"),
        ),
        (
            {"practitioners": (PractitionerNeed(5, "registered-surveyor"),)},
            ("/practitioners/0", "staff-beyond-law"),
        ),
        ({"practitioners": (PractitionerNeed(4),)}, ("/practitioners/0", "staff-beyond-law")),
        (
            {"filing_required": True, "filing_note": "须在主管部门备案"},
            ("/filing_required", "filing-beyond-law"),
        ),
        (
            {"price": Price(PriceBasis.UNCERTAIN, explanation="工程量待定")},
            ("/price/basis", "price-uncertain"),
        ),
    ],
)
def test_each_requirement_beyond_the_law_is_named_where_it_stands(
    content: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert found(**content) == [expected]


def test_many_requirements_are_a_hint_of_their_own() -> None:
    needs = tuple(QualificationNeed(code) for code in ("survey", "mapping", "gis"))

    assert ("/qualifications", "many-qualifications") in found(qualifications=needs)
    assert ("/practitioners", "many-practitioners") in found(practitioners=(PractitionerNeed(6),))


def test_what_the_law_itself_asks_raises_nothing() -> None:
    assert not found(
        qualifications=(QualificationNeed("survey", 2), QualificationNeed("mapping", 2)),
        practitioners=(PractitionerNeed(1, "registered-surveyor"), PractitionerNeed(2)),
    )


def test_every_hint_cites_its_article_and_its_reason() -> None:
    (hint,) = find(qualifications=(QualificationNeed("survey", 1),))

    assert "[L2 art 20(2)]" in hint.source
    assert "等级高于" in hint.reason
    assert not hint.blocking


def test_a_hint_is_answered_with_a_reason_before_the_review_is_passed() -> None:
    notice = submitted(
        content=make_content(
            qualifications=(QualificationNeed("survey", 1),), qualification_note="精度要求高"
        )
    )
    (hint,) = find_restrictions(notice.content, rules(), LAW)

    with pytest.raises(Conflict, match="findings-open"):
        review.pass_review(notice, (), REVIEWER, MONDAY, rules(), CALENDAR, LAW)
    passed = review.pass_review(
        notice,
        (Dismissal(hint.key, "一级控制网的精度只有甲级机构做得到"),),
        REVIEWER,
        MONDAY,
        rules(),
        CALENDAR,
        LAW,
    )

    assert passed.state.review is not None


def test_an_answer_to_one_requirement_does_not_fit_a_higher_one() -> None:
    one, other = (
        find(practitioners=(PractitionerNeed(count, "registered-surveyor"),))[0].key for count in (2, 5)
    )

    assert one != other
