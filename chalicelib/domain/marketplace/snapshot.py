"""The eligibility snapshot (docs/rules.md §3.0): every registrant judged at the deadline instant."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import Terms, judge
from chalicelib.domain.marketplace.related import Registrant, related_registrants
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the seven gates answered for one registrant."""

    uscc: str
    gates: tuple[Gate, ...]


def snapshot(
    terms: Terms, registrants: Sequence[Registrant], at: datetime, rules: MarketRules
) -> tuple[Verdict, ...]:
    """Judge all registrants at one instant, in ascending order of their codes."""
    related = related_registrants(registrants)
    return tuple(
        Verdict(one.uscc, judge(terms, one.facts, one.declaration, related[one.uscc], at, rules))
        for one in sorted(registrants, key=lambda one: one.uscc)
    )
