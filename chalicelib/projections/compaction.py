"""Folds the newest rows of a catalogue into its segments (ADR 0055), harmless twice and by two at once.

Segment, pointer, rows, in this order: a run that ends anywhere leaves rows that say the same as the segment.
The pointer moves only from what was seen, so of two runs one folds and the other stops.
"""

from collections.abc import Iterable, Mapping

from chalicelib.domain.marketplace.catalogues.definitions import CATALOGUES
from chalicelib.domain.marketplace.catalogues.entries import NewRow, Rows, merged
from chalicelib.usecases.catalogue_ports import Shelves

FOLD_AT = 40
"""Rows beside a segment that are folded in: at most 1 KB each, they cost a page no more than 5 RCU."""


def fold_catalogues(shelves: Shelves) -> int:
    """Fold every catalogue that has grown; return the rows folded."""
    return sum(
        fold(shelves, generation, name)
        for generation in shelves.generation()
        if generation is not None
        for name in CATALOGUES
    )


def fold(shelves: Shelves, generation: int, name: str, at_least: int = FOLD_AT) -> int:
    """Fold a catalogue's new rows into its segments when there are enough; return how many were folded."""
    shelf = shelves.look(generation, name)
    if len(shelf.news) < at_least:
        return 0
    segments = dict(shelf.segments)
    for year, news in _by_year(shelf.news).items():
        before = shelves.segment(segments[year]) if year in segments else {}
        after = merged(before, news)
        if after:
            segments[year] = shelves.keep(after)
        else:
            segments.pop(year, None)
    if segments != shelf.segments and not shelves.point(generation, name, shelf.version, segments):
        return 0
    shelves.drop(generation, name, shelf.news)
    return len(shelf.news)


def contents(shelves: Shelves, generation: int, name: str) -> Rows:
    """Return all rows of a catalogue, for the comparison after a rebuild."""
    shelf = shelves.look(generation, name)
    rows = {key: row for each in shelf.segments.values() for key, row in shelves.segment(each).items()}
    return merged(rows, shelf.news)


def _by_year(news: Iterable[NewRow]) -> Mapping[str, list[NewRow]]:
    years: dict[str, list[NewRow]] = {}
    for new in news:
        years.setdefault(new.year, []).append(new)
    return years
