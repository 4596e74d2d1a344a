"""What a line of the table of served cases says: the body of a case, or everything that is wrong with it.

A body is what the API takes (`take-in-case`); the limits are the same, and a test holds them together. What
only a rule knows, whether a code is one of its system and whether the times hold, is judged by the same
function as for the API.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Final

from chalicelib.domain.satisfaction.cases.case_columns import COLUMNS, EXAMPLE_NO, MAX_ROWS, SYSTEMS, Column
from chalicelib.domain.table_lines import RowError, cells_of, read_lines
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.kernel.records import dataclass

Judge = Callable[[Mapping[str, Any]], Iterable[FieldError]]
"""What the rules say of a body beyond its spelling, as field errors."""

_TIME = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[ T]+([0-9]{1,2})[:时]([0-9]{2})(?:[:分]([0-9]{2}))?[秒分]?)?"
)
_REGION = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_YES, _NO = "是", "否"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Declared:
    """The code systems of a file's two code columns, where its lines name none themselves; blank for none."""

    promise: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line: the body of a case when it holds, its errors when it does not; nothing of it is shown."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    errors: tuple[RowError, ...] = ()


def parse_cases(text: str, declared: Declared, judge: Judge) -> tuple[CaseRow, ...]:
    """Read all lines of a table, each with all of its errors.

    Raises:
        Invalid: `/file` with `headings-differ`, `no-rows`, `too-many-rows` or `not-a-table`.
    """
    lines = read_lines(text, [column.heading for column in COLUMNS], MAX_ROWS)
    return tuple(_once([_read(number, line, declared, judge) for number, line in lines]))


def broken_csv(rows: Iterable[CaseRow]) -> str:
    """Return the broken lines under the template's own headings, to be mended and sent again."""
    heads = [column.heading for column in COLUMNS]
    return csv_text([heads, *(row.cells for row in rows if row.errors)])


def _read(number: int, line: list[str], declared: Declared, judge: Judge) -> CaseRow:
    cells = cells_of(line, len(COLUMNS))
    if cells is None:
        kept = tuple(line[: len(COLUMNS)])
        return CaseRow(number, kept, errors=(RowError(number, "row", "too-many-cells"),))
    values = dict(zip((column.key for column in COLUMNS), cells, strict=True))
    errors = [found for column in COLUMNS if (found := _spelling(number, column, values[column.key]))]
    body, unreadable = _body(number, values, declared)
    known = {error.column for error in errors}
    errors += [error for error in unreadable if error.column not in known]
    known = {error.column for error in errors}
    errors += [error for error in _judged(number, judge(body)) if error.column not in known]
    if errors:
        return CaseRow(number, cells, errors=tuple(sorted(errors, key=_place)))
    return CaseRow(number, cells, body)


def _spelling(number: int, column: Column, text: str) -> RowError | None:
    if not text:
        return RowError(number, column.key, "required") if column.is_required else None
    if len(text) > column.max_chars:
        return RowError(number, column.key, "too-long", {"max": column.max_chars})
    if _CONTROL.search(text):
        return RowError(number, column.key, "reordering-characters")
    if column.key == "project_no" and text == EXAMPLE_NO:
        return RowError(number, column.key, "example-line")
    return None


def _body(
    number: int, values: Mapping[str, str], declared: Declared
) -> tuple[dict[str, Any], list[RowError]]:
    """Return what a line says as the API would be told it, and what of it cannot be read."""
    errors: list[RowError] = []
    body: dict[str, Any] = {}
    for key, text in values.items():
        if not text or key in ("promise_system", "user_system", "promise_type", "user_type"):
            continue
        try:
            body[key] = _READERS.get(key, str)(text)
        except ValueError as bad:
            errors.append(RowError(number, key, str(bad)))
    body.setdefault("service_no", 1)
    for name, system in (("promise", declared.promise), ("user", declared.user)):
        code, named = values[f"{name}_type"], values[f"{name}_system"] or system
        if named not in SYSTEMS[name]:
            errors.append(RowError(number, f"{name}_system", "code-system-undeclared"))
        elif code:
            body[f"{name}_type"] = {"code_system": named, "code": code}
    return body, errors


def _judged(number: int, found: Iterable[FieldError]) -> Iterator[RowError]:
    for error in found:
        yield RowError(number, error.pointer.removeprefix("/"), error.code, error.params)


def _once(rows: list[CaseRow]) -> Iterator[CaseRow]:
    """Let a case stand in a table once: which of two lines is meant, nobody can say."""
    first: dict[tuple[str, int], int] = {}
    for row in rows:
        if row.body is None:
            yield row
            continue
        line = first.setdefault((row.body["project_no"], row.body["service_no"]), row.number)
        if line == row.number:
            yield row
        else:
            again = RowError(row.number, "project_no", "case-stands-in-row", {"row": line})
            yield CaseRow(row.number, row.cells, errors=(again,))


def _place(error: RowError) -> int:
    return next((at for at, column in enumerate(COLUMNS) if column.key == error.column), -1)


def _time(text: str) -> str:
    """Return an instant as the API takes it; a time without its zone is China's."""
    found = _TIME.fullmatch(text)
    if not found:
        return _zoned(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=CHINA).isoformat()
    except ValueError:
        raise ValueError("not-an-instant") from None


def _zoned(text: str) -> str:
    try:
        return parse_instant(text).astimezone(CHINA).isoformat()
    except ValueError:
        raise ValueError("not-an-instant") from None


def _uscc(text: str) -> str:
    try:
        return check_uscc(text).value
    except BadIdentifier as bad:
        raise ValueError(bad.code) from None


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise ValueError("not-a-region")
    return text


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not-a-serial")
    return int(text)


def _is_yes(text: str) -> bool:
    if text not in (_YES, _NO):
        raise ValueError("not-yes-or-no")
    return text == _YES


def _consent(text: str) -> str:
    return "NOTICE_SHOWN" if _is_yes(text) else "OBJECTED"


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "service_no": _number,
    "dept_code": _uscc,
    "region_code": _region,
    "accept_time": _time,
    "done_time": _time,
    "contact_consent": _consent,
    "is_proxy": _is_yes,
    "is_minor": _is_yes,
    "is_vulnerable": _is_yes,
    "is_sensitive": _is_yes,
}
