"""The kinds of aggregates: where each lies, how it is written, when time acts on it next.

Every function knows all kinds and handles few, so a kind calls its class and its rules by their address in
the domain, and they are imported by whoever first reads or writes one (ADR 0098).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from chalicelib.domain.ledger import Head
from chalicelib.kernel import codec
from chalicelib.kernel.errors import AlreadyExists, NotFound
from chalicelib.kernel.late import named
from chalicelib.kernel.records import dataclass
from chalicelib.store import keys
from chalicelib.store.blobs import pack_small, unpack
from chalicelib.store.tables import EntityItem, Tables

if TYPE_CHECKING:
    from chalicelib.domain.access import Access
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.beacons import BeaconChain, ChainRegister
    from chalicelib.domain.marketplace.conduct.case import Case
    from chalicelib.domain.marketplace.conduct.list_import import ListImport
    from chalicelib.domain.marketplace.messages.settings import MessageSettings
    from chalicelib.domain.marketplace.nominations.imports import NominationImport
    from chalicelib.domain.marketplace.notices.notice import Notice
    from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
    from chalicelib.domain.marketplace.service_items.item import ServiceItem
    from chalicelib.domain.satisfaction.callbacks.plan import CallbackPlan
    from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
    from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
    from chalicelib.domain.satisfaction.cases.case_import import CaseImport
    from chalicelib.domain.satisfaction.cases.served_case import ServedCase
    from chalicelib.domain.satisfaction.contacts.contact import Contact
    from chalicelib.domain.satisfaction.hotline.item import HotlineItem
    from chalicelib.domain.satisfaction.invitations.invitation import Invitation
    from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
    from chalicelib.domain.satisfaction.points.point import Point
    from chalicelib.domain.satisfaction.privacy.request import PrivacyRequest
    from chalicelib.domain.satisfaction.problems.problem import Problem
    from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
    from chalicelib.domain.satisfaction.statistics.freezing import FrozenPeriod
    from chalicelib.domain.satisfaction.statistics.half_years import FrozenHalf
    from chalicelib.domain.satisfaction.supervision.measure import Measure
    from chalicelib.domain.satisfaction.surveys.survey import Survey
    from chalicelib.domain.satisfaction.text_templates.template import TextTemplate
    from chalicelib.domain.satisfaction.upward.reconciling import Reconciliation
    from chalicelib.domain.satisfaction.upward.report import Report
    from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder

S = TypeVar("S")
Place = tuple[type[EntityItem], str, str]
SATISFACTION = "satisfaction"
"""Of what lies there are millions: its text is compressed, since each kilobyte costs with each write."""


@dataclass(frozen=True, slots=True)
class AggregateKind(Generic[S]):
    """One kind: its name, its class and what acts on it, by their addresses below `chalicelib.domain`."""

    name: str
    state: str
    due: str = ""
    """Tells when time acts on one next; blank where it never does."""
    table: str = "marketplace"
    queue: str = "lifecycle"
    """Whose duty does its due work, unless `QUEUE_OF` says otherwise of a kind of it."""
    silent: str = ""
    """Names its events without an entry of their own, because another chain tells the fact in the same
    transaction."""
    lies: Callable[[str], tuple[str, str]] | None = None
    """Where one lies that has no partition of its own."""
    shelf: Callable[[S], tuple[str, str] | None] | None = None
    """Where it lies in the sparse index for people who look for work, in place of due work of the clock."""

    def place(self, identifier: str) -> tuple[str, str]:
        """Return the key of one."""
        return self.lies(identifier) if self.lies else (keys.aggregate(self.name, identifier), keys.ROOT)


def _of_domain(address: str) -> Any:
    return named(f"chalicelib.domain.{address}")


def model_of(kind: AggregateKind[Any], tables: Tables) -> type[EntityItem]:
    """Return the table in which a kind lies."""
    found: type[EntityItem] = getattr(tables, kind.table)
    return found


def _quote_place(identifier: str) -> tuple[str, str]:
    notice_id, slot = identifier.rsplit(".", 1)
    return keys.quote_partition(notice_id, keys.gate_of(slot)), slot


def _person_place(subject: str) -> tuple[str, str]:
    """Lie beside the person's epoch, which is read with every request and must stay small."""
    return keys.person(subject), keys.ACCESS


