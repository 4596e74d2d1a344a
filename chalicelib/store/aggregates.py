"""The kinds of aggregates: where each lies, how it is written, when time acts on it next."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from chalicelib.domain.access import Access
from chalicelib.domain.ledger import Head
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.due import next_due as agency_due
from chalicelib.domain.marketplace.beacons import BeaconChain, ChainRegister
from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_due import next_due as case_due
from chalicelib.domain.marketplace.conduct.list_import import ListImport
from chalicelib.domain.marketplace.messages.settings import MessageSettings
from chalicelib.domain.marketplace.nominations.imports import NominationImport
from chalicelib.domain.marketplace.notices.due import next_due as notice_due
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.domain.marketplace.service_items.turning import next_due as item_due
from chalicelib.domain.satisfaction.callbacks.moving import SILENT
from chalicelib.domain.satisfaction.callbacks.plan import CallbackPlan
from chalicelib.domain.satisfaction.callbacks.ready import ready_place
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.campaign import next_due as campaign_due
from chalicelib.domain.satisfaction.cases.case_import import CaseImport
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.contacts.contact import TOLD_BY_THE_INVITATION, Contact
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.invitations.due import next_due as invitation_due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.order_texts.order_text import next_due as order_text_due
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.domain.satisfaction.privacy.request import PrivacyRequest
from chalicelib.domain.satisfaction.problems.problem import Problem
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.domain.satisfaction.statistics.freezing import FrozenPeriod
from chalicelib.domain.satisfaction.statistics.half_years import FrozenHalf
from chalicelib.domain.satisfaction.supervision.deciding import next_due as measure_due
from chalicelib.domain.satisfaction.supervision.measure import Measure
from chalicelib.domain.satisfaction.surveys.survey import Survey
from chalicelib.domain.satisfaction.surveys.survey import next_due as survey_due
from chalicelib.domain.satisfaction.text_templates.template import TextTemplate
from chalicelib.domain.satisfaction.upward.reconciling import Reconciliation
from chalicelib.domain.satisfaction.upward.report import Report
from chalicelib.domain.satisfaction.upward.report import next_due as report_due
from chalicelib.domain.satisfaction.work_orders.cards import next_due as order_due
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel import codec
from chalicelib.kernel.errors import AlreadyExists, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.store import keys
from chalicelib.store.blobs import pack_small, unpack
from chalicelib.store.tables import EntityItem, Tables

S = TypeVar("S")
Place = tuple[type[EntityItem], str, str]
SATISFACTION = "satisfaction"
"""Of what lies there are millions: its text is compressed, since each kilobyte costs with each write."""


@dataclass(frozen=True, slots=True)
class AggregateKind(Generic[S]):
    """One kind: its name, its dataclass, its place and its next due work."""

    name: str
    type: type[S]
    place: Callable[[str], tuple[str, str]]
    due: Callable[[S], Any | None]
    table: str = "marketplace"
    queue: str = "lifecycle"
    """Whose duty does its due work, unless `QUEUE_OF` says otherwise of a kind of it."""
    silent: frozenset[str] = frozenset()
    """Events without an entry of their own, because another chain tells the fact in the same transaction."""
    shelf: Callable[[S], tuple[str, str] | None] | None = None
    """Where it lies in the sparse index for people who look for work, in place of due work of the clock."""


def model_of(kind: AggregateKind[Any], tables: Tables) -> type[EntityItem]:
    """Return the table in which a kind lies."""
    found: type[EntityItem] = getattr(tables, kind.table)
    return found


def _own_partition(kind: str) -> Callable[[str], tuple[str, str]]:
    return lambda identifier: (keys.aggregate(kind, identifier), keys.ROOT)


def _quote_place(identifier: str) -> tuple[str, str]:
    notice_id, slot = identifier.rsplit(".", 1)
    return keys.quote_partition(notice_id, keys.gate_of(slot)), slot


def _person_place(subject: str) -> tuple[str, str]:
    """Lie beside the person's epoch, which is read with every request and must stay small."""
    return keys.person(subject), keys.ACCESS


