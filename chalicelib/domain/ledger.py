"""The ledger's chain, as arithmetic: each entry's hash covers the one before it (design §1, §3).

An auditor needs this module, the entries and the head stored in the entity: altered, missing, cut-off
and extra entries each have their name.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Event
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json, canonical_json, digest, sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass

GENESIS = "0" * 64
"""What the first entry of a chain names as its predecessor."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: number of its entries and hash of the last."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger entry; `data` is canonical JSON text, `at` RFC 3339, `actor` a pseudonym.

    `state` is the SHA-256 of the aggregate as it was stored together with the entry, empty where nothing is:
    so an edit of what the product reads shows as much as an edit of the ledger.
    """

    aggregate: str
    seq: int
    kind: str
    type: str
    at: str
    actor: str
    org: str
    data: str
    state: str
    prev: str
    hash: str


class Fault(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    MISSING = "missing"
    CUT_OFF = "cut-off"
    EXTRA = "extra"
    STATE_ALTERED = "state-altered"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place of one chain."""

    aggregate: str
    seq: int
    fault: Fault


def append(
    head: Head, aggregate: str, kind: str, event: Event, actor: Actor, at: datetime, state: str = ""
) -> Entry:
    """Return the entry that follows a head; `state` is the hash of what is stored with it."""
    fields: dict[str, Json] = {
        "aggregate": aggregate,
        "seq": head.seq + 1,
        "kind": kind,
        "type": event.type,
        "at": format_instant(at),
        "actor": actor.person,
        "org": actor.org,
        "data": canonical_json(dict(event.data)),
        "state": state,
        "prev": head.hash,
    }
    return Entry(**fields, hash=digest(fields))


def head_of(entry: Entry) -> Head:
    """Return the head a chain has after an entry."""
    return Head(entry.seq, entry.hash)


def verify_chain(entries: Mapping[int, Entry], head: Head, aggregate: str) -> list[Finding]:
    """Name everything wrong with one chain, given its entries by their place and the head it must have.

    The chain is followed from the head down, because only the head is known from elsewhere: each entry's
    `prev` says which hash the one before must have. Below a gap nothing says so any more; there an entry
    must agree with itself and with its predecessor.
    """
    found = [Finding(aggregate, place, Fault.EXTRA) for place in entries if place > head.seq]
    last = max((place for place in entries if place <= head.seq), default=0)
    expected: str | None = head.hash
    for place in range(head.seq, 0, -1):
        entry = entries.get(place)
        if entry is None:
            found.append(Finding(aggregate, place, Fault.MISSING if place < last else Fault.CUT_OFF))
            expected = None
        elif _is_intact(entry, aggregate, place, expected, entries.get(place - 1)):
            expected = entry.prev
        else:
            found.append(Finding(aggregate, place, Fault.ALTERED))
            expected = None
    return sorted(found, key=lambda finding: finding.seq)


def verify_state(
    entries: Mapping[int, Entry], stored: tuple[Head, str] | None, aggregate: str
) -> list[Finding]:
    """Say when what is stored of an aggregate is not what the entry it names was written with.

    `stored` is the head and the hash of what is there now, None when nothing is.
    """
    if stored is None:
        last = entries[max(entries)] if entries else None
        return [Finding(aggregate, last.seq, Fault.STATE_ALTERED)] if last and last.state else []
    head, state = stored
    entry = entries.get(head.seq)
    if entry is None:
        return [Finding(aggregate, head.seq, Fault.CUT_OFF)]
    agree = entry.hash == head.hash and entry.state in ("", state)
    return [] if agree else [Finding(aggregate, head.seq, Fault.STATE_ALTERED)]


def _is_intact(entry: Entry, aggregate: str, place: int, expected: str | None, earlier: Entry | None) -> bool:
    fields = {name: getattr(entry, name) for name in Entry.__slots__ if name != "hash"}
    if (entry.aggregate, entry.seq) != (aggregate, place) or digest(fields) != entry.hash:
        return False
    if expected is not None:
        return entry.hash == expected
    before = GENESIS if place == 1 else earlier.hash if earlier else entry.prev
    return entry.prev == before


def merkle_root(leaves: Sequence[str]) -> str:
    """Return the root of a Merkle tree over hexadecimal leaves in the given order.

    Leaves and nodes are hashed with different prefixes (RFC 6962), so that a node never passes for a
    leaf; an empty tree has the hash of nothing.
    """
    level = [sha256_hex(b"\x00" + bytes.fromhex(leaf)) for leaf in leaves] or [sha256_hex(b"")]
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0]


def _node(left: str, right: str) -> str:
    return sha256_hex(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))
