"""Reads outside a command: public pages in one or two calls, pages of rows, due work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain import digests
from chalicelib.domain.marketplace.beacons import REGISTER_ID, BeaconChain, Reveal
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import aggregates, keys, ledger_items
from chalicelib.store.access import standing_of
from chalicelib.store.aggregates import AggregateKind
from chalicelib.store.batch import Wanted, batch_get
from chalicelib.store.blobs import unpack
from chalicelib.store.card_pages import read_page
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.vault import Vault
from chalicelib.usecases.beacon_ports import RevealPage, reveals_of
from chalicelib.usecases.due_ports import DueItem
from chalicelib.usecases.identity_ports import Standing
from chalicelib.usecases.ports import AgencyView, ListPage, NoticeView, registered_count

if TYPE_CHECKING:
    from chalicelib.domain.ledger import Entry
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.conduct.case import Case
    from chalicelib.domain.marketplace.conduct.list_import import ListImport
    from chalicelib.domain.marketplace.nominations.imports import NominationImport
    from chalicelib.domain.marketplace.notices.notice import Notice
    from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
    from chalicelib.domain.marketplace.service_items.item import ServiceItem

LAST = "\U0010ffff"
"""Sorts behind every key."""

NUMBER_SCOPE, SUCCESSOR_SCOPE, SANCTION_SCOPE = "notice-no", "renotice", "sanction-no"


class Queries:
    """Reads that face people; eventual consistency unless said otherwise."""

    def __init__(self, tables: Tables, vault: Vault, generation: Callable[[], int]) -> None:
        """Use a process's tables, vault and reporting generation."""
        self._tables, self._vault, self._generation = tables, vault, generation

    def notice_by_number(self, notice_no: str) -> NoticeView:
        """Return a notice: its number's guard item, then everything in one batch."""
        successor = (self._tables.marketplace, keys.unique(SUCCESSOR_SCOPE, notice_no), keys.ROOT)
        return self._notice(self.notice_id(notice_no), False, [successor])

    def notice_id(self, notice_no: str) -> str:
        """Return the id behind a notice number; a number given a moment ago is looked up consistently."""
        place = keys.unique(NUMBER_SCOPE, notice_no)
        guard = self._one(place) or self._one(place, consistent=True)
        if guard is None:
            raise aggregates.missing(aggregates.NOTICE)
        return str(guard.state)

    def notice(self, notice_id: str, *, consistent: bool = True) -> NoticeView:
        """Return a notice with its contact and the number of registrations, in one call."""
        return self._notice(notice_id, consistent)

    def _notice(self, notice_id: str, consistent: bool, also: Sequence[Wanted] = ()) -> NoticeView:
        list_name, facet = registered_count(notice_id)
        counted = (self._tables.reporting, keys.counts(self._generation(), list_name), facet)
        item, contact, (count, *found) = self._with_contact(
            aggregates.NOTICE, notice_id, consistent, [counted, *also]
        )
        registered = int(count.seq or 0) if count else 0
        successor = str(found[0].state) if found and found[0] else None
        notice = aggregates.from_item(aggregates.NOTICE, item)
        return NoticeView(notice, int(item.version or 0), contact, registered, successor)

    def notice_alone(self, notice_id: str) -> Notice:
        """Return a notice without contact and counts, read consistently: all that the notifier may read."""
        return aggregates.from_item(aggregates.NOTICE, self._load(aggregates.NOTICE, notice_id))

    def draw(self, notice_no: str) -> tuple[NoticeView, Mapping[str, Json], Mapping[str, Json]]:
        """Return a notice, the public record of its draw and what stands beside it, in two calls."""
        model = self._tables.marketplace
        guard, record = self._surely(
            [
                (model, keys.unique(NUMBER_SCOPE, notice_no), keys.ROOT),
                (model, keys.draw(notice_no), keys.ROOT),
            ],
        )
        if guard is None or record is None:
            raise NotFound("not-found", kind="draw")
        kept = json.loads(unpack(record.data))
        return self._notice(str(guard.state), False), kept["record"], kept["beside"]

    def award(self, notice_no: str) -> tuple[NoticeView, Sequence[Json]]:
        """Return a notice and the first places of its ranking, in two calls."""
        model = self._tables.marketplace
        number = (model, keys.unique(NUMBER_SCOPE, notice_no), keys.ROOT)
        guard, ranking = batch_get(self._tables, [number, (model, keys.award(notice_no), keys.ROOT)])
        notice_id = str(guard.state) if guard else self.notice_id(notice_no)
        places: Sequence[Json] = json.loads(unpack(ranking.data)) if ranking else ()
        return self.notice(notice_id, consistent=False), places

    def selection(self, notice_no: str) -> tuple[NoticeView, Mapping[str, Json] | None, Mapping[str, str]]:
        """Return a notice, its selection record if one is kept, and the names in it, in two calls."""
        model = self._tables.marketplace
        number = (model, keys.unique(NUMBER_SCOPE, notice_no), keys.ROOT)
        guard, kept = batch_get(self._tables, [number, (model, keys.selection(notice_no), keys.ROOT)])
        notice_id = str(guard.state) if guard else self.notice_id(notice_no)
        told = json.loads(unpack(kept.data)) if kept else {"record": None, "names": {}}
        return self.notice(notice_id, consistent=False), told["record"], told["names"]

    def notices(self, notice_ids: Sequence[str]) -> dict[str, Notice]:
        """Return the notices that are there by id, in one call for a hundred."""
        wanted = [(self._tables.marketplace, *aggregates.NOTICE.place(one)) for one in notice_ids]
        items = batch_get(self._tables, wanted, consistent=False)
        found = (aggregates.from_item(aggregates.NOTICE, item) for item in items if item is not None)
        return {notice.id: notice for notice in found}

    def agency(self, uscc: str, *, consistent: bool = False) -> AgencyView:
        """Return an agency and its public contact, in one call."""
        item, contact, _ = self._with_contact(aggregates.AGENCY, uscc, consistent)
        return AgencyView(aggregates.from_item(aggregates.AGENCY, item), int(item.version or 0), contact)

    def owners(self, scope: str, values: Sequence[str]) -> dict[str, str]:
        """Return who holds each claimed value of a scope, a hundred a call."""
        by_key = {keys.unique(scope, value): value for value in values}
        wanted = [(key, keys.ROOT) for key in by_key]
        found = self._tables.marketplace.batch_get(wanted, consistent_read=True) if wanted else ()
        return {by_key[item.pk]: str(item.state) for item in found}

    def agencies(self, usccs: Sequence[str]) -> dict[str, Agency]:
        """Return the agencies that are there by USCC, read consistently, a hundred a call."""
        return _agencies(self._tables.marketplace, usccs)

    def standing_with_agency(self, person: str, uscc: str) -> tuple[Standing, Agency | None]:
        """Return what a session is held against, and an agency, read consistently in one call."""
        model = self._tables.marketplace
        wanted = [(model, keys.person(person), keys.ROOT), (model, *aggregates.AGENCY.place(uscc))]
        known, item = batch_get(self._tables, wanted, consistent=True)
        agency = aggregates.from_item(aggregates.AGENCY, item) if item else None
        return standing_of(person, known) if known else Standing(person), agency

    def service_item(self, identifier: str) -> tuple[ServiceItem, int]:
        """Return a service item and its version, read consistently."""
        item = self._load(aggregates.SERVICE_ITEM, identifier)
        return aggregates.from_item(aggregates.SERVICE_ITEM, item), int(item.version or 0)

    def nomination(self, identifier: str) -> NominationImport:
        """Return a nomination import, read consistently."""
        return aggregates.from_item(aggregates.IMPORT, self._load(aggregates.IMPORT, identifier))

    def violation(self, case_id: str) -> tuple[Case, int, Mapping[str, str]]:
        """Return a case, its version and its document: one call, and another once it is decided."""
        item = self._load(aggregates.VIOLATION, case_id)
        case = aggregates.from_item(aggregates.VIOLATION, item)
        text = self._one(keys.text(case.text_hash)) if case.text_hash else None
        return case, int(item.version or 0), json.loads(text.data or "{}") if text else {}

    def published_text(self, content_hash: str) -> Mapping[str, str]:
        """Return a public text by its hash; empty where there is none."""
        found = self._one(keys.text(content_hash), consistent=True)
        return json.loads(found.data or "{}") if found else {}

    def list_import(self, import_id: str) -> ListImport:
        """Return an import of list entries, read consistently."""
        return aggregates.from_item(aggregates.LIST_IMPORT, self._load(aggregates.LIST_IMPORT, import_id))

    def decision(self, number: str) -> tuple[Agency, Mapping[str, str]]:
        """Return the agency behind a sanction's number and the document, in two calls."""
        place = keys.unique(SANCTION_SCOPE, number)
        guard = self._one(place) or self._one(place, consistent=True)
        if guard is None:
            raise NotFound("not-found", kind="decision")
        uscc, _, text_hash = str(guard.state).partition("|")
        model = self._tables.marketplace
        wanted = [(model, *aggregates.AGENCY.place(uscc)), (model, keys.text(text_hash), keys.ROOT)]
        agency, text = batch_get(self._tables, wanted, consistent=True)
        if agency is None:
            raise aggregates.missing(aggregates.AGENCY)
        return aggregates.from_item(aggregates.AGENCY, agency), json.loads(text.data or "{}") if text else {}

    def quote(self, notice_id: str, slot: str) -> SealedQuote | None:
        """Return the sealed quote of a slot, read consistently, or None."""
        item = self._one(*aggregates.QUOTE.place(f"{notice_id}.{slot}"), consistent=True)
        return None if item is None else aggregates.from_item(aggregates.QUOTE, item)

    def quotes(self, wanted: Sequence[tuple[str, str]]) -> list[SealedQuote]:
        """Return the sealed quotes that are there, by notice and slot, read consistently in one call."""
        places = [aggregates.QUOTE.place(f"{notice_id}.{slot}") for notice_id, slot in wanted]
        keyed = [(self._tables.marketplace, *place) for place in places]
        items = batch_get(self._tables, keyed, consistent=True)
        return [aggregates.from_item(aggregates.QUOTE, item) for item in items if item is not None]

    def chains(self) -> tuple[BeaconChain, ...]:
        """Return the beacon's chains, the newest first, read consistently."""
        item = self._one(*aggregates.CHAINS.place(REGISTER_ID), consistent=True)
        anchors = aggregates.from_item(aggregates.CHAINS, item).anchors if item else ()
        places = [aggregates.BEACON.place(anchor) for anchor in reversed(anchors)]
        found = batch_get(
            self._tables, [(self._tables.marketplace, *place) for place in places], consistent=True
        )
        return tuple(aggregates.from_item(aggregates.BEACON, item) for item in found if item is not None)

    def reveals(self, anchor: str, request: PageRequest) -> RevealPage:
        """Return a page of a chain's reveals from its ledger, newest first; the first entry is the anchor."""
        item = self._one(*aggregates.BEACON.place(anchor))
        if item is None:
            raise aggregates.missing(aggregates.BEACON)
        chain, name = keys.aggregate("beacon", anchor), reveals_of(anchor)
        page = ledger_items.newest_entries(self._tables.ledger, chain, name, request)
        revealed = tuple(_reveal(entry) for entry in page.items if entry.type == "beacon.revealed")
        return RevealPage(aggregates.from_item(aggregates.BEACON, item), revealed, page.next_cursor)

    def personal(self, ref: str) -> Mapping[str, Json]:
        """Open one personal value."""
        return self._vault.open(ref)

    def personal_many(self, refs: Sequence[str]) -> Mapping[str, Mapping[str, Json]]:
        """Open several personal values; erased ones are left out."""
        return self._vault.open_many(refs)

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's ledger entries after a number, consistently."""
        return ledger_items.entries(self._tables.ledger, aggregate, after)

    def ledger_days(self, request: PageRequest) -> ListPage:
        """Return a page of the daily digests' ledger entries, whole, the latest first."""
        model = self._tables.ledger
        return read_page(
            model, digests.CHAIN, "ledger-days", request, newest_first=True, read=ledger_items.card_of
        )

    def _load(self, kind: AggregateKind[Any], identifier: str) -> EntityItem:
        item = self._one(*kind.place(identifier), consistent=True)
        if item is None:
            raise aggregates.missing(kind)
        return item

    def _one(self, pk: str, sk: str = keys.ROOT, *, consistent: bool = False) -> EntityItem | None:
        model = self._tables.marketplace
        try:
            return model.get(pk, sk, consistent_read=consistent)
        except model.DoesNotExist:
            return None

    def _with_contact(
        self, kind: AggregateKind[Any], identifier: str, consistent: bool, also: Sequence[Wanted] = ()
    ) -> tuple[Any, Mapping[str, Json], list[Any]]:
        """Read an aggregate, the contact kept under `<KIND>#<id>` and some more items, in one call."""
        contact_key = (self._tables.vault, keys.aggregate(kind.name, identifier), keys.ROOT)
        wanted = [(self._tables.marketplace, *kind.place(identifier)), contact_key, *also]
        item, sealed, *rest = self._surely(wanted, consistent=consistent)
        if item is None:
            raise aggregates.missing(kind)
        return item, self._vault.unseal(sealed) if sealed else {}, rest

    def _surely(self, wanted: Sequence[Wanted], *, consistent: bool = False) -> list[Any]:
        """Read a batch; when a lagging replica lacks one of the first two, read once more for sure."""
        found = batch_get(self._tables, wanted, consistent=consistent)
        if not consistent and any(item is None for item in found[:2]):
            found = batch_get(self._tables, wanted, consistent=True)
        return found


