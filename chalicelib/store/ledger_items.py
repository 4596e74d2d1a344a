"""Ledger entries as items: put once, read in order, never changed (the policies deny it as well)."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.paging import Cursor, Page, PageRequest
from chalicelib.store import keys
from chalicelib.store.tables import LedgerItem, Tables
from chalicelib.usecases.ports import Card


def to_item(model: type[LedgerItem], entry: Entry, unit: str) -> LedgerItem:
    """Write an entry of a transaction, indexed by its day in Chinese legal time."""
    fields = asdict(entry)
    aggregate = fields.pop("aggregate")
    sort = keys.sequence(entry.seq)
    on = parse_instant(entry.at).astimezone(CHINA).date()
    return model(aggregate, sort, **fields, unit=unit, day_pk=keys.day(on), day_sk=f"{aggregate}#{sort}")


def from_item(item: LedgerItem) -> Entry:
    """Read an entry."""
    return Entry(
        aggregate=item.pk,
        seq=int(item.seq or 0),
        kind=item.kind,
        type=item.type,
        at=item.at,
        actor=item.actor,
        org=item.org,
        data=item.data,
        state=item.state,
        prev=item.prev,
        hash=item.hash,
    )


def card_of(item: LedgerItem) -> Card:
    """Return an entry with every field that its hash covers."""
    return Card(item.sk, asdict(from_item(item)))


def entries(model: type[LedgerItem], aggregate: str, after: int = 0) -> Iterator[Entry]:
    """Yield an aggregate's entries after a number, in order, read consistently."""
    condition: Any = model.sk > keys.sequence(after)
    for item in model.query(aggregate, condition, consistent_read=True):
        yield from_item(item)


def newest_entries(
    model: type[LedgerItem], aggregate: str, list_name: str, request: PageRequest
) -> Page[Entry]:
    """Return a page of an aggregate's entries, newest first; the cursor names the last one shown."""
    condition: Any = None
    if request.cursor is not None:
        condition = model.sk < str(request.cursor.position)
    wanted = request.limit + 1
    found = list(
        islice(
            model.query(aggregate, condition, scan_index_forward=False, limit=wanted, page_size=wanted),
            wanted,
        )
    )
    shown = found[: request.limit]
    following = Cursor(list_name, shown[-1].sk) if len(found) > len(shown) else None
    return Page(tuple(map(from_item, shown)), following)


def wrote(model: type[LedgerItem], entry: Entry, unit: str) -> bool:
    """Tell whether it was this transaction that wrote an entry, read consistently."""
    try:
        item = model.get(entry.aggregate, keys.sequence(entry.seq), consistent_read=True)
    except model.DoesNotExist:
        return False
    return (item.hash, item.unit) == (entry.hash, unit)


class LedgerReader:
    """The ledger as the projector and the auditor read it."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.ledger

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's entries after a number, in order, read consistently."""
        return entries(self._model, aggregate, after)

    def aggregates(self) -> Iterator[str]:
        """Yield every aggregate once, by its first entry; for rebuild and audit, never for a request."""
        firsts = self._model.scan(self._model.seq == 1, attributes_to_get=["pk"], consistent_read=True)
        for item in firsts:
            yield item.pk
