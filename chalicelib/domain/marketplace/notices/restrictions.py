"""Finds what a notice asks beyond the law of its service type (docs/rules.md §4.4; [L2 art 20(2)]).

An owner may have a good reason, so these are hints and refuse nothing by themselves: the reviewer answers
each of them with a reason or sends the notice back. Why each is one stands in the rule profile.
"""

from collections.abc import Iterator, Sequence

from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.notices.clauses import Finding
from chalicelib.domain.marketplace.notices.content import (
    Match,
    NoticeContent,
    PractitionerNeed,
    PriceBasis,
    QualificationNeed,
    written,
)
from chalicelib.domain.marketplace.rules import MarketRules

Hint = tuple[str, str, object]
"""Pointer, code, and the value asked, which ties an answer to this text and no other."""


def find_restrictions(content: NoticeContent, rules: MarketRules, law: Requirement) -> tuple[Finding, ...]:
    """Compare what a notice asks with what the law asks for the service type, requirement by requirement."""
    found = (
        *_qualifications(content.qualifications, law),
        *_match(content, law),
        *_practitioners(content.practitioners, law),
        *_filing(content),
        *_many(content, rules),
        *_price(content),
    )
    return tuple(_finding(hint, rules) for hint in found)


def _finding(hint: Hint, rules: MarketRules) -> Finding:
    pointer, code, asked = hint
    rule = rules.hints[code]
    return Finding(pointer, code, False, rule.source, rule.reason, written(asked), 0, 0)


def _qualifications(needs: Sequence[QualificationNeed], law: Requirement) -> Iterator[Hint]:
    for place, need in enumerate(needs):
        pointer = f"/qualifications/{place}"
        if need.code not in law.qualification_kinds:
            yield pointer, "qualification-beyond-law", need
        elif need.lowest_rank is not None and (law.lowest_rank is None or need.lowest_rank < law.lowest_rank):
            yield pointer, "rank-beyond-law", need


def _match(content: NoticeContent, law: Requirement) -> Iterator[Hint]:
    """Any one of the lawful kinds will do for the law, so asking for all of them goes further."""
    lawful = sum(need.code in law.qualification_kinds for need in content.qualifications)
    if content.qualification_match is Match.ALL and lawful > 1:
        yield "/qualification_match", "all-beyond-law", content.qualification_match


def _practitioners(needs: Sequence[PractitionerNeed], law: Requirement) -> Iterator[Hint]:
    for place, need in enumerate(needs):
        pointer = f"/practitioners/{place}"
        if need.certificate is None:
            lawful = [staff.count for staff in law.staff]
        else:
            # One of several lawful certificates, asked for alone, shuts out the holders of the others.
            lawful = [staff.count for staff in law.staff if staff.certificates == (need.certificate,)]
            if not lawful:
                yield pointer, "certificate-beyond-law", need
                continue
        if need.count > sum(lawful):
            yield pointer, "staff-beyond-law", need


def _filing(content: NoticeContent) -> Iterator[Hint]:
    if content.filing_required:
        yield "/filing_required", "filing-beyond-law", content.filing_note


def _many(content: NoticeContent, rules: MarketRules) -> Iterator[Hint]:
    if len(content.qualifications) > rules.notice.qualifications_hint_over:
        yield "/qualifications", "many-qualifications", content.qualifications
    if sum(need.count for need in content.practitioners) > rules.notice.practitioners_hint_over:
        yield "/practitioners", "many-practitioners", content.practitioners


def _price(content: NoticeContent) -> Iterator[Hint]:
    if content.price.basis is PriceBasis.UNCERTAIN:
        yield "/price/basis", "price-uncertain", content.price.explanation
