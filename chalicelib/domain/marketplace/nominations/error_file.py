"""The errors of a table as a file: every faulty line as it was, and what is wrong with it in words.

Text that a spreadsheet would run as a formula gets an apostrophe in front, so that nobody's cell executes on
the desk of an official (CSV injection).
"""

import csv
import io
from collections.abc import Callable

from chalicelib.domain.marketplace.nominations.rows import Row, RowError, Table
from chalicelib.domain.marketplace.nominations.template import BYTE_ORDER_MARK, COLUMNS

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Full-width signs too: East Asian spreadsheets take them for the plain ones."""


def error_csv(table: Table, say: Callable[[RowError], str], row_heading: str, problem_heading: str) -> str:
    """Return the faulty lines with their errors; `say` words an error in the reader's language."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    headings = [column.heading for column in COLUMNS]
    writer.writerow([row_heading, problem_heading, *headings])
    for row in table.rows:
        if row.errors:
            writer.writerow(_line(row, say))
    return BYTE_ORDER_MARK + out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _line(row: Row, say: Callable[[RowError], str]) -> list[str]:
    said = ";".join(say(error) for error in row.errors)
    return [str(row.number), harmless(said), *(harmless(cell) for cell in row.cells)]
