"""Indexed lists (design §3): one facet, one sort; one Query for the page, one for all counts."""

import json
import time
from collections.abc import Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.store import keys
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Card, ListPage

POINTER_SECONDS = 30
"""How long a process believes the generation pointer; a rebuild keeps the old rows longer than that."""


class Lists:
    """Pages of cards from the generation in use."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model, self._reporting = tables.reporting, ReportingStore(tables)
        self._pointer: tuple[float, int] = (0.0, 1)

    def page(self, name: str, facet: str, request: PageRequest, *, newest_first: bool = True) -> ListPage:
        """Return one page of one facet of a list."""
        partition = keys.facet(self.generation(), name, facet)
        start = request.cursor.position if request.cursor else None
        results = self._model.query(
            partition,
            scan_index_forward=not newest_first,
            limit=request.limit,
            page_size=request.limit,
            last_evaluated_key=None if start is None else _key(partition, str(start)),
        )
        cards = tuple(Card(item.sk, json.loads(item.data or "{}")) for item in results)
        more = results.last_evaluated_key is not None and len(cards) == request.limit
        return ListPage(cards, Cursor(f"{name}/{facet}", cards[-1].sort) if more else None)

    def counts(self, name: str) -> Mapping[str, int]:
        """Return the exact count of every facet of a list."""
        return self._reporting.counts(self.generation(), name)

    def row(self, kind: str, identifier: str) -> Mapping[str, Json]:
        """Return an aggregate's reporting row; empty when it was not projected yet."""
        return self._reporting.rows(self.generation(), [(kind, identifier)])[kind, identifier].row

    def generation(self) -> int:
        """Return the generation in use, believed for half a minute."""
        read_at, generation = self._pointer
        if time.monotonic() - read_at > POINTER_SECONDS:
            generation, _ = self._reporting.generation()
            self._pointer = (time.monotonic(), generation)
        return generation


def _key(partition: str, sort: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": partition}, "sk": {"S": sort}}
