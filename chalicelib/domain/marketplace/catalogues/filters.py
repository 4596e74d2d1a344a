"""What a catalogue can be filtered by, as data: a query parameter, the field it judges, and how.

Reading a value and testing rows by it are one step: `Filter.test` turns the typed text into a test or says
what is wrong with it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.entered import Unreadable, plain
from chalicelib.kernel.identifiers import check_division, check_uscc
from chalicelib.kernel.records import dataclass

Test = Callable[[Any], bool]
"""Judges the field of a row; None is a field that the row does not have."""

Options = Callable[[ServiceTypes], Collection[str]]

PRICE_BANDS: Mapping[str, tuple[int, int | None]] = {
    "0-50000": (0, 50_000_00),
    "50000-200000": (50_000_00, 200_000_00),
    "200000-500000": (200_000_00, 500_000_00),
    "500000-1000000": (500_000_00, 1_000_000_00),
    "1000000-": (1_000_000_00, None),
}
"""Half-open bands of an amount, named in yuan; what has no amount (a rate, an uncertain price) is in none."""

_DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")


class Kind(StrEnum):
    """How a value is meant."""

    CODE = "code"
    AMONG = "among"
    DIVISION = "division"
    ORGANISATION = "organisation"
    PRICE = "price"
    FROM = "from"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter; `options` are the values there are, None where they have no known end.

    Rows with a `resting` value have left the active list (§2.1): they are found only when it is asked for.
    """

    name: str
    field: str
    kind: Kind
    options: Options | None = None
    resting: frozenset[str] = frozenset()

    def is_active(self, found: Any) -> bool:
        """Tell whether a row with this value stands in the list though nobody asked for the value."""
        return found not in self.resting

    @property
    def is_counted(self) -> bool:
        """Tell whether the rows of each of its values are counted: not those of instants."""
        return self.kind not in (Kind.FROM, Kind.UNTIL)

    def test(self, typed: str, types: ServiceTypes) -> Test:
        """Return the test for a typed value.

        Raises:
            Unreadable: when it is none that this filter knows.
        """
        text = plain(typed)
        if self.options is not None and text not in (known := self.options(types)):
            raise Unreadable("not-a-filter-value", options=[*known])
        return _TESTS[self.kind](text)

    def count(self, found: Iterable[Any]) -> Mapping[str, int]:
        """Return how many of the fields each value of this filter fits."""
        if self.kind is Kind.AMONG:
            return Counter(chain.from_iterable(each for each in found if each is not None))
        counts = Counter(found)
        counts.pop(None, None)
        return _by_band(counts) if self.kind is Kind.PRICE else counts


def _equal(text: str) -> Test:
    return lambda found: found == text


def _among(text: str) -> Test:
    return lambda found: found is not None and text in found


def _division(text: str) -> Test:
    return _equal(check_division(text).code)


def _organisation(text: str) -> Test:
    return _equal(check_uscc(text).value)


def _price(text: str) -> Test:
    low, high = PRICE_BANDS[text]
    return lambda found: found is not None and low <= found and (high is None or found < high)


def _by_band(amounts: Mapping[int, int]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for fen, number in amounts.items():
        for band, (low, high) in PRICE_BANDS.items():
            if low <= fen and (high is None or fen < high):
                counts[band] += number
    return counts


def _from(text: str) -> Test:
    start = format_instant(_day(text))
    return lambda found: found is not None and found >= start


def _until(text: str) -> Test:
    end = format_instant(_day(text) + timedelta(days=1))
    return lambda found: found is not None and found < end


def _day(text: str) -> datetime:
    """Return the beginning of a day in China."""
    try:
        return datetime.combine(date.fromisoformat(text if _DAY.fullmatch(text) else ""), time(), CHINA)
    except ValueError:
        raise Unreadable("not-a-date") from None


_TESTS: Mapping[Kind, Callable[[str], Test]] = {
    Kind.CODE: _equal,
    Kind.AMONG: _among,
    Kind.DIVISION: _division,
    Kind.ORGANISATION: _organisation,
    Kind.PRICE: _price,
    Kind.FROM: _from,
    Kind.UNTIL: _until,
}
