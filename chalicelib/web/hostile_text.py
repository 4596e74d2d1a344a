"""What people type, made safe to keep: normalised, or refused with a reason they can act on.

Every text from a form or a JSON body passes here before any rule sees it.
- Unicode is composed (NFC); plane-2 characters, rare in type but common in names, stay as they are.
- Invisible characters without direction (zero-width space, byte order mark, soft hyphen, fillers, tags,
  variation selectors …) are dropped: they come along when people paste from Word or WeChat, nobody sees
  them, they would break search and uniqueness, and a reason made of them would be none.
- Characters that reorder what is read (bidi embeddings, overrides, isolates) are refused: to drop them unseen
  would store another text than the one the person approved; honest Chinese or English text never has them.
- Control characters, lone surrogates and code points that are no characters are refused.
"""

import re
import unicodedata
from collections.abc import Iterator

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError

_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_UNSEEN = (
    "\u00ad\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point without the reordering ones, and the blank pattern of Braille."""

_INVISIBLE = dict.fromkeys(
    code
    for first, last in re.findall(r"(.)(?:-(.))?", _UNSEEN)
    for code in range(ord(first), ord(last or first) + 1)
)
_LINE_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\u000b": "\n"})
_ALLOWED_CONTROLS = frozenset("\n\t")

MAX_DEPTH = 12
"""How deep a body may nest; no command of ours needs half of it."""

MAX_NAME = 100
"""How long a member's name may be; an unknown one comes back in the pointer of its error."""

MAX_INTEGER = 10**15
"""Ten trillion yuan in fen; floats are refused altogether (kernel/canonical.py)."""


def clean_text(text: str) -> str:
    """Return the text as it may be kept: composed, Unix line ends, no invisible characters, no blank edges.

    >>> clean_text(f" 测绘{chr(0x200B)}服务 ")
    '测绘服务'
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS)
    return unicodedata.normalize("NFC", unix.translate(_INVISIBLE)).strip()


def text_error(text: str) -> str | None:
    """Return the code of what makes a cleaned text unacceptable, or None."""
    if not _REORDERING.isdisjoint(text):
        return "reordering-characters"
    if any(_is_unreadable(character) for character in text):
        return "control-characters"
    return None


def clean_body(body: Json) -> tuple[Json, list[FieldError]]:
    """Clean every text of a JSON body, names of members included, and list all that must be refused."""
    errors: list[FieldError] = []
    cleaned = _clean(body, "", errors, MAX_DEPTH)
    return cleaned, errors


def _clean(value: Json, pointer: str, errors: list[FieldError], depth: int) -> Json:
    if depth == 0:
        errors.append(FieldError(pointer, "nested-too-deep"))
        return None
    if isinstance(value, str):
        return _clean_leaf(value, pointer, errors)
    if isinstance(value, list):
        return [_clean(item, f"{pointer}/{index}", errors, depth - 1) for index, item in enumerate(value)]
    if isinstance(value, dict):
        members = _readable_members(value, pointer, errors)
        return {name: _clean(item, below, errors, depth - 1) for name, item, below in members}
    if isinstance(value, float):
        errors.append(FieldError(pointer, "not-an-integer"))
        return None
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        errors.append(FieldError(pointer, "too-large", {"max": MAX_INTEGER}))
        return None
    return value


def _clean_leaf(value: str, pointer: str, errors: list[FieldError]) -> str:
    cleaned = clean_text(value)
    if code := text_error(cleaned):
        errors.append(FieldError(pointer, code))
    return cleaned


def _readable_members(
    value: dict[str, Json], pointer: str, errors: list[FieldError]
) -> Iterator[tuple[str, Json, str]]:
    for name, item in value.items():
        if is_readable_name(name):
            yield name, item, f"{pointer}/{escape_pointer(name)}"
        else:
            errors.append(FieldError(pointer, "unreadable-name"))


def is_readable_name(name: str) -> bool:
    """Tell whether a name that was sent can be told back."""
    return len(name) <= MAX_NAME and not text_error(name)


def escape_pointer(name: str) -> str:
    """Write a member's name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _is_unreadable(character: str) -> bool:
    code = ord(character)
    if unicodedata.category(character) in {"Cc", "Cs"}:
        return character not in _ALLOWED_CONTROLS
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
