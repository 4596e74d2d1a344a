"""The projector: a stream record is only a hint that an aggregate has moved (design §1).

For each hinted aggregate it reads the row, catches up from the ledger itself, and commits the new row
with the difference between what the old and the new row show. Duplicates, reordering and gaps in the
stream therefore cannot change a figure, and a rebuild is the same function run over all aggregates.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.records import dataclass
from chalicelib.projections.batches import Deltas, plan_batches
from chalicelib.projections.rows import Catalogued, Projection, Row, Showing
from chalicelib.usecases.projection_ports import (
    CardChange,
    CatalogueChange,
    Ledger,
    Reporting,
    RowChange,
    RowsMovedError,
    StoredRow,
    Texts,
)

Place = tuple[str, str, str]
Pair = tuple[str, str]
"""Kind and identifier of an aggregate."""

ROUNDS = 8
"""How often rows that somebody else moved are read again."""


@dataclass(frozen=True, slots=True)
class Projector:
    """Keeps the reporting rows of one or two generations up with the ledger."""

    ledger: Ledger
    reporting: Reporting
    texts: Texts
    projections: Mapping[str, Projection]

    def catch_up(self, aggregates: Iterable[str]) -> int:
        """Bring aggregates (`NOTICE#…`) up to the ledger in every generation; return the entries read."""
        current, building = self.reporting.generation()
        wanted = list(dict.fromkeys(aggregates))
        done = self.project(current, wanted)
        if building is not None:
            self.project(building, wanted)
        return done

    def project(self, generation: int, aggregates: Sequence[str]) -> int:
        """Bring aggregates up to the ledger in one generation; return the entries applied.

        Raises:
            RowsMovedError: when another projector was first every time.
        """
        applied = 0
        waiting = list(dict.fromkeys(pair for pair in map(self._identify, aggregates) if pair is not None))
        for _ in range(ROUNDS):
            done, waiting = self._round(generation, waiting)
            applied += done
            if not waiting:
                self.reporting.settle(generation)
                return applied
        raise RowsMovedError

    def _round(self, generation: int, ids: list[Pair]) -> tuple[int, list[Pair]]:
        """Commit what can be committed; return the entries applied and the aggregates to read again."""
        rows = self.reporting.rows(generation, ids)
        news = {pair: entries for pair in ids if (entries := self._news(pair, rows[pair]))}
        texts = self._texts(news)
        changes = [self._change(pair, rows[pair], entries, texts) for pair, entries in news.items()]
        applied, again = 0, list[Pair]()
        plan = plan_batches(changes)
        for batch in plan.batches:
            pairs = [(change.kind, change.identifier) for change in batch.changes]
            try:
                self.reporting.commit(generation, batch.changes, batch.deltas, later=plan.settles)
                applied += sum(len(news[pair]) for pair in pairs)
            except RowsMovedError:
                again += pairs
        return applied, again

    def _identify(self, aggregate: str) -> Pair | None:
        kind, identifier = aggregate.split("#", 1)
        return (kind.lower(), identifier) if kind.lower() in self.projections else None

    def _news(self, pair: Pair, stored: StoredRow) -> list[Entry]:
        kind, identifier = pair
        return list(self.ledger.entries(f"{kind.upper()}#{identifier}", stored.seq))

    def _texts(self, news: Mapping[Pair, list[Entry]]) -> Mapping[str, Mapping[str, str]]:
        hashes = {
            text_hash
            for (kind, _), entries in news.items()
            for entry in entries
            if (text_hash := self.projections[kind].text_hash(json.loads(entry.data)))
        }
        return self.texts.get_many(sorted(hashes)) if hashes else {}

    def _change(
        self,
        pair: Pair,
        stored: StoredRow,
        entries: list[Entry],
        texts: Mapping[str, Mapping[str, str]],
    ) -> tuple[RowChange, Deltas]:
        projection = self.projections[pair[0]]
        row: Row = dict(stored.row)
        for entry in entries:
            data = json.loads(entry.data)
            row = projection.apply(row, entry, data, texts.get(projection.text_hash(data) or "", {}))
        before, after = dict(stored.row), row
        cards = tuple(_card_changes(_cards(projection, before), _cards(projection, after)))
        delta = _counts(projection, after)
        delta.subtract(_counts(projection, before))
        listed = tuple(_catalogue_changes(_catalogued(projection, before), _catalogued(projection, after)))
        return RowChange(*pair, stored.seq, entries[-1].seq, row, cards, listed), delta


def _cards(projection: Projection, row: Row) -> dict[Place, Showing]:
    showings = projection.show(row) if row else ()
    return {(card.list_name, facet, card.sort): card for card in showings for facet in card.facets}


def _card_changes(before: dict[Place, Showing], after: dict[Place, Showing]) -> Iterator[CardChange]:
    for place in before.keys() - after.keys():
        yield CardChange(*place, None)
    for place, card in after.items():
        if place not in before or before[place].data != card.data:
            yield CardChange(*place, card.data)


def _catalogued(projection: Projection, row: Row) -> dict[Pair, Catalogued]:
    return {(one.list_name, one.key): one for one in projection.catalogue(row)} if row else {}


def _catalogue_changes(
    before: dict[Pair, Catalogued], after: dict[Pair, Catalogued]
) -> Iterator[CatalogueChange]:
    for pair in before.keys() - after.keys():
        yield CatalogueChange(*pair, before[pair].year, None)
    for pair, one in after.items():
        if pair not in before or before[pair].data != one.data:
            yield CatalogueChange(*pair, one.year, one.data)


def _counts(projection: Projection, row: Row) -> Deltas:
    counts: Deltas = Counter()
    if row:
        counts.update(card.counters(facet) for (_, facet, _), card in _cards(projection, row).items())
        counts.update(projection.tally(row))
    return counts
