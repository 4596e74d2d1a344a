"""Mean, credit, proposal, random and direct: the spec's examples, their laws, and a second implementation."""

import random as stdlib_random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import credit, direct, draw, mean, proposal, random_draw
from chalicelib.domain.marketplace.selection.methods import Parameters, find
from chalicelib.domain.marketplace.selection.outcome import Ranking
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, NeedsOwner, settle

AMOUNTS: Terms = AmountTerms(10**9)
RATES: Terms = RateTerms(0, 9_999, 100_000_00)
SEED = "8e8f1d33085a04598cc0780d88352a6104a45e20db66d4d63a3e44c55ceb687b"


def amount(uscc: str, fen: int, score: str = "100") -> Quote:
    return Quote(uscc, Decimal(score), amount_fen=fen)


def rate(uscc: str, bp: int, score: str = "100") -> Quote:
    return Quote(uscc, Decimal(score), rate_bp=bp)


def order(found: object) -> list[str]:
    assert isinstance(found, Ranking)
    return [entry.uscc for entry in found.order]


def why(found: object, uscc: str) -> tuple[str, ...]:
    assert isinstance(found, Ranking)
    return next(entry.reasons for entry in found.order if entry.uscc == uscc)


quotes = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(["100", "99.5", "60"])), min_size=1, max_size=9
).map(lambda rows: [amount(f"U{at}", fen, score) for at, (fen, score) in enumerate(rows)])


def test_whoever_is_nearest_to_the_mean_wins_and_the_others_follow_by_distance() -> None:
    found = mean.rank([amount("A", 90), amount("B", 100), amount("C", 119)], AMOUNTS)

    assert order(found) == ["B", "A", "C"]  # the mean is 103
    assert [entry.measure for entry in found.order if isinstance(found, Ranking)] == [3, 13, 16]
    assert why(found, "B") == ("nearest-to-mean",)


def test_the_mean_is_rounded_half_up_to_the_fen() -> None:
    assert mean.mean_of([1, 2], 0).value == 2
    assert mean.mean_of([1, 1, 2], 0).value == 1
    assert mean.mean_of([1, 2, 2, 1, 1, 2], 0).value == 2


def test_the_same_distance_is_parted_by_the_lower_quote() -> None:
    found = mean.rank([amount("A", 110), amount("B", 90), amount("C", 100)], AMOUNTS)

    assert order(found) == ["C", "B", "A"]
    assert why(found, "B") == ("farther-from-mean", "tie-decided-by-lower-quote")


def test_of_two_rates_at_the_same_distance_the_one_that_leaves_less_to_pay_is_the_lower_quote() -> None:
    assert order(mean.rank([rate("A", 800), rate("B", 1_200), rate("C", 1_000)], RATES)) == ["C", "B", "A"]


def test_a_mean_of_rates_is_rounded_half_up_to_the_basis_point() -> None:
    found = mean.rank([rate("A", 1_000), rate("B", 1_001), rate("C", 1_000), rate("D", 1_001)], RATES)

    assert isinstance(found, NeedsDraw)  # the mean 1000.5 is 1001, so B and D hit it
    assert [len(group) for group in found.groups] == [2, 2]
    assert {one.quote.uscc for one in found.groups[0]} == {"B", "D"}


def test_the_same_quote_is_parted_by_credit_and_then_drawn() -> None:
    found = mean.rank(
        [amount("A", 100, "90"), amount("B", 100), amount("C", 100), amount("D", 100, "80")], AMOUNTS
    )

    assert isinstance(found, NeedsDraw)
    assert found.pool == ("B", "C")
    assert order(settle(found, ("C", "B"))) == ["C", "B", "A", "D"]


