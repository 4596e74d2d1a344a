"""Judges what a notice asks of agencies: qualifications, practitioners, filing, exclusions (§4.4, step 3)."""

from collections.abc import Iterator

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.field_checks import identifier_errors, length_errors
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_uscc

_MAX_PER_NEED = 100


def check_requirements(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    """Name every error of the requirements; an explanation is due for each kind that is switched on."""
    yield from _qualifications(content)
    yield from _practitioners(content)
    notes = (
        ("qualification_note", bool(content.qualifications)),
        ("practitioner_note", bool(content.practitioners)),
        ("filing_note", content.filing_required),
        ("exclusion_reason", bool(content.exclusions)),
    )
    for name, is_due in notes:
        least = rules.notice.reason_min_chars if is_due else 0
        yield from length_errors(f"/{name}", getattr(content, name), least, rules.notice.note_max_chars)
    if content.promise_only and not content.filing_required:
        yield FieldError("/promise_only", "needs-filing")
    yield from _exclusions(content, rules)


def _qualifications(content: NoticeContent) -> Iterator[FieldError]:
    seen: set[str] = set()
    for place, need in enumerate(content.qualifications):
        pointer = f"/qualifications/{place}"
        if not need.code:
            yield FieldError(f"{pointer}/code", "required")
        elif need.code in seen:
            yield FieldError(f"{pointer}/code", "repeated")
        seen.add(need.code)
        if need.lowest_rank is not None and need.lowest_rank < 1:
            yield FieldError(f"{pointer}/lowest_rank", "not-positive")


def _practitioners(content: NoticeContent) -> Iterator[FieldError]:
    seen: set[str | None] = set()
    for place, need in enumerate(content.practitioners):
        if not 1 <= need.count <= _MAX_PER_NEED:
            bounds = {"min": 1, "max": _MAX_PER_NEED}
            yield FieldError(f"/practitioners/{place}/count", "out-of-range", bounds)
        if need.certificate in seen:
            yield FieldError(f"/practitioners/{place}/certificate", "repeated")
        seen.add(need.certificate)


def _exclusions(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    if len(content.exclusions) > rules.notice.exclusions_max:
        yield FieldError("/exclusions", "too-many", {"max": rules.notice.exclusions_max})
    for place, uscc in enumerate(content.exclusions):
        yield from identifier_errors(f"/exclusions/{place}", check_uscc, uscc)
        if uscc in content.exclusions[:place]:
            yield FieldError(f"/exclusions/{place}", "repeated")
