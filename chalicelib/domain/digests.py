"""The daily digest of the ledger: one Merkle root over the chains that changed that day (design §3).

Chains that did not change are covered by the day they last changed on, so a digest costs what the day
brought and no more. Digests are themselves a chain of the ledger, each naming the one before: who keeps
the latest one can have every earlier day proved.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from chalicelib.domain.decisions import Event
from chalicelib.domain.ledger import Fault, Finding, merkle_root
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

CHAIN = "DIGEST#daily"
"""The aggregate under which the digests stand in the ledger."""

KIND, CLOSED = "digest", "digest.day_closed"

SETTLES = timedelta(minutes=15)
"""How long after midnight a day is left alone: commands begun before it are long done by then."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where the chain of one aggregate ended: the number and hash of its last entry."""

    aggregate: str
    seq: int
    hash: str

    def to_json(self) -> list[Json]:
        """Return the head as its page holds it."""
        return [self.aggregate, self.seq, self.hash]


@dataclass(frozen=True, slots=True)
class DayDigest:
    """What was published for a day; `manifest` names the pages with all its heads."""

    day: date
    root: str
    heads: int
    entries: int
    manifest: str

    def to_event(self) -> Event:
        """Return the fact that goes into the ledger."""
        return Event(
            CLOSED,
            {
                "day": self.day.isoformat(),
                "root": self.root,
                "heads": self.heads,
                "entries": self.entries,
                "manifest": self.manifest,
            },
        )


def from_event(data: Mapping[str, Json]) -> DayDigest:
    """Read a digest back from its ledger entry."""
    return DayDigest(
        date.fromisoformat(data["day"]), data["root"], data["heads"], data["entries"], data["manifest"]
    )


def heads_after(entries: Iterable[ChainHead]) -> tuple[ChainHead, ...]:
    """Return the last of a day's entries of each aggregate, in the order of the aggregates' names."""
    last: dict[str, ChainHead] = {}
    for entry in entries:
        present = last.get(entry.aggregate)
        if present is None or present.seq < entry.seq:
            last[entry.aggregate] = entry
    return tuple(last[aggregate] for aggregate in sorted(last))


def root_of(heads: Sequence[ChainHead]) -> str:
    """Return the Merkle root over a day's heads."""
    return merkle_root([digest(head.to_json()) for head in heads])


def extra_entries(entries: Iterable[ChainHead], heads: Sequence[ChainHead]) -> list[Finding]:
    """Name the entries dated to a day that its digest does not know."""
    known = {head.aggregate: head.seq for head in heads}
    return [
        Finding(entry.aggregate, entry.seq, Fault.EXTRA)
        for entry in entries
        if entry.seq > known.get(entry.aggregate, 0)
    ]


def closes_at(day: date) -> datetime:
    """Return when a day is over for good, by China's legal time."""
    return datetime.combine(day, time(), CHINA) + timedelta(days=1) + SETTLES


def may_close(day: date, now: datetime) -> bool:
    """Tell whether a day is over for good."""
    return now >= closes_at(day)
