"""What residents of the demo did after they were served: a letter each, by department and month.

5, 4 and 3 are ratings (1 and 2 are told in `plots`); every other letter is a way not to be asked, not to be
reached or not to answer. Blanks part the days of a month where it matters who came on the same one.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import CHINA


class Fate(StrEnum):
    """What becomes of asking somebody, besides a rating."""

    SILENT = "-"
    OPENED = "o"
    """Looked at the page and left."""
    NO_PHONE = "n"
    BAD_PHONE = "i"
    OBJECTED = "j"
    MINOR = "m"
    NO_SUCH_NUMBER = "0"
    """The provider refuses the number at once."""
    UNDELIVERABLE = "p"
    """The provider says so later."""
    RETRIED = "t"
    """Delivered at the second try, then rated with a five."""
    TOLD_LATE = "l"
    """The department tells of the case when the time to rate it is over."""
    STOPPED = "x"
    """Replies that no more texts are wanted, and is served again."""
    STRANGER = "w"
    """Says by the link that the number is somebody else's; the person served comes again."""
    WORDS = "d"
    """Replies with words instead of a digit."""
    COAXED = "C"
    """Rated at the window with the clerk's own telephone."""


RESULTS: Mapping[str, Mapping[str, str]] = {
    "natural-resources": {
        "08": "54-4o5",
        "09": "5454-43o54-5n4535",
        "10": "455j4-53-45i4",
        "11": "544-o53-0",
    },
    "market-regulation": {
        "08": "55x45",
        "09": "55-45w454m54-535d",
        "10": "545-54p54-553",
        "11": "5445t-54o",
    },
    "construction": {
        "08": "43-5",
        "09": "43553-44-534",
        "10": "435n43-4j45",
        "11": "3454-p4",
    },
    "finance": {"08": "---", "09": "43434-35434", "10": "55 CCCC 5 5 CCCCC 5- 5 -", "11": "5---"},
    "reform": {
        "08": "5-nii",
        "09": "--5i-nio-ii--nj",
        "10": "-4i--ni--i-inj--",
        "11": "--5i-oin-5i-j-ii",
    },
    "ecology": {"08": "4-5", "09": "453-5", "10": "4534-", "11": "543t"},
    "emergency": {"08": "5-", "09": "453-", "10": "54l4", "11": "450"},
    "water": {"08": "n-", "09": "5--n", "10": "4i-", "11": "j-"},
    "meteorology": {"08": "5", "09": "4-", "10": "5-", "11": "-"},
}
PRESENT = date(2026, 11, 20)
"""The day on which the demo ends."""
FRESH: Mapping[str, str] = {"natural-resources": "--", "market-regulation": "---", "ecology": "-"}
"""Served on the morning of the demo's present: nobody has answered yet."""

DAYS: Mapping[str, tuple[int, ...]] = {
    "08": (24, 26, 31),
    "09": (2, 8, 10, 14, 16, 18, 20, 22, 24, 28),
    "10": (9, 10, 13, 15, 19, 23, 27, 29),
    "11": (4, 6, 10, 12, 16, 18, 19),
}
"""Days of 2026 on which cases are taken in; 20 September and 10 October are make-up days (调休)."""
LATE_DAYS = frozenset({date(2026, 9, 18), date(2026, 9, 20), date(2026, 10, 10), date(2026, 11, 12)})
"""Their cases come five minutes before the windows close."""
MORNING, CLOSING = time(9, 30), time(16, 55)


def first_hour(day: date) -> datetime:
    """Return the moment of a morning at which everything happens, reminders of two days before with it."""
    return datetime.combine(day, MORNING, CHINA)


def second_hour(day: date) -> datetime:
    """Return the moment of the afternoon."""
    return datetime.combine(day, time(14, 5), CHINA) + timedelta(minutes=day.day * 11 % 140)


def sessions() -> Iterator[tuple[datetime, str, str]]:
    """Yield when letters of a department come: the instant, the department, its letters of that day."""
    for department, months in RESULTS.items():
        for month, letters in months.items():
            days = [date(2026, int(month), day) for day in DAYS[month]]
            for day, group in zip(days, _groups(letters, len(days)), strict=True):
                at = datetime.combine(day, CLOSING, CHINA) if day in LATE_DAYS else first_hour(day)
                yield at, department, group


def _groups(letters: str, number: int) -> list[str]:
    """Part letters into so many days: at their blanks, or evenly."""
    if " " in letters:
        return letters.split()
    return [
        letters[place * len(letters) // number : (place + 1) * len(letters) // number]
        for place in range(number)
    ]
