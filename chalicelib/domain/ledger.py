"""The ledger's chain, as arithmetic: each entry's hash covers the one before it (design §1, §3).

An auditor needs this module, the entries and the head stored in the entity: altered, missing, cut-off
and extra entries each have their name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Event
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json, canonical_json, digest, sha256_hex
from chalicelib.kernel.clock import format_instant

GENESIS = "0" * 64
"""What the first entry of a chain names as its predecessor."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: number of its entries and hash of the last."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger entry; `data` is canonical JSON text, `at` RFC 3339, `actor` a pseudonym."""

    aggregate: str
    seq: int
    kind: str
    type: str
    at: str
    actor: str
    org: str
    data: str
    prev: str
    hash: str


class Fault(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    MISSING = "missing"
    CUT_OFF = "cut-off"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place of one chain."""

    aggregate: str
    seq: int
    fault: Fault


def append(head: Head, aggregate: str, kind: str, event: Event, actor: Actor, at: datetime) -> Entry:
    """Return the entry that follows a head."""
    fields: dict[str, Json] = {
        "aggregate": aggregate,
        "seq": head.seq + 1,
        "kind": kind,
        "type": event.type,
        "at": format_instant(at),
        "actor": actor.person,
        "org": actor.org,
        "data": canonical_json(dict(event.data)),
        "prev": head.hash,
    }
    return Entry(**fields, hash=digest(fields))


def head_of(entry: Entry) -> Head:
    """Return the head a chain has after an entry."""
    return Head(entry.seq, entry.hash)


def verify_chain(entries: Iterable[Entry], head: Head, aggregate: str) -> list[Finding]:
    """Name everything wrong with one chain, given its entries by number and the entity's head."""
    found: list[Finding] = []
    expected, prev = 1, GENESIS
    for entry in entries:
        found.extend(Finding(aggregate, seq, Fault.MISSING) for seq in range(expected, entry.seq))
        if entry.seq > head.seq:
            found.append(Finding(aggregate, entry.seq, Fault.EXTRA))
        elif not _is_intact(entry, prev if entry.seq == expected else entry.prev):
            found.append(Finding(aggregate, entry.seq, Fault.ALTERED))
        expected, prev = entry.seq + 1, entry.hash
    found.extend(Finding(aggregate, seq, Fault.CUT_OFF) for seq in range(expected, head.seq + 1))
    if not found and head.seq and prev != head.hash:
        found.append(Finding(aggregate, head.seq, Fault.ALTERED))
    return found


def _is_intact(entry: Entry, prev: str) -> bool:
    fields = {name: getattr(entry, name) for name in Entry.__slots__ if name != "hash"}
    return entry.prev == prev and digest(fields) == entry.hash


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
