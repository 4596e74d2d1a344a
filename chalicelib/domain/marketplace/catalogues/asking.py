"""What a reader asks a catalogue for: parameters as a question, or all that is wrong with them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.catalogues.definitions import Catalogue, Sort
from chalicelib.domain.marketplace.catalogues.entries import words_of
from chalicelib.domain.marketplace.catalogues.filters import Filter, Kind, Test
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.entered import Unreadable, plain
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.records import dataclass

LONGEST_SEARCH = 80
"""Characters of a search: what the search box takes, and more than any title needs."""

_CODE = re.compile(r"(?=.*[0-9])[0-9A-Za-z]{18}")


@dataclass(frozen=True, slots=True)
class Question:
    """A catalogue's name, the words, the filters with their tests, and the order.

    A filter that nobody set tests too where some of its values rest.
    `values` are the parameters as given, for the address, the chips and the cursor's name.
    """

    catalogue: Catalogue
    values: Mapping[str, str]
    words: tuple[str, ...]
    tests: tuple[tuple[Filter, Test], ...]
    sort: str

    @property
    def order(self) -> Sort:
        """Return the order asked for."""
        return self.catalogue.sorts[self.sort.removeprefix("-")]

    @property
    def is_descending(self) -> bool:
        """Tell whether the largest comes first."""
        return self.sort.startswith("-")

    @property
    def identity(self) -> str:
        """Name the list of results, so that a cursor fits no other one."""
        return f"{self.catalogue.name}?{canonical_json(dict(self.values))}"


def ask(
    catalogue: Catalogue, given: Callable[[str], str], types: ServiceTypes
) -> tuple[Question, list[FieldError]]:
    """Read a question from query parameters; with errors, it asks only for what could be understood."""
    values = {name: text for name in catalogue.parameters if (text := given(name).strip())}
    errors: list[FieldError] = []
    tests: list[tuple[Filter, Test]] = []
    for one in catalogue.filters:
        if one.name in values:
            try:
                tests.append((one, one.test(values[one.name], types)))
            except Unreadable as bad:
                errors.append(FieldError(f"/{one.name}", bad.code, bad.params))
        elif one.resting:
            tests.append((one, one.is_active))
    errors += _turned_round(catalogue, values, {error.pointer for error in errors})
    sort = values.get("sort", catalogue.usual)
    if sort not in _orders(catalogue):
        errors.append(FieldError("/sort", "not-a-filter-value", {"options": [*_orders(catalogue)]}))
        sort = catalogue.usual
    searched = values.get("q", "")
    if wrong := _find_wrong(searched):
        errors.append(wrong)
        searched = ""
    return Question(catalogue, values, words_of(searched), tuple(tests), sort), errors


def _turned_round(catalogue: Catalogue, values: Mapping[str, str], wrong: set[str]) -> Iterator[FieldError]:
    """Yield the ends of a span that lie before its beginning: such a list would be empty without a word."""
    begins = {one.field: one.name for one in catalogue.filters if one.kind is Kind.FROM}
    for until in catalogue.filters:
        since = begins.get(until.field)
        if until.kind is not Kind.UNTIL or since is None or not {since, until.name} <= values.keys():
            continue
        first, last = plain(values[since]), plain(values[until.name])
        if last < first and wrong.isdisjoint((f"/{since}", f"/{until.name}")):
            yield FieldError(f"/{until.name}", "before-the-first-day", {"first_on": first})


def _orders(catalogue: Catalogue) -> Iterable[str]:
    return (order for name in catalogue.sorts for order in (name, f"-{name}"))


def _find_wrong(searched: str) -> FieldError | None:
    """Return what is wrong with a search: too long, or a credit code (18 digits and letters) mistyped."""
    if len(searched) > LONGEST_SEARCH:
        return FieldError("/q", "too-long", {"max": LONGEST_SEARCH})
    if _CODE.fullmatch(plain(searched)):
        try:
            check_uscc(searched)
        except Unreadable as bad:
            return FieldError("/q", bad.code, bad.params)
    return None
