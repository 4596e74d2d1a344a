"""The table of serious-dishonesty entries: its columns, how a line is read, all errors at once (§2.6)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from chalicelib.domain.marketplace.nominations.cells import parse_date
from chalicelib.domain.table_lines import RowError, read_lines
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.entered import Unreadable, plain
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.records import dataclass

T = TypeVar("T")

MAX_ROWS = 200
CELL_MAX_CHARS = 120
COLUMNS = (
    ("uscc", "统一社会信用代码", "91370700MA3C0000X7"),
    ("name", "机构名称", "潍坊某测绘有限公司"),
    ("document_no", "决定文号", "潍失信〔2026〕3号"),
    ("authority", "决定机关", "潍坊市市场监督管理局"),
    ("from_on", "列入日期", "2026-03-01"),
    ("until_on", "截止日期", "2029-02-28"),
)
"""Key, heading and example; the last day may be blank when the decision names none."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry: whom, by which decision of which body, from when to when."""

    uscc: str
    name: str
    document_no: str
    authority: str
    from_on: date
    until_on: date | None = None


def template_csv() -> str:
    """Return the empty table with an example line, as UTF-8 with its byte order mark."""
    return csv_text([[heading for _, heading, _ in COLUMNS], [example for _, _, example in COLUMNS]])


def parse_list(text: str, today: date) -> tuple[tuple[ListRow, ...], tuple[RowError, ...]]:
    """Read all lines; with errors there are no rows, so that a table is taken whole or not at all.

    Raises:
        Invalid: `/file` with `headings-differ`, `no-rows`, `too-many-rows` or `not-a-table`.
    """
    body = read_lines(text, [heading for _, heading, _ in COLUMNS], MAX_ROWS)
    errors: list[RowError] = []
    found = [(number, _row(number, cells, today, errors)) for number, cells in body]
    rows = [(number, row) for number, row in found if row is not None]
    errors += _duplicates(rows)
    whole = () if errors else tuple(row for _, row in rows)
    return whole, tuple(sorted(errors, key=lambda one: one.row))


def _row(number: int, line: list[str], today: date, errors: list[RowError]) -> ListRow | None:
    before = len(errors)
    cells = [plain(cell) for cell in line[: len(COLUMNS)]] + [""] * (len(COLUMNS) - len(line))
    values = dict(zip((key for key, _, _ in COLUMNS), cells, strict=True))

    def read(column: str, reader: Callable[[str], T]) -> T | None:
        text = values[column]
        if not text or len(text) > CELL_MAX_CHARS:
            code = "too-long" if text else "required"
            errors.append(RowError(number, column, code, {"max": CELL_MAX_CHARS} if text else {}))
            return None
        try:
            return reader(text)
        except Unreadable as bad:
            errors.append(RowError(number, column, bad.code, bad.params))
            return None

    uscc = read("uscc", lambda text: check_uscc(text).value)
    name, document_no, authority = read("name", str), read("document_no", str), read("authority", str)
    from_on = read("from_on", parse_date)
    until_on = read("until_on", parse_date) if values["until_on"] else None
    if from_on is not None and from_on > today:
        errors.append(RowError(number, "from_on", "future-date"))
    if from_on is not None and until_on is not None and until_on < from_on:
        errors.append(RowError(number, "until_on", "ends-before-it-begins"))
    if len(errors) > before or None in (uscc, name, document_no, authority, from_on):
        return None
    return ListRow(uscc or "", name or "", document_no or "", authority or "", from_on or today, until_on)


def _duplicates(rows: list[tuple[int, ListRow]]) -> Iterator[RowError]:
    seen: set[tuple[str, str]] = set()
    for number, row in rows:
        key = (row.uscc, row.document_no)
        if key in seen:
            yield RowError(number, "document_no", "duplicate-entry")
        seen.add(key)
