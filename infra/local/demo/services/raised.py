"""What residents of the demo raise at the hotline, in 吐槽找茬 and where something could not be done.

A line of `RAISED` is an item: department, day, door, channel, type, topic, words, and its course; a line of
a course is (working days after, 1 morning or 2 afternoon, step); what follows a colon is what the step says.
Every state is there on the demo's last morning, a window's refusal, and two problems of several people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.hotline.facts import Source
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.hotline.register_item import register_item
from chalicelib.usecases.hotline.secrets import secret_of
from chalicelib.usecases.hotline.take_step import take_resident_step, take_step
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.problems.change_problem import join_alike, publish_problem, say_changed
from infra.local.demo import cast
from infra.local.demo.services.months import first_hour, second_hour
from infra.local.demo.services.places import desk_of

if TYPE_CHECKING:
    from infra.local.demo.story import Story

Course = tuple[tuple[int, int, str], ...]
SENT: Course = ((0, 2, "dispatch"),)
RETURNED: Course = (*SENT, (1, 1, "return"))
REPLIED: Course = (*SENT, (1, 1, "contact"), (3, 1, "reply"))
CONTENT: Course = (*REPLIED, (4, 1, "callback:YES5"))
CLOSED: Course = (*CONTENT, (6, 1, "close"))
UNREACHED: Course = (
    *REPLIED,
    (4, 1, "failed-callback"),
    (4, 2, "failed-callback"),
    (5, 1, "failed-callback"),
)
NOT_CONTENT: Course = (*REPLIED, (4, 1, "outcome:NO2"))
AGAIN: Course = (*NOT_CONTENT, (4, 2, "redispatch"), (6, 1, "reply"), (7, 1, "outcome:YES4"), (7, 2, "close"))
REOPENED: Course = (*CLOSED, (8, 1, "reopening"))
EXTENDED: Course = (*SENT, (2, 1, "ask-extension"), (2, 2, "grant-extension"))
ON_THE_SPOT: Course = ((0, 2, "answer"),)
SIMPLE: Course = ((0, 1, "triage:SIMPLE"), (0, 2, "answer"))
GENERAL: Course = ((0, 1, "triage:GENERAL"), (0, 2, "dispatch"), (1, 2, "reply"), (2, 1, "callback:YES4"))
COMPLEX: Course = ((0, 1, "triage:COMPLEX"), (0, 2, "dispatch"), (3, 1, "progress"))
REFUSED: Course = ((0, 2, "instruct"), (0, 2, "triage:GENERAL"), (0, 2, "dispatch"))


@dataclass(frozen=True)
class Raised:
    """One item of the demo."""

    department: str
    day: date
    door: str
    source: str
    type: str
    topic: str
    text: str
    course: Course
    refused: bool = False


def _on(day: int, month: int = 11) -> date:
    return date(2026, month, day)


SLOW, SIGN = "market-regulation", "construction"
RAISED: tuple[Raised, ...] = (
    Raised(SLOW, _on(2), "HOTLINE", "PHONE", "COMPLAINT", "TIME_LIMIT",
           "营业执照变更过了承诺日期,跑了三趟还没有办好。", CLOSED),
    Raised(SLOW, _on(3), "GRIPE", "WEB", "COMPLAINT", "TIME_LIMIT",
           "变更营业执照早过了承诺日期,跑了三趟还没办好。", REOPENED),
    Raised(SLOW, _on(4), "STUCK", "WINDOW", "HELP", "TIME_LIMIT",
           "办营业执照变更,承诺日期过了,跑三趟没有办好。", GENERAL),
    Raised(SLOW, _on(5), "HOTLINE", "SMS", "COMPLAINT", "TIME_LIMIT",
           "营业执照变更,过了承诺日期还没有办好,跑了两趟。", AGAIN),
    Raised(SLOW, _on(6), "GRIPE", "WEB", "SUGGESTION", "TIME_LIMIT",
           "营业执照变更承诺日期太长,跑了三趟才办好。", CONTENT),
    Raised(SIGN, _on(9), "GRIPE", "WINDOW", "SUGGESTION", "GUIDE",
           "施工许可的办事指南没有样表,不知道怎么填。", UNREACHED),
    Raised(SIGN, _on(10), "GRIPE", "WEB", "SUGGESTION", "GUIDE",
           "施工许可办事指南没有样表,填了两次都退回。", NOT_CONTENT),
    Raised("natural-resources", _on(11), "HOTLINE", "PHONE", "CONSULT", "MATERIALS",
           "不动产登记要带哪些材料?", ON_THE_SPOT),
    Raised("natural-resources", _on(12), "STUCK", "WINDOW", "HELP", "PROCESS",
           "两个部门都说先到对方盖章,来回跑了四趟。", COMPLEX),
    Raised("finance", _on(13), "HOTLINE", "PHONE", "COMPLAINT", "ATTITUDE",
           "窗口人员说话不耐烦,材料往外推。", SENT),
    Raised("ecology", _on(16), "HOTLINE", "PHONE", "HELP", "SYSTEM",
           "网上申报提交不了,一直转圈。", EXTENDED),
    Raised("water", _on(17), "HOTLINE", "WEB", "COMPLAINT", "QUEUE",
           "取水许可窗口没有人,等了一个上午。", RETURNED),
    Raised("reform", _on(16), "HOTLINE", "PHONE", "PRAISE", "OTHER",
           "项目备案窗口的同志耐心细致,一次办好。", SIMPLE[1:]),
    Raised("emergency", _on(17), "HOTLINE", "PHONE", "REPORT", "FEE_OR_AGENT",
           "有人在大厅门口冒充代办收费。", SENT),
    Raised(SIGN, _on(18), "STUCK", "WINDOW", "HELP", "PROCESS",
           "三个窗口都说不归自己管,没有人登记。", REFUSED, refused=True),
    Raised("reform", _on(17), "HOTLINE", "PHONE", "HELP", "COMPETENCE",
           "备案表退回三次,每次说的不一样。", REPLIED),
    Raised("finance", _on(20), "GRIPE", "WEB", "SUGGESTION", "QUEUE",
           "叫号屏太小,老人看不清叫到几号。", ()),
)  # fmt: skip
"""The last one came this morning."""

REPLY = "您好,反映的情况已经核实,问题已经解决,具体办理结果窗口会再当面说明,感谢您的监督。"
REASON = "经核对,这件事的主管部门是行政审批服务局,请改派办理。"
WORDS: Mapping[str, dict[str, Json]] = {
    "answer": {"reply": "您好,您说的情况已经记录,需要的材料和办理方式已经当面说明。"},
    "reply": {"reply": REPLY},
    "progress": {"reply": "已召开两个部门的联席会,今后由首问窗口内部流转,不用您来回跑,下周答复结果。"},
    "return": {"reason": REASON},
    "redispatch": {"reason": "诉求人说执照仍没有拿到,请在期限内办结并当面送达。"},
    "ask-extension": {"days": 5, "reason": "系统故障需要开发单位修复并测试,五个工作日内可以完成。"},
    "instruct": {"instruction": "窗口无否决权,拒绝登记要查清原因。请两个工作日内办结并书面说明。"},
    "failed-callback": {"outcome": "NO_ANSWER"},
    "reopening": {"text": "执照上的经营范围写错了,还要再改。"},
    "contact": {"note": "已与诉求人通话,核对了经过。"},
}
UNIT_STEPS = frozenset({"return", "contact", "reply", "progress", "ask-extension"})


def plan_raised(story: "Story") -> None:
    """Plan every item with its course, and the two problems that several of them are."""
    for number, one in enumerate(RAISED):
        at = first_hour(one.day)
        story.at(at, partial(_register, story, number))
        for workdays, half, step in one.course:
            day = story.house.calendar.add_workdays(one.day, workdays) if workdays else one.day
            when = first_hour(day) if half == 1 else second_hour(day)
            story.at(when, partial(_take, story, number, step))
    story.at(second_hour(_on(12)), partial(_join, story, range(5), "营业执照变更超过承诺时限"))
    story.at(second_hour(_on(16)), partial(_join, story, (5, 6), "施工许可办事指南没有样表"))
    story.at(first_hour(_on(17)), partial(_change, story))
    story.at(first_hour(_on(18)), partial(_publish, story))


def secret_of_item(number: int) -> str:
    """Return the secret of an item by its place."""
    return secret_of(b"demo", f"item-{number}", 24)


def _register(story: "Story", number: int) -> None:
    one = RAISED[number]
    unit = desk_of(one.department).uscc
    body: dict[str, Json] = {"door": one.door, "type": one.type, "topic": one.topic, "content": one.text}
    body |= {"phone": f"139053601{number:02}", "may_contact": True, "refused": one.refused}
    body |= {} if one.type == "REPORT" else {"about": unit}
    registrar = {"WINDOW": cast.actor(Role.CLERK, unit), "WEB": RESIDENT}
    actor = registrar.get(one.source) or cast.actor(Role.HOTLINE_OPERATOR)
    register_item(story.house, actor, body, Source(one.source), secret_of_item(number))


def _take(story: "Story", number: int, step: str) -> None:
    name, _, said = step.partition(":")
    house, unit = story.house, desk_of(RAISED[number].department).uscc
    body = dict(WORDS.get(name, {}))
    if name == "triage":
        body["triage"] = said
    elif name == "dispatch":
        body["unit"] = unit
    elif name in ("callback", "outcome"):
        body |= {"solved": said[:-1], "level": int(said[-1])}
    if name in ("outcome", "reopening"):
        take_resident_step(house, secret_of_item(number), name, body)
    else:
        take_step(house, _actor(name, unit), id_of(secret_of_item(number)), name, body)


def _actor(step: str, unit: str) -> Actor:
    if step in UNIT_STEPS:
        return cast.actor(Role.UNIT_HANDLER, unit)
    return cast.actor(Role.REGULATOR if step == "instruct" else Role.HOTLINE_OPERATOR)


def _join(story: "Story", numbers: "range | tuple[int, ...]", title: str) -> None:
    first, *others = (id_of(secret_of_item(number)) for number in numbers)
    join_alike(story.house, cast.actor(Role.HOTLINE_OPERATOR), first, {"items": others, "title": title})


def _problem(story: "Story") -> str:
    item = story.house.hotline.find(id_of(secret_of_item(0)))
    return item.problem if item else ""


def _change(story: "Story") -> None:
    body: dict[str, Json] = {
        "changed": "变更登记改为当场办结,窗口增加一名复核人员,材料一次收齐。",
        "before": "承诺时限 3 个工作日,复核人员在另一个楼层。",
        "after": "当场办结,复核人员在窗口。",
    }
    say_changed(story.house, cast.actor(Role.UNIT_HANDLER, desk_of(SLOW).uscc), _problem(story), body)


def _publish(story: "Story") -> None:
    publish_problem(story.house, cast.actor(Role.REGULATOR), _problem(story))
