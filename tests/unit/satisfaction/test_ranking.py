"""A ranking that five ratings cannot win (evaluation.md §5 no. 15)."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.ranking import Standing, rank

COUNTS = st.integers(0, 200).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
FIELD = st.lists(COUNTS, max_size=12).map(
    lambda counts: [Standing(f"u{place:02}", *each) for place, each in enumerate(counts)]
)


def low(standing: Standing) -> Decimal:
    """The lower bound once more, by the formula of no. 14."""
    with localcontext() as context:
        context.prec = 50
        n, z2 = Decimal(standing.ratings), Decimal("1.959964") ** 2
        p = standing.satisfied / n
        root = (z2 * (p * (1 - p) / n + z2 / (4 * n * n))).sqrt()
        return ((p + z2 / (2 * n) - root) / (1 + z2 / n)).quantize(Decimal("1e-18"))


@given(FIELD, st.randoms(use_true_random=False))
def test_the_order_in_which_units_are_given_changes_nothing(field: list[Standing], chance: object) -> None:
    shuffled = list(field)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rank(shuffled, 30) == rank(field, 30)


@given(FIELD)
def test_a_place_is_one_more_than_the_units_that_are_better(field: list[Standing]) -> None:
    enough = [each for each in field if each.ratings >= 30]

    for ranked in rank(field, 30):
        own = ranked.standing
        if own.ratings < 30:
            assert ranked.place is None
        else:
            better = [each for each in enough if (low(each), each.ratings) > (low(own), own.ratings)]
            assert ranked.place == len(better) + 1


def test_five_perfect_ratings_are_not_ranked_and_thirty_are() -> None:
    few, enough = Standing("few", 5, 5), Standing("enough", 20, 30)

    first, last = rank([few, enough], 30)

    assert (first.standing, first.place) == (enough, 1)
    assert (last.standing, last.place) == (few, None)


def test_a_thousand_nearly_all_good_beat_thirty_all_good() -> None:
    assert [each.standing.unit for each in rank([Standing("b", 30, 30), Standing("a", 990, 1000)], 30)] == [
        "a",
        "b",
    ]


def test_of_units_nobody_is_satisfied_with_more_ratings_stand_first() -> None:
    ranked = rank([Standing("a", 0, 30), Standing("b", 0, 40), Standing("c", 0, 30)], 30)

    assert [(each.standing.unit, each.place) for each in ranked] == [("b", 1), ("a", 2), ("c", 2)]


def test_a_unit_nobody_rated_cannot_be_ranked() -> None:
    with pytest.raises(ValueError, match="at least one"):
        rank([], 0)
    assert rank([Standing("a", 0, 0)], 1)[0].interval is None
