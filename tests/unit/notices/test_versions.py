"""A published notice as it was before its amendments, against the amendments themselves."""

from dataclasses import replace

import pytest

from chalicelib.domain.marketplace.notices import amendments
from chalicelib.domain.marketplace.notices.content import PractitionerNeed, QualificationNeed, Term
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.notices.versions import as_of
from tests.factories import notices as make
from tests.factories.notices import CALENDAR, MONDAY, rules

VALUES = (
    {"title": "滨河路改造工程测绘服务(更正)", "term": Term(days=90)},
    {"practitioners": (PractitionerNeed(2, "surveyor"),), "practitioner_note": "需要两名测绘师。"},
    {"qualifications": (QualificationNeed("survey", 2),), "qualification_note": "需要乙级以上资质。"},
)


def amended(notice: Notice, values: dict) -> Notice:
    """Put a change in force as the command would, whatever the review would say of it."""
    content = replace(notice.content, **values)
    publication = publication_of(notice)
    proposal = amendments.Proposal("owner-agent", MONDAY, content, "根据现场情况更正采购要求。")
    fresh = amendments._extended(publication, content, MONDAY, rules(), CALENDAR)
    amendment = amendments.Amendment(
        number=len(notice.amendments) + 1,
        proposed_by=proposal.by,
        approved_by="reviewer",
        at=MONDAY,
        reason=proposal.reason,
        changes=amendments.difference(notice.content, content),
        closed_at_before=publication.closes_at,
        closes_at=fresh.closes_at,
        opened_at_before=publication.opens_at,
        opens_at=fresh.opens_at,
    )
    return replace(notice, content=content, publication=fresh, amendments=(*notice.amendments, amendment))


@pytest.mark.parametrize("number", range(len(VALUES) + 1))
def test_every_version_of_a_notice_can_be_read_back(number: int) -> None:
    versions = [make.published()]
    for values in VALUES:
        versions.append(amended(versions[-1], values))

    back = as_of(versions[-1], number)

    assert back.content == versions[number].content
    assert publication_of(back).closes_at == publication_of(versions[number]).closes_at
    assert len(back.amendments) == number


def test_a_notice_without_amendments_is_the_notice_itself() -> None:
    notice = make.published()

    assert as_of(notice, 0) is notice
