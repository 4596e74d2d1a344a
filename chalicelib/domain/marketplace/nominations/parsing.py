"""Read a nomination table and name every error of every line (docs/rules.md, policy 二(四)3).

A line is one agency with one or more service types. The same agency may stand in several lines, one per
service type for instance, as long as the lines agree; the same service type of it may stand there once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.nominations.cells import Cells, read_cells
from chalicelib.domain.marketplace.nominations.rows import Row, Table
from chalicelib.domain.marketplace.nominations.template import COLUMNS, MAX_ROWS
from chalicelib.domain.table_lines import RowError, cells_of, read_lines
from chalicelib.kernel.entered import plain

_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_AGREEING = ("name", "kind", "division", "address", "legal_representative", "contact", "mobile")


def parse_table(text: str, department: str, types: ServiceTypes, today: date) -> Table:
    """Read all lines for a department (by its code) and check each against itself and the others.

    Raises:
        Invalid: when the file cannot be read as this table: `headings-differ`, `no-rows`, `too-many-rows`,
            `not-a-table`.
    """
    body = read_lines(text, [column.heading for column in COLUMNS], MAX_ROWS)
    rows = [_read(number, cells, department, types, today) for number, cells in body]
    return Table(tuple(_checked_against_each_other(rows)))


def _read(number: int, line: list[str], department: str, types: ServiceTypes, today: date) -> Row:
    width = len(COLUMNS)
    cells = cells_of(line, width)
    if cells is None:
        kept = tuple(plain(cell) for cell in line[:width])
        return Row(number, kept, errors=(RowError(number, "row", "too-many-cells"),))
    row = Row(number, cells)
    reading = Cells(number, dict(zip((column.key for column in COLUMNS), cells, strict=True)))
    public, personal = read_cells(reading, department, types, today)
    errors = sorted(reading.errors, key=lambda error: _PLACES[error.column])
    return replace(row, public=public, personal=personal, errors=tuple(errors))


def _checked_against_each_other(rows: Sequence[Row]) -> Iterator[Row]:
    first_of: dict[str, Row] = {}
    line_of: dict[tuple[str, str], int] = {}
    for row in rows:
        errors = list(row.errors)
        if row.public is not None:
            first = first_of.setdefault(row.public.uscc, row)
            errors += _contradictions(first, row)
            for service_type in row.public.service_types:
                line = line_of.setdefault((row.public.uscc, service_type), row.number)
                if line != row.number:
                    figures = {"row": line, "service_type": service_type}
                    errors.append(RowError(row.number, "service_types", "duplicate-of-row", figures))
        yield replace(row, errors=tuple(errors))


def _contradictions(first: Row, row: Row) -> Iterator[RowError]:
    for place, column in enumerate(COLUMNS):
        if column.key in _AGREEING and first.cells[place] != row.cells[place]:
            yield RowError(row.number, column.key, "contradicts-row", {"row": first.number})