def _task_shelf(task: CallbackTask) -> tuple[str, str] | None:
    place = ready_place(task)
    return None if place is None else (keys.ready(task.campaign, task.shard), place)


def _never(_: object) -> None:
    return None


def _hotline_due(item: HotlineItem) -> Any | None:
    """Look when time acts on an item next; the rules are imported by whoever writes one."""
    from chalicelib.domain.satisfaction.hotline.supervising import next_due

    return next_due(item)


AGENCY = AggregateKind("agency", Agency, _own_partition("agency"), agency_due)
SERVICE_ITEM = AggregateKind("item", ServiceItem, _own_partition("item"), item_due)
NOTICE = AggregateKind("notice", Notice, _own_partition("notice"), notice_due)
QUOTE = AggregateKind("quote", SealedQuote, _quote_place, _never)
BEACON = AggregateKind("beacon", BeaconChain, _own_partition("beacon"), _never)
CHAINS = AggregateKind("chains", ChainRegister, _own_partition("chains"), _never)
IMPORT = AggregateKind("import", NominationImport, _own_partition("import"), _never)
VIOLATION = AggregateKind("violation", Case, _own_partition("violation"), case_due)
LIST_IMPORT = AggregateKind("list-import", ListImport, _own_partition("list-import"), _never)
PERSON = AggregateKind("person", Access, _person_place, _never)
SETTINGS = AggregateKind("settings", MessageSettings, _own_partition("settings"), _never)
CASE = AggregateKind("case", ServedCase, _own_partition("case"), _never, SATISFACTION)
CONTACT = AggregateKind(
    "contact", Contact, _own_partition("contact"), _never, SATISFACTION, silent=TOLD_BY_THE_INVITATION
)
INVITATION = AggregateKind(
    "invitation", Invitation, _own_partition("invitation"), invitation_due, SATISFACTION, "invitations"
)

POINT = AggregateKind("point", Point, _own_partition("point"), _never, SATISFACTION)
ORDER = AggregateKind("order", WorkOrder, _own_partition("order"), order_due, SATISFACTION, "orders")
HOTLINE = AggregateKind(
    "hotline", HotlineItem, _own_partition("hotline"), _hotline_due, SATISFACTION, "orders"
)
PROBLEM = AggregateKind("problem", Problem, _own_partition("problem"), _never, SATISFACTION)
CALLBACK_TASK = AggregateKind(
    "callback-task",
    CallbackTask,
    _own_partition("callback-task"),
    _never,
    SATISFACTION,
    silent=SILENT,
    shelf=_task_shelf,
)
CALLBACK_PLAN = AggregateKind(
    "callback-plan", CallbackPlan, _own_partition("callback-plan"), _never, SATISFACTION
)
CASE_IMPORT = AggregateKind("case-import", CaseImport, _own_partition("case-import"), _never, SATISFACTION)
ORDER_TEXT = AggregateKind(
    "order-text", OrderText, _own_partition("order-text"), order_text_due, SATISFACTION, "invitations"
)
TEMPLATE = AggregateKind("text-template", TextTemplate, _own_partition("text-template"), _never, SATISFACTION)
PERIOD = AggregateKind("period", FrozenPeriod, _own_partition("period"), _never, SATISFACTION)
HALF_YEAR = AggregateKind("half-year", FrozenHalf, _own_partition("half-year"), _never, SATISFACTION)
SUPERVISION = AggregateKind(
    "supervision", Measure, _own_partition("supervision"), measure_due, SATISFACTION, "orders"
)
PRIVACY = AggregateKind("privacy", PrivacyRequest, _own_partition("privacy"), _never, SATISFACTION)
REPORT = AggregateKind("report", Report, _own_partition("report"), report_due, SATISFACTION, "upward")
RECONCILIATION = AggregateKind(
    "reconciliation", Reconciliation, _own_partition("reconciliation"), _never, SATISFACTION
)
QUESTIONNAIRE = AggregateKind(
    "questionnaire", Questionnaire, _own_partition("questionnaire"), _never, SATISFACTION
)
CAMPAIGN = AggregateKind(
    "campaign", Campaign, _own_partition("campaign"), campaign_due, SATISFACTION, "invitations"
)

