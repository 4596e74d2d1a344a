"""What people type, brought to plain characters before it is judged (docs/rules.md §4.1, "normalise").

A person pastes full-width digits, dashes of six kinds and characters nobody can see; all of that means the
plain character. Digits of other scripts and marks that turn the writing direction are left alone, so
that the readers, which know ASCII only, refuse them: such a text need not say what it shows.
"""

import string

from chalicelib.kernel.canonical import Json

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥"}
_SPACES = dict.fromkeys([0x00A0, 0x3000, 0x202F, *range(0x2000, 0x200B)], " ")
_DASHES = dict.fromkeys([0x2212, *range(0x2010, 0x2016)], "-")
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_PLAIN = {**_FULL_WIDTH, **_SPACES, **_DASHES, **_INVISIBLE}
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


class Unreadable(ValueError):
    """Typed text that does not mean a value: `code` is a field-error code, `params` its figures.

    Neither carries the text itself, so both may be shown and logged.
    """

    def __init__(self, code: str, **params: Json) -> None:
        """Keep the code and the figures that explain it."""
        self.code = code
        self.params = params
        super().__init__(code)


def plain(text: str) -> str:
    """Turn full-width characters, odd spaces and dashes into ASCII and drop what is invisible.

    >>> plain("　１２，０００．５０ 元 ")
    '12,000.50 元'
    """
    return text.translate(_PLAIN).strip()


def ascii_upper(text: str) -> str:
    """Write a-z in capitals and nothing else: `str.upper` would make an S of 'ſ' and SS of 'ß'."""
    return text.translate(_UPPER)
