"""Violation cases and the black list of the demo: from the report to its correction, and a listed agency."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.marketplace.conduct.case import Ruling
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.domain.marketplace.conduct.list_rows import COLUMNS
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.conduct.decide_case import correct_decision, decide_case, deliver_decision
from chalicelib.usecases.conduct.hear_case import answer_case, notify_agency, object_to_decision
from chalicelib.usecases.conduct.import_list import confirm_list, stage_list
from chalicelib.usecases.conduct.report_case import Report, investigate_case, report_case
from infra.local.demo import cast

if TYPE_CHECKING:
    from infra.local.demo.story import Story

NOTHING = Ruling()
STEPS = (
    "reported", "investigated", "notified", "answered", "decided", "in-force", "objected", "corrected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plot:
    """One case: whom by the place in the directory, what, and how far it comes from which day on."""

    place: int
    basis: str
    service_type: str
    begins: datetime
    until: str
    said: str
    ruling: Ruling = NOTHING


def _day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 15, 0, tzinfo=CHINA)


PLOTS = (
    Plot(
        39, "subcontracting", "CW03", _day(10, 19), "in-force",
        "中选后把节能评估报告交给另一家公司编制。", Ruling(suspension_months=6),
    ),
    Plot(
        20, "false-materials", "CW04", _day(10, 26), "in-force",
        "入驻时提交的交通影响评价人员证书与发证机关记录不符。", Ruling(bar_years=2),
    ),
    Plot(
        25, "illegal-fees", "CH03", _day(10, 28), "in-force",
        "在合同约定之外另收专家评审费。", Ruling(suspension_months=3, service_types=("CH03",)),
    ),
    Plot(
        22, "illegal-fees", "JS06", _day(11, 2), "corrected",
        "在合同约定之外另收样品运输费。", Ruling(suspension_months=3),
    ),
    Plot(
        35, "illegal-fees", "CH03", _day(11, 9), "decided",
        "在合同约定之外另收现场踏勘费。", Ruling(suspension_months=3),
    ),
    Plot(37, "false-report", "JS04", _day(11, 16), "notified", "审查合格书所附计算书与图纸不一致。"),
    Plot(36, "inspection-refused", "HP03", _day(11, 19), "reported", "检查当天拒绝提供原始记录。"),
)  # fmt: skip
"""Each agency is one of the trade; the first of a trade carry the purchases."""
LISTED_PLACE, LISTED_AT = 31, _day(11, 17)
"""A surveyor, so that open notices keep it out and its first place falls to the next."""


def plan_conduct(story: "Story") -> None:
    """Plan every case a step a working day, and the import of the list."""
    for plot in PLOTS:
        story.at(plot.begins, partial(_report, story, plot))
    story.at(LISTED_AT, partial(_list, story))


def _report(story: "Story", plot: Plot) -> None:
    uscc = cast.agencies()[plot.place].uscc
    department = story.house.service_types.department_of(plot.service_type).org
    first, second = (cast.actor(Role.DEPARTMENT, department, place) for place in (0, 1))
    reporter = cast.actor(Role.OWNER_AGENT)
    said = Allegation(uscc, plot.basis, plot.service_type)
    case = report_case(story.house, reporter, Report(said, plot.said))
    accused = cast.actor(Role.AGENCY_ADMIN, uscc)
    acts = (
        partial(investigate_case, story.house, first, case.id),
        partial(notify_agency, story.house, first, case.id, f"经查：{plot.said}拟依规处理，请陈述申辩。"),
        partial(answer_case, story.house, accused, case.id, "我单位对事实没有异议，请从轻处理。"),
        partial(decide_case, story.house, second, case.id, plot.ruling, plot.said),
        partial(deliver_decision, story.house, second, case.id),
        partial(object_to_decision, story.house, accused, case.id, "该费用已在补充协议中约定并经业主确认。"),
        partial(correct_decision, story.house, first, case.id, "补充协议属实，原决定撤销。"),
    )
    for days, act in enumerate(acts[: STEPS.index(plot.until)], start=1):
        day = story.house.calendar.add_workdays(plot.begins.date(), days)
        story.at(datetime.combine(day, time(11), CHINA), act)


def _list(story: "Story") -> None:
    org = cast.agencies()[LISTED_PLACE]
    first, second = _keepers()
    row = (
        org.uscc, org.name, "潍失信〔2026〕31号", cast.departments()["market-regulation"].name,
        "2026-11-16", "2029-11-15",
    )  # fmt: skip
    table = "\r\n".join((",".join(heading for _, heading, _ in COLUMNS), ",".join(row)))
    file_id = story.house.files.put("exports", table.encode(), "text/csv")
    found = stage_list(story.house, first, file_id)
    story.at(LISTED_AT + timedelta(hours=1), partial(confirm_list, story.house, second, found.id))


def _keepers() -> tuple[Actor, Actor]:
    department = cast.departments()["market-regulation"].uscc
    return cast.actor(Role.DEPARTMENT, department, 0), cast.actor(Role.DEPARTMENT, department, 1)
