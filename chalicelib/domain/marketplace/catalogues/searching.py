"""Answers a question from the rows in memory: what fits, how many of each kind, in which order, page by page.

One pass over the rows: a row that fits counts in every facet, a row that fails one filter only counts in the
facet of that filter, so that each option says how many there would be if it were chosen instead.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from itertools import chain
from operator import itemgetter
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.catalogues.asking import Question
from chalicelib.domain.marketplace.catalogues.entries import Entry, fold
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.kernel.records import dataclass

Data = Mapping[str, Any]
Row = tuple[str, Data]
"""An aggregate and its public fields."""

Place = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class Found:
    """All rows that fit, in order, and by filter how many rows each value has."""

    rows: tuple[Row, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def search(question: Question, entries: Iterable[Entry], types: ServiceTypes, now: str) -> Found:
    """Return the rows that fit a question at an instant (written as text)."""
    at, tests = question.catalogue.at, [(one.name, one.field, test) for one, test in question.tests]
    fitting: list[Row] = []
    missed: dict[str, list[Data]] = {}
    for entry in _speaking(question, entries, types):
        data = at(entry.data, now)
        if data is None:
            continue
        failed = [name for name, field_name, test in tests if not test(data.get(field_name))]
        if not failed:
            fitting.append((entry.key, data))
        elif len(failed) == 1:
            missed.setdefault(failed[0], []).append(data)
    shown = [data for _, data in fitting]
    facets = {
        one.name: one.count(data.get(one.field) for data in chain(shown, missed.get(one.name, ())))
        for one in question.catalogue.filters
        if one.is_counted
    }
    return Found(tuple(_ordered(question, fitting)), facets)


def page_of(question: Question, found: Found, request: PageRequest) -> tuple[tuple[Data, ...], Cursor | None]:
    """Return one page of what was found, and where the next one begins.

    A cursor names the last row shown by its place in the order, so that rows that come or go meanwhile
    neither repeat nor hide another one.
    """
    rows, place = found.rows, _placing(question)
    if request.cursor is not None:
        position: Any = request.cursor.position
        is_after = _after(question, position)
        rows = tuple(row for row in rows if is_after(place(row)))
    shown = rows[: request.limit]
    more = len(rows) > len(shown)
    position = list(place(shown[-1])) if more else None
    cursor = Cursor(question.identity, position) if more else None
    return tuple(data for _, data in shown), cursor


def _speaking(question: Question, entries: Iterable[Entry], types: ServiceTypes) -> Iterable[Entry]:
    """Return the rows that hold every word, in their text or in the name of one of their service types."""
    where = question.catalogue.services
    for word in question.words:
        codes = _services_named(word, types)
        entries = [
            entry for entry in entries if word in entry.text or (codes and _provides(entry, where, codes))
        ]
    return entries


def _provides(entry: Entry, where: str, codes: frozenset[str]) -> bool:
    found = entry.data.get(where, ())
    return found in codes if isinstance(found, str) else not codes.isdisjoint(found)


def _services_named(word: str, types: ServiceTypes) -> frozenset[str]:
    """Return the service types that have a word in their name, in either language."""
    both = (*types.choices(), *types.in_english().choices())
    return frozenset(code for code, name in both if word in fold(name))


def _placing(question: Question) -> Callable[[Row], Place]:
    """Return what tells the place of a row: the value it is ordered by, None without, and its key."""
    name, key = question.order.field, question.order.key

    def place(row: Row) -> Place:
        value = row[1].get(name)
        return (None if value is None else key(value)), row[0]

    return place


def _ordered(question: Question, rows: list[Row]) -> Iterable[Row]:
    name, place = question.order.field, _placing(question)
    having = [row for row in rows if row[1].get(name) is not None]
    lacking = [row for row in rows if row[1].get(name) is None]
    having.sort(key=place, reverse=question.is_descending)
    lacking.sort(key=itemgetter(0))
    return chain(having, lacking)


def _after(question: Question, position: Place) -> Callable[[Place], bool]:
    last, last_key = position

    def is_after(place: Place) -> bool:
        value, key = place
        if value is None or last is None:
            return value is None and (last is not None or key > last_key)
        return (value, key) < (last, last_key) if question.is_descending else (value, key) > (last, last_key)

    return is_after
