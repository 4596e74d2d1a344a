"""What one command reads and writes, as Protocols: the unit of work and what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.identity_ports import Standing

if TYPE_CHECKING:
    from chalicelib.domain.access import Access
    from chalicelib.domain.decisions import Decision
    from chalicelib.domain.desk import Task
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


class Repository(Protocol[S]):
    """Aggregates of one kind, loaded consistently and saved with the version that was loaded."""

    def load(self, identifier: str) -> S:
        """Return the aggregate; NotFound when there is none."""

    def find(self, identifier: str) -> S | None:
        """Return the aggregate or None."""

    def find_many(self, identifiers: Sequence[str]) -> dict[str, S]:
        """Return the aggregates that are there, read consistently, a hundred a call."""

    def add(self, decision: Decision[S], actor: Actor) -> None:
        """Put a new aggregate and the first entry of its chain; AlreadyExists when it is there."""

    def save(self, decision: Decision[S], actor: Actor) -> None:
        """Put the next version of a loaded aggregate and its ledger entry."""

    def hold(self, identifier: str) -> None:
        """Let the transaction hold only while a loaded aggregate, left as it is, is as it was read."""

    def version(self, identifier: str) -> int:
        """Return the version that was loaded; 0 for a new one."""


class Gates(Protocol):
    """The sixteen gate items of a notice (design §3): what closes a notice against a late quote."""

    def open(self, notice_id: str, closes_at: datetime) -> None:
        """Write all gates as open until an instant."""

    def shut(self, notice_id: str) -> None:
        """Write all gates as shut."""

    def require_open(
        self, notice_id: str, slot: str, now: datetime, closes_at: datetime | None = None
    ) -> None:
        """Let the transaction hold only while the slot's gate is open and closes after now."""


class Guests(Protocol):
    """Addresses without names, read together with the link that they ask for."""

    def wrongs(self, who: str, wall_now: datetime) -> tuple[int, int]:
        """Return how many wrong links of an address are held now, and for how many seconds more."""


class Known(Protocol):
    """The places in which a telephone stands, as `domain/satisfaction/privacy/rooms.py` names them."""

    def note(self, contact: str, place: str) -> None:
        """Let a place be found by the telephone that stands in it."""

    def drop(self, contact: str, place: str) -> None:
        """Let a place be found by the telephone no more."""

    def places(self, contact: str, under: str = "") -> list[str]:
        """Return the places of a telephone, or those under one, read consistently."""


class Population(Protocol):
    """Who was served in a month."""

    def note(self, case: ServedCase) -> None:
        """Count a completed case among its month's; again it changes nothing."""

    def drop(self, case: ServedCase) -> None:
        """Take a case out, with its person."""


class VaultWriter(Protocol):
    """Personal values written in the same transaction as the aggregate that refers to them."""

    def put(self, ref: str, value: Mapping[str, Json], purpose: str) -> None:
        """Seal a value under a reference."""

    def erase(self, ref: str) -> None:
        """Delete a value for good."""


