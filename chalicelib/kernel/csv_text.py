"""Tables as CSV, to and from spreadsheets: UTF-8 with a byte order mark, no cell that runs (CSV injection).

Text that a spreadsheet would take for a formula gets an apostrophe in front, so that nobody's cell executes
on the desk of who opens the table.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from chalicelib.kernel.errors import FieldError, Invalid

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Spreadsheets take a file for UTF-8 only when it begins so."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Full-width signs too: East Asian spreadsheets take them for the plain ones."""


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as one text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of an uploaded table with the number at which each begins in the file.

    Raises:
        Invalid: `/file` with `not-a-table` and the line that cannot be read, when it is come to.
    """
    reader = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise Invalid(errors=[FieldError("/file", "not-a-table", {"row": start})]) from None
