"""What the use cases need from the world, as Protocols; `store` and `gateways` implement them.

`House` is the bundle a use case gets. Which ports are real depends on the duty of the function that
runs: `bootstrap` wires only those, and the IAM policy of the duty allows only those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.beacon_ports import BeaconReads, Rounds
from chalicelib.usecases.calendar_ports import CalendarLinks
from chalicelib.usecases.callback_ports import CallbackReads, CallBridge, CaseReads, ReadyTasks
from chalicelib.usecases.catalogue_ports import Catalogues
from chalicelib.usecases.conduct_ports import ConductReads
from chalicelib.usecases.desk_ports import Desks
from chalicelib.usecases.due_ports import DueIndex, Queues
from chalicelib.usecases.file_ports import Files, Photos, Workbooks
from chalicelib.usecases.guard_ports import Objections, RatingProfiles, RuleProfiles
from chalicelib.usecases.identity_ports import OneTimeMarks, Roster, SessionEpochs, Standing
from chalicelib.usecases.ledger_ports import LedgerDays
from chalicelib.usecases.message_ports import HeldTexts, Inbox, OwnEntries, SettingsReads
from chalicelib.usecases.notifier_ports import Notifier
from chalicelib.usecases.opening_ports import OpeningReads
from chalicelib.usecases.rating_ports import (
    CaseImportReads,
    HotlineReads,
    InvitationReads,
    MeasureReads,
    OrderReads,
    OrderTextReads,
    PointReads,
    ProblemReads,
    Sightings,
    Visits,
)
from chalicelib.usecases.sealing_ports import Sealing
from chalicelib.usecases.survey_ports import (
    CampaignReads,
    PopulationReads,
    QuestionnaireReads,
    QuestionnaireTemplates,
    SurveyReads,
)
from chalicelib.usecases.text_ports import Pace, RememberedTemplates, TemplateReads, Texts
from chalicelib.usecases.unit_ports import UnitOfWork as UnitOfWork
from chalicelib.usecases.upward_ports import ReportReads, Upward

if TYPE_CHECKING:
    from chalicelib.domain.ledger import Entry
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
    from chalicelib.domain.marketplace.nominations.imports import NominationImport
    from chalicelib.domain.marketplace.notices.notice import Notice
    from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
    from chalicelib.domain.marketplace.service_items.item import ServiceItem
    from chalicelib.domain.satisfaction.codes.indicators import Indicators

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Once:
    """An Idempotency-Key of one principal, with the hash of the body it came with."""

    principal: str
    key: str
    body_hash: str


Attempt = Callable[[UnitOfWork, datetime], T]
"""What a command does within one unit of work at one instant; it may run several times."""


class Transact(Protocol):
    """Run an attempt in a unit of work until it commits; each try gets a fresh `now`."""

    def __call__(
        self,
        attempt: Attempt[T],
        *,
        once: Once | None = None,
        ref: Callable[[T], str] | None = None,
        replay: Callable[[UnitOfWork, str], T] | None = None,
    ) -> T:
        """Commit and return the attempt's result.

        With `once`, `ref(result)` is remembered; a repetition returns `replay(uow, ref)`.
        """


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice with what its page shows beside it: `contact` unless erased, the number it was renewed as."""

    notice: Notice
    version: int
    contact: Mapping[str, Json]
    registered: int
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency with its public contact."""

    agency: Agency
    version: int
    contact: Mapping[str, Json]


def registered_count(notice_id: str) -> tuple[str, str]:
    """Return where the number of a notice's registrations is counted: list name and facet."""
    return f"notice:{notice_id}", "registered"


class Queries(BeaconReads, ConductReads, Protocol):
    """Reads outside a command; eventually consistent unless `consistent` is asked for."""

    def notice_by_number(self, notice_no: str) -> NoticeView:
        """Return a notice in two calls: its number's guard item, then everything in one batch."""

    def notice_id(self, notice_no: str) -> str:
        """Return the id behind a notice number; NotFound when there is none."""

    def notice(self, notice_id: str, *, consistent: bool = True) -> NoticeView:
        """Return a notice by its id in one call."""

    def notice_alone(self, notice_id: str) -> Notice:
        """Return a notice without contact and counts, read consistently."""

    def draw(self, notice_no: str) -> tuple[NoticeView, Mapping[str, Json], Mapping[str, Json]]:
        """Return a notice, its draw's public record and what stands beside it, in two calls; or NotFound."""

    def award(self, notice_no: str) -> tuple[NoticeView, Sequence[Json]]:
        """Return a notice and the first places of its ranking in two calls; () before the first award."""

    def selection(self, notice_no: str) -> tuple[NoticeView, Mapping[str, Json] | None, Mapping[str, str]]:
        """Return a notice, its selection record if one is kept, and the names in it, in two calls."""

    def notices(self, notice_ids: Sequence[str]) -> Mapping[str, Notice]:
        """Return the notices that are there by id, in one call for a hundred."""

    def agency(self, uscc: str, *, consistent: bool = False) -> AgencyView:
        """Return an agency in one call."""

    def owners(self, scope: str, values: Sequence[str]) -> Mapping[str, str]:
        """Return who holds each claimed value of a scope, read consistently; free ones are left out."""

    def agencies(self, usccs: Sequence[str]) -> Mapping[str, Agency]:
        """Return the agencies that are there by USCC, read consistently, a hundred a call."""

    def standing_with_agency(self, person: str, uscc: str) -> tuple[Standing, Agency | None]:
        """Return what a session is held against, and an agency, read consistently in one call."""

    def service_item(self, identifier: str) -> tuple[ServiceItem, int]:
        """Return a service item and its version."""

    def nomination(self, identifier: str) -> NominationImport:
        """Return a nomination import, read consistently."""

    def quote(self, notice_id: str, slot: str) -> SealedQuote | None:
        """Return the sealed quote of a slot, read consistently, or None."""

    def quotes(self, wanted: Sequence[tuple[str, str]]) -> list[SealedQuote]:
        """Return the sealed quotes that are there, by notice and slot, read consistently in one call."""

    def personal(self, ref: str) -> Mapping[str, Json]:
        """Open one personal value; NotFound when it was erased."""

    def personal_many(self, refs: Sequence[str]) -> Mapping[str, Mapping[str, Json]]:
        """Open several personal values in one call; erased ones are left out."""

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's ledger entries after a number, consistently."""

    def ledger_days(self, request: PageRequest) -> ListPage:
        """Return a page of the daily digests' ledger entries, whole, the latest first."""


