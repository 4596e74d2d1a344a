"""The table of ratings from the provincial page: its columns, and a line as the row that the API takes (§3).

A table says in no cell under which systems its codes stand; whoever sends it says so once for all lines.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.kernel.csv_text import csv_lines, csv_text
from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass

MAX_ROWS = 100
COLUMNS = (
    ("project_no", "办件编号", "370700-20260310-0042"),
    ("service_no", "服务序号", "1"),
    ("assess_no", "评价次数", "1"),
    ("level", "满意度代码", "5"),
    ("channel", "评价渠道代码", "7"),
    ("indicators", "指标代码", "510 517"),
    ("rated_at", "评价时间", "2026-03-07T10:00:00+08:00"),
    ("text", "文字评价", ""),
    ("is_anonymous", "匿名（1 是，2 否）", "1"),
    ("task_code", "事项编码", "11370700MB2857001X4370119001000"),
    ("task_name", "事项名称", "建设工程规划许可证核发"),
    ("dept_code", "部门统一社会信用代码", "11370700DEM000049K"),
    ("dept_name", "部门名称", "潍坊市自然资源和规划局"),
    ("region_code", "行政区划", "370700"),
    ("accept_time", "受理时间", "2026-03-05T09:10:00+08:00"),
    ("done_time", "办结时间", "2026-03-06T15:30:00+08:00"),
    ("promise_type", "办件类型代码", "2"),
    ("user_type", "申请人类型代码", "1"),
)
"""Key, heading and example. From the task's code on: the case, blank where it is here already."""

OWN = 9
"""Columns of the rating itself."""


@dataclass(frozen=True, slots=True)
class Systems:
    """The code systems that a table was declared to be in; those of the case only where it has cases."""

    level: str
    channel: str
    promise: str = ""
    user: str = ""


def template_csv() -> str:
    """Return the empty table with an example line."""
    return csv_text([[heading for _, heading, _ in COLUMNS], [example for _, _, example in COLUMNS]])


def read_table(text: str, systems: Systems) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the rows of a table and the number of the line of each; what they hold is checked by others.

    Raises:
        Invalid: `/file_id` with `headings-differ`, `no-rows` or `too-many-rows`.
    """
    lines = list(csv_lines(text))
    headings = [plain(heading) for _, heading, _ in COLUMNS]
    if not lines or [plain(cell) for cell in lines[0][1]][: len(headings)] != headings:
        raise _refused("headings-differ", missing=list(headings))
    body = [(number, cells) for number, cells in lines[1:] if any(map(str.strip, cells))]
    if not body:
        raise _refused("no-rows")
    if len(body) > MAX_ROWS:
        raise _refused("too-many-rows", max=MAX_ROWS)
    return [_row(cells, systems) for _, cells in body], [number for number, _ in body]


def _refused(code: str, **params: Any) -> Invalid:
    return Invalid(errors=[FieldError("/file_id", code, params)])


def _row(line: list[str], systems: Systems) -> dict[str, Any]:
    cells = [plain(cell) for cell in line[: len(COLUMNS)]] + [""] * (len(COLUMNS) - len(line))
    values = dict(zip((key for key, _, _ in COLUMNS), cells, strict=True))
    row = _written({key: values[key] for key, _, _ in COLUMNS[:OWN]}, systems)
    case = {key: values[key] for key, _, _ in COLUMNS[OWN:]}
    if any(case.values()):
        named = {name: row[name] for name in ("project_no", "service_no") if name in row}
        row["case"] = {**named, **_written(case, systems)}
    return row


def _written(values: Mapping[str, str], systems: Systems) -> dict[str, Any]:
    """Return the cells that are not blank as the API writes them; what is no number stays as it is."""
    declared = {
        "level": systems.level,
        "channel": systems.channel,
        "promise_type": systems.promise,
        "user_type": systems.user,
    }
    row: dict[str, Any] = {name: text for name, text in values.items() if text}
    for name, read in _READ.items():
        if name in row:
            row[name] = read(row[name])
    for name, system in declared.items():
        if name in row:
            row[name] = {"code_system": system, "code": row[name]}
    return row


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else text


def _flag(text: str) -> bool | str:
    return {"1": True, "2": False}.get(text, text)


_READ: Mapping[str, Callable[[str], Any]] = {
    "service_no": _number,
    "assess_no": _number,
    "indicators": lambda text: text.replace(",", " ").replace("，", " ").split(),
    "is_anonymous": _flag,
}
