"""What the values of a catalogue's fields are called in the reader's language, in lists, chips and tables."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.records import dataclass
from chalicelib.web.i18n import translate
from chalicelib.web.labels import label
from chalicelib.web.labels.places import PLACES, place
from chalicelib.web.views.agencies import division_name

STATE_WORDS = {"agencies": "listing-state"}
"""Which words the states of a catalogue have; those of a notice unless another subject stands here."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one reader: service types under the names they know, and their language."""

    types: ServiceTypes
    locale: str

    def say(self, text: str) -> str:
        """Return a marked text in the reader's language."""
        return translate(text, self.locale)

    def label(self, code: str, kind: str) -> str:
        """Return the word of a code."""
        return self.say(label(code, kind))

    def value(self, catalogue: str, name: str, value: str) -> str:
        """Return what the value of a filter is called; one that has no name goes by itself."""
        if name == "state":
            return self.label(value, STATE_WORDS.get(catalogue, "notice-state"))
        return _NAMES[name](self, value) if name in _NAMES else value

    def place(self, code: str) -> str:
        """Return what a division is called; one of the city needs no code to be known by."""
        return self.say(PLACES[code]) if code in PLACES else place(code, division_name(code), self.locale)

    def department(self, code: str) -> str:
        """Return the name of a department."""
        return self.types.departments[code].name if code in self.types.departments else code


_NAMES: Mapping[str, Callable[[Words, str], str]] = {
    "service_type": lambda words, code: words.types.name_of(code),
    "method": lambda words, code: words.label(code, "method"),
    "division": Words.place,
    "department": Words.department,
    "outcome": lambda words, code: words.label(code, "award-outcome"),
    "price": lambda words, code: words.label(code, "price-band"),
    "phase": lambda words, code: words.label(code, "sanction-phase"),
    "measure": lambda words, code: words.label(code, "measure"),
    "basis": lambda words, code: words.label(code, "violation"),
    "qualification": lambda words, code: words.types.qualification_name(code),
}


def local_time(written: Any, *, is_deadline: bool = False) -> str:
    """Write a stored instant as tables keep it: Chinese time, to the minute; a deadline's midnight is 24:00.

    >>> local_time("2026-11-29T16:00:00.000Z", is_deadline=True)
    '2026-11-29 24:00'
    """
    at: datetime = parse_instant(written).astimezone(CHINA)
    if is_deadline and (at.hour, at.minute) == (0, 0):
        return f"{at - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{at:%Y-%m-%d %H:%M}"
