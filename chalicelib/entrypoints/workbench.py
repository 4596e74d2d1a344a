"""The workbench: one address for everybody who is signed in, put together from the roles of the person.

Every role costs one Query of its board and one of its messages, however much waits; an agency's second
Query is of the open notices instead, and its messages are one link away.
"""

from collections.abc import Callable

from chalicelib.domain.marketplace.messages.settings import recipient_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.entrypoints.agency_bench import agency_bench
from chalicelib.entrypoints.benches import OWNER, desk_bench, read_board, todo_at
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import next_address, ways_on
from chalicelib.entrypoints.routes import EVERYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.workbench import (
    Bench,
    Tile,
    message_items,
    message_rows,
    todo_json,
)

book = RouteBook(EVERYONE, Duty.DESK)

LATEST = PageRequest(limit=5)
Builder = Callable[[Call], Bench]


def recipient(call: Call) -> str:
    """Return whose inbox a person reads."""
    return recipient_of(call.actor)


def _inbox(call: Call) -> list[dict[str, object]]:
    return message_rows(call.house.inbox.page(recipient(call), LATEST).cards)


def _owner(call: Call) -> Bench:
    board = read_board(call.house, call.actor, call.now, OWNER)
    found = [(state, board.figures.get(f"state={state}", 0)) for state in NoticeState]
    return Bench(
        todos=[todo_at(card, OWNER) for card in board.cards],
        tiles=[
            Tile(number, f"/owner/notices?state={state}", state=state.value)
            for state, number in found
            if number
        ],
        shortcuts=[
            (_("我的公告"), "/owner/notices"),
            (_("服务事项"), "/service-items"),
            (_("我的举报"), "/cases"),
        ],
        may_draft=call.actor.has(Role.OWNER_AGENT),
    )


def _desk(role: Role, *shortcuts: tuple[str, str]) -> Builder:
    """Return the builder for a role whose day is its queues."""

    def build(call: Call) -> Bench:
        bench = desk_bench(call, role)
        bench.shortcuts = list(shortcuts)
        return bench

    return build


def _sysadmin(call: Call) -> Bench:
    counts = call.house.lists.counts
    return Bench(
        tiles=[
            Tile(counts("notices").get("all", 0), "/notices", _("已发布公告")),
            Tile(counts("agencies").get("all", 0), "/agencies", _("入驻机构")),
        ],
        shortcuts=[
            (_("人员权限"), "/admin/access"),
            (_("导入营商环境问题"), "/supervision/findings/import"),
            UPWARD,
            (_("运行状态"), "/healthz"),
            (_("接口说明"), "/openapi.json"),
            (_("核验账本"), "/ledger"),
        ],
    )


UPWARD = (_("上报省级系统"), "/upward")
FIGURES = (_("好差评公开数据"), "/ratings")
ITEMS, NEW_ITEM = (_("诉求"), "/hotline"), (_("登记诉求"), "/hotline/new")
ITEM_FIGURES = (_("诉求办理情况"), "/hotline/figures")
PROBLEMS = (_("大家反映的问题"), "/hotline/problems")
BOARDS = (_("回访的配额与覆盖"), "/callbacks/boards")
QUESTIONNAIRES = (_("问卷"), "/questionnaires")
CAMPAIGNS = (_("调查"), "/campaigns")
SIGNALS = (_("异常评价信号"), "/staff/ratings/signals")


def _clerk(_call: Call) -> Bench:
    """Return the day of a clerk: nothing waits for whoever may be rated."""
    own = (_("对我的服务的评价"), "/staff/ratings")
    window = [(_("窗口评价器"), "/tablet"), (_("登记办件"), "/served-cases/new")]
    return Bench(shortcuts=[*window, NEW_ITEM, ITEMS, own, FIGURES])


ALL_ORDERS = (_("差评工单"), "/orders")
MEASURES = (_("约谈和表扬"), "/supervision")


def _unit_head(call: Call) -> Bench:
    """Return the day of a unit's head: its work orders, and what is odd about its ratings."""
    bench = desk_bench(call, Role.UNIT_HEAD)
    own = (_("本单位的评价和信号"), f"/staff/ratings/units/{call.actor.org}")
    bench.shortcuts = [ALL_ORDERS, ITEMS, PROBLEMS, MEASURES, own, FIGURES]
    return bench


def _signposts(*shortcuts: tuple[str, str]) -> Builder:
    """Return the builder for a role for whom no board is kept."""
    return lambda _call: Bench(shortcuts=list(shortcuts))