def test_from_five_quotes_on_the_extremes_leave_the_mean_and_cannot_win() -> None:
    five = [amount("A", 100), amount("B", 104), amount("C", 111), amount("D", 1), amount("E", 1_000)]

    trimmed, plain = mean.rank(five, AMOUNTS, 5), mean.rank(five, AMOUNTS)

    assert order(trimmed) == ["B", "A", "C", "D", "E"]  # the mean of 100, 104, 111 is 105
    assert why(trimmed, "D") == ("farther-from-mean", "trimmed-extreme")
    assert order(plain) == ["C", "B", "A", "D", "E"]  # the mean of all is 263
    assert order(mean.rank(five[:4], AMOUNTS, 5)) == order(mean.rank(five[:4], AMOUNTS))


def test_what_is_trimmed_cannot_win_even_where_it_would_be_nearest() -> None:
    found = mean.rank(
        [amount("A", 50), amount("B", 50), amount("C", 60), amount("D", 61), amount("E", 100)], AMOUNTS, 5
    )

    assert order(settled(found))[-1] == "E"
    assert "trimmed-extreme" not in why(settled(found), "A")  # 50 was quoted twice: no outlier


def settled(found: object) -> object:
    return settle(found, found.pool) if isinstance(found, NeedsDraw) else found


@pytest.mark.parametrize("trim_from", [0, 5])
@given(quotes, st.randoms())
def test_the_mean_method_agrees_with_a_second_writing_in_any_order_of_the_quotes(
    trim_from: int, rows: list[Quote], dice: stdlib_random.Random
) -> None:
    shuffled = list(rows)
    dice.shuffle(shuffled)

    found = mean.rank(shuffled, AMOUNTS, trim_from)

    assert found == mean.rank(rows, AMOUNTS, trim_from)
    assert groups_of(found) == mean_again(rows, trim_from)


def groups_of(found: Ranking | NeedsDraw) -> list[set[str]]:
    if isinstance(found, Ranking):
        return [{entry.uscc} for entry in found.order]
    return [{one.quote.uscc for one in group} for group in found.groups]


def mean_again(rows: list[Quote], trim_from: int) -> list[set[str]]:
    """Rank by the mean once more, with decimals and a plain sort."""
    values = [Decimal(row.amount_fen or 0) for row in rows]
    low, high = min(values), max(values)
    trims = trim_from and len(rows) >= trim_from
    kept = list(values)
    if trims:
        kept.remove(low)
        kept.remove(high)
    middle = (sum(kept, Decimal(0)) / len(kept)).quantize(Decimal(1), ROUND_HALF_UP)
    keys = []
    for row, value in zip(rows, values, strict=True):
        behind = bool(trims) and value in (low, high) and values.count(value) == 1
        keys.append(((behind, abs(value - middle), value, -Fraction(row.credit)), row.uscc))
    return [{uscc for key, uscc in keys if key == place} for place in sorted({key for key, _ in keys})]


def test_the_tail_is_cut_behind_the_big_list_and_those_tied_on_the_line_are_kept() -> None:
    scores = {"A": "95", "B": "90", "C": "90", "D": "90", "E": "80.5"}
    found = credit.rank([amount(uscc, 1, score) for uscc, score in scores.items()], AMOUNTS, 2, 2)

    assert found.pool == ("A", "B", "C", "D")
    assert [entry.reasons for entry in found.outside] == [("cut-from-big-list",)]
    assert (found.tickets, found.take) == ((95, 90, 90, 90), 2)


def test_all_stay_when_fewer_came_than_the_big_list_holds() -> None:
    found = credit.rank([amount("A", 1, "0.99"), amount("B", 1, "99.99")], AMOUNTS, 9, 5)

    assert (found.pool, found.tickets, found.take) == (("A", "B"), (1, 99), 2)


