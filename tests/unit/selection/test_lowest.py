"""Lowest price and discount rate: who is valid, is asked, wins, and why (docs/rules.md §3.5, §3.7, §3.8)."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.selection import draw
from chalicelib.domain.marketplace.selection.lowest import Opening, open_quotes, rank
from chalicelib.domain.marketplace.selection.outcome import Failure, FailureCode, Ranking
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, settle

AMOUNTS = AmountTerms(control_price_fen=100_000_00, floor_fen=10_000_00)
RATES = RateTerms(lowest_rate_bp=500, highest_rate_bp=3_000, control_price_fen=100_000_00)
SEED = "5e" * 32


def amount(uscc: str, yuan: int, credit: str = "100", *barred: str) -> Quote:
    return Quote(uscc, Decimal(credit), amount_fen=yuan * 100, barred=barred)


def rate(uscc: str, bp: int, credit: str = "100") -> Quote:
    return Quote(uscc, Decimal(credit), rate_bp=bp)


def opened(*quotes: Quote, terms: Terms = AMOUNTS, min_valid: int = 2) -> Opening | Failure:
    return open_quotes(quotes, terms, min_valid=min_valid, low_price_share_bp=7_000, low_price_min_others=2)


def ranked(*quotes: Quote, terms: Terms = AMOUNTS) -> Ranking | NeedsDraw | Failure:
    opening = opened(*quotes, terms=terms)
    assert isinstance(opening, Opening)
    return rank(opening)


def order(ranking: object) -> list[str]:
    assert isinstance(ranking, Ranking)
    assert [entry.place for entry in ranking.order] == list(range(1, len(ranking.order) + 1))
    return [entry.uscc for entry in ranking.order]


def reasons(ranking: object) -> dict[str, tuple[str, ...]]:
    assert isinstance(ranking, Ranking)
    return {entry.uscc: entry.reasons for entry in (*ranking.order, *ranking.invalid)}


def test_the_lowest_amount_wins_and_the_others_are_reserves_in_price_order() -> None:
    ranking = ranked(amount("A", 90_000), amount("B", 80_000), amount("C", 85_000))

    assert order(ranking) == ["B", "C", "A"]
    assert isinstance(ranking, Ranking)
    assert (ranking.winner.uscc, ranking.winner.award_amount_fen) == ("B", 80_000_00)
    assert [entry.uscc for entry in ranking.order[1:]] == ["C", "A"]
    assert reasons(ranking) == {"B": ("lowest-price",), "C": ("higher-price",), "A": ("higher-price",)}


def test_the_highest_discount_wins_and_is_paid_the_discounted_control_price() -> None:
    ranking = ranked(rate("A", 500), rate("B", 1_234), rate("C", 1_000), terms=RATES)

    assert order(ranking) == ["B", "C", "A"]
    assert isinstance(ranking, Ranking)
    assert [entry.award_amount_fen for entry in ranking.order] == [87_660_00, 90_000_00, 95_000_00]


def test_a_discounted_price_is_rounded_half_up_to_the_fen() -> None:
    terms = RateTerms(0, 10_000, control_price_fen=1)

    assert terms.award_amount_fen(rate("A", 5_000)) == 1
    assert terms.award_amount_fen(rate("A", 5_001)) == 0


def test_a_rate_on_a_price_not_yet_known_is_ranked_without_an_award_amount() -> None:
    ranking = ranked(rate("A", 600), rate("B", 700), terms=RateTerms(500, 3_000))

    assert order(ranking) == ["B", "A"]
    assert isinstance(ranking, Ranking)
    assert ranking.winner.award_amount_fen is None


def test_rounding_makes_no_tie_of_two_different_rates() -> None:
    ranking = ranked(rate("A", 600), rate("B", 601), terms=RateTerms(500, 3_000, control_price_fen=1))

    assert order(ranking) == ["B", "A"]


@pytest.mark.parametrize(
    ("quote", "terms", "reason"),
    [
        (Quote("X", Decimal(100), amount_fen=10_000_00 - 1), AMOUNTS, "below-floor"),
        (Quote("X", Decimal(100), amount_fen=100_000_00 + 1), AMOUNTS, "above-ceiling"),
        (Quote("X", Decimal(100), amount_fen=0), AmountTerms(100), "not-positive"),
        (Quote("X", Decimal(100)), AMOUNTS, "no-quote"),
        (rate("X", 600), AMOUNTS, "wrong-kind-of-quote"),
        (amount("X", 50_000), RATES, "wrong-kind-of-quote"),
        (Quote("X", Decimal(100), amount_fen=1, rate_bp=600), RATES, "wrong-kind-of-quote"),
        (Quote("X", Decimal(100)), RATES, "no-quote"),
        (rate("X", 499), RATES, "rate-below-range"),
        (rate("X", 3_001), RATES, "rate-above-range"),
        (amount("X", 50_000, "100", "missing-plan"), AMOUNTS, "missing-plan"),
    ],
)
def test_a_quote_that_does_not_count_says_why(quote: Quote, terms: Terms, reason: str) -> None:
    opening = opened(quote, terms=terms, min_valid=1)

    assert isinstance(opening, Failure)
    assert [entry.reasons for entry in opening.invalid] == [(reason,)]
    assert (opening.invalid[0].amount_fen, opening.invalid[0].rate_bp) == (quote.amount_fen, quote.rate_bp)


@pytest.mark.parametrize("fen", [10_000_00, 100_000_00])
def test_both_bounds_of_the_amount_are_allowed(fen: int) -> None:
    assert AMOUNTS.find_faults(Quote("A", Decimal(100), amount_fen=fen)) == ()


@pytest.mark.parametrize("bp", [500, 3_000])
def test_both_bounds_of_the_rate_are_allowed(bp: int) -> None:
    assert RATES.find_faults(rate("A", bp)) == ()


def test_every_reason_against_a_quote_is_given_and_invalid_ones_do_not_compete() -> None:
    ranking = ranked(amount("A", 50_000), amount("B", 60_000), amount("C", 5_000, "100", "not-eligible"))

    assert order(ranking) == ["A", "B"]
    assert reasons(ranking)["C"] == ("not-eligible", "below-floor")


@pytest.mark.parametrize(
    ("quotes", "code"),
    [
        ((), FailureCode.TOO_FEW),
        ((amount("A", 50_000),), FailureCode.TOO_FEW),
        ((amount("A", 50_000), amount("B", 1)), FailureCode.TOO_FEW),
        ((amount("A", 1),), FailureCode.TOO_FEW),
        ((amount("A", 1), amount("B", 1)), FailureCode.ALL_INVALID),
    ],
)
def test_too_few_quotes_and_none_valid_of_enough_are_told_apart(quotes: tuple[Quote, ...], code: str) -> None:
    opening = opened(*quotes)

    assert isinstance(opening, Failure)
    assert opening.code == code


def test_one_quote_is_enough_where_the_minimum_was_lowered_to_one() -> None:
    opening = opened(amount("A", 50_000), min_valid=1)

    assert isinstance(opening, Opening)
    assert order(rank(opening)) == ["A"]


def test_two_quotes_of_one_agency_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError):
        opened(amount("A", 50_000), amount("A", 60_000))


def test_the_better_credit_wins_the_same_price_and_both_are_told() -> None:
    ranking = ranked(amount("A", 80_000, "91.27"), amount("B", 80_000, "91.28"), amount("C", 90_000, "99"))

    assert order(ranking) == ["B", "A", "C"]
    assert reasons(ranking) == {
        "B": ("lowest-price", "tie-decided-by-credit"),
        "A": ("lowest-price", "tie-decided-by-credit"),
        "C": ("higher-price",),
    }


def test_credit_as_a_fraction_and_as_a_decimal_are_the_same_number() -> None:
    pending = ranked(
        Quote("A", Fraction(1825, 20), amount_fen=80_000_00),
        Quote("B", Decimal("91.250"), amount_fen=80_000_00),
    )

    assert isinstance(pending, NeedsDraw)
    assert pending.pool == ("A", "B")


def test_the_same_price_and_credit_are_drawn_and_only_they() -> None:
    pending = ranked(amount("C", 80_000), amount("A", 80_000), amount("B", 80_000, "99"), amount("D", 70_000))

    assert isinstance(pending, NeedsDraw)
    assert pending.pool == ("A", "C")
    for drawn in (("A", "C"), ("C", "A")):
        ranking = settle(pending, drawn)
        assert order(ranking) == ["D", *drawn, "B"]
        assert reasons(ranking)["A"] == ("higher-price", "tie-decided-by-credit", "tie-decided-by-draw")
        assert reasons(ranking)["B"] == ("higher-price", "tie-decided-by-credit")
        assert reasons(ranking)["D"] == ("lowest-price",)


def test_several_tied_groups_are_settled_by_one_draw_of_all_tied() -> None:
    pending = ranked(
        amount("A", 80_000),
        amount("E", 80_000),
        amount("B", 70_000),
        amount("D", 70_000),
        amount("C", 75_000),
    )

    assert isinstance(pending, NeedsDraw)
    assert pending.pool == ("A", "B", "D", "E")
    assert order(settle(pending, ("E", "D", "A", "B"))) == ["D", "B", "C", "E", "A"]


def test_one_draw_of_all_tied_leaves_the_groups_uniform_and_independent() -> None:
    pending = ranked(amount("A", 80_000), amount("B", 80_000), amount("C", 70_000), amount("D", 70_000))
    assert isinstance(pending, NeedsDraw)

    outcomes = Counter(tuple(order(settle(pending, drawn))) for drawn in permutations(pending.pool))

    assert sorted(outcomes.values()) == [6, 6, 6, 6]  # 24 permutations over 2! x 2! orders


@pytest.mark.parametrize("drawn", [(), ("A",), ("A", "A"), ("A", "X"), ("A", "B", "C")])
def test_a_draw_of_another_pool_settles_nothing(drawn: tuple[str, ...]) -> None:
    pending = ranked(amount("A", 80_000), amount("B", 80_000), amount("C", 90_000))
    assert isinstance(pending, NeedsDraw)

    with pytest.raises(ValueError):
        settle(pending, drawn)


def test_a_price_below_seventy_per_cent_of_the_mean_of_the_others_is_questioned() -> None:
    at_the_line = opened(amount("A", 56_000), amount("B", 75_000), amount("C", 85_000))
    below_it = opened(
        Quote("A", Decimal(100), amount_fen=56_000_00 - 1), amount("B", 75_000), amount("C", 85_000)
    )

    assert isinstance(at_the_line, Opening)
    assert isinstance(below_it, Opening)
    assert at_the_line.abnormally_low == ()  # 70 % of the mean 80,000 of B and C is 56,000
    assert below_it.abnormally_low == ("A",)


def test_a_price_is_compared_with_the_others_and_not_with_itself() -> None:
    opening = opened(amount("A", 50_000), amount("B", 75_000), amount("C", 75_000))

    assert isinstance(opening, Opening)
    assert opening.abnormally_low == ("A",)  # 50,000 < 52,500, though 70 % of the mean of all is 46,666.67


def test_one_other_quote_is_no_mean_to_be_judged_by() -> None:
    opening = opened(amount("A", 10_000), amount("B", 100_000), amount("C", 1))

    assert isinstance(opening, Opening)
    assert opening.abnormally_low == ()


def test_a_discount_is_judged_by_what_is_left_of_the_price() -> None:
    terms = RateTerms(0, 10_000)
    at_the_line = opened(rate("A", 4_400), rate("B", 2_500), rate("C", 1_500), terms=terms)
    below_it = opened(rate("A", 4_401), rate("B", 2_500), rate("C", 1_500), terms=terms)

    assert isinstance(at_the_line, Opening)
    assert isinstance(below_it, Opening)
    assert at_the_line.abnormally_low == ()
    assert below_it.abnormally_low == ("A",)


def test_a_rejected_low_price_leaves_the_order_and_an_accepted_one_stays_first() -> None:
    opening = opened(amount("A", 30_000), amount("B", 75_000), amount("C", 85_000))
    assert isinstance(opening, Opening)

    rejected, accepted = rank(opening, {"A"}), rank(opening)

    assert order(rejected) == ["B", "C"]
    assert reasons(rejected)["A"] == ("abnormally-low-rejected",)
    assert order(accepted) == ["A", "B", "C"]
    assert reasons(accepted)["A"] == ("lowest-price", "abnormally-low")


def test_a_rejection_does_not_undo_the_competition_that_took_place() -> None:
    opening = opened(amount("A", 10_000), amount("B", 11_000), amount("C", 100_000))
    assert isinstance(opening, Opening)

    assert opening.abnormally_low == ("A", "B")
    assert order(rank(opening, {"A", "B"})) == ["C"]


def test_a_price_that_was_not_found_abnormally_low_cannot_be_rejected() -> None:
    opening = opened(amount("A", 30_000), amount("B", 75_000), amount("C", 85_000))
    assert isinstance(opening, Opening)

    with pytest.raises(ValueError):
        rank(opening, {"B"})


def test_when_the_profile_makes_every_price_low_and_all_are_rejected_none_is_valid() -> None:
    opening = open_quotes(
        [amount(uscc, 50_000) for uscc in "ABC"],
        AMOUNTS,
        min_valid=2,
        low_price_share_bp=20_000,
        low_price_min_others=2,
    )
    assert isinstance(opening, Opening)

    failure = rank(opening, {"A", "B", "C"})

    assert isinstance(failure, Failure)
    assert (failure.code, len(failure.invalid)) == (FailureCode.ALL_INVALID, 3)


@given(
    st.lists(st.tuples(st.integers(9_990_00, 10_010_00), st.integers(98, 100)), min_size=2, max_size=30),
    st.randoms(),
)
def test_any_opening_ends_in_one_exact_order_whatever_the_order_of_the_quotes(
    figures: list[tuple[int, int]], random: Random
) -> None:
    quotes = [
        Quote(f"U{at:02d}", Decimal(credit), amount_fen=fen) for at, (fen, credit) in enumerate(figures)
    ]
    shuffled = list(quotes)
    random.shuffle(shuffled)

    def complete(given_quotes: list[Quote]) -> Ranking:
        result = ranked(*given_quotes, terms=AmountTerms(10_010_00))
        if isinstance(result, NeedsDraw):
            result = settle(result, draw.permutation(SEED, "ZJ-370700-2026-000042", result.pool))
        assert isinstance(result, Ranking)
        return result

    ranking = complete(quotes)
    credit = {quote.uscc: quote.credit for quote in quotes}
    keys = [(entry.amount_fen, -credit[entry.uscc]) for entry in ranking.order]

    assert complete(shuffled) == ranking
    assert keys == sorted(keys)
    assert sorted(order(ranking)) == sorted(credit)