class UnitOfWork(Protocol):
    """Everything one command reads and writes; committed as ONE TransactWriteItems."""

    @property
    def agencies(self) -> Repository[Agency]:
        """Return agencies."""

    @property
    def service_items(self) -> Repository[ServiceItem]:
        """Return service items."""

    @property
    def notices(self) -> Repository[Notice]:
        """Return notices."""

    @property
    def quotes(self) -> Repository[SealedQuote]:
        """Return sealed quotes."""

    @property
    def imports(self) -> Repository[NominationImport]:
        """Return nomination imports."""

    @property
    def beacons(self) -> Repository[BeaconChain]:
        """Return the beacon chains, each by its anchor."""

    @property
    def chains(self) -> Repository[ChainRegister]:
        """Return the register of chains."""

    @property
    def violations(self) -> Repository[Case]:
        """Return violation cases."""

    @property
    def list_imports(self) -> Repository[ListImport]:
        """Return imports of list entries."""

    @property
    def persons(self) -> Repository[Access]:
        """Return the access of persons."""

    @property
    def settings(self) -> Repository[MessageSettings]:
        """Return message settings."""

    @property
    def cases(self) -> Repository[ServedCase]:
        """Return served interactions."""

    @property
    def case_imports(self) -> Repository[CaseImport]:
        """Return imports of served cases."""

    @property
    def contacts(self) -> Repository[Contact]:
        """Return what is known of telephones, each by its MAC."""

    @property
    def invitations(self) -> Repository[Invitation]:
        """Return invitations with their ratings, each by the hash of its token."""

    @property
    def privacy(self) -> Repository[PrivacyRequest]:
        """Return requests of persons about their data."""

    @property
    def known(self) -> Known:
        """Return the places in which a telephone stands."""

    @property
    def population(self) -> Population:
        """Return who was served in a month."""

    @property
    def questionnaires(self) -> Repository[Questionnaire]:
        """Return questionnaires with all their versions."""

    @property
    def campaigns(self) -> Repository[Campaign]:
        """Return campaigns."""

    @property
    def surveys(self) -> Repository[Survey]:
        """Return surveys by link, each by the hash of its token."""

    @property
    def guests(self) -> Guests:
        """Return the wrong links of addresses, once they were read together with something."""

    @property
    def points(self) -> Repository[Point]:
        """Return windows with a rating code, each by its code."""

    @property
    def orders(self) -> Repository[WorkOrder]:
        """Return work orders about bad ratings."""

    @property
    def templates(self) -> Repository[TextTemplate]:
        """Return the words of texts, each by its kind."""

    @property
    def hotline(self) -> Repository[HotlineItem]:
        """Return items of the hotline and the windows, each by the hash of its secret."""

    @property
    def problems(self) -> Repository[Problem]:
        """Return problems that several people raise."""

    @property
    def order_texts(self) -> Repository[OrderText]:
        """Return texts about work orders."""

    @property
    def half_years(self) -> Repository[FrozenHalf]:
        """Return half-years whose ranking is frozen."""

    @property
    def measures(self) -> Repository[Measure]:
        """Return talks with units and praises of them."""

    @property
    def periods(self) -> Repository[FrozenPeriod]:
        """Return the months whose figures are frozen."""

    @property
    def reports(self) -> Repository[Report]:
        """Return what the provincial system was told, each by its invitation."""

    @property
    def reconciliations(self) -> Repository[Reconciliation]:
        """Return the days whose reports were compared."""

    @property
    def callback_tasks(self) -> Repository[CallbackTask]:
        """Return callback tasks, one a person and campaign."""

    @property
    def callback_plans(self) -> Repository[CallbackPlan]:
        """Return how far the tasks of campaigns are made, each by its campaign."""

    @property
    def gates(self) -> Gates:
        """Return the gates of notices."""

    @property
    def vault(self) -> VaultWriter:
        """Return personal values."""

    def read_together(self, **wanted: str) -> None:
        """Read one item of each named repository in one consistent call, for the loads that follow."""

    def claim(self, scope: str, value: str, owner: str) -> None:
        """Make a value unique in a scope; AlreadyExists when another owner holds it."""

    def release(self, scope: str, value: str) -> None:
        """Give a claimed value back."""

    def owner_of(self, scope: str, value: str) -> str | None:
        """Return who holds a unique value, read consistently, or None."""

    def note_served(self, tail: str, case: str, until: datetime) -> None:
        """Let a case be found by the MAC of its hall and its telephone's last digits, until an instant."""

    def served_by(self, tail: str) -> list[str]:
        """Return the cases that a hall and last digits may mean now, read consistently, at most ten."""

    def next_serial(self, name: str) -> int:
        """Take the next number of a series; numbers are never reused, gaps may occur."""

    def put_page(self, parent: str, rows: Sequence[Json]) -> str:
        """Write an immutable page in this transaction and return its hash."""

    def bar(self, known: Standing, wall_now: datetime, *, is_ended: bool) -> None:
        """End every session and token of a person now, and close the door or open it again."""

    def settle(self, desk: str, task: Task, identifier: str, person: str, *, is_done: bool = True) -> None:
        """Refuse with `claimed-by-another` while somebody else is at work on a task; release it when done."""

    def hold_task(self, person: str, task: str, until: datetime) -> None:
        """Refuse with `task-held` while the agent holds another callback task."""

    def let_task_go(self, person: str) -> None:
        """Let an agent hold no callback task any more."""

    def publish_draw(
        self, notice_no: str, record: Mapping[str, Json], beside: Mapping[str, Json] | None = None
    ) -> None:
        """Keep the public record of a notice's draw as it stands now, and what its page shows beside it."""

    def publish_award(self, notice_no: str, ranking: Sequence[Json]) -> None:
        """Keep the first places of a notice's ranking, as its award page shows them."""

    def publish_selection(self, notice_no: str, record: Mapping[str, Json], names: Mapping[str, str]) -> None:
        """Keep the public record of a notice's selection, unless it is too long for an item."""

    def publish_text(self, content_hash: str, text: Mapping[str, str]) -> None:
        """Keep a public text under the hash that the ledger holds."""
