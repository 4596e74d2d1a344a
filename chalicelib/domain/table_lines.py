"""The lines of an uploaded table: its headings are the template's, and there are not too many of them.

Every import reads its file this way, so that the same mistake is the same sentence everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import islice

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.csv_text import csv_lines
from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass

_LINE_ENDS_A_ROW = 40
"""Room for line ends inside cells and for blank lines; whatever has more is no table of so many rows."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing to mend: the line as a spreadsheet counts it, the column's key, the code and its figures."""

    row: int
    column: str
    code: str
    params: Mapping[str, Json] = field(default_factory=dict)


def read_lines(text: str, headings: Sequence[str], max_rows: int) -> list[tuple[int, list[str]]]:
    """Return the lines below the headings that hold anything, each with its number in the file.

    Raises:
        Invalid: `/file` with `headings-differ`, `no-rows`, `too-many-rows` or `not-a-table`.
    """
    if text.count("\n") + text.count("\r") > _LINE_ENDS_A_ROW * max_rows:
        raise _refused("too-many-rows", max=max_rows)
    lines = csv_lines(text)
    _check_headings(next(lines, (0, []))[1], headings)
    body = list(islice(((at, cells) for at, cells in lines if any(map(str.strip, cells))), max_rows + 1))
    if not body:
        raise _refused("no-rows")
    if len(body) > max_rows:
        raise _refused("too-many-rows", max=max_rows)
    return body


def cells_of(line: list[str], width: int) -> tuple[str, ...] | None:
    """Return as many cells as there are columns, as typed but for their spaces; None when there are more."""
    if any(cell.strip() for cell in line[width:]):
        return None
    return tuple(plain(cell) for cell in line[:width]) + ("",) * (width - len(line))


def _check_headings(first: list[str], headings: Sequence[str]) -> None:
    found = [plain(cell) for cell in first[: len(headings)]]
    if found != list(headings) or any(map(str.strip, first[len(headings) :])):
        missing: list[Json] = [heading for heading in headings if heading not in found]
        raise _refused("headings-differ", missing=missing)


def _refused(code: str, **params: Json) -> Invalid:
    return Invalid(errors=[FieldError("/file", code, params)])
