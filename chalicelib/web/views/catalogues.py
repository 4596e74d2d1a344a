"""A catalogue as its page shows it: the filter bar with counts, chips, orders, and the addresses of each.

Every choice is a plain address: filters live in the query, so a list can be kept, sent and read aloud.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.marketplace.catalogues.asking import Question
from chalicelib.domain.marketplace.catalogues.entries import Entry
from chalicelib.domain.marketplace.catalogues.filters import Filter, Kind
from chalicelib.domain.marketplace.catalogues.searching import Found
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.paging import DEFAULT_LIMIT, MAX_LIMIT
from chalicelib.web.forms import Form
from chalicelib.web.i18n import ENGLISH
from chalicelib.web.views.catalogue_words import Words

View = dict[str, Any]

AT_ONCE = 2
"""Filters that stand open beside the search; the others are folded away until one of them is used."""

LONGEST_CHOICE = 50
"""Organisations that a filter offers, those with most rows first; the search finds the others by name."""

PAGE_SIZES = (50, MAX_LIMIT)
"""What a page may hold instead of the usual number of rows."""

ORGANISATION_NAMES = {"owner": "owner_name", "winner": "winner_name", "uscc": "name"}
"""Where a row says what an organisation is called that it names by its code, by the field of the code."""


def filter_view(
    question: Question,
    found: Found | None,
    entries: Sequence[Entry],
    errors: Sequence[FieldError],
    words: Words,
    *,
    path: str,
    limit: str,
) -> View:
    """Return all that stands around a catalogue's rows; `found` None: the question was not understood."""
    names = _organisations(question, entries)
    bar = [_field(question, one, found, words, names) for one in question.catalogue.filters]
    values = {**question.values, **({"limit": limit} if limit else {})}
    used = {error.pointer.removeprefix("/") for error in errors} | values.keys()
    return {
        "form": Form({name: (value,) for name, value in values.items()}, errors),
        "bar": {
            "path": path,
            "open": bar[:AT_ONCE],
            "folded": bar[AT_ONCE:],
            "unfold": not used.isdisjoint(("sort", "limit", *(one["name"] for one in bar[AT_ONCE:]))),
            "sorts": [
                (sort, words.label(sort, "catalogue-sort"))
                for sort in _sorts(question)
                if sort != question.catalogue.usual
            ],
            "usual": question.catalogue.usual,
            "size": str(DEFAULT_LIMIT),
            "sizes": [(str(size), str(size)) for size in PAGE_SIZES],
            "chips": list(_chips(question, words, names, path)),
            "clear_all": path if question.values.keys() - {"sort"} else None,
            "csv": _address(f"{path}.csv", question.values),
        },
        "sorts": {name: _head(question, name, path) for name in question.catalogue.sorts},
    }


def _field(
    question: Question, one: Filter, found: Found | None, words: Words, names: Mapping[str, Mapping[str, str]]
) -> View:
    view = {"name": one.name, "label": words.label(one.name, "catalogue-filter")}
    if not one.is_counted:
        return {**view, "options": None}
    counts = {} if found is None else found.facets[one.name]
    chosen = question.values.get(one.name)
    codes = [code for code in _offered(one, words, counts) if counts.get(code) or code == chosen]
    own, called = names.get(one.name, {}), question.catalogue.name
    options = [
        (code, f"{own.get(code) or words.value(called, one.name, code)} ({counts.get(code, 0)})")
        for code in codes
    ]
    return {**view, "options": options}


def _offered(one: Filter, words: Words, counts: Mapping[str, int]) -> Iterable[str]:
    """Return the values of a filter in the order in which they are offered: as known, or by their number."""
    if one.options is not None:
        return one.options(words.types)
    if one.kind is Kind.DIVISION:
        return sorted(counts)
    return sorted(counts, key=lambda code: (-counts[code], code))[:LONGEST_CHOICE]


def _organisations(question: Question, entries: Sequence[Entry]) -> Mapping[str, Mapping[str, str]]:
    """Return by filter what the organisations in the rows are called."""
    return {
        one.name: {
            entry.data[one.field]: entry.data[field]
            for entry in entries
            if entry.data.get(one.field) and entry.data.get(field)
        }
        for one in question.catalogue.filters
        if (field := ORGANISATION_NAMES.get(one.field))
    }


def _chips(
    question: Question, words: Words, names: Mapping[str, Mapping[str, str]], path: str
) -> Iterator[View]:
    for name, value in question.values.items():
        if name == "sort":
            continue
        shown = names.get(name, {}).get(value) or words.value(question.catalogue.name, name, value)
        left = {other: kept for other, kept in question.values.items() if other != name}
        colon = ": " if words.locale == ENGLISH else "："
        label = f"{words.label(name, 'catalogue-filter')}{colon}{shown}"
        yield {"label": label, "href": _address(path, left)}


def _sorts(question: Question) -> Iterator[str]:
    """Return every order with its usual direction first."""
    for name in question.catalogue.sorts:
        rising, falling = name, f"-{name}"
        is_falling = falling == question.catalogue.usual or name == "price"
        yield from (falling, rising) if is_falling else (rising, falling)


def _head(question: Question, name: str, path: str) -> View:
    """Return where a column's head leads: to its order, or to the other direction of it."""
    is_now = question.sort.removeprefix("-") == name
    direction = ("descending" if question.is_descending else "ascending") if is_now else "none"
    to = next(sort for sort in _sorts(question) if sort.removeprefix("-") == name)
    if is_now:
        to = name if question.is_descending else f"-{name}"
    return {"href": _address(path, {**question.values, "sort": to}), "direction": direction}


def _address(path: str, values: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(values)}" if values else path