def _reveal(entry: Entry) -> Reveal:
    data = json.loads(entry.data)
    return Reveal(data["value"], data["link"], parse_instant(entry.at))


class Texts:
    """Published texts by the hash that the ledger holds."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def get_many(self, hashes: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Return the published texts that are there, read consistently: a row never lacks its title."""
        wanted = [(keys.text(content_hash), keys.ROOT) for content_hash in hashes]
        found = self._model.batch_get(wanted, consistent_read=True)
        return {item.pk.removeprefix(keys.text("")): json.loads(item.data or "{}") for item in found}


class OpeningReads:
    """What only the opening may read."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def quotes(self, notice_id: str) -> Iterator[SealedQuote]:
        """Yield every quote of a notice, gate by gate, consistently."""
        for gate in range(keys.GATES):
            partition = keys.quote_partition(notice_id, gate)
            for item in self._model.query(partition, consistent_read=True):
                yield aggregates.from_item(aggregates.QUOTE, item)

    def agencies(self, usccs: Sequence[str]) -> dict[str, Agency]:
        """Return agencies by USCC, consistently, a hundred a call."""
        return _agencies(self._model, usccs)


def _agencies(model: type[EntityItem], usccs: Sequence[str]) -> dict[str, Agency]:
    places = [aggregates.AGENCY.place(uscc) for uscc in usccs]
    items = model.batch_get(places, consistent_read=True)
    found = (aggregates.from_item(aggregates.AGENCY, item) for item in items)
    return {agency.id: agency for agency in found}


SATISFACTION_QUEUES = frozenset({"invitations", "orders", "upward"})


class DueIndex:
    """The sparse index of due work: read from the beginning every time, so nothing is ever skipped."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables = tables

    def overdue(self, queue: str, now: datetime) -> Iterator[DueItem]:
        """Yield everything a queue's duty has to do at or before now, oldest first within a shard."""
        return self._until(queue, f"{format_instant(now)}#{LAST}")

    def waiting(self, queue: str) -> Iterator[DueItem]:
        """Yield everything that waits for a queue's duty, whenever it is due."""
        return self._until(queue, LAST)

    def _until(self, queue: str, until: str) -> Iterator[DueItem]:
        index = self._index(queue)
        for shard in range(keys.DUE_SHARDS):
            for item in index.query(keys.due_partition(queue, shard), type(index).due_sk <= until):
                at, kind, identifier = item.due_sk.split("#", 2)
                yield DueItem(queue, kind, identifier, at)

    def _index(self, queue: str) -> Any:
        model = self._tables.satisfaction if queue in SATISFACTION_QUEUES else self._tables.marketplace
        return model.due  # type: ignore[attr-defined]

    def earliest(self, queue: str) -> datetime | None:
        """Return the instant of a queue's next due work."""
        index = self._index(queue)
        firsts = [
            parse_instant(item.due_sk.split("#", 1)[0])
            for shard in range(keys.DUE_SHARDS)
            for item in index.query(keys.due_partition(queue, shard), limit=1)
        ]
        return min(firsts, default=None)
