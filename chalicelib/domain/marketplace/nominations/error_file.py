"""The errors of a table as a file: every faulty line as it was, and what is wrong with it in words."""

from collections.abc import Callable

from chalicelib.domain.marketplace.nominations.rows import Row, Table
from chalicelib.domain.marketplace.nominations.template import COLUMNS
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.csv_text import csv_text


def error_csv(table: Table, say: Callable[[RowError], str], row_heading: str, problem_heading: str) -> str:
    """Return the faulty lines with their errors; `say` words an error in the reader's language."""
    heads = [row_heading, problem_heading, *(column.heading for column in COLUMNS)]
    return csv_text([heads, *(_line(row, say) for row in table.rows if row.errors)])


def _line(row: Row, say: Callable[[RowError], str]) -> list[str]:
    return [str(row.number), ";".join(say(error) for error in row.errors), *row.cells]
