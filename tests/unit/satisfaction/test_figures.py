"""The figures of a unit and period (evaluation.md §5), reckoned a second time from its words."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given

from chalicelib.domain.satisfaction.statistics.figures import (
    Figure,
    figure_of,
    is_audited,
)
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES
from chalicelib.domain.satisfaction.statistics.tally import OrderTally, Tally, levels_of
from tests.unit.satisfaction.tallies import tallies, tally

CENT = Decimal("0.01")


def value(of: Tally, key: str) -> Decimal | None:
    return figure_of(of, key).value


def by_words(counted: Tally) -> dict[str, Decimal | None]:
    """§5 once more, written by hand: no weights, no table."""
    r1, r2, r3, r4, r5 = counted.effective
    r, orders = r1 + r2 + r3 + r4 + r5, counted.orders
    levels = zip(counted.effective, counted.invalidated, counted.withdrawn, strict=True)
    received = [sum(each) for each in levels]
    promoters, detractors = sum(counted.recommend[9:]), sum(counted.recommend[:7])
    return {
        "participation": good(sum(received), counted.completed),
        "satisfied": good(r5 + r4 + r3, r),
        "good": good(r5 + r4, r),
        "bad": adverse(r1 + r2, r),
        "mean": down(r1 + 2 * r2 + 3 * r3 + 4 * r4 + 5 * r5, r, 1),
        "rectified-on-time": good(orders.rectified_on_time, orders.fell_due),
        "rectified": good(orders.rectified, orders.created_and_due),
        "revisit-tried": good(orders.revisited + orders.revisit_failed, orders.contactable),
        "revisit-reached": good(orders.revisited, orders.contactable),
        "revisit-satisfied": good(orders.revisit_satisfied, orders.revisit_answered),
        "follow-up-change": down(counted.follow_up_change, counted.follow_ups, 1),
        "appeals-upheld": good(counted.appeals_upheld, counted.appeals),
        "invalidated": adverse(sum(counted.invalidated), sum(received)),
        **{
            f"invalidated-{level}": adverse(counted.invalidated[level - 1], received[level - 1])
            for level in range(1, 6)
        },
        "csat": good(r5 + r4, r),
        "nps": down(promoters - detractors, sum(counted.recommend), 100),
    }


def down(part: int, whole: int, times: int) -> Decimal | None:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(part) * times / whole).quantize(CENT, ROUND_FLOOR) if whole else None


def good(part: int, whole: int) -> Decimal | None:
    return down(part, whole, 100)


def figures_of(counted: Tally) -> list[Figure]:
    return [figure_of(counted, recipe.key) for recipe in RECIPES]


def adverse(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    shown = (Decimal(part) * 100 / whole).quantize(CENT, ROUND_HALF_UP)
    return shown if part == whole else min(shown, Decimal("99.99"))


@given(tallies())
def test_every_figure_is_what_the_page_says_in_words(counted: Tally) -> None:
    shown = {figure.key: figure.value for figure in figures_of(counted)}

    expected = by_words(counted)
    assert {key: shown[key] for key in expected} == expected
    assert shown.keys() - expected.keys() == {"satisfied-low", "satisfied-high"}


@given(tallies())
def test_the_interval_holds_the_share_it_is_about(counted: Tally) -> None:
    low, share, high = (value(counted, key) for key in ("satisfied-low", "satisfied", "satisfied-high"))

    if counted.ratings:
        assert low is not None
        assert share is not None
        assert high is not None
        assert low <= share <= high
    else:
        assert (low, share, high) == (None, None, None)


@given(tallies())
def test_satisfied_and_bad_count_every_rating_once(counted: Tally) -> None:
    satisfied, bad = figure_of(counted, "satisfied"), figure_of(counted, "bad")

    assert satisfied.numerator + bad.numerator == counted.ratings == satisfied.denominator == bad.denominator
    assert (satisfied.value or 0) + (bad.value or 0) <= 100


def test_a_unit_nobody_rated_has_no_satisfaction_but_its_silence_is_a_figure() -> None:
    silent = tally(effective=levels_of([]))

    assert value(silent, "satisfied") is None
    assert value(silent, "participation") == 0


def test_defaults_late_ratings_and_those_of_no_known_case_are_in_no_figure() -> None:
    plain, with_all = tally(), tally(defaults=500, late=(9, 9, 9, 9, 9), unmatched=(9, 9, 9, 9, 9))

    assert figures_of(plain) == figures_of(with_all)


def test_an_invalidated_rating_was_received_and_counts_no_more() -> None:
    counted = tally(completed=10, effective=(0, 0, 0, 0, 4), invalidated=(1, 0, 0, 0, 0))

    assert value(counted, "participation") == 50
    assert value(counted, "satisfied") == 100
    assert value(counted, "invalidated-1") == 100
    assert value(counted, "invalidated-5") == 0


def test_an_order_that_nobody_can_be_reached_about_is_in_no_revisit_rate() -> None:
    orders = OrderTally(contactable=2, revisited=1, revisit_failed=1, not_contactable=7)
    counted = tally(orders=orders)

    assert value(counted, "revisit-tried") == 100
    assert value(counted, "revisit-reached") == 50


def test_nps_runs_from_minus_a_hundred_to_a_hundred_and_seven_and_eight_are_neutral() -> None:
    def answers(**given: int) -> Tally:
        return tally(recommend=tuple(given.get(f"a{answer}", 0) for answer in range(11)))

    assert value(answers(a0=3, a6=1), "nps") == -100
    assert value(answers(a9=1, a10=1), "nps") == 100
    assert value(answers(a7=5, a8=5), "nps") == 0
    assert value(answers(a10=1, a6=2), "nps") == Decimal("-33.34")


def test_counts_of_two_populations_are_refused_by_the_name_of_the_figure() -> None:
    with pytest.raises(ValueError, match="participation: 100 of 99 is no share"):
        figures_of(tally(completed=99))
    with pytest.raises(ValueError, match="appeals: -1 is no count"):
        tally(appeals=-1)


def test_a_unit_that_appeals_its_bad_ratings_away_is_audited_above_a_fifth_not_at_it() -> None:
    at, above = (4, 4, 0, 0, 0), (4, 3, 0, 0, 0)

    assert not is_audited(tally(effective=at, invalidated=(1, 1, 0, 0, 0)).counts(), 2000)
    assert is_audited(tally(effective=above, invalidated=(1, 1, 0, 0, 0)).counts(), 2000)
    assert not is_audited(tally(effective=at, invalidated=(0, 0, 0, 0, 50)).counts(), 2000)


def test_no_two_recipes_have_one_name_and_none_is_the_bare_good_rate() -> None:
    keys = [recipe.key for recipe in RECIPES]

    assert len(keys) == len(set(keys))
    assert {"satisfied", "good"} <= set(keys)


def test_what_was_not_counted_is_nought() -> None:
    bare = Tally("u-1", "2026-11", completed=1, effective=(0, 0, 0, 0, 1))

    assert {name for name, count in bare.counts().items() if count} == {"completed", "effective_5"}
