"""Catalogues as tables to take away (CSV): the columns of each, in the reader's language.

Times are those of China, amounts are yuan without separators, so that a spreadsheet can reckon with them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.money import format_yuan
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.catalogue_words import Words, local_time

Data = Mapping[str, Any]
Cell = Callable[[Data, Words], str]


def _plain(field: str) -> Cell:
    return lambda data, _words: str(data.get(field) or "")


def _named(catalogue: str, name: str, field: str = "") -> Cell:
    def cell(data: Data, words: Words) -> str:
        found = data.get(field or name)
        return words.value(catalogue, name, found) if found else ""

    return cell


def _all_named(catalogue: str, name: str, field: str) -> Cell:
    return lambda data, words: ";".join(words.value(catalogue, name, one) for one in data.get(field, ()))


def _yuan(field: str) -> Cell:
    return lambda data, _words: format_yuan(data[field]).replace(",", "") if field in data else ""


def _percent(field: str) -> Cell:
    return lambda data, _words: f"{data[field] // 100}.{data[field] % 100:02d}" if field in data else ""


def _time(field: str, *, is_deadline: bool = False) -> Cell:
    return lambda data, _words: local_time(data[field], is_deadline=is_deadline) if data.get(field) else ""


COLUMNS: Mapping[str, tuple[tuple[str, Cell], ...]] = {
    "notices": (
        (_("公告编号"), _plain("notice_no")),
        (_("项目"), _plain("title")),
        (_("项目业主"), _plain("owner_name")),
        (_("业主代码"), _plain("owner")),
        (_("服务类型"), _named("notices", "service_type")),
        (_("主管部门"), _named("notices", "department")),
        (_("区县"), _named("notices", "division")),
        (_("选取方式"), _named("notices", "method")),
        (_("最高限价（元）"), _yuan("ceiling_fen")),
        (_("发布时间（北京时间）"), _time("published_at")),
        (_("报名截止时间（北京时间）"), _time("closes_at", is_deadline=True)),
        (_("状态"), _named("notices", "state")),
    ),
    "awards": (
        (_("公告编号"), _plain("notice_no")),
        (_("中选编号"), _plain("award_no")),
        (_("项目"), _plain("title")),
        (_("项目业主"), _plain("owner_name")),
        (_("业主代码"), _plain("owner")),
        (_("服务类型"), _named("awards", "service_type")),
        (_("选取方式"), _named("awards", "method")),
        (_("中选机构"), _plain("winner_name")),
        (_("机构代码"), _plain("winner")),
        (_("中选金额（元）"), _yuan("award_fen")),
        (_("中选费率（百分比）"), _percent("award_rate_bp")),
        (_("中选时间（北京时间）"), _time("awarded_at")),
        (_("中选状态"), _named("awards", "outcome")),
        (_("中选失效时间（北京时间）"), _time("ended_at")),
    ),
    "agencies": (
        (_("机构"), _plain("name")),
        (_("统一社会信用代码"), _plain("uscc")),
        (_("状态"), _named("agencies", "state")),
        (_("服务类型"), _all_named("agencies", "service_type", "active")),
        (_("资质"), _all_named("agencies", "qualification", "qualifications")),
        (_("注册地"), _named("agencies", "division")),
        (_("入驻时间（北京时间）"), _time("listed_at")),
    ),
    "contracts": (
        (_("公告编号"), _plain("notice_no")),
        (_("合同编号"), _plain("contract_no")),
        (_("项目"), _plain("title")),
        (_("项目业主"), _plain("owner_name")),
        (_("业主代码"), _plain("owner")),
        (_("服务类型"), _named("contracts", "service_type")),
        (_("机构"), _plain("winner_name")),
        (_("机构代码"), _plain("winner")),
        (_("合同金额（元）"), _yuan("contract_fen")),
        (_("签订日期"), _plain("signed_on")),
        (_("服务开始"), _plain("starts_on")),
        (_("服务结束"), _plain("ends_on")),
        (_("公开时间（北京时间）"), _time("contract_published_at")),
        (_("状态"), _named("contracts", "state")),
    ),
    "conduct": (
        (_("编号"), _plain("number")),
        (_("决定文号"), _plain("document_no")),
        (_("机构"), _plain("name")),
        (_("机构代码"), _plain("uscc")),
        (_("违规行为"), _named("conduct", "basis")),
        (_("处理"), _all_named("conduct", "measure", "kinds")),
        (_("扣分"), _plain("points")),
        (_("服务类型"), _all_named("conduct", "service_type", "services")),
        (_("生效时间（北京时间）"), _time("decided_at")),
        (_("结束时间（北京时间）"), _time("ends_at", is_deadline=True)),
        (_("扣分计入到（北京时间）"), _time("points_end_at", is_deadline=True)),
        (_("更正时间（北京时间）"), _time("corrected_at")),
        (_("执行情况"), _named("conduct", "phase")),
    ),
}


def catalogue_csv(name: str, rows: Iterable[Data], words: Words) -> str:
    """Return rows of a catalogue as CSV with its heads, ready for a spreadsheet."""
    columns = COLUMNS[name]
    heads = [words.say(head) for head, _cell in columns]
    return csv_text([heads, *([cell(data, words) for _head, cell in columns] for data in rows)])