ORDER_DESKS = (
    Role.UNIT_HANDLER,
    Role.UNIT_HEAD,
    Role.CENTRE_SUPERVISOR,
    Role.REGULATOR,
    Role.APPEAL_REVIEWER,
)
BUILDERS: dict[Role, Builder] = {
    Role.OWNER_ADMIN: _owner,
    Role.OWNER_AGENT: _owner,
    Role.AGENCY_ADMIN: agency_bench,
    Role.AGENCY_AGENT: agency_bench,
    Role.OPERATOR_REVIEWER: _desk(
        Role.OPERATOR_REVIEWER,
        (_("公告审核"), "/desk/notices"),
        (_("我的在办和请假"), "/claims"),
        (_("服务事项"), "/department/service-items"),
        (_("关联关系登记"), "/relations"),
        (_("举报违规"), "/cases"),
    ),
    Role.OPERATOR_PUBLISHER: _desk(
        Role.OPERATOR_PUBLISHER,
        (_("公告发布"), "/desk/notices"),
        (_("我的在办和请假"), "/claims"),
        (_("服务事项"), "/desk/service-items"),
        (_("举报违规"), "/cases"),
    ),
    Role.DEPARTMENT: _desk(
        Role.DEPARTMENT,
        (_("机构推荐"), "/department/nominations"),
        (_("我的在办和请假"), "/claims"),
        (_("服务事项"), "/department/service-items"),
        (_("违规案件"), "/cases"),
        (_("关联关系登记"), "/relations"),
        (_("导入严重失信名单"), "/black-list"),
    ),
    Role.SUPERVISOR: _desk(
        Role.SUPERVISOR,
        (_("公共随机数"), "/supervisor/beacon"),
        (_("监督公告"), "/supervisor/notices"),
        (_("抽取"), "/draws"),
        (_("核验账本"), "/ledger"),
        (_("违规案件"), "/cases"),
        (_("关联关系登记"), "/relations"),
        (_("导入严重失信名单"), "/black-list"),
    ),
    Role.SYSADMIN: _sysadmin,
    **{role: _desk(role, ALL_ORDERS) for role in ORDER_DESKS},
    Role.CENTRE_SUPERVISOR: _desk(
        Role.CENTRE_SUPERVISOR,
        ALL_ORDERS,
        (_("短信邀请"), "/invitations"),
        (_("回复的短信"), "/text-replies"),
        UPWARD,
        (_("评价点和二维码"), "/points"),
        (_("录入满意度评价表"), "/paper-forms"),
        (_("登记办件"), "/served-cases/new"),
        (_("导入办件"), "/served-cases/import"),
        (_("评价渠道覆盖"), "/coverage"),
        (_("导入省级页面的评价"), "/ratings-import"),
    ),
    Role.APPEAL_REVIEWER: _desk(Role.APPEAL_REVIEWER, ALL_ORDERS, SIGNALS),
    Role.UNIT_HANDLER: _desk(Role.UNIT_HANDLER, ALL_ORDERS, ITEMS, PROBLEMS),
    Role.HOTLINE_OPERATOR: _desk(Role.HOTLINE_OPERATOR, NEW_ITEM, ITEMS, PROBLEMS, ITEM_FIGURES, FIGURES),
    Role.CLERK: _clerk,
    Role.UNIT_HEAD: _unit_head,
    Role.REGULATOR: _desk(
        Role.REGULATOR,
        ALL_ORDERS,
        ITEMS,
        PROBLEMS,
        ITEM_FIGURES,
        MEASURES,
        (_("短信邀请"), "/invitations"),
        CAMPAIGNS,
        UPWARD,
        SIGNALS,
        BOARDS,
        (_("廉洁线索"), "/callbacks/integrity"),
        FIGURES,
    ),
    Role.DPO: _signposts(ALL_ORDERS, ITEMS, (_("个人信息请求"), "/privacy-requests")),
    Role.CALLBACK_AGENT: _signposts((_("回访工作台"), "/callbacks"), ALL_ORDERS, FIGURES),
    Role.CALLBACK_LEAD: _signposts((_("回访工作台"), "/callbacks"), BOARDS, ALL_ORDERS, FIGURES),
    **dict.fromkeys(
        (Role.SURVEY_DESIGNER, Role.EXTERNAL_EVALUATOR),
        _signposts(CAMPAIGNS, QUESTIONNAIRES, FIGURES, (_("您说了，我们改了"), "/changes")),
    ),
}
"""Which part of the workbench each role brings."""


@book.page("/workbench", shows_agency=True)
def show_workbench(call: Call) -> Reply:
    """Show what waits for the person, by deadline."""
    bench = _bench(call)
    return call.show("workbench.html", bench=bench, todos=bench.by_deadline(), form=call.new_form())


@book.api("GET", "/api/v1/workbench", answer="workbench-answer", shows_agency=True)
def get_workbench(call: Call) -> Reply:
    """Return what waits for the person, by deadline, and for an agency the open notices it may enter."""
    bench = _bench(call)
    todos = [todo_json(todo) for todo in bench.by_deadline()]
    return call.data({"todos": todos, "matching": bench.matching_data})


def _bench(call: Call) -> Bench:
    builders = dict.fromkeys(BUILDERS[role] for role in sorted(call.actor.roles))
    bench = Bench(messages=None if set(builders) == {agency_bench} else _inbox(call))
    for build in builders:
        bench.add(build(call))
    return bench


@book.page("/messages")
def show_messages(call: Call) -> Reply:
    """List the messages of the person's organisation or desk, newest first."""
    name = recipient(call)
    page = call.house.inbox.page(name, call.page_request(f"inbox/{name}"))
    return call.show("messages.html", messages=message_rows(page.cards), **ways_on(call, page))


@book.api("GET", "/api/v1/messages", is_list=True, answer="messages-answer")
def get_messages(call: Call) -> Reply:
    """Return a page of the messages of the person's organisation or desk, newest first."""
    name = recipient(call)
    page = call.house.inbox.page(name, call.page_request(f"inbox/{name}"))
    return call.data({"items": message_items(page.cards), "next": next_address(call, page)})
