"""What a published notice said before its amendments, and which of them change who may enter (§6 no. 7)."""

import json
from dataclasses import replace

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import Amendment
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel import codec

ENTRY_FIELDS = frozenset(
    {"qualifications", "qualification_match", "practitioners", "exclusions", "approving_department", "term"}
)
"""What the gates read of a notice and an amendment may change. A later deadline alone never lets more in."""


def as_of(notice: Notice, number: int) -> Notice:
    """Return a notice with the text and the deadline that its amendment `number` gave it; 0: as published."""
    for amendment in reversed(notice.amendments[number:]):
        notice = _without(notice, amendment)
    return notice


def _without(notice: Notice, amendment: Amendment) -> Notice:
    before = {change.field: json.loads(change.before) for change in amendment.changes}
    return replace(
        notice,
        content=replace(notice.content, **codec.fields_from_json(before, NoticeContent)),
        publication=replace(publication_of(notice), closes_at=amendment.closed_at_before),
        amendments=notice.amendments[:-1],
    )
