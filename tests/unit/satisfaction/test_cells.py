"""Small cells stay hidden from whoever can add and subtract, and knows how they were hidden (§5 no. 15)."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.cells import protect, protect_table

NAMES = "abcdefg"
ROWS = st.lists(st.integers(0, 40), min_size=1, max_size=7).map(
    lambda counts: dict(zip(NAMES[: len(counts)], counts, strict=True))
)
TABLES = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4).map(
    lambda rows: {f"r{place}": dict(zip("xyz", row, strict=True)) for place, row in enumerate(rows)}
)


@pytest.mark.parametrize(("width", "most"), [(1, 30), (2, 25), (3, 12), (4, 7)])
def test_whoever_knows_the_rule_still_cannot_tell_a_small_cell(width: int, most: int) -> None:
    below, names = 3, NAMES[:width]
    possible: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most), repeat=width):
        row = protect(dict(zip(names, counts, strict=True)), below)
        possible[(*row.cells.values(), row.total)].append(counts)

    for published, all_counts in possible.items():
        for place in (place for place in range(width) if published[place] is None):
            values = {counts[place] for counts in all_counts}
            assert len(values) > 1 or min(values) >= below, published


@given(ROWS)
def test_a_small_cell_and_a_small_total_are_never_shown(counts: dict[str, int]) -> None:
    row = protect(counts, 5)

    for name, published in row.cells.items():
        assert published == counts[name] >= 5 or published is None
    assert row.total is None or row.total == sum(counts.values()) >= 5


@given(ROWS)
def test_nothing_is_hidden_of_a_row_without_small_cells(counts: dict[str, int]) -> None:
    large = {name: count + 5 for name, count in counts.items()}

    assert protect(large, 5).cells == large
    assert protect(large, 5).total == sum(large.values())


def test_one_small_cell_hides_the_smallest_beside_it_but_not_the_others() -> None:
    row = protect({"a": 3, "b": 90, "c": 40}, 5)

    assert row.cells == {"a": None, "b": 90, "c": None}
    assert row.total == 133


def test_small_cells_that_are_few_together_are_not_left_over_by_the_total() -> None:
    assert protect({"a": 1, "b": 2, "c": 90, "d": 80}, 5).cells == {"a": None, "b": None, "c": 90, "d": None}


def test_a_total_that_would_give_its_cells_away_is_hidden() -> None:
    assert protect({"a": 4}, 5).total is None
    assert protect({"a": 4, "b": 4}, 5).total is None
    assert protect({"a": 4, "b": 3}, 5).total == 7


@given(ROWS)
def test_a_row_is_safe(counts: dict[str, int]) -> None:
    row = protect(counts, 5)

    assert_safe(counts, row.cells, row.total)


@given(TABLES)
def test_every_row_and_every_column_of_a_table_is_safe(counts: dict[str, dict[str, int]]) -> None:
    table = protect_table(counts, 5)

    for row, cells in counts.items():
        assert_safe(cells, table[row], total_beside(table[row], cells))
    for column in "xyz":
        down = {row: counts[row][column] for row in counts}
        shown = {row: table[row][column] for row in counts}
        assert_safe(down, shown, total_beside(shown, down))


def total_beside(shown: Mapping[str, int | None], counts: Mapping[str, int]) -> int | None:
    """Return the total that whoever sees any cell may know."""
    return None if set(shown.values()) == {None} else sum(counts.values())


def assert_safe(counts: Mapping[str, int], cells: Mapping[str, int | None], total: int | None) -> None:
    """What the total leaves over is no small cell, and no small cell must be what it is."""
    hidden = [name for name, published in cells.items() if published is None]
    assert {name for name, count in counts.items() if count < 5} <= set(hidden)
    if total is None or not any(counts[name] < 5 for name in hidden):
        return
    left = total - sum(published or 0 for published in cells.values())
    assert left == sum(counts[name] for name in hidden) >= 5
    assert len({counts[name] for name in hidden}) > 1
