"""Silence is not praise (evaluation.md §8.6)."""

from chalicelib.domain.satisfaction.statistics.participation import is_silent, silent_units
from chalicelib.domain.satisfaction.statistics.snapshot import shown_of
from tests.factories.work_orders import rules_of
from tests.unit.satisfaction.tallies import tally

RULES = rules_of().statistics


def test_praise_by_few_is_silence_and_so_is_none_at_all() -> None:
    praised = (0, 0, 0, 0, 99)

    assert is_silent(tally(completed=1000, effective=praised).counts(), RULES)
    assert not is_silent(tally(completed=990, effective=praised).counts(), RULES)  # a tenth took part
    assert not is_silent(
        tally(completed=1000, effective=(6, 0, 0, 0, 90)).counts(), RULES
    )  # 93.75 % satisfied
    assert is_silent(tally(completed=1000, effective=(0, 0, 0, 0, 0)).counts(), RULES)
    assert not is_silent(tally(completed=0, effective=(0, 0, 0, 0, 0)).counts(), RULES)


def test_of_a_published_month_the_silent_are_sampled_and_those_too_few_to_show() -> None:
    """A twentieth rated b and nobody says how c and d were rated: four at most of 400, and of 40."""
    below = RULES.small_cell_below
    month = shown_of(
        [
            tally(unit="a", completed=100, effective=(0, 0, 0, 0, 60)),
            tally(unit="b", completed=1000, effective=(0, 0, 0, 0, 50)),
            tally(unit="c", completed=400, effective=(1, 0, 0, 0, 2)),
            tally(unit="d", completed=40, effective=(0, 0, 0, 0, 4)),
        ],
        below,
    )

    assert [unit for unit, counts in month.units.items() if counts["effective_5"] is None] == ["c", "d"]
    assert silent_units(month.units, RULES) == ("b", "c")


def test_which_units_are_sampled_does_not_depend_on_hidden_ratings() -> None:
    def sampled(hidden: tuple[int, int, int, int, int]) -> tuple[str, ...]:
        months = [tally(unit="a", effective=(0, 0, 0, 0, 500)), tally(unit="b", effective=hidden)]
        return silent_units(shown_of(months, RULES.small_cell_below).units, RULES)

    assert sampled((4, 0, 0, 0, 0)) == sampled((0, 0, 0, 0, 4)) == sampled((0, 0, 0, 0, 0))
