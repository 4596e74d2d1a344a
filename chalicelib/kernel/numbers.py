"""Numbers people read out (docs/rules.md §4.1): what stands on receipts, awards, contracts and cases.

`prefix-division-year-serial-check`, the check character by ISO 7064 MOD 37-2 over the characters before
it without dashes; it may be `*`. The notice number `ZJ-dddddd-yyyy-nnnnnn` alone has none, because it is
hashed into the draw. Both are read leniently: small letters, full width, spaces and missing dashes.
"""

import re

from chalicelib.kernel.entered import Unreadable, ascii_upper, plain
from chalicelib.kernel.records import dataclass

NOTICE_PREFIX = "ZJ"

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_SEPARATORS = str.maketrans("", "", " -")
_NUMBER = re.compile(r"([A-Z]{2,4})([0-9]{6})(20[0-9]{2})([0-9]{6,9})([0-9A-Z*])")
_NOTICE = re.compile(rf"({NOTICE_PREFIX})([0-9]{{6}})(20[0-9]{{2}})([0-9]{{6}})")
_PARTS = re.compile(r"[A-Z]{2,4} [0-9]{6} 20[0-9]{2} [0-9]{6,9}")


class BadNumber(Unreadable):
    """Typed text that is no number of ours."""


@dataclass(frozen=True, slots=True)
class HumanNumber:
    """A number's parts; `str()` writes it in full."""

    prefix: str
    division: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        """Refuse parts that could not be read back.

        Raises:
            ValueError: when a part has not its shape, or a notice's serial more than six digits.
        """
        parts = f"{self.prefix} {self.division} {self.year} {self.serial:06}"
        if self.serial < 1 or not _PARTS.fullmatch(parts):
            raise ValueError("these parts make no number")
        if self.prefix == NOTICE_PREFIX and self.serial > 999_999:
            raise ValueError("a notice number has six digits of serial")

    def __str__(self) -> str:
        """Write the number with dashes and, unless it is a notice's, its check character."""
        parts = [self.prefix, self.division, str(self.year), f"{self.serial:06}"]
        if self.prefix != NOTICE_PREFIX:
            parts.append(check_character("".join(parts)))
        return "-".join(parts)


def format_number(prefix: str, division: str, year: int, serial: int) -> str:
    """Write a number with its check character.

    Raises:
        ValueError: when a part has not its shape or the prefix is the notices' own.

    >>> format_number("HP", "370700", 2026, 42)
    'HP-370700-2026-000042-Y'
    """
    if prefix == NOTICE_PREFIX:
        raise ValueError("notices have numbers of their own")
    return str(HumanNumber(prefix, division, year, serial))


def format_notice_number(division: str, year: int, serial: int) -> str:
    """Write a notice number (采购项目编号).

    Raises:
        ValueError: when a part has not its shape.

    >>> format_notice_number("370700", 2026, 42)
    'ZJ-370700-2026-000042'
    """
    return str(HumanNumber(NOTICE_PREFIX, division, year, serial))


def parse_number(text: str) -> HumanNumber:
    """Read a number with a check character, however it was typed.

    Raises:
        BadNumber: `not-a-number`, or `wrong-check-character` with its position.
    """
    match = _NUMBER.fullmatch(_compact(text))
    if match is None or match[1] == NOTICE_PREFIX:
        raise BadNumber("not-a-number")
    number = _from_parts(match, "not-a-number")
    if match[5] != check_character(match[0][:-1]):
        raise BadNumber("wrong-check-character", position=len(str(number)))
    return number


def parse_notice_number(text: str) -> HumanNumber:
    """Read a notice number, however it was typed.

    Raises:
        BadNumber: `not-a-notice-number`.
    """
    match = _NOTICE.fullmatch(_compact(text))
    if match is None:
        raise BadNumber("not-a-notice-number")
    return _from_parts(match, "not-a-notice-number")


def normalise_number(text: str) -> str:
    """Return a typed number in the one spelling it is stored under.

    Raises:
        BadNumber: as `parse_number` does.

    >>> normalise_number(" ｈｐ370700 2026－000042y")
    'HP-370700-2026-000042-Y'
    """
    return str(parse_number(text))


def normalise_notice_number(text: str) -> str:
    """Return a typed notice number in the one spelling it is stored under.

    Raises:
        BadNumber: as `parse_notice_number` does.
    """
    return str(parse_notice_number(text))


def check_character(payload: str) -> str:
    """Return the ISO 7064 MOD 37-2 check character of digits and capital letters."""
    remainder = 0
    for character in payload:
        remainder = 2 * (remainder + _ALPHABET.index(character)) % 37
    return _ALPHABET[(1 - remainder) % 37]


def _compact(text: str) -> str:
    return ascii_upper(plain(text)).translate(_SEPARATORS)


def _from_parts(match: re.Match[str], code: str) -> HumanNumber:
    if not int(match[4]):
        raise BadNumber(code)
    return HumanNumber(match[1], match[2], int(match[3]), int(match[4]))
