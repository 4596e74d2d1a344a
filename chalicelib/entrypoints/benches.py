"""What waits for each role, as data: whose board, where a thing to do leads, which figures (pages §3).

A seat's board is one Query: its figures and its cards, the most urgent first (docs/data-model.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import field
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.listing import waiting
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import Board, Card, House
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.onboarding import expiring
from chalicelib.web.views.workbench import Bench, Tile, Todo, others_work, todo_of

SHOWN = 20
"""So much of what waits is shown; the figures say how much there is."""

CONTRACT_WORK = (
    "sign-contract", "confirm-contract", "answer-change", "file-contract", "review-result", "deliver-result",
    "evaluate", "decide-objection", "settle-dispute", "demand-filing", "pay-instalment", "confirm-receipt",
)  # fmt: skip
ORDER_WORK = (
    "send-order", "sign-order", "decide-return", "contact-resident", "find-cause", "confirm-finding",
    "mend-order", "approve-measure", "decide-order-extension", "send-feedback", "revisit-resident",
    "close-order", "approve-appeal", "judge-appeal", "judge-objection",
)  # fmt: skip
ITEM_WORK = (
    "send-item", "reply-item", "call-item-back", "close-item", "redispatch-item", "close-item-unresolved",
    "decide-item-extension", "supervise-item", "report-item",
)  # fmt: skip
MEASURE_WORK = (
    "hold-talk", "attend-talk", "answer-talk", "keep-commitments", "confirm-commitments",
)  # fmt: skip
REVIEW_WORK = ("judge-rating", "judge-rating-objection")
PLACES: Mapping[str, str] = {
    **dict.fromkeys(REVIEW_WORK, "/staff/ratings/signals/{id}"),
    **dict.fromkeys(ORDER_WORK, "/orders/{id}"),
    **dict.fromkeys(ITEM_WORK, "/hotline/{id}"),
    **dict.fromkeys(MEASURE_WORK, "/supervision/{id}"),
    **dict.fromkeys(CONTRACT_WORK, "{base}/contracts/{notice_no}"),
    **dict.fromkeys(("accept-award", "explain-price"), "/agency/awards/{notice_no}"),
    **dict.fromkeys(("answer-case", "handle-case", "judge-case"), "/cases/{id}"),
    **dict.fromkeys(("check-agency", "review-agency"), "{base}/agencies/{uscc}"),
    **dict.fromkeys(("publish-item", "finish-item"), "{base}/service-items/{code}"),
    **dict.fromkeys(("decide-campaign", "publish-campaign"), "/campaigns/{id}"),
    "decide-nomination": "/department/nominations/{id}",
    "confirm-list": "/black-list/{id}",
    "reveal-beacon": "/supervisor/beacon",
}
"""Where a thing to do leads from the base of a seat; one that is not named leads to the notice itself."""

NOTICE = "{base}/notices/{id}"
AT_A_STEP = frozenset({*CONTRACT_WORK, "accept-award", "explain-price"})
"""What an agency does as the first-placed: its line says at which step the purchase stands."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a board: what is counted, under which words, and the list it leads to."""

    todos: tuple[str, ...]
    whole: str
    label: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose board a role reads, where its pages begin, and its figures; `{org}` is the person's own."""

    board: str
    base: str
    figures: tuple[Figure, ...] = field(default=())


