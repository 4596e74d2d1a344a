"""Small cells are published as "<5", and nobody gets them back by subtraction (evaluation.md §5 no. 15).

A cell below the limit is hidden. Of a row with a published total, the smallest cells beside it are hidden as
well, under the same mark, until what is hidden adds up to no small cell itself and holds two different
counts; cells of the same count are hidden together. So the rule treats the cells of a row alike: whoever
knows it, and subtracts, learns at most which counts are hidden and not which of them is whose. Where all
cells are hidden and that is not enough, the total is hidden too. Nought is small like one to four: to say
that nobody rated says it of everybody.

Of a table each row and each column is safe as far as it goes alone. Over time nothing has to be hidden: what
is published of several months is the sum of what is published of each (ADR 0086).
"""

from collections.abc import Container, Mapping

from chalicelib.kernel.records import dataclass

Published = int | None
"""A count as it is published; None is hidden."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is published."""

    cells: Mapping[str, Published]
    total: Published


def protect(counts: Mapping[str, int], below: int) -> Row:
    """Return what may be published of a row and its total; `below` is `statistics.small_cell_below`.

    >>> protect({"a": 3, "b": 90, "c": 40}, 5)
    Row(cells={'a': None, 'b': 90, 'c': None}, total=133)
    """
    hidden = _hidden(counts, below, frozenset())
    total = sum(counts.values())
    is_secret = total < below or _gives_away(counts, below, hidden)
    return Row(_without(counts, hidden), None if is_secret else total)


def protect_table(
    counts: Mapping[str, Mapping[str, int]], below: int, secret: Container[str] = ()
) -> Mapping[str, Mapping[str, Published]]:
    """Return what may be published of the cells of a table whose totals are published.

    Rows and columns are protected until neither needs more. A `secret` row is hidden whole.

    Raises:
        KeyError: when a row lacks a column of the first.
    """
    down = _turned(counts)
    hidden = {row: frozenset(cells if row in secret else ()) for row, cells in counts.items()}
    while True:
        by_row = {row: _hidden(cells, below, hidden[row]) for row, cells in counts.items()}
        already = {column: frozenset(row for row in counts if column in by_row[row]) for column in down}
        by_column = {column: _hidden(cells, below, already[column]) for column, cells in down.items()}
        if by_column == already:
            break
        hidden = {row: frozenset(column for column in down if row in by_column[column]) for row in counts}
    return {row: _without(cells, by_row[row]) for row, cells in counts.items()}


def _turned(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    columns = next(iter(counts.values()), {})
    return {column: {row: counts[row][column] for row in counts} for column in columns}


def _hidden(counts: Mapping[str, int], below: int, already: frozenset[str]) -> frozenset[str]:
    hidden = already | {name for name, count in counts.items() if count < below}
    if sum(counts.values()) < below:
        return hidden
    for least in sorted({count for name, count in counts.items() if name not in hidden}):
        if not _gives_away(counts, below, hidden):
            break
        hidden |= {name for name, count in counts.items() if count == least}
    return hidden


def _gives_away(counts: Mapping[str, int], below: int, hidden: frozenset[str]) -> bool:
    """Tell whether a published total gives away a small cell, or that the hidden ones are few together."""
    values = [counts[name] for name in hidden]
    is_secret = bool(values) and min(values) < below
    return is_secret and (len(set(values)) == 1 or sum(values) < below)


def _without(counts: Mapping[str, int], hidden: frozenset[str]) -> dict[str, Published]:
    return {name: None if name in hidden else count for name, count in counts.items()}
