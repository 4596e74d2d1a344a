"""Reads outside a command: public pages in one or two calls, pages of rows, due work."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.canonical import Json, canonical_json, digest
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.kernel.errors import NotFound
from chalicelib.store import aggregates, keys, ledger_items
from chalicelib.store.batch import batch_get
from chalicelib.store.tables import Tables
from chalicelib.store.vault import Vault
from chalicelib.usecases.ports import DueItem

NUMBER_SCOPE = "notice-no"


class Queries:
    """Reads that face people; eventual consistency unless said otherwise."""

    def __init__(self, tables: Tables, vault: Vault) -> None:
        """Use a process's tables and vault."""
        self._tables, self._vault = tables, vault

    def notice_by_number(self, notice_no: str) -> tuple[Notice, Mapping[str, Json]]:
        """Return a notice and its public contact: the number's guard item, then both in one batch."""
        return self.with_contact(aggregates.NOTICE, self.notice_id(notice_no))

    def notice_id(self, notice_no: str) -> str:
        """Return the id behind a notice number."""
        model = self._tables.marketplace
        try:
            return str(model.get(keys.unique(NUMBER_SCOPE, notice_no), keys.ROOT).state)
        except model.DoesNotExist as error:
            raise NotFound("not-found", kind="notice") from error

    def with_contact(self, kind: Any, identifier: str) -> tuple[Any, Mapping[str, Json]]:
        """Return an aggregate and the contact kept under `<KIND>#<id>`, in one call."""
        place, ref = kind.place(identifier), keys.aggregate(kind.name, identifier)
        found = batch_get(
            self._tables, [(self._tables.marketplace, *place), (self._tables.vault, ref, keys.ROOT)]
        )
        if found[0] is None:
            raise aggregates.missing(kind)
        contact = self._vault.unseal(found[1]) if found[1] is not None else {}
        return aggregates.from_item(kind, found[0]), contact

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's ledger entries after a number, consistently."""
        return ledger_items.entries(self._tables.ledger, aggregate, after)

    def agency(self, uscc: str) -> tuple[Agency, Mapping[str, Json]]:
        """Return an agency and its public contact in one call."""
        return self.with_contact(aggregates.AGENCY, uscc)

    def service_item(self, identifier: str) -> ServiceItem:
        """Return a service item."""
        model = self._tables.marketplace
        try:
            item = model.get(*aggregates.SERVICE_ITEM.place(identifier))
        except model.DoesNotExist as error:
            raise aggregates.missing(aggregates.SERVICE_ITEM) from error
        return aggregates.from_item(aggregates.SERVICE_ITEM, item)

    def personal(self, ref: str) -> Mapping[str, Json]:
        """Open one personal value."""
        return self._vault.open(ref)

    def personal_many(self, refs: Sequence[str]) -> Mapping[str, Mapping[str, Json]]:
        """Open several personal values; erased ones are left out."""
        return self._vault.open_many(refs)

    def get_many(self, hashes: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Return the texts that are there, a hundred a call."""
        model = self._tables.marketplace
        wanted = [(keys.text(content_hash), keys.ROOT) for content_hash in hashes]
        return {
            item.pk.removeprefix("TEXT#"): json.loads(item.data or "{}") for item in model.batch_get(wanted)
        }


class Pages:
    """Immutable, content-addressed pages (design §1)."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def put(self, parent: str, rows: Sequence[Json]) -> str:
        """Write a page and return its hash; writing it again changes nothing."""
        content_hash = digest(list(rows))
        item = self._model(*keys.page(parent, content_hash), kind="page", data=canonical_json(list(rows)))
        item.save()
        return content_hash

    def get(self, parent: str, hashes: Sequence[str]) -> list[Json]:
        """Return the rows of pages in the order of their hashes.

        Raises:
            NotFound: when a page is missing.
        """
        wanted = [keys.page(parent, content_hash) for content_hash in hashes]
        found = {
            item.sk: json.loads(item.data or "[]")
            for item in self._model.batch_get(wanted, consistent_read=True)
        }
        if len(found) != len(set(hashes)):
            raise NotFound("not-found", kind="page")
        return [row for content_hash in hashes for row in found[content_hash]]


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
        wanted = [aggregates.AGENCY.place(uscc) for uscc in usccs]
        items = self._model.batch_get(wanted, consistent_read=True)
        return {
            agency.id: agency for agency in (aggregates.from_item(aggregates.AGENCY, item) for item in items)
        }


class DueIndex:
    """The sparse index of due work: read from the beginning every time, so nothing is ever skipped."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def overdue(self, queue: str, now: datetime) -> Iterator[DueItem]:
        """Yield everything a queue's duty has to do at or before now, oldest first within a shard."""
        index: Any = self._model.due  # type: ignore[attr-defined]
        until = f"{format_instant(now)}#\U0010ffff"
        for shard in range(keys.DUE_SHARDS):
            for item in index.query(keys.due_partition(queue, shard), index.due_sk <= until):
                at, kind, identifier = item.due_sk.split("#", 2)
                yield DueItem(queue, kind, identifier, at)

    def earliest(self, queue: str) -> datetime | None:
        """Return the instant of a queue's next due work."""
        index: Any = self._model.due  # type: ignore[attr-defined]
        firsts = [
            parse_instant(item.due_sk.split("#", 1)[0])
            for shard in range(keys.DUE_SHARDS)
            for item in index.query(keys.due_partition(queue, shard), limit=1)
        ]
        return min(firsts, default=None)
