"""The year files: which days the State Council's yearly notice takes off and which weekends it has worked.

One file a year, named after the year, as the notice itself is: the notice of a year may also move the
last days of December before it (2019's did), so a file may hold those too.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Self

from chalicelib.kernel.records import dataclass

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One published year: days off with the holiday's name, and weekend days that are worked (调休)."""

    year: int
    source: str
    holidays: Mapping[date, str]
    makeup_workdays: frozenset[date]

    def __post_init__(self) -> None:
        """Refuse a year that contradicts itself; a wrong calendar moves deadlines silently.

        Raises:
            ValueError: when a day lies outside the year, is both off and worked, or a weekday is made up.
        """
        if any(not self._covers(on) for on in self.holidays.keys() | self.makeup_workdays):
            raise ValueError(f"calendar {self.year}: a day lies outside the year")
        if self.holidays.keys() & self.makeup_workdays:
            raise ValueError(f"calendar {self.year}: a day is both off and worked")
        if any(on.weekday() < _SATURDAY for on in self.makeup_workdays):
            raise ValueError(f"calendar {self.year}: a make-up workday is no weekend day")
        if date(self.year, 1, 1) not in self.holidays:
            raise ValueError(f"calendar {self.year}: New Year's Day is missing")

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a year file.

        Raises:
            ValueError: when the text is no year file or contradicts itself.
        """
        try:
            document = json.loads(text)
            return cls(
                year=document["year"],
                source=document["source"],
                holidays={date.fromisoformat(on): name for on, name in document["holidays"].items()},
                makeup_workdays=frozenset(map(date.fromisoformat, document["makeup_workdays"])),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("this is no year file") from error

    def _covers(self, on: date) -> bool:
        return on.year == self.year or (on.year == self.year - 1 and reaches_next_year(on))


def reaches_next_year(on: date) -> bool:
    """Tell whether the next year's notice may still move this day.

    A break around 1 January is made up on the weekend before it at the earliest: from 26 December on.
    """
    return (on.month, on.day) >= (12, 26)


def read_shipped_years() -> tuple[CalendarYear, ...]:
    """Read the year files that lie beside this module, oldest first."""
    files = sorted(Path(__file__).parent.glob("[0-9][0-9][0-9][0-9].json"))
    return tuple(CalendarYear.from_json(file.read_text(encoding="utf-8")) for file in files)