@dataclass(frozen=True, slots=True)
class Card:
    """One row of an indexed list: its sort key and its public fields."""

    sort: str
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of cards and where the next one begins."""

    cards: tuple[Card, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Board:
    """What waits at a seat, the most urgent first, and its exact figures by name."""

    cards: tuple[Card, ...]
    figures: Mapping[str, int]


class Lists(Protocol):
    """Indexed lists: one facet, one sort, one Query (design §3)."""

    def page(self, name: str, facet: str, request: PageRequest, *, newest_first: bool = True) -> ListPage:
        """Return one page of a list; `facet` is `all` or `field=value`."""

    def board(self, seat: str, wanted: int, keep: Callable[[Card], bool]) -> Board:
        """Return a seat's figures and at most so many of its cards, of those that are kept."""

    def counts(self, name: str, prefix: str = "") -> Mapping[str, int]:
        """Return the exact count of every facet of a list, or of those that begin with a prefix."""

    def figures(self, name: str, facet: str, prefix: str = "") -> Mapping[str, Mapping[str, int]]:
        """Return the figures of a facet with their columns, or those with a prefix: one Query."""

    def remembered(self, name: str, facet: str, prefix: str) -> Mapping[str, Mapping[str, int]]:
        """Return figures that change seldom, believed for some minutes while one with a prefix is there."""

    def row(self, kind: str, identifier: str) -> Mapping[str, Json]:
        """Return an aggregate's reporting row; empty when it was not projected yet."""


class Pages(Protocol):
    """Immutable, content-addressed pages of at most 200 rows below a parent (design §1)."""

    def put(self, parent: str, rows: Sequence[Json]) -> str:
        """Write a page if it is not there and return its hash."""

    def get(self, parent: str, hashes: Sequence[str]) -> list[Json]:
        """Return the rows of pages in the order of their hashes."""


@dataclass(frozen=True, slots=True)
class House:
    """The ports of one process."""

    clock: Clock
    transact: Transact
    queries: Queries
    ledger: LedgerDays
    lists: Lists
    catalogues: Catalogues
    inbox: Inbox
    own_entries: OwnEntries
    message_settings: SettingsReads
    held_texts: HeldTexts
    sealing: Sealing
    files: Files
    workbooks: Workbooks
    photos: Photos
    queues: Queues
    notifier: Notifier
    texts: Texts
    pace: Pace
    due: DueIndex
    pages: Pages
    opening: OpeningReads
    objections: Objections
    rules: RuleProfiles
    rating_rules: RatingProfiles
    indicators: Indicators
    invitations: InvitationReads
    sightings: Sightings
    orders: OrderReads
    order_texts: OrderTextReads
    hotline: HotlineReads
    problems: ProblemReads
    measures: MeasureReads
    points: PointReads
    case_imports: CaseImportReads
    questionnaires: QuestionnaireReads
    questionnaire_templates: QuestionnaireTemplates
    campaigns: CampaignReads
    population: PopulationReads
    surveys: SurveyReads
    templates: RememberedTemplates
    text_versions: TemplateReads
    """The same, never remembered: for whoever changes them."""
    callback_tasks: CallbackReads
    ready_tasks: ReadyTasks
    cases: CaseReads
    call_bridge: CallBridge
    upward: Upward
    reports: ReportReads
    visits: Visits
    service_types: ServiceTypes
    calendar: Calendar
    epochs: SessionEpochs
    roster: Roster
    desks: Desks
    marks: OneTimeMarks
    calendars: CalendarLinks
    rounds: Rounds
    division: str
    link_base: str
    """Where links in text messages begin, without a final slash."""
    text_signature: str
    staff_networks: frozenset[str] = frozenset()
    """Networks of the halls' staff, from which nobody else rates."""