def _task_shelf(task: CallbackTask) -> tuple[str, str] | None:
    place = _of_domain("satisfaction.callbacks.ready:ready_place")(task)
    return None if place is None else (keys.ready(task.campaign, task.shard), place)


AGENCY: AggregateKind[Agency] = AggregateKind(
    "agency", "marketplace.agencies.agency:Agency", due="marketplace.agencies.due:next_due"
)
SERVICE_ITEM: AggregateKind[ServiceItem] = AggregateKind(
    "item", "marketplace.service_items.item:ServiceItem", due="marketplace.service_items.turning:next_due"
)
NOTICE: AggregateKind[Notice] = AggregateKind(
    "notice", "marketplace.notices.notice:Notice", due="marketplace.notices.due:next_due"
)
QUOTE: AggregateKind[SealedQuote] = AggregateKind(
    "quote", "marketplace.quotes.sealed:SealedQuote", lies=_quote_place
)
BEACON: AggregateKind[BeaconChain] = AggregateKind("beacon", "marketplace.beacons:BeaconChain")
CHAINS: AggregateKind[ChainRegister] = AggregateKind("chains", "marketplace.beacons:ChainRegister")
IMPORT: AggregateKind[NominationImport] = AggregateKind(
    "import", "marketplace.nominations.imports:NominationImport"
)
VIOLATION: AggregateKind[Case] = AggregateKind(
    "violation", "marketplace.conduct.case:Case", due="marketplace.conduct.case_due:next_due"
)
LIST_IMPORT: AggregateKind[ListImport] = AggregateKind(
    "list-import", "marketplace.conduct.list_import:ListImport"
)
PERSON: AggregateKind[Access] = AggregateKind("person", "access:Access", lies=_person_place)
SETTINGS: AggregateKind[MessageSettings] = AggregateKind(
    "settings", "marketplace.messages.settings:MessageSettings"
)
CASE: AggregateKind[ServedCase] = AggregateKind(
    "case", "satisfaction.cases.served_case:ServedCase", table=SATISFACTION
)
CONTACT: AggregateKind[Contact] = AggregateKind(
    "contact",
    "satisfaction.contacts.contact:Contact",
    table=SATISFACTION,
    silent="satisfaction.contacts.contact:TOLD_BY_THE_INVITATION",
)
INVITATION: AggregateKind[Invitation] = AggregateKind(
    "invitation",
    "satisfaction.invitations.invitation:Invitation",
    due="satisfaction.invitations.due:next_due",
    table=SATISFACTION,
    queue="invitations",
)
POINT: AggregateKind[Point] = AggregateKind("point", "satisfaction.points.point:Point", table=SATISFACTION)
ORDER: AggregateKind[WorkOrder] = AggregateKind(
    "order",
    "satisfaction.work_orders.work_order:WorkOrder",
    due="satisfaction.work_orders.cards:next_due",
    table=SATISFACTION,
    queue="orders",
)
HOTLINE: AggregateKind[HotlineItem] = AggregateKind(
    "hotline",
    "satisfaction.hotline.item:HotlineItem",
    due="satisfaction.hotline.supervising:next_due",
    table=SATISFACTION,
    queue="orders",
)
PROBLEM: AggregateKind[Problem] = AggregateKind(
    "problem", "satisfaction.problems.problem:Problem", table=SATISFACTION
)
CALLBACK_TASK: AggregateKind[CallbackTask] = AggregateKind(
    "callback-task",
    "satisfaction.callbacks.task:CallbackTask",
    table=SATISFACTION,
    silent="satisfaction.callbacks.moving:SILENT",
    shelf=_task_shelf,
)
CALLBACK_PLAN: AggregateKind[CallbackPlan] = AggregateKind(
    "callback-plan", "satisfaction.callbacks.plan:CallbackPlan", table=SATISFACTION
)
CASE_IMPORT: AggregateKind[CaseImport] = AggregateKind(
    "case-import", "satisfaction.cases.case_import:CaseImport", table=SATISFACTION
)
ORDER_TEXT: AggregateKind[OrderText] = AggregateKind(
    "order-text",
    "satisfaction.order_texts.order_text:OrderText",
    due="satisfaction.order_texts.order_text:next_due",
    table=SATISFACTION,
    queue="invitations",
)
TEMPLATE: AggregateKind[TextTemplate] = AggregateKind(
    "text-template", "satisfaction.text_templates.template:TextTemplate", table=SATISFACTION
)
PERIOD: AggregateKind[FrozenPeriod] = AggregateKind(
    "period", "satisfaction.statistics.freezing:FrozenPeriod", table=SATISFACTION
)
HALF_YEAR: AggregateKind[FrozenHalf] = AggregateKind(
    "half-year", "satisfaction.statistics.half_years:FrozenHalf", table=SATISFACTION
)
SUPERVISION: AggregateKind[Measure] = AggregateKind(
    "supervision",
    "satisfaction.supervision.measure:Measure",
    due="satisfaction.supervision.deciding:next_due",
    table=SATISFACTION,
    queue="orders",
)
PRIVACY: AggregateKind[PrivacyRequest] = AggregateKind(
    "privacy", "satisfaction.privacy.request:PrivacyRequest", table=SATISFACTION
)
REPORT: AggregateKind[Report] = AggregateKind(
    "report",
    "satisfaction.upward.report:Report",
    due="satisfaction.upward.report:next_due",
    table=SATISFACTION,
    queue="upward",
)
RECONCILIATION: AggregateKind[Reconciliation] = AggregateKind(
    "reconciliation", "satisfaction.upward.reconciling:Reconciliation", table=SATISFACTION
)
QUESTIONNAIRE: AggregateKind[Questionnaire] = AggregateKind(
    "questionnaire", "satisfaction.questionnaires.questionnaire:Questionnaire", table=SATISFACTION
)
CAMPAIGN: AggregateKind[Campaign] = AggregateKind(
    "campaign",
    "satisfaction.campaigns.campaign:Campaign",
    due="satisfaction.campaigns.campaign:next_due",
    table=SATISFACTION,
    queue="invitations",
)
SURVEY: AggregateKind[Survey] = AggregateKind(
    "survey",
    "satisfaction.surveys.survey:Survey",
    due="satisfaction.surveys.survey:next_due",
    table=SATISFACTION,
    queue="invitations",
)

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
    due = _of_domain(kind.due)(state) if kind.due else None
    if due is not None:
        queue = QUEUE_OF.get(due.kind, kind.queue)
        item.due_pk = keys.due_partition(queue, keys.due_shard(identifier))
        item.due_sk = keys.due_sort(due.at, kind.name, identifier)
    return item


def text_of(kind: AggregateKind[S], state: S) -> str:
    """Return an aggregate as it is stored."""
    return codec.dumps(state, _of_domain(kind.state))


def silent_events(kind: AggregateKind[Any]) -> frozenset[str]:
    """Return the events of a kind that have no entry of their own."""
    events: frozenset[str] = _of_domain(kind.silent) if kind.silent else frozenset()
    return events


def stored_text(item: EntityItem) -> str:
    """Return the text of an aggregate's item as it was hashed for the ledger."""
    return unpack(str(item.data))


def from_item(kind: AggregateKind[S], item: EntityItem) -> S:
    """Read an aggregate from its item."""
    state: S = codec.loads(stored_text(item), _of_domain(kind.state))
    return state


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
