"""The open text of registration and quote, and what must hold before it is sealed (docs/rules.md §4.5).

Two texts under two keys: the identity with contact and declaration, which the notifier may read to announce
an amendment, and the price with staff and plan, which only the opening may read.
"""

from collections.abc import Iterator

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.price_checks import QuoteBounds, quote_bounds
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Who registers, for which notice, and whom to tell; the contact is personal and only ever sealed."""

    notice_id: str
    uscc: str
    agent: str
    contact_name: str
    contact_phone: str
    declaration: Declaration
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The proposal's file, stored under a random key that only the opening may read.

    `sha256` is empty where the agency's browser did not reckon it; where it stands, the file must have it.
    """

    file_id: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What an agency offers: an amount or a discount rate, for how long, with whom."""

    notice_id: str
    uscc: str
    amount_fen: int | None = None
    rate_bp: int | None = None
    validity_days: int = 0
    staff: tuple[str, ...] = ()
    plan: Plan | None = None


def check_quote(
    quote: Quote, content: NoticeContent, practitioners: frozenset[str], rules: MarketRules
) -> Iterator[FieldError]:
    """Name every error of a quote against the notice and the agency's own practitioners."""
    yield from _price(quote, quote_bounds(content.price))
    limits = rules.quote
    if not limits.validity_min_days <= quote.validity_days <= limits.validity_max_days:
        yield FieldError(
            "/validity_days",
            "out-of-range",
            {"min": limits.validity_min_days, "max": limits.validity_max_days},
        )
    if len(quote.staff) > limits.staff_max:
        yield FieldError("/staff", "too-many", {"max": limits.staff_max})
    if content.practitioners and not quote.staff:
        yield FieldError("/staff", "required")
    for place, person in enumerate(quote.staff):
        if person not in practitioners:
            yield FieldError(f"/staff/{place}", "not-your-practitioner")
        if person in quote.staff[:place]:
            yield FieldError(f"/staff/{place}", "repeated")
    if content.method is Method.PROPOSAL and quote.plan is None:
        yield FieldError("/plan", "required")


def is_in_bounds(quote: Quote, bounds: QuoteBounds) -> bool:
    """Tell whether a quote is of the right kind and in range, as the opening asks again."""
    return not any(_price(quote, bounds))


def _price(quote: Quote, bounds: QuoteBounds) -> Iterator[FieldError]:
    """Judge that exactly one of amount and rate is given, the one the notice asks for, within its range."""
    wanted, other = ("rate_bp", "amount_fen") if bounds.is_rate else ("amount_fen", "rate_bp")
    figure: int | None = getattr(quote, wanted)
    if getattr(quote, other) is not None:
        yield FieldError(f"/{other}", "wrong-kind-of-quote")
    if figure is None:
        yield FieldError(f"/{wanted}", "required")
    elif figure != bounds.least == bounds.most:
        unit = "basis-points" if bounds.is_rate else "fen"
        yield FieldError(f"/{wanted}", "only-one-value", {"only": bounds.least, "unit": unit})
    elif not bounds.least <= figure <= bounds.most:
        unit = "basis-points" if bounds.is_rate else "fen"
        yield FieldError(
            f"/{wanted}", "out-of-range", {"min": bounds.least, "max": bounds.most, "unit": unit}
        )
