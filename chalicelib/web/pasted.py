"""A table pasted from a spreadsheet, turned into the rows that a form of the same command would send.

Cells are parted by tabs, as spreadsheets copy them, or by commas. A line of headings is passed over, and
lines that share the column `same` are one row with several entries in its list.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.web.form_data import FormData, parse_form

ROW, ENTRY = "{row}", "{entry}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, with `{row}` and `{entry}` in it, its heading, and words for codes."""

    field: str
    heading: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read: the form, and for each of its rows and entries the line it stood in."""

    form: FormData
    lines: Mapping[tuple[int, int], int]

    def line_of(self, pointer: str) -> int:
        """Return the line of an error's pointer such as `/rows/3/certificates/1/kind`; 0 for none."""
        numbers = [int(step) for step in pointer.split("/") if step.isdecimal()]
        row, entry = [*numbers, -1, 0][:2] if len(numbers) != 1 else (numbers[0], 0)
        return self.lines.get((row, entry), 0)


def read_pasted(text: str, columns: Sequence[Column], same: str, most: int) -> Pasted:
    """Read the lines of a pasted text.

    Raises:
        Invalid: `no-rows`, `too-many-rows`, `not-a-table`; with the line that has too many cells.
    """
    same_place = next(place for place, column in enumerate(columns) if column.field == same)
    places: dict[str, int] = {}
    entries: dict[int, int] = {}
    lines: dict[tuple[int, int], int] = {}
    fields: list[tuple[str, str]] = []
    for number, cells in _lines(text, [column.heading for column in columns]):
        key = plain(cells[same_place]) or f"line {number}"
        row = places.setdefault(key, len(places))
        entry = entries[row] = entries.get(row, -1) + 1
        lines[row, entry] = number
        for column, cell in zip(columns, cells, strict=True):
            if entry and ENTRY not in column.field:
                continue
            name = column.field.replace(ROW, str(row)).replace(ENTRY, str(entry))
            fields.append((name, column.codes.get(cell, cell)))
    if not lines or len(lines) > most:
        code = "too-many-rows" if lines else "no-rows"
        raise Invalid(errors=[FieldError("/table", code, {"max": most})])
    return Pasted(parse_form(urlencode(fields).encode()), lines)


def _lines(text: str, headings: list[str]) -> Iterator[tuple[int, list[str]]]:
    width = len(headings)
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ",")
    number = 0
    try:
        for number, line in enumerate(reader, 1):
            cells = [cell.strip() for cell in line]
            if not any(cells) or cells[:width] == headings:
                continue
            if any(cells[width:]):
                raise csv.Error
            yield number, [*cells, *[""] * width][:width]
    except csv.Error:
        raise Invalid(errors=[FieldError("/table", "not-a-table", {"row": number})]) from None
