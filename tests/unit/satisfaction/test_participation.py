"""Silence is not praise (evaluation.md §8.6)."""

from chalicelib.domain.satisfaction.statistics.participation import is_silent
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
