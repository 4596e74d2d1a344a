"""One way to show a catalogue: as a page with its filter bar, as JSON, as CSV (design §3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.marketplace.catalogues.asking import Question, ask
from chalicelib.domain.marketplace.catalogues.definitions import CATALOGUES, Catalogue
from chalicelib.domain.marketplace.catalogues.entries import Entry
from chalicelib.domain.marketplace.catalogues.searching import Found, page_of, search
from chalicelib.entrypoints.call import CSV_TYPE, Call, Reply
from chalicelib.entrypoints.listing import address_from, first_address, with_instants
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError, Invalid, TooLarge
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.numbers import normalise_notice_number, parse_notice_number
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.web.i18n import ENGLISH
from chalicelib.web.views.catalogue_columns import catalogue_csv
from chalicelib.web.views.catalogue_words import Words
from chalicelib.web.views.catalogues import filter_view

MAX_CSV_BYTES = 4 * 1024 * 1024
"""What an answer may hold (design §4)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter of a catalogue, which judges it itself; its page shows what is wrong at the field."""

    catalogue: Catalogue
    values: tuple[str, ...] = ()

    def refusal(self, call: Call, name: str, value: str) -> FieldError | None:
        """Return what is wrong with a value, if anything."""
        types = call.house.service_types
        _, errors = ask(self.catalogue, lambda asked: value if asked == name else "", types)
        return next(iter(errors), None)


def filters_of(catalogue: Catalogue) -> Mapping[str, Asked]:
    """Return the parameters of a catalogue as a route declares them."""
    return {name: Asked(catalogue) for name in catalogue.parameters}


def show_catalogue(call: Call, name: str, template: str, **data: Any) -> Reply:
    """Answer with a catalogue's page; what cannot be understood is told at its field, without rows."""
    question, errors = ask(CATALOGUES[name], call.asked, call.house.service_types)
    if errors:
        around = _around(call, question, None, (), errors)
        return call.show(template, status=422, cards=None, **around, **data)
    entries = tuple(call.house.catalogues.entries(name))
    found = _search(call, question, entries)
    rows, position = page_of(question, found, call.page_request(question.identity))
    return call.show(
        template,
        cards=[with_instants(row) for row in rows],
        count=len(found.rows),
        as_of=call.now,
        next=address_from(call, position),
        first=first_address(call),
        **_around(call, question, found, entries, ()),
        **data,
    )


def catalogue_data(call: Call, name: str) -> Reply:
    """Answer with a page of a catalogue as JSON: `items`, `count` of all that fit, `next`.

    Raises:
        Invalid: naming every parameter that is not understood.
    """
    question, found = _found(call, name)
    rows, position = page_of(question, found, call.page_request(question.identity))
    items = [dict(row) for row in rows]
    return call.data({"items": items, "count": len(found.rows), "next": address_from(call, position)})


def catalogue_file(call: Call, name: str) -> Reply:
    """Answer with everything that fits as CSV.

    Raises:
        Invalid: naming every parameter that is not understood.
        TooLarge: `table-too-large` when it is more than an answer may hold.
    """
    _, found = _found(call, name)
    text = catalogue_csv(name, (row for _, row in found.rows), _words(call)).encode()
    if len(text) > MAX_CSV_BYTES:
        raise TooLarge("table-too-large", rows=len(found.rows), max_megabytes=MAX_CSV_BYTES // 1024**2)
    return Reply(text, 200, CSV_TYPE, {"Content-Disposition": f'attachment; filename="{name}.csv"'})


def first_rows(call: Call, name: str, wanted: str, limit: int) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Return the first rows of a catalogue that hold the words, and how many do."""
    question, _ = ask(
        CATALOGUES[name], lambda asked: wanted if asked == "q" else "", call.house.service_types
    )
    found = _search(call, question, tuple(call.house.catalogues.entries(name)))
    rows, _ = page_of(question, found, PageRequest(limit))
    return [with_instants(row) for row in rows], len(found.rows)


def address_of(wanted: str) -> str | None:
    """Return the page of a notice number or credit code, in whatever width and case it was typed."""
    try:
        number = normalise_notice_number(wanted)
        parse_notice_number(number)
        return f"/notices/{number}"
    except Unreadable:
        pass
    try:
        return f"/agencies/{check_uscc(wanted).value}"
    except Unreadable:
        return None


def _found(call: Call, name: str) -> tuple[Question, Found]:
    question, errors = ask(CATALOGUES[name], call.asked, call.house.service_types)
    if errors:
        raise Invalid(errors=errors)
    return question, _search(call, question, tuple(call.house.catalogues.entries(name)))


def _search(call: Call, question: Question, entries: Sequence[Entry]) -> Found:
    return search(question, entries, call.house.service_types, format_instant(call.now))


def _around(
    call: Call, question: Question, found: Found | None, entries: Sequence[Entry], errors: Sequence[Any]
) -> dict[str, Any]:
    limit = call.asked("limit")
    return filter_view(question, found, entries, errors, _words(call), path=call.path, limit=limit)


def _words(call: Call) -> Words:
    types, locale = call.house.service_types, call.context.locale
    return Words(types.in_english() if locale == ENGLISH else types, locale)