def test_the_published_example_of_a_weighted_draw_gives_its_small_list() -> None:
    scores = {
        "91110000600037341L": "95",
        "91350100M000100Y43": "90",
        "91370700MA3C0000X7": "85",
        "91370705123456789B": "80",
    }
    found = credit.rank([amount(uscc, 7, score) for uscc, score in scores.items()], AMOUNTS, 4, 2)
    drawn = draw.weighted(SEED, "ZJ-370700-2026-000043", found.pool, found.tickets or (), found.take or 0)

    listed = settle(found, drawn)

    assert isinstance(listed, NeedsOwner)
    assert [entry.uscc for entry in listed.candidates] == ["91350100M000100Y43", "91370705123456789B"]
    assert {entry.reasons for entry in listed.outside} == {("not-drawn-for-small-list",)}


def test_the_owners_pick_stands_first_and_the_others_are_reserves_in_the_order_drawn() -> None:
    found = credit.rank([amount(uscc, 1) for uscc in "ABCD"], AMOUNTS, 4, 3)
    listed = settle(found, ("D", "A", "C"))
    assert isinstance(listed, NeedsOwner)

    chosen = credit.choose(listed, "C")

    assert order(chosen) == ["C", "D", "A"]
    assert why(chosen, "C") == ("on-small-list", "chosen-by-owner")
    with pytest.raises(ValueError):
        credit.choose(listed, "B")


@given(quotes, st.integers(1, 9), st.integers(1, 9), st.randoms())
def test_the_big_list_agrees_with_a_second_writing_and_more_credit_never_leaves_it(
    rows: list[Quote], big: int, small: int, dice: stdlib_random.Random
) -> None:
    shuffled = list(rows)
    dice.shuffle(shuffled)

    found = credit.rank(shuffled, AMOUNTS, max(big, small), min(big, small))

    better = {row.uscc: sum(other.credit > row.credit for other in rows) for row in rows}
    assert set(found.pool) == {uscc for uscc, count in better.items() if count < max(big, small)}
    raised = [
        Quote(row.uscc, Decimal(100) if row.uscc == found.pool[0] else row.credit, row.amount_fen)
        for row in rows
    ]
    assert found.pool[0] in credit.rank(raised, AMOUNTS, max(big, small), min(big, small)).pool


def test_totals_are_exact_and_the_highest_wins() -> None:
    sheets = {"A": (90, 70), "B": (80, 90), "C": (84, 85)}
    found = proposal.rank([amount(uscc, 5) for uscc in "ABC"], AMOUNTS, (60, 40), sheets)

    assert isinstance(found, Ranking)
    assert [(entry.uscc, entry.measure) for entry in found.order] == [
        ("C", 84_40),
        ("B", 84_00),
        ("A", 82_00),
    ]
    assert why(found, "C") == ("highest-total",)


def test_a_tie_of_totals_goes_to_the_lower_price_then_to_credit_then_to_a_draw() -> None:
    rows = [amount("A", 9), amount("B", 8, "90"), amount("C", 8), amount("D", 8)]
    found = proposal.rank(rows, AMOUNTS, (100,), dict.fromkeys("ABCD", (80,)))

    assert isinstance(found, NeedsDraw)
    assert found.pool == ("C", "D")
    ranking = settle(found, ("D", "C"))
    assert order(ranking) == ["D", "C", "B", "A"]
    assert why(ranking, "A") == ("highest-total", "tie-decided-by-price")
    assert why(ranking, "B") == ("highest-total", "tie-decided-by-price", "tie-decided-by-credit")


def test_of_rates_the_higher_one_is_the_lower_price() -> None:
    sheets = {"A": (80,), "B": (80,)}

    assert order(proposal.rank([rate("A", 500), rate("B", 600)], RATES, (100,), sheets)) == ["B", "A"]


@pytest.mark.parametrize("weights", [(60, 39), (60, 41), (100, 0), (), (-1, 101)])
def test_weights_that_do_not_sum_to_a_hundred_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):
        proposal.check_weights(weights)


@pytest.mark.parametrize(
    "sheets",
    [{"A": (1, 2)}, {"A": (1,), "B": (1, 2)}, {"A": (1, 101), "B": (1, 1)}, {"A": (1, 1), "X": (1, 1)}],
)
def test_a_sheet_that_is_missing_short_out_of_range_or_nobodys_is_refused(
    sheets: dict[str, tuple[int, ...]],
) -> None:
    with pytest.raises(ValueError):
        proposal.rank([amount("A", 1), amount("B", 1)], AMOUNTS, (50, 50), sheets)


