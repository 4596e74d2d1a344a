"""The table of served cases: its columns, their limits, the codes they take (evaluation.md §4, Case)."""

from collections.abc import Mapping
from typing import Final

from chalicelib.domain.satisfaction.codes.applicants import ApplicantSystem
from chalicelib.domain.satisfaction.codes.matter import PromiseSystem
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.records import dataclass

MAX_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `max_chars` is the limit that the API has for the same field."""

    key: str
    heading: str
    example: str
    max_chars: int
    is_required: bool = True


COLUMNS: Final = (
    Column("project_no", "办件编号", "370700-20260302-0001", 50),
    Column("service_no", "服务序号", "1", 4, is_required=False),
    Column("task_code", "事项编码", "11370700MB2857833A4370115015000", 33),
    Column("task_name", "事项名称", "建设工程规划许可证核发", 200),
    Column("dept_code", "部门统一社会信用代码", "11370700MB2857833A", 18),
    Column("dept_name", "部门名称", "潍坊市某某局", 100),
    Column("region_code", "行政区划代码", "370700", 12),
    Column("hall_id", "大厅编号", "H1", 40, is_required=False),
    Column("window_no", "窗口号", "12", 20, is_required=False),
    Column("staff_id", "工作人员工号", "W-108", 40, is_required=False),
    Column("accept_time", "受理时间", "2026-03-02 09:00", 40),
    Column("done_time", "办结时间", "2026-03-02 09:30", 40, is_required=False),
    Column("promise_system", "办件类型代码系统", PromiseSystem.GBT39046_A6, 20, is_required=False),
    Column("promise_type", "办件类型代码", "1", 4),
    Column("user_system", "申请人类型代码系统", ApplicantSystem.USER_PROP, 20, is_required=False),
    Column("user_type", "申请人类型代码", "1", 4),
    Column("user_name", "申请人姓名或者名称", "", 60, is_required=False),
    Column("phone", "联系电话", "", 20, is_required=False),
    Column("contact_consent", "本人是否同意以后被询问", "是", 4, is_required=False),
    Column("is_proxy", "是否由他人代办", "否", 4, is_required=False),
    Column("is_minor", "申请人是否未成年", "否", 4, is_required=False),
    Column("is_vulnerable", "申请人是否老年人、残疾人等", "否", 4, is_required=False),
    Column("is_sensitive", "事项名称是否敏感", "否", 4, is_required=False),
)
"""A blank code system is the one that the file was declared to have; there is no other default."""

EXAMPLE_NO: Final = COLUMNS[0].example
"""The number of the template's example, which is nobody's case."""

SYSTEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "promise": tuple(str(one) for one in PromiseSystem),
    "user": tuple(str(one) for one in ApplicantSystem),
}
"""Which code systems the two code columns can be declared to have."""

CODES: Final = (
    ("promise_type", "GBT39046_A6", "1", "即办件"),
    ("promise_type", "GBT39046_A6", "2", "承诺件"),
    ("promise_type", "GBT39046_A6", "9", "其他"),
    ("promise_type", "PROMISETIME", "1", "即办件"),
    ("promise_type", "PROMISETIME", "2", "承诺件"),
    ("promise_type", "ZJ", "1", "承诺件"),
    ("promise_type", "ZJ", "2", "即办件"),
    ("user_type", "USER_PROP", "1", "自然人"),
    ("user_type", "USER_PROP", "2", "企业法人"),
    ("user_type", "USER_PROP", "3", "事业法人"),
    ("user_type", "USER_PROP", "4", "社会组织法人"),
    ("user_type", "USER_PROP", "5", "非法人企业"),
    ("user_type", "USER_PROP", "6", "行政机关"),
    ("user_type", "USER_PROP", "9", "其他"),
    ("user_type", "GBT39046_A4", "1", "自然人"),
    ("user_type", "GBT39046_A4", "2", "企业法人"),
    ("user_type", "GBT39046_A4", "3", "事业法人"),
    ("user_type", "GBT39046_A4", "4", "社会组织法人"),
    ("user_type", "GBT39046_A4", "5", "行政机关"),
    ("user_type", "GBT39046_A4", "6", "其他组织"),
    ("user_type", "FROM_ONE", "1", "个人"),
    ("user_type", "FROM_ONE", "2", "法人"),
    ("user_type", "FROM_ZERO", "0", "个人"),
    ("user_type", "FROM_ZERO", "1", "法人"),
)
"""Column, code system, code and what it means there: the template's second sheet."""


def template_rows() -> list[list[str]]:
    """Return the headings and an example line."""
    return [[column.heading for column in COLUMNS], [column.example for column in COLUMNS]]


def template_csv() -> str:
    """Return the template, to be sent as UTF-8 with its byte order mark."""
    return csv_text(template_rows())


def code_rows() -> list[list[str]]:
    """Return the codes as a sheet: column, code system, code, meaning."""
    headings = {column.key: column.heading for column in COLUMNS}
    head = ["列", "代码系统", "代码", "含义"]
    return [head, *([headings[column], system, code, means] for column, system, code, means in CODES)]
