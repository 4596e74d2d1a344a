"""What waits for each role, as data: the facets whose cards are to-dos, and their figures (pages §3)."""

from collections.abc import Iterator, Mapping

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.listing import waiting
from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.service_items.create_item import own_department
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.onboarding import expiring
from chalicelib.web.views.workbench import Tile, Todo, todo_of, todos_of

FIRST = PageRequest(limit=10)


@dataclass(frozen=True, slots=True)
class Queue:
    """A facet whose cards wait for a role; `{org}` and `{department}` stand for the person's own.

    `until` names the card's deadline, `label` the figure that leads to `whole`, the list itself.
    """

    name: str
    facet: str
    code: str
    place: str
    whole: str
    label: str
    until: str = "due_at"


QUEUES: Mapping[Role, tuple[Queue, ...]] = {
    Role.OPERATOR_REVIEWER: (
        Queue(
            "notice-queue",
            "review",
            "review",
            "/desk/notices/{id}",
            "/desk/notices?facet=review",
            _("待审核公告"),
        ),
        Queue(
            "notice-queue",
            "amendment",
            "amendment",
            "/desk/notices/{id}",
            "/desk/notices?facet=amendment",
            _("待审核更正"),
        ),
        Queue(
            "agency-queue",
            "form-check",
            "check-agency",
            "/desk/agencies/{uscc}",
            "/desk/agencies",
            _("待形式核对机构"),
        ),
    ),
    Role.OPERATOR_PUBLISHER: (
        Queue(
            "notice-queue",
            "publish",
            "publish",
            "/desk/notices/{id}",
            "/desk/notices?facet=publish",
            _("待发布公告"),
        ),
        Queue(
            "item-desk",
            "all:PROPOSED",
            "publish-item",
            "/desk/service-items/{code}",
            "/desk/service-items",
            _("待发布服务事项"),
        ),
    ),
    Role.DEPARTMENT: (
        Queue(
            "agency-queue",
            "dept={org}",
            "review-agency",
            "/department/agencies/{uscc}",
            "/department/agencies",
            _("待部门核查机构"),
        ),
        Queue(
            "nominations",
            "{org}:STAGED",
            "decide-nomination",
            "/department/nominations/{id}",
            "/department/nominations",
            _("待确认的机构推荐"),
        ),
        Queue(
            "item-desk",
            "{department}:DRAFT",
            "finish-item",
            "/department/service-items/{code}",
            "/department/service-items",
            _("未提交的服务事项"),
        ),
        Queue("case-todo", "dept={org}", "handle-case", "/cases/{id}", "/cases", _("待办违规案件")),
        Queue(
            "listings",
            "{org}:STAGED",
            "confirm-list",
            "/black-list/{id}",
            "/black-list",
            _("待确认的失信名单"),
        ),
    ),
    Role.SUPERVISOR: (
        Queue(
            "draws",
            "waiting",
            "reveal-beacon",
            "/supervisor/beacon",
            "/draws?facet=waiting",
            _("等待随机数的抽取"),
            "timeout_at",
        ),
        Queue(
            "listings", "all:STAGED", "confirm-list", "/black-list/{id}", "/black-list", _("待确认的失信名单")
        ),
        Queue("case-todo", "supervisor", "judge-case", "/cases/{id}", "/cases", _("待决定的违规案件")),
    ),
}
"""What waits at the desks, the most urgent first."""


def queued(call: Call, role: Role) -> tuple[list[Todo], list[Tile]]:
    """Return what waits in a role's queues and how much there is of each."""
    todos: list[Todo] = []
    tiles: list[Tile] = []
    own = {"org": call.actor.org, "department": own_department(call.house, call.actor)}
    for queue in QUEUES[role]:
        facet = queue.facet.format_map(own)
        listed = call.house.lists.page(queue.name, facet, FIRST, newest_first=False).cards
        cards = waiting(call, listed)
        todos += todos_of(cards, queue.code, queue.place, queue.until)
        count = call.house.lists.counts(queue.name, facet).get(facet, 0) - (len(listed) - len(cards))
        tiles.append(Tile(count, queue.whole, queue.label))
    if role in SERVICE_DESKS:
        desk_todos, desk_tile = _service_desk(call, role, own)
        todos, tiles = [*todos, *desk_todos], [*tiles, desk_tile]
    return todos, tiles


SERVICE_DESKS: Mapping[Role, tuple[str, str]] = {
    Role.OPERATOR_REVIEWER: ("centre", "desk"),
    Role.DEPARTMENT: ("dept={org}", "department"),
    Role.SUPERVISOR: ("supervisor", "supervisor"),
}
"""The facet of `service-desk` that waits for a role, and the seat from which it looks at contracts."""


def _service_desk(call: Call, role: Role, own: Mapping[str, str]) -> tuple[list[Todo], Tile]:
    """Return what waits for an authority in purchases under contract, and how much there is of it."""
    pattern, seat = SERVICE_DESKS[role]
    facet = pattern.format_map(own)
    count = call.house.lists.counts("service-desk", facet).get(facet, 0)
    tile = Tile(count, f"/{seat}/contracts", _("等待办理的合同"))
    return contract_todos(call, "service-desk", facet, seat), tile


def contract_todos(call: Call, name: str, facet: str, seat: str) -> list[Todo]:
    """Return what waits for somebody in purchases under contract, the most urgent first."""
    cards = call.house.lists.page(name, facet, FIRST, newest_first=False).cards
    place = f"/{seat}/contracts/{{notice_no}}"
    return [todo_of(card.data, str(card.data["todo"]), place, "until_at") for card in cards]


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
