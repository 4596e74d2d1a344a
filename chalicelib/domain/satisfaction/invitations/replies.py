"""What a text that somebody sends back says (evaluation.md §7.8): to stop, a level, or words.

A digit is taken only when it is all there is: "5 号窗口很差" is words, and words have no level.
"""

import re
import unicodedata
from typing import Final

from chalicelib.kernel.records import dataclass

STOPS: Final = frozenset({"R", "TD", "T"})
STOP_WORD: Final = "退订"
LEVELS: Final = {
    "非常满意": 5, "很满意": 5, "满意": 4, "基本满意": 3, "不满意": 2, "非常不满意": 1, "很不满意": 1,
}  # fmt: skip
CHOICES: Final = "ABC"
_TOKENS = re.compile(r"[A-Z]+|[0-9]+|[^\W\dA-Z_]+")
_ANSWER = re.compile(rf"([{CHOICES}]?)([1-5]|{'|'.join(LEVELS)})分?")


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says; `choice` is which of several services it is about, counted from nought."""

    is_stop: bool = False
    level: int | None = None
    choice: int | None = None


def read_reply(words: str) -> Said:
    """Read a reply; to stop wins over every digit beside it.

    >>> read_reply("５分").level, read_reply("b 2").choice, read_reply("5 TD").is_stop, read_reply("55").level
    (5, 1, True, None)
    """
    tokens = _TOKENS.findall(unicodedata.normalize("NFKC", words).upper())
    if STOP_WORD in words or not STOPS.isdisjoint(tokens):
        return Said(is_stop=True)
    found = _ANSWER.fullmatch("".join(tokens))
    if found is None or len(tokens) > 3:
        return Said()
    letter, level = found.groups()
    choice = CHOICES.index(letter) if letter else None
    return Said(level=LEVELS.get(level) or int(level), choice=choice)
