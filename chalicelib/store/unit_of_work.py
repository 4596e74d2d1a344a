"""The unit of work: what one command loads and writes, committed as ONE TransactWriteItems (design §1).

An aggregate is saved with the version that was loaded and together with its ledger entry; whoever
comes second gets ConcurrentChangeError and decides again on what the first has left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.errors import AlreadyExists
from chalicelib.store import aggregates, callbacks, desks, keys, ledger_items, pages, roster, served
from chalicelib.store.batch import batch_get
from chalicelib.store.blobs import pack
from chalicelib.store.gates import Gates
from chalicelib.store.known import Known
from chalicelib.store.population import Population
from chalicelib.store.repository import Repository
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.vault import Vault, VaultWriter
from chalicelib.store.visits import Guests
from chalicelib.store.writes import ConcurrentChangeError, Write, commit
from chalicelib.usecases.identity_ports import Standing

if TYPE_CHECKING:
    from chalicelib.domain import ledger
    from chalicelib.domain.desk import Task

SATISFACTION_SCOPES = frozenset({"rating", "point", "reply", "callback-link", "measure"})
"""What is unique in the satisfaction table: one first rating a served interaction, one code a window, one
inbound text a provider's number of it, one talk or praise of a unit on a ground."""

ITEM_BYTES = 350_000
"""DynamoDB takes 400 KB an item; the rest is for keys and attributes."""


