"""What the regulator of the demo does about units: a talk with answers, a praise, two findings to mend.

The half-year still runs, so nothing rests on its ranking: the talk rests on an order that was closed without
agreement, the praise on a guide that was mended.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.ports import House
from chalicelib.usecases.supervision.findings import open_finding
from chalicelib.usecases.supervision.measures import open_measure, take_step
from chalicelib.usecases.work_orders.take_step import take_step as take_order_step
from infra.local.demo import cast

if TYPE_CHECKING:
    from infra.local.demo.story import Story

PRAISED, MEETS_ON = date(2026, 10, 27), date(2026, 11, 10)
OUTCOME = "单位说明了受理人员培训不足的情况,监管部门要求一个月内完成全员培训,并建立误工争议的协商办法。"
PROMISES: Mapping[str, Json] = {
    "commitment_1": "组织食品经营许可受理人员全员培训并考核,考核不合格的不上岗。",
    "done_by_1": "2026-11-30",
    "commitment_2": "制定并公布因单位过错造成误工的协商办法。",
    "done_by_2": "2026-12-18",
}
FINDINGS: tuple[Mapping[str, Json], ...] = (
    {
        "indicator": "BE02",
        "policy_measure": "施工许可一件事联办",
        "said": "自评抽查发现,施工许可和消防审查仍要求企业分别提交同一份图纸。",
        "deadline": "2026-11-27",
    },
    {
        "indicator": "BE15",
        "policy_measure": "高频事项免提交复印件",
        "said": "自评抽查发现,两个窗口仍在收取可以共享核验的身份证复印件。",
    },
)
MENDING: tuple[tuple[Role, str, Mapping[str, Json]], ...] = (
    (Role.UNIT_HANDLER, "sign", {}),
    (Role.UNIT_HANDLER, "propose-finding", {"finding": "CLEAR_REASONABLE", "cause": "MATERIALS"}),
    (Role.UNIT_HEAD, "verify", {}),
    (Role.UNIT_HANDLER, "start-rectifying", {}),
    (
        Role.UNIT_HANDLER,
        "submit-measure",
        {
            "measure": "停止收取身份证复印件,窗口统一改为共享核验,并在取号处公示。",
            "public_reply": "身份证复印件不再收取,由系统共享核验。",
        },
    ),
    (Role.UNIT_HEAD, "approve-measure", {}),
    (Role.REGULATOR, "close", {}),
)
"""How the second finding is mended and closed, a step after the other."""


def plan_supervision(story: "Story") -> None:
    """Plan what the regulator does."""
    house = story.house
    story.at(_at(PRAISED), partial(_praise, house))
    story.at(_at(date(2026, 11, 5)), partial(_invite, story))
    units = [cast.departments()[field].uscc for field in ("construction", "market-regulation")]
    story.at(_at(date(2026, 11, 19)), partial(_find, house, FINDINGS[0], units[0]))
    story.at(_at(date(2026, 11, 9), 11), partial(_find_and_mend, story, FINDINGS[1], units[1]))


def _praise(house: House) -> None:
    for card in reversed(house.lists.page("changes", "all", PageRequest(limit=20)).cards):
        order = house.orders.find(card.sort.split("#")[1])
        if order is not None and order.state is OrderState.CLOSED_OK:
            words = "根据群众评价及时修改办事指南并公开,减少了群众重复跑动。"
            body = {"kind": "PRAISE", "unit": order.unit, "ground": "GUIDE_CHANGED", "ref": order.id}
            open_measure(house, cast.actor(Role.REGULATOR), {**body, "words": words})
            return


def _invite(story: "Story") -> None:
    house, regulator = story.house, cast.actor(Role.REGULATOR)
    cards = house.lists.page("orders", "all|closed", PageRequest(limit=50)).cards
    order = next(card.data for card in cards if card.data["state"] == OrderState.CLOSED_UNRESOLVED)
    unit = str(order["unit"])
    talk = open_measure(
        house,
        regulator,
        {
            "kind": "TALK", "unit": unit, "ground": "ORDER_UNRESOLVED", "ref": order["id"],
            "meets_on": MEETS_ON.isoformat(),
            "words": "一件差评重办后仍未与群众达成一致,请负责人到场说明原因和整改打算。",
        },
    )  # fmt: skip
    story.at(_at(MEETS_ON, 15), partial(take_step, house, regulator, talk.id, "hold", {"outcome": OUTCOME}))
    head = cast.actor(Role.UNIT_HEAD, unit)
    story.at(_at(date(2026, 11, 13)), partial(take_step, house, head, talk.id, "answer", PROMISES))


def _find(house: House, finding: Mapping[str, Json], unit: str) -> str:
    return open_finding(house, cast.actor(Role.REGULATOR), {**finding, "unit": unit})


def _find_and_mend(story: "Story", finding: Mapping[str, Json], unit: str) -> None:
    house = story.house
    order = _find(house, finding, unit)
    for number, (role, step, body) in enumerate(MENDING):
        actor = cast.actor(role, None if role is Role.REGULATOR else unit)
        day = house.calendar.add_workdays(date(2026, 11, 9), 1 + number // 3)
        story.at(_at(day, 10 + number % 3), partial(take_order_step, house, actor, order, step, body))


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 20), CHINA)
