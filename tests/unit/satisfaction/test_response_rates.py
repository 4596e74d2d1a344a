"""Response rates by AAPOR and the funnel of a campaign (evaluation.md §5 no. 11 and 12, §3.4)."""

from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.funnel import Coverage
from chalicelib.domain.satisfaction.statistics.outcomes import DISPOSITIONS, Group, Outcome, grouped
from chalicelib.domain.satisfaction.statistics.response_rates import response_rates

OUTCOMES = st.dictionaries(st.sampled_from(Outcome), st.integers(0, 300))
OF_THE_PAGE = """
COMPLETE 1.000 I | PARTIAL 1.200 P | REFUSED 2.110 R | BREAKOFF 2.120 R | CALL_LATER 2.210 NC
OTHER_PERSON 2.210 NC | LANGUAGE 2.330 O | HEARING 2.320 O | DECEASED 2.310 O | NO_ANSWER 3.130 U
BUSY 3.120 U | OFF 3.160 U | BLOCKED 3.150 U | NOT_TRIED 3.110 U | DEAD_NUMBER 4.320 NE
WRONG_PERSON 4.700 NE | DUPLICATE 4.810 NE
"""


def test_the_outcomes_are_those_of_the_page() -> None:
    rows = [row.split() for line in OF_THE_PAGE.strip().splitlines() for row in line.split("|")]

    assert [(str(key), each.aapor, str(each.group)) for key, each in DISPOSITIONS.items()] == [
        tuple(row) for row in rows
    ]


def by_formula(outcomes: dict[Outcome, int]) -> dict[str, Decimal | None]:
    """No. 12 word for word."""
    counts = {str(group): Decimal(count) for group, count in grouped(outcomes).items()}
    i, p, r, nc, o, u, ne = (counts[name] for name in ("I", "P", "R", "NC", "O", "U", "NE"))
    eligible = (i + p) + (r + nc + o)
    e = eligible / (eligible + ne) if eligible + ne else None
    return {
        "RR1": share(i, eligible + u),
        "RR2": share(i + p, eligible + u),
        "RR3": None if e is None else share(i, eligible + e * u),
        "RR4": None if e is None else share(i + p, eligible + e * u),
        "RR5": share(i, eligible),
        "RR6": share(i + p, eligible),
        "COOP1": share(i, (i + p) + r + o),
        "COOP3": share(i, (i + p) + r),
        "CON1": share((i + p) + r + o, eligible + u),
    }


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole + Decimal("1e-30")).quantize(Decimal("0.01"), ROUND_FLOOR) if whole else None


@given(OUTCOMES)
def test_the_rates_are_those_of_the_formulas(outcomes: dict[Outcome, int]) -> None:
    rates = response_rates(outcomes)

    with localcontext() as context:
        context.prec = 60
        expected = by_formula(outcomes)
    assert {key: rates.rate(key).value for key in expected} == expected


@given(OUTCOMES)
def test_the_strict_rate_is_never_the_kinder_one(outcomes: dict[Outcome, int]) -> None:
    rates = response_rates(outcomes)
    one, three, five = (rates.rate(key).value for key in ("RR1", "RR3", "RR5"))

    if five is not None:
        assert one is not None
        assert three is not None
        assert one <= three <= five


@given(OUTCOMES, st.integers(0, 500))
def test_dead_numbers_do_not_depress_the_rate(outcomes: dict[Outcome, int], dead: int) -> None:
    without = {outcome: count for outcome, count in outcomes.items() if outcome is not Outcome.DEAD_NUMBER}
    with_dead = {**without, Outcome.DEAD_NUMBER: dead}

    for key in ("RR1", "RR2", "RR5", "RR6", "COOP1", "REF1", "CON1"):
        assert response_rates(without).rate(key) == response_rates(with_dead).rate(key)


def test_refusals_are_adverse_and_rounded_half_up() -> None:
    rates = response_rates({Outcome.COMPLETE: 4, Outcome.REFUSED: 3})

    assert rates.rate("REF1").value == Decimal("42.86")
    assert rates.rate("RR1").value == Decimal("57.14")


def test_e_is_printed_and_may_be_given() -> None:
    outcomes = {Outcome.COMPLETE: 3, Outcome.NO_ANSWER: 4, Outcome.DEAD_NUMBER: 1}

    assert response_rates(outcomes).e == Fraction(3, 4)
    assert response_rates(outcomes).rate("RR3").value == 50
    assert (
        response_rates(outcomes, Fraction(1)).rate("RR3").value == response_rates(outcomes).rate("RR1").value
    )
    assert response_rates({Outcome.BUSY: 2}).rate("RR3").value is None
    assert response_rates({Outcome.BUSY: 2}).rate("RR1").value == 0
    with pytest.raises(ValueError, match="share of one"):
        response_rates(outcomes, Fraction(2))
    with pytest.raises(ValueError, match="below nought"):
        response_rates({Outcome.BUSY: -1})


def test_full_coverage_is_no_full_answer() -> None:
    campaign = Coverage(200, 190, 180, 120, 119, concluded=200, unreached=50, bad_numbers=20, suppressed=10)

    assert campaign.coverage == 100
    assert campaign.answered_rate == Decimal("59.50")
    assert campaign.not_touched == 80
    assert [(step.name, step.persons, step.share) for step in campaign.steps][1:4] == [
        ("eligible", 190, 95),
        ("to_ask", 190, 95),
        ("tried", 180, 90),
    ]
    assert grouped({})[Group.UNKNOWN] == 0


def test_whoever_rated_is_heard_and_no_callback() -> None:
    campaign = Coverage(93, 81, 21, 20, 16, concluded=20, rated=59)

    assert campaign.to_ask == 22
    assert campaign.answered_rate == Decimal("17.20")
    assert campaign.heard_rate == Decimal("80.64")
    assert campaign.coverage == Decimal("84.94")
    with pytest.raises(ValueError, match="tried: 23 of 22"):
        Coverage(93, 81, 23, 20, 16, concluded=20, rated=59)


@pytest.mark.parametrize("counts", [(10, 11, 0, 0, 0, 0), (10, 9, 8, 7, 8, 0), (10, 9, 8, 7, 6, 11)])
def test_a_funnel_never_widens(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\w+: \d+ of \d+"):
        Coverage(*counts)


def test_a_campaign_that_lost_nobody_is_a_funnel_too_and_one_of_nobody_has_no_share() -> None:
    assert Coverage(10, 10, 10, 10, 10, 10).not_touched == 0
    assert Coverage(0, 0, 0, 0, 0, 0).coverage is None
    with pytest.raises(ValueError, match="answered: -1 of 0"):
        Coverage(10, 0, 0, 0, -1, 0)