_TO_HANDLE = Figure(ORDER_WORK, "/orders", _("待办差评工单"))
_ITEMS = Figure(ITEM_WORK, "/hotline", _("待办诉求"))
_TO_REVIEW = Figure(REVIEW_WORK, "/staff/ratings/signals", _("待复核的异常评价"))
_CAMPAIGNS = Figure(("decide-campaign", "publish-campaign"), "/campaigns", _("待审批和公布的调查"))
_TO_SUPERVISE = Figure(MEASURE_WORK, "/supervision", _("待办约谈"))
OWNER, AGENCY = Seat("owner={org}", "/owner"), Seat("agency={org}", "/agency")
SEATS: Mapping[Role, Seat] = {
    Role.OPERATOR_REVIEWER: Seat(
        "operator_reviewer",
        "/desk",
        (
            Figure(("review",), "/desk/notices?facet=review", _("待审核公告")),
            Figure(("amendment",), "/desk/notices?facet=amendment", _("待审核更正")),
            Figure(("check-agency",), "/desk/agencies", _("待形式核对机构")),
            Figure(CONTRACT_WORK, "/desk/contracts", _("等待办理的合同")),
        ),
    ),
    Role.OPERATOR_PUBLISHER: Seat(
        "operator_publisher",
        "/desk",
        (
            Figure(("publish",), "/desk/notices?facet=publish", _("待发布公告")),
            Figure(("publish-item",), "/desk/service-items", _("待发布服务事项")),
        ),
    ),
    Role.DEPARTMENT: Seat(
        "dept={org}",
        "/department",
        (
            Figure(("review-agency",), "/department/agencies", _("待部门核查机构")),
            Figure(("decide-nomination",), "/department/nominations", _("待确认的机构推荐")),
            Figure(("finish-item",), "/department/service-items", _("未提交的服务事项")),
            Figure(("handle-case",), "/cases", _("待办违规案件")),
            Figure(("confirm-list",), "/black-list", _("待确认的失信名单")),
            Figure(CONTRACT_WORK, "/department/contracts", _("等待办理的合同")),
        ),
    ),
    Role.SUPERVISOR: Seat(
        "supervisor",
        "/supervisor",
        (
            Figure(("reveal-beacon",), "/draws?facet=waiting", _("等待随机数的抽取")),
            Figure(("confirm-list",), "/black-list", _("待确认的失信名单")),
            Figure(("judge-case",), "/cases", _("待决定的违规案件")),
            Figure(CONTRACT_WORK, "/supervisor/contracts", _("等待办理的合同")),
        ),
    ),
    Role.UNIT_HANDLER: Seat("unit_handler={org}", "/orders", (_TO_HANDLE, _ITEMS)),
    Role.UNIT_HEAD: Seat("unit_head={org}", "/orders", (_TO_HANDLE, _ITEMS, _TO_SUPERVISE)),
    Role.CENTRE_SUPERVISOR: Seat("centre_supervisor", "/orders", (_TO_HANDLE,)),
    Role.REGULATOR: Seat("regulator", "/orders", (_TO_HANDLE, _ITEMS, _CAMPAIGNS, _TO_SUPERVISE)),
    Role.HOTLINE_OPERATOR: Seat("hotline_operator", "/hotline", (_ITEMS,)),
    Role.APPEAL_REVIEWER: Seat("appeal_reviewer", "/orders", (_TO_HANDLE, _TO_REVIEW)),
}
"""The desks of the authorities."""


def desk_bench(call: Call, role: Role) -> Bench:
    """Return what waits at a role's desk and how much there is of each kind."""
    seat = SEATS[role]
    board = read_board(call.house, call.actor, call.now, seat)
    cards = waiting(call, board.cards)
    counts = Counter(board.figures)
    counts.subtract(str(card.data["todo"]) for card in board.cards if card not in cards)
    tiles = [Tile(sum(counts[todo] for todo in one.todos), one.whole, one.label) for one in seat.figures]
    return Bench([todo_at(card, seat) for card in cards], tiles)


SEAT_OF: Mapping[Role, Seat] = {
    **SEATS,
    **dict.fromkeys((Role.OWNER_ADMIN, Role.OWNER_AGENT), OWNER),
    **dict.fromkeys((Role.AGENCY_ADMIN, Role.AGENCY_AGENT), AGENCY),
}
"""Whose board each role reads; a system administrator has none."""


def read_board(house: House, actor: Actor, now: datetime, seat: Seat) -> Board:
    """Read what waits at a seat, without what is somebody else's work or can no longer be done."""
    others, at = others_work(actor.roles), format_instant(now)
    return house.lists.board(seat.board.format(org=actor.org), SHOWN, lambda card: _is_own(card, others, at))


def _is_own(card: Card, others: Set[str], now: str) -> bool:
    """Tell whether a card asks the person for something; a price can be explained until its instant only."""
    todo = str(card.data["todo"])
    is_late = str(card.data.get("until_at", "")) <= now
    return todo not in others and not (is_late and todo == "explain-price")


def todo_at(card: Card, seat: Seat) -> Todo:
    """Return a card as a thing to do from a seat."""
    todo = str(card.data["todo"])
    place = PLACES.get(todo, NOTICE).format_map({**card.data, "base": seat.base})
    at_step = str(card.data["state"]) if seat is AGENCY and todo in AT_A_STEP else ""
    return todo_of(card.data, todo, place, at_step)


def entry_todos(call: Call, agency: Agency | None) -> Iterator[Todo]:
    """Yield what an agency has to do for its own entry: begin, finish or mend it, renew what runs out."""
    home = "/agency/onboarding"
    if agency is None:
        yield Todo("begin-entry", call.signed_in.org_name if call.signed_in else "", home)
        return
    if agency.corrections:
        yield Todo("correct-entry", agency.draft.organisation.name, home)
    elif not agency.filing and not agency.register.commitment:
        yield Todo("finish-entry", agency.draft.organisation.name, home)
    days = call.house.rules.load().listing.certificate_warning_days
    for one in expiring(agency, call.types, call.now, days):
        yield Todo("renew-certificate", one["title"], one["href"], end_of_day(one["last_on"]))
