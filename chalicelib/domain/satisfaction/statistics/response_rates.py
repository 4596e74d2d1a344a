"""Response rates of a callback campaign by AAPOR (evaluation.md §5 no. 12).

Each rate is a row: what is in its numerator, what of its denominator is known, and how much of the unknown
counts: all of it in the strict rates (RR1, RR2, REF1, CON1), none of it in the last ones (RR5, RR6, REF3,
CON3), and in those between the share e, which is printed beside them.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from chalicelib.domain.satisfaction.statistics.outcomes import Group, Outcome, grouped
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.kernel.records import dataclass

_INTERVIEWS: Final = (Group.INTERVIEW, Group.PARTIAL)
_REFUSED_OR_OTHER: Final = (Group.REFUSAL, Group.OTHER)
_KNOWN: Final = (*_INTERVIEWS, Group.REFUSAL, Group.NO_CONTACT, Group.OTHER)

_PARTS: Final[Mapping[str, tuple[tuple[Group, ...], tuple[Group, ...], str]]] = {
    "RR1": ((Group.INTERVIEW,), _KNOWN, "one"),
    "RR2": (_INTERVIEWS, _KNOWN, "one"),
    "RR3": ((Group.INTERVIEW,), _KNOWN, "e"),
    "RR4": (_INTERVIEWS, _KNOWN, "e"),
    "RR5": ((Group.INTERVIEW,), _KNOWN, "none"),
    "RR6": (_INTERVIEWS, _KNOWN, "none"),
    "COOP1": ((Group.INTERVIEW,), (*_INTERVIEWS, *_REFUSED_OR_OTHER), "none"),
    "COOP2": (_INTERVIEWS, (*_INTERVIEWS, *_REFUSED_OR_OTHER), "none"),
    "COOP3": ((Group.INTERVIEW,), (*_INTERVIEWS, Group.REFUSAL), "none"),
    "COOP4": (_INTERVIEWS, (*_INTERVIEWS, Group.REFUSAL), "none"),
    "REF1": ((Group.REFUSAL,), _KNOWN, "one"),
    "REF2": ((Group.REFUSAL,), _KNOWN, "e"),
    "REF3": ((Group.REFUSAL,), _KNOWN, "none"),
    "CON1": ((*_INTERVIEWS, *_REFUSED_OR_OTHER), _KNOWN, "one"),
    "CON2": ((*_INTERVIEWS, *_REFUSED_OR_OTHER), _KNOWN, "e"),
    "CON3": ((*_INTERVIEWS, *_REFUSED_OR_OTHER), _KNOWN, "none"),
}
"""Each rate: its numerator, what of its denominator is known, and how much of the unknown is added to it."""

_ADVERSE: Final = frozenset({"REF1", "REF2", "REF3"})


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its two numbers; `value` in per cent is None where nothing was counted or e is unknown."""

    key: str
    numerator: int
    denominator: Fraction | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """The rates, with e, which is printed beside them; None where nobody's eligibility is known."""

    e: Fraction | None
    rates: tuple[Rate, ...]

    def rate(self, key: str) -> Rate:
        """Return one rate.

        Raises:
            KeyError: when there is no such rate.
        """
        return {each.key: each for each in self.rates}[key]


def response_rates(outcomes: Mapping[Outcome, int], e: Fraction | None = None) -> ResponseRates:
    """Return every rate of a campaign; without a given e it is the known eligible of all that are known.

    Raises:
        ValueError: when a count is below nought, or e is no share.
    """
    groups = grouped(outcomes)
    share = _estimated(groups) if e is None else e
    if share is not None and not 0 <= share <= 1:
        raise ValueError("e is a share of one")
    added = {"one": Fraction(1), "none": Fraction(0), "e": share}
    return ResponseRates(
        share,
        tuple(
            _rate(key, _sum(groups, part), _sum(groups, known), groups[Group.UNKNOWN], added[weight])
            for key, (part, known, weight) in _PARTS.items()
        ),
    )


def _estimated(groups: Mapping[Group, int]) -> Fraction | None:
    eligible = _sum(groups, _KNOWN)
    known = eligible + groups[Group.NOT_ELIGIBLE]
    return Fraction(eligible, known) if known else None


def _rate(key: str, part: int, known: int, unknown: int, weight: Fraction | None) -> Rate:
    if weight is None:
        return Rate(key, part, None, None)
    whole = known + weight * unknown
    return Rate(
        key, part, whole, percent(part, whole, Rounding.HALF_UP if key in _ADVERSE else Rounding.DOWN)
    )


def _sum(groups: Mapping[Group, int], wanted: Iterable[Group]) -> int:
    return sum(groups[group] for group in wanted)
