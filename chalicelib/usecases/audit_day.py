"""Audit one day: what the published digest says against what the ledger holds now (design §3)."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from chalicelib.domain import digests
from chalicelib.domain.digests import ChainHead, DayDigest
from chalicelib.domain.ledger import Entry, Fault, Finding, Head, head_of, verify_chain, verify_state
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.close_day import pages_of

Chain = Mapping[int, Entry]
"""A chain's entries by their place."""

UNKNOWN = "0" * 64
"""In place of a hash that nothing is left of."""


def audit_day(
    audit: Audit, day: date, published: Head | None = None, chain: Chain | None = None
) -> list[Finding]:
    """Name every altered, missing, cut-off and extra entry of the chains that a day's digest covers.

    `published` is the head of the digests as somebody outside has kept it; without it the digests are
    only checked against each other. Whoever audits many days reads the `digest_chain` once for all of them.

    Raises:
        NotFound: when the day has no digest.
    """
    chain = digest_chain(audit) if chain is None else chain
    audited = audited_digest(audit, day, published, chain)
    if audited.heads is None:
        return list(audited.faults)
    found = [*audited.faults, *audit_chains(audit, audited.heads, known={digests.CHAIN: chain})]
    return found + digests.extra_entries(audit.ledger.entries_of(day), audited.heads)


def audit_chains(
    audit: Audit,
    heads: Sequence[ChainHead],
    *,
    is_readable: Callable[[str], bool] = lambda _: True,
    known: Mapping[str, Chain] = MappingProxyType({}),
) -> list[Finding]:
    """Name every fault of some of a day's chains, up to the heads that its digest covers.

    What is stored of an aggregate is compared too, where `is_readable` says that the reader may look at it.
    Chains that are `known` already are not read again.
    """
    readable = [head.aggregate for head in heads if is_readable(head.aggregate)]
    stored = audit.ledger.stored(readable)
    found: list[Finding] = []
    for head in heads:
        chain = known.get(head.aggregate) or audit.ledger.chain(head.aggregate)
        places = {place: entry for place, entry in chain.items() if place <= head.seq}
        faults = verify_chain(places, Head(head.seq, head.hash), head.aggregate)
        named = {fault.seq for fault in faults}
        states = (
            verify_state(chain, stored.get(head.aggregate), head.aggregate)
            if is_readable(head.aggregate)
            else []
        )
        found += [*faults, *(fault for fault in states if fault.seq not in named)]
    return found


def digest_chain(audit: Audit) -> Chain:
    """Return the digests of all days, read consistently."""
    return audit.ledger.chain(digests.CHAIN)


def closed_days(chain: Chain) -> tuple[date, ...]:
    """Return every day that has a digest, the earliest first."""
    return tuple(sorted(_days(chain)))


@dataclass(frozen=True, slots=True)
class AuditedDay:
    """A day's digest held against the ledger: what is wrong with the digest itself, and its chains' heads.

    `heads` is None when the pages that hold them were changed or lost.
    """

    digest: DayDigest
    hash: str
    faults: tuple[Finding, ...]
    heads: tuple[ChainHead, ...] | None


def audited_digest(
    audit: Audit, day: date, published: Head | None = None, chain: Chain | None = None
) -> AuditedDay:
    """Hold the digest of a day against the chain of digests and against its own heads.

    Raises:
        NotFound: when the day has no digest.
    """
    chain = digest_chain(audit) if chain is None else chain
    if not chain:
        raise NotFound("not-found", kind="digest")
    found = verify_chain(chain, published or head_of(chain[max(chain)]), digests.CHAIN)
    days = _days(chain)
    if day not in days:
        return _lost_digest(chain, days, day, found)
    seq, made = days[day]
    heads = _heads(audit, made)
    if heads is None:
        found.append(Finding(digests.CHAIN, seq, Fault.MISSING))
    elif digests.root_of(heads) != made.root or len(heads) != made.heads:
        found.append(Finding(digests.CHAIN, seq, Fault.ALTERED))
    return AuditedDay(made, chain[seq].hash, tuple(found), None if heads is None else tuple(heads))


def _lost_digest(chain: Chain, days: Mapping[date, "Placed"], day: date, found: list[Finding]) -> AuditedDay:
    """Return what is wrong where a day's digest should be: each day has one, in order.

    Raises:
        NotFound: when nothing is wrong there: `day-not-closed`, or the day never had one.
    """
    wrong = {finding.seq for finding in found}
    sound = [(place, known) for known, (place, _) in days.items() if place not in wrong]
    places = {place + (day - known).days for place, known in sound[:1]} & wrong
    if not places:
        raise _no_digest(days, day)
    entry = chain.get(places.pop())
    return AuditedDay(
        DayDigest(day, UNKNOWN, 0, 0, UNKNOWN), entry.hash if entry else UNKNOWN, tuple(found), None
    )


def _no_digest(days: Mapping[date, "Placed"], day: date) -> NotFound:
    """Return that a day has no digest: not yet, when it comes after every day that has one."""
    if not max(days, default=day) < day < date.max:
        return NotFound("not-found", kind="digest")
    closes_at = format_instant(digests.closes_at(day))
    return NotFound("day-not-closed", day_on=day.isoformat(), closes_at=closes_at)


Placed = tuple[int, DayDigest]


def _days(chain: Chain) -> dict[date, Placed]:
    """Return the digests that can be read, by their days: what was altered may be anything at all."""
    found: dict[date, Placed] = {}
    for place, entry in chain.items():
        with suppress(ValueError, KeyError, TypeError):
            made = digests.from_event(json.loads(entry.data))
            found[made.day] = place, made
    return found


def _heads(audit: Audit, made: DayDigest) -> list[ChainHead] | None:
    """Return the heads a digest was made of, or None when their pages were changed or lost."""
    parent = pages_of(made.day)
    try:
        hashes = audit.pages.get(parent, [made.manifest])
        return [ChainHead(*row) for row in audit.pages.get(parent, hashes)]
    except NotFound:
        return None
