"""Judges what the owner fixed for its method: list sizes, criteria, or the one agency it names.

Rules: docs/rules.md §3.3 (2 ≤ small list ≤ big list), §3.4 (weights that sum to 100), §3.1 (direct selection
is shut to an organ that buys for its own approval work, or in an applicant's name, and ends at a ceiling).
"""

from collections.abc import Callable, Iterator, Mapping

from chalicelib.domain.marketplace.notices.content import MethodTerms, NoticeContent, PriceBasis, Purpose
from chalicelib.domain.marketplace.notices.field_checks import identifier_errors, length_errors
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.domain.marketplace.selection.proposal import FULL_WEIGHT
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.money import apply_rate

AT = "/method_terms"
SMALLEST_LIST = 2
OWN: Mapping[str, Method] = {
    "big_list": Method.CREDIT,
    "small_list": Method.CREDIT,
    "criteria": Method.PROPOSAL,
    "agency": Method.DIRECT,
    "agency_reason": Method.DIRECT,
    "purpose": Method.DIRECT,
}
"""Which method each of the fields belongs to."""

FORBIDDEN: Mapping[Purpose, tuple[str, str]] = {
    Purpose.OWN_APPROVAL: ("direct-for-own-approval", "[L6 art 43(3)]"),
    Purpose.FOR_APPLICANT: ("direct-for-applicant", "[L6 art 43(2)]"),
}
"""The purposes for which the law shuts direct selection, and by which article."""


def check_method_terms(
    content: NoticeContent, rules: MarketRules, too_few_before: int, owner: str
) -> Iterator[FieldError]:
    """Name every error of what was fixed for the method."""
    blank = MethodTerms()
    for name, method in OWN.items():
        if method is not content.method and getattr(content.method_terms, name) != getattr(blank, name):
            yield FieldError(f"{AT}/{name}", "not-with-this-method")
    judge = _JUDGES.get(content.method) if content.method else None
    if judge is not None:
        yield from judge(content, rules)
    if content.method is Method.DIRECT:
        yield from _lawful(content, owner)
        if too_few_before < rules.selection.unlocking_failures:
            yield from _below_ceiling(content, rules)


def _lists(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    terms, most = content.method_terms, rules.selection.big_list_max
    for name in ("big_list", "small_list"):
        size: int | None = getattr(terms, name)
        if size is None:
            yield FieldError(f"{AT}/{name}", "required")
        elif not SMALLEST_LIST <= size <= most:
            yield FieldError(f"{AT}/{name}", "out-of-range", {"min": SMALLEST_LIST, "max": most})
    if terms.big_list is not None and terms.small_list is not None and terms.small_list > terms.big_list:
        yield FieldError(f"{AT}/small_list", "small-list-too-long", {"max": terms.big_list})


def _criteria(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    criteria = content.method_terms.criteria
    if not criteria:
        yield FieldError(f"{AT}/criteria", "required")
        return
    if len(criteria) > rules.selection.criteria_max:
        yield FieldError(f"{AT}/criteria", "too-many", {"max": rules.selection.criteria_max})
    for place, criterion in enumerate(criteria):
        at = f"{AT}/criteria/{place}"
        yield from length_errors(f"{at}/name", criterion.name, 1, rules.notice.title_max_chars)
        if criterion.name in [other.name for other in criteria[:place]]:
            yield FieldError(f"{at}/name", "repeated")
        if criterion.weight is None:
            yield FieldError(f"{at}/weight", "required")
        elif not 1 <= criterion.weight <= FULL_WEIGHT:
            yield FieldError(f"{at}/weight", "out-of-range", {"min": 1, "max": FULL_WEIGHT})
    weights = [criterion.weight for criterion in criteria if criterion.weight is not None]
    if len(weights) == len(criteria) and sum(weights) != FULL_WEIGHT:
        yield FieldError(f"{AT}/criteria", "weights-not-100", {"sum": sum(weights)})


def _named(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    terms, limits = content.method_terms, rules.notice
    yield from identifier_errors(f"{AT}/agency", check_uscc, terms.agency)
    yield from length_errors(
        f"{AT}/agency_reason", terms.agency_reason, limits.reason_min_chars, limits.note_max_chars
    )
    if terms.agency and terms.agency in content.exclusions:
        yield FieldError(f"{AT}/agency", "excluded-agency")


def _lawful(content: NoticeContent, owner: str) -> Iterator[FieldError]:
    """Refuse what the law forbids; who is itself the approving department buys for its own approval work."""
    purpose = content.method_terms.purpose
    if purpose is None:
        yield FieldError(f"{AT}/purpose", "required")
        return
    if purpose is Purpose.OWN_PROJECT and owner and owner == content.approving_department:
        purpose = Purpose.OWN_APPROVAL
    if purpose in FORBIDDEN:
        code, source = FORBIDDEN[purpose]
        yield FieldError(f"{AT}/purpose", code, {"source": source})


def _below_ceiling(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    ceiling = direct_ceiling(content, rules)
    if not ceiling or content.price.basis is None:
        return
    if content.price.basis is PriceBasis.UNCERTAIN:
        yield FieldError("/price/basis", "basis-not-for-method", {"method": Method.DIRECT.value})
    elif most_payable_fen(content) > ceiling:
        yield FieldError(AT, "above-direct-ceiling", {"ceiling_fen": ceiling})


def direct_ceiling(content: NoticeContent, rules: MarketRules) -> int:
    """Return up to how much may be bought directly with the notice's funds, in fen; 0 is no ceiling."""
    limits = rules.selection
    return limits.direct_ceiling_fiscal_fen if content.fiscal_percent else limits.direct_ceiling_social_fen


def most_payable_fen(content: NoticeContent) -> int:
    """Return the most that a quote within the price terms can cost."""
    bounds = quote_bounds(content.price)
    return apply_rate(content.price.amount_fen or 0, bounds.least) if bounds.is_rate else bounds.most


_JUDGES: Mapping[Method, Callable[[NoticeContent, MarketRules], Iterator[FieldError]]] = {
    Method.CREDIT: _lists,
    Method.PROPOSAL: _criteria,
    Method.DIRECT: _named,
}
