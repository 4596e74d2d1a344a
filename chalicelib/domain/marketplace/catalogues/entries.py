"""Rows of a catalogue in memory, and the segments in which they are kept (ADR 0055).

A segment is the rows of one list and year as canonical JSON. Its name is the hash of that text, not of the
bytes it is kept as: equal rows have one name, whatever the compressor, and a rebuild finds them there.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.kernel.canonical import Json, canonical_json, sha256_hex
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is known by, its public fields, and the text in which words are looked for."""

    key: str
    data: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row newer than its segment; `data` None says that it stands in the list no more.

    `seq` is the ledger number at which it was written. `year` never changes for a row.
    """

    key: str
    seq: int
    year: str
    data: Mapping[str, Any] | None


Rows = Mapping[str, Mapping[str, Any]]
"""Public fields by what a row is known by: the aggregate it shows, or a part of one."""


def fold(text: str) -> str:
    """Return a text as it is compared: width, case and compatibility forms do not count.

    >>> fold("ＣＨ０１　Straße") == fold("ch01 STRASSE")
    True
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, folded, each once.

    >>> words_of(" 滨河路　测绘 滨河路")
    ('滨河路', '测绘')
    """
    return tuple(dict.fromkeys(fold(text).split()))


def searched_text(data: Mapping[str, Any], fields: Sequence[str]) -> str:
    """Return the folded text of a row; fields are kept apart, so that no word spans two of them."""
    return fold("\n".join(str(data[field]) for field in fields if data.get(field)))


def merged(before: Rows, news: Iterable[NewRow]) -> Rows:
    """Return the rows of a segment after newer ones were folded in."""
    rows = dict(before)
    for new in news:
        if new.data is None:
            rows.pop(new.key, None)
        else:
            rows[new.key] = new.data
    return rows


def write_segment(rows: Rows) -> tuple[str, str]:
    """Return the name and the text of a segment."""
    pairs: list[Json] = [[key, dict(data)] for key, data in sorted(rows.items())]
    text = canonical_json(pairs)
    return sha256_hex(text), text


def read_segment(name: str, text: str) -> Rows:
    """Return the rows of a segment.

    Raises:
        ValueError: when the text is not what its name says.
    """
    if sha256_hex(text) != name:
        raise ValueError("a segment differs from its name")
    return dict(json.loads(text))
