"""Workbooks (.xlsx) as plain tables: the first sheet, as text (implements file_ports.Workbooks).

A workbook is an archive that anybody may have made: what it would unpack to is added up before anything is
unpacked, a document type (where entities live) is refused, and a formula is refused rather than believed.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from chalicelib.kernel.errors import FieldError, Invalid, TooLarge

SIGNATURE = b"PK\x03\x04"
MAX_PARTS = 200
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
"""Several times what five thousand full lines take."""
MAX_COLUMNS = 64
_STUMBLES = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, OSError, zipfile.BadZipFile)
"""What the library raises over a file that is no workbook; `SyntaxError` is what broken XML is."""
_REFUSED = (b"<!DOCTYPE", b"<!ENTITY", b"\0")
"""Marks that no office program writes; a zero byte is XML in an encoding that would hide the others."""
_TEXT_FORMAT = "@"
_COLUMN_WIDTH = 20


class Workbooks:
    """Reads and writes workbooks; the library is loaded at the first one."""

    def is_workbook(self, data: bytes) -> bool:
        """Tell a workbook from a text by its first bytes."""
        return data.startswith(SIGNATURE)

    def text_of(self, data: bytes, max_rows: int) -> str:
        """Return the first sheet as CSV, at most one row more than is allowed.

        Raises:
            TooLarge: when it would unpack to too much.
            Invalid: `/file` with `workbook-unreadable`, or `workbook-formula` or
                `workbook-error` (#REF!, #N/A …) and the row of the cell.
        """
        _check_archive(data)
        out = io.StringIO()
        # The heading and one more than allowed, so that whoever counts them sees that there are too many.
        csv.writer(out, lineterminator="\r\n").writerows(_rows(data, max_rows + 2))
        return out.getvalue()

    def write(
        self, rows: Iterable[Sequence[str]], more: Mapping[str, Iterable[Sequence[str]]] | None = None
    ) -> bytes:
        """Return a workbook whose cells are text, so that codes keep all their digits; `more` are sheets."""
        from openpyxl import Workbook

        book = Workbook()
        _fill(book.active, rows)
        for name, others in (more or {}).items():
            _fill(book.create_sheet(name), others)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type, cell.number_format = text, "s", _TEXT_FORMAT
            sheet.column_dimensions[get_column_letter(column)].width = _COLUMN_WIDTH
            sheet.column_dimensions[get_column_letter(column)].number_format = _TEXT_FORMAT


def _check_archive(data: bytes) -> None:
    """Refuse what would unpack to too much, and what brings a document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise TooLarge(max_bytes=MAX_UNPACKED_BYTES)
            # A part that unpacks to more than it says fails its check sum and is read no further than said.
            texts = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(mark in text for text in texts for mark in _REFUSED):
                raise _unreadable()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise _unreadable() from None


def _rows(data: bytes, most: int) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = list(sheet.iter_rows(max_row=most, max_col=MAX_COLUMNS))
    except _STUMBLES:
        raise _unreadable() from None
    for number, line in enumerate(lines, start=1):
        yield _without_empty_end([_text(cell, number) for cell in line])


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any, row: int) -> str:
    """Return a cell as a person reads it: days as 2023-07-01, a time of day kept, no decimal point."""
    if cell.data_type == "f":
        raise Invalid(errors=[FieldError("/file", "workbook-formula", {"row": row})])
    if cell.data_type == "e":
        raise Invalid(errors=[FieldError("/file", "workbook-error", {"row": row})])
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() > time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unreadable() -> Invalid:
    return Invalid(errors=[FieldError("/file", "workbook-unreadable")])