@given(quotes, st.data())
def test_the_proposal_method_agrees_with_a_second_writing_and_a_better_score_never_costs_places(
    rows: list[Quote], data: st.DataObject
) -> None:
    sheets = {row.uscc: data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3))) for row in rows}
    weights = (30, 70)

    found = proposal.rank(rows, AMOUNTS, weights, sheets)

    totals = {uscc: Fraction(30 * a + 70 * b, 100) for uscc, (a, b) in sheets.items()}
    keys = {row.uscc: (-totals[row.uscc], row.amount_fen, -Fraction(row.credit)) for row in rows}
    again = [{uscc for uscc, key in keys.items() if key == place} for place in sorted(set(keys.values()))]
    assert groups_of(found) == again
    better = {**sheets, rows[0].uscc: (sheets[rows[0].uscc][0] + 1, sheets[rows[0].uscc][1])}
    assert ahead(proposal.rank(rows, AMOUNTS, weights, better), rows[0].uscc) <= ahead(found, rows[0].uscc)


def ahead(found: Ranking | NeedsDraw, uscc: str) -> int:
    """Count those who surely stand before an agency."""
    count = 0
    for group in groups_of(found):
        if uscc in group:
            return count
        count += len(group)
    raise AssertionError(uscc)


def test_a_random_draw_needs_its_draw_and_ranks_everybody_by_it() -> None:
    found = random_draw.rank([amount("B", 5), amount("A", 6)], AMOUNTS)

    for drawn in permutations("AB"):
        ranking = settle(found, drawn)
        assert order(ranking) == list(drawn)
        assert why(ranking, "A") == ("drawn",)


def test_the_named_agency_is_selected_and_nobody_else_could_be() -> None:
    assert why(direct.rank([amount("A", 5)], AMOUNTS), "A") == ("named-by-owner",)
    with pytest.raises(ValueError):
        direct.rank([amount("A", 5), amount("B", 5)], AMOUNTS)


PARAMETERS = Parameters(7_000, 2, 5, 6, 3, (40, 60))


@pytest.mark.parametrize("method", [each for each in Method if each is not Method.DIRECT])
@given(rows=quotes, dice=st.randoms())
def test_no_method_asks_in_which_order_the_quotes_lay(
    method: Method, rows: list[Quote], dice: stdlib_random.Random
) -> None:
    shuffled = list(rows)
    dice.shuffle(shuffled)

    assert find(method, shuffled, AMOUNTS, PARAMETERS) == find(method, rows, AMOUNTS, PARAMETERS)


@pytest.mark.parametrize("method", [each for each in Method if each is not Method.DIRECT])
def test_no_method_counts_an_agency_twice(method: Method) -> None:
    with pytest.raises(ValueError):
        find(method, [amount("A", 5), amount("A", 6)], AMOUNTS, PARAMETERS)


@given(quotes)
def test_every_quote_is_accounted_for_by_every_method(rows: list[Quote]) -> None:
    for method in (Method.RANDOM, Method.CREDIT, Method.PROPOSAL, Method.LOWEST, Method.MEAN):
        assert sorted(accounted(find(method, rows, AMOUNTS, PARAMETERS))) == sorted(row.uscc for row in rows)


def accounted(found: object) -> Sequence[str]:
    if isinstance(found, NeedsDraw):
        take = len(found.pool) if found.take is None else found.take
        return accounted(settle(found, found.pool[:take]))
    if isinstance(found, NeedsOwner):
        return [entry.uscc for entry in (*found.candidates, *found.invalid, *found.outside)]
    assert isinstance(found, Ranking)
    return [entry.uscc for entry in (*found.order, *found.invalid, *found.outside)]