class UnitOfWork:
    """Collects the writes of one attempt; `commit` sends them."""

    def __init__(self, tables: Tables, now: datetime, vault: Vault) -> None:
        """Open repositories for every kind at one instant."""
        self.tables, self.now = tables, now
        self._name = uuid4().hex
        self._writes: dict[tuple[str, str, str], Write] = {}
        self._entries: list[ledger.Entry] = []
        self.agencies = Repository(self, aggregates.AGENCY)
        self.service_items = Repository(self, aggregates.SERVICE_ITEM)
        self.notices = Repository(self, aggregates.NOTICE)
        self.quotes = Repository(self, aggregates.QUOTE)
        self.imports = Repository(self, aggregates.IMPORT)
        self.beacons = Repository(self, aggregates.BEACON)
        self.chains = Repository(self, aggregates.CHAINS)
        self.violations = Repository(self, aggregates.VIOLATION)
        self.list_imports = Repository(self, aggregates.LIST_IMPORT)
        self.persons = Repository(self, aggregates.PERSON)
        self.settings = Repository(self, aggregates.SETTINGS)
        self.cases = Repository(self, aggregates.CASE)
        self.case_imports = Repository(self, aggregates.CASE_IMPORT)
        self.contacts = Repository(self, aggregates.CONTACT)
        self.invitations = Repository(self, aggregates.INVITATION)
        self.points = Repository(self, aggregates.POINT)
        self.orders = Repository(self, aggregates.ORDER)
        self.hotline = Repository(self, aggregates.HOTLINE)
        self.problems = Repository(self, aggregates.PROBLEM)
        self.order_texts = Repository(self, aggregates.ORDER_TEXT)
        self.templates = Repository(self, aggregates.TEMPLATE)
        self.periods = Repository(self, aggregates.PERIOD)
        self.half_years = Repository(self, aggregates.HALF_YEAR)
        self.measures = Repository(self, aggregates.SUPERVISION)
        self.privacy = Repository(self, aggregates.PRIVACY)
        self.callback_plans = Repository(self, aggregates.CALLBACK_PLAN)
        self.callback_tasks = Repository(self, aggregates.CALLBACK_TASK)
        self.guests = Guests(tables)
        self.known = Known(self)
        self.population = Population(self)
        self.questionnaires = Repository(self, aggregates.QUESTIONNAIRE)
        self.surveys = Repository(self, aggregates.SURVEY)
        self.campaigns = Repository(self, aggregates.CAMPAIGN)
        self.reports = Repository(self, aggregates.REPORT)
        self.reconciliations = Repository(self, aggregates.RECONCILIATION)
        self.gates = Gates(self)
        self.vault = VaultWriter(self, vault)

    def read_together(self, **wanted: str) -> None:
        """Read one item of each named repository in one consistent call, for the loads that follow."""
        repositories: list[Repository[Any] | Guests] = [getattr(self, name) for name in wanted]
        pairs = list(zip(repositories, wanted.values(), strict=True))
        places = [repository.place(identifier) for repository, identifier in pairs]
        for (repository, identifier), item in zip(
            pairs, batch_get(self.tables, places, consistent=True), strict=True
        ):
            repository.keep(identifier, item)

    def write(self, write: Write) -> None:
        """Add one write to the transaction; the same operation on the same item again replaces it.

        Raises:
            ValueError: for two operations on one item, which DynamoDB has no transaction for.
        """
        item = write.model
        place = (item.Meta.table_name, item.pk, item.sk)
        earlier = self._writes.get(place, write)
        if earlier.operation != write.operation:
            raise ValueError(f"{earlier.operation} and {write.operation} of one item in one transaction")
        self._writes[place] = write

    def record(self, entry: ledger.Entry) -> None:
        """Add one ledger entry to the transaction."""
        self._entries.append(entry)
        model = self.tables.ledger
        self.write(
            Write(
                "put",
                ledger_items.to_item(model, entry, self._name),
                model.pk.does_not_exist(),
                lambda: ConcurrentChangeError(),
            )
        )

    def claim(self, scope: str, value: str, owner: str) -> None:
        """Make a value unique in a scope.

        The refusal comes at commit: AlreadyExists when another owner holds the value; the same owner
        may claim it again.
        """
        model = self._of_scope(scope)
        item = model(keys.unique(scope, value), keys.ROOT, kind="unique", state=owner)
        condition = model.pk.does_not_exist() | (model.state == owner)
        self.write(Write("put", item, condition, lambda: AlreadyExists("already-exists", kind=scope)))

    def release(self, scope: str, value: str) -> None:
        """Give a claimed value back."""
        item = self._of_scope(scope)(keys.unique(scope, value), keys.ROOT)
        self.write(Write("delete", item, None, lambda: ConcurrentChangeError()))

    def owner_of(self, scope: str, value: str) -> str | None:
        """Return who holds a unique value, read consistently, or None."""
        model = self._of_scope(scope)
        try:
            return model.get(keys.unique(scope, value), keys.ROOT, consistent_read=True).state
        except model.DoesNotExist:
            return None

    def _of_scope(self, scope: str) -> type[EntityItem]:
        return self.tables.satisfaction if scope in SATISFACTION_SCOPES else self.tables.marketplace

    def note_served(self, tail: str, case: str, until: datetime) -> None:
        """Let a case be found by the MAC of its hall and its telephone's last digits, until an instant."""
        served.note(self, tail, case, until)

    def served_by(self, tail: str) -> list[str]:
        """Return the cases that a hall and last digits may mean now, read consistently, at most ten."""
        return served.find(self.tables, tail, self.now)

    def next_serial(self, name: str) -> int:
        """Take the next number of a series at once: numbers are never reused, gaps may occur."""
        model = self.tables.marketplace
        item = model(keys.counter(name), keys.ROOT)
        item.update(actions=[model.number.add(1), model.kind.set("serial")])
        return int(item.number or 0)

    def bar(self, known: Standing, wall_now: datetime, *, is_ended: bool) -> None:
        """Begin a new epoch of a person and close or open the door; decided again when it moved meanwhile."""
        roster.bar(self, known, wall_now, is_ended=is_ended)

    def settle(self, desk: str, task: Task, identifier: str, person: str, *, is_done: bool = True) -> None:
        """Refuse while somebody else is at work on a task; release it with what is done."""
        desks.settle(self, desk, task, identifier, person, is_done=is_done)

    def hold_task(self, person: str, task: str, until: datetime) -> None:
        """Refuse with `task-held` while the agent holds another callback task."""
        callbacks.hold(self, person, task, until)

    def let_task_go(self, person: str) -> None:
        """Let an agent hold no callback task any more."""
        callbacks.let_go(self, person)

    def publish_text(self, content_hash: str, text: Mapping[str, str]) -> None:
        """Keep a public text under the hash that the ledger holds; the same text twice is one item."""
        item = self.tables.marketplace(
            keys.text(content_hash), keys.ROOT, kind="text", data=canonical_json(dict(text))
        )
        self.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def put_page(self, parent: str, rows: Sequence[Json]) -> str:
        """Write an immutable page in this transaction and return its hash."""
        item = pages.to_item(self.tables.marketplace, parent, rows)
        self.write(Write("put", item, None, lambda: ConcurrentChangeError()))
        return item.sk

    def publish_award(self, notice_no: str, ranking: Sequence[Json]) -> None:
        """Keep the first places of a notice's ranking, as its award page shows them."""
        item = self.tables.marketplace(
            keys.award(notice_no), keys.ROOT, kind="award", data=pack(canonical_json(list(ranking)))
        )
        self.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def publish_selection(self, notice_no: str, record: Mapping[str, Json], names: Mapping[str, str]) -> None:
        """Keep the public record of a notice's selection; one beyond an item is made when it is read."""
        kept = pack(canonical_json({"record": dict(record), "names": dict(names)}))
        if len(kept) > ITEM_BYTES:
            return
        item = self.tables.marketplace(keys.selection(notice_no), keys.ROOT, kind="selection", data=kept)
        self.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def publish_draw(
        self, notice_no: str, record: Mapping[str, Json], beside: Mapping[str, Json] | None = None
    ) -> None:
        """Keep the public record of a notice's draw as it stands now, and what its page shows beside it."""
        kept = {"record": dict(record), "beside": dict(beside or {})}
        item = self.tables.marketplace(
            keys.draw(notice_no), keys.ROOT, kind="draw", data=pack(canonical_json(kept))
        )
        self.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def remember(self, principal: str, key: str, body_hash: str, ref: str, expires_at: datetime) -> None:
        """Keep the answer to an Idempotency-Key for as long as it may be repeated."""
        model = self.tables.marketplace
        item = model(keys.idempotency(principal, key), keys.ROOT, kind="once", state=body_hash, data=ref)
        item.expires_at = int(expires_at.timestamp())
        stale = model.expires_at <= int(self.now.timestamp())
        self.write(Write("put", item, model.pk.does_not_exist() | stale, lambda: ConcurrentChangeError()))

    def commit(self) -> None:
        """Send everything as one transaction; nothing to write is nothing to do."""
        if self._writes:
            commit(self.tables, tuple(self._writes.values()), self._landed)

    def _landed(self) -> bool:
        """Tell whether this attempt's ledger entry is the one that was written."""
        entry = self._entries[0] if self._entries else None
        return entry is not None and ledger_items.wrote(self.tables.ledger, entry, self._name)