SURVEY = AggregateKind("survey", Survey, _own_partition("survey"), survey_due, SATISFACTION, "invitations")

QUEUE_OF = {
    "close": "opening",
    "open": "opening",
    "select": "opening",
    "draw": "drawing",
    "beacon-reminder-1": "drawing",
    "beacon-reminder-2": "drawing",
    "beacon-reminder-3": "drawing",
    "beacon-timeout": "drawing",
}
"""Which duty's queue does a kind of due work, where it is another one than its aggregate's."""

KINDS: tuple[AggregateKind[Any], ...] = (
    AGENCY,
    SERVICE_ITEM,
    NOTICE,
    QUOTE,
    IMPORT,
    BEACON,
    CHAINS,
    VIOLATION,
    LIST_IMPORT,
    PERSON,
    SETTINGS,
    CASE,
    CONTACT,
    INVITATION,
    POINT,
    ORDER,
    HOTLINE,
    PROBLEM,
    PERIOD,
    HALF_YEAR,
    SUPERVISION,
    PRIVACY,
    CASE_IMPORT,
    ORDER_TEXT,
    TEMPLATE,
    REPORT,
    RECONCILIATION,
    QUESTIONNAIRE,
    CAMPAIGN,
    CALLBACK_TASK,
    CALLBACK_PLAN,
    SURVEY,
)


def to_item(
    model: type[EntityItem],
    kind: AggregateKind[S],
    identifier: str,
    state: S,
    version: int,
    head: Head,
    text: str,
) -> EntityItem:
    """Write an aggregate and its text as its item, with its place in the due index."""
    pk, sk = kind.place(identifier)
    item = model(pk, sk, kind=kind.name, version=version, head=f"{head.seq}.{head.hash}")
    item.data = pack_small(text) if kind.table == SATISFACTION else text
    shelf = kind.shelf(state) if kind.shelf else None
    if shelf is not None:
        item.due_pk, item.due_sk = shelf
    due = kind.due(state)
    if due is not None:
        queue = QUEUE_OF.get(due.kind, kind.queue)
        item.due_pk = keys.due_partition(queue, keys.due_shard(identifier))
        item.due_sk = keys.due_sort(due.at, kind.name, identifier)
    return item


def text_of(kind: AggregateKind[S], state: S) -> str:
    """Return an aggregate as it is stored."""
    return codec.dumps(state, kind.type)


def stored_text(item: EntityItem) -> str:
    """Return the text of an aggregate's item as it was hashed for the ledger."""
    return unpack(str(item.data))


def from_item(kind: AggregateKind[S], item: EntityItem) -> S:
    """Read an aggregate from its item."""
    return codec.loads(stored_text(item), kind.type)


def head_of(item: EntityItem) -> Head:
    """Read the ledger head stored in an aggregate's item."""
    seq, digest = str(item.head).split(".")
    return Head(int(seq), digest)


def place_of(tables: Tables, aggregate: str) -> Place | None:
    """Return where the aggregate of a ledger chain is stored, None for a chain that stands for itself."""
    name, _, identifier = aggregate.partition("#")
    found = next((kind for kind in KINDS if kind.name.upper() == name), None)
    return None if found is None else (model_of(found, tables), *found.place(identifier))


def missing(kind: AggregateKind[Any]) -> NotFound:
    """Return the error for an aggregate that is not there."""
    return NotFound("not-found", kind=kind.name)


def taken(kind: AggregateKind[Any]) -> AlreadyExists:
    """Return the error for an aggregate that is there already."""
    return AlreadyExists("already-exists", kind=kind.name)
