"""What a campaign would cost and be worth, before anybody approves it (evaluation.md §8.17).

People, hours of agents, segments with their price, and the margin of error if everybody answers and if as
many answer as usually do. Figures come from the rule profile; rounding is against the author.
"""

from fractions import Fraction
from math import isqrt

from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class DryRun:
    """The figures that are stamped on a campaign when it is submitted."""

    people: int
    calls: int
    """Persons times the calls that one takes on the average."""
    agent_hours: int
    calls_per_agent_hour: int
    texts: int
    segments: int
    cost_fen: int
    expected_answers: int
    margin_bp: int | None
    """Half the 95 % interval at a share of one half, in basis points of the whole; None of a census."""
    expected_margin_bp: int | None
    """The same if as many answer as are expected."""


def dry_run(
    eligible: int,
    people: int,
    method: Method,
    modes: tuple[Mode, ...],
    segments: int,
    rules: SatisfactionRules,
) -> DryRun:
    """Reckon what asking so many of so many would take; `segments` is what one text needs."""
    survey = rules.survey
    calls = _up(Fraction(people * survey.calls_per_person_bp, 10_000)) if Mode.CALL in modes else 0
    texts = people if Mode.SMS in modes else 0
    expected = people * survey.expected_response_bp // 10_000
    is_census = method is Method.CENSUS
    return DryRun(
        people=people,
        calls=calls,
        agent_hours=_up(Fraction(calls, survey.calls_per_agent_hour)),
        calls_per_agent_hour=survey.calls_per_agent_hour,
        texts=texts,
        segments=texts * segments,
        cost_fen=texts * segments * rules.text.price_per_segment_fen,
        expected_answers=expected,
        margin_bp=None if is_census else margin_bp(people, eligible),
        expected_margin_bp=margin_bp(expected, eligible),
    )


def margin_bp(n: int, population: int) -> int | None:
    """Return the margin of error at 95 % and one half, with the finite correction, in basis points, up.

    None where nobody or too few are asked to say anything; the inverse of §5 no. 16.

    >>> margin_bp(370, 10_000), margin_bp(500, 500)
    (501, 0)
    """
    if n < 1 or population < 1:
        return None
    if n >= population:
        return 0
    # e² = z² p q (N − n) / (n (N − 1)), in basis points: e = 196/100 · 1/2 · 10⁴ · √…
    square = Fraction(9_800**2 * (population - n), n * (population - 1))
    whole = square.numerator // square.denominator
    root = isqrt(whole)
    return root if Fraction(root * root) == square else root + 1


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
