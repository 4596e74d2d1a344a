"""Audit one day: what the published digest says against what the ledger holds now (design §3)."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from chalicelib.domain import digests
from chalicelib.domain.digests import ChainHead, DayDigest
from chalicelib.domain.ledger import Entry, Fault, Finding, Head, head_of, verify_chain, verify_state
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.close_day import pages_of


def audit_day(audit: Audit, day: date, published: Head | None = None) -> list[Finding]:
    """Name every altered, missing, cut-off and extra entry of the chains that a day's digest covers.

    `published` is the head of the digests as somebody outside has kept it; without it the digests are
    only checked against each other.

    Raises:
        NotFound: when the day has no digest.
    """
    audited = audited_digest(audit, day, published)
    if audited.heads is None:
        return list(audited.faults)
    found = [*audited.faults, *audit_chains(audit, audited.heads)]
    return found + digests.extra_entries(audit.ledger.entries_of(day), audited.heads)


def audit_chains(
    audit: Audit, heads: Sequence[ChainHead], *, is_readable: Callable[[str], bool] = lambda _: True
) -> list[Finding]:
    """Name every fault of some of a day's chains, up to the heads that its digest covers.

    What is stored of an aggregate is compared too, where `is_readable` says that the reader may look at it.
    """
    readable = [head.aggregate for head in heads if is_readable(head.aggregate)]
    stored = audit.ledger.stored(readable)
    found: list[Finding] = []
    for head in heads:
        chain = audit.ledger.chain(head.aggregate)
        places = {place: entry for place, entry in chain.items() if place <= head.seq}
        faults = verify_chain(places, Head(head.seq, head.hash), head.aggregate)
        known = {fault.seq for fault in faults}
        states = (
            verify_state(chain, stored.get(head.aggregate), head.aggregate)
            if is_readable(head.aggregate)
            else []
        )
        found += [*faults, *(fault for fault in states if fault.seq not in known)]
    return found


def closed_days(audit: Audit) -> tuple[date, ...]:
    """Return every day that has a digest, the earliest first."""
    return tuple(sorted(_days(audit.ledger.chain(digests.CHAIN))))


@dataclass(frozen=True, slots=True)
class AuditedDay:
    """A day's digest held against the ledger: what is wrong with the digest itself, and its chains' heads.

    `heads` is None when the pages that hold them were changed or lost.
    """

    digest: DayDigest
    hash: str
    faults: tuple[Finding, ...]
    heads: tuple[ChainHead, ...] | None


def audited_digest(audit: Audit, day: date, published: Head | None = None) -> AuditedDay:
    """Hold the digest of a day against the chain of digests and against its own heads.

    Raises:
        NotFound: when the day has no digest.
    """
    found, (seq, made) = _digest_of(audit, day, published)
    heads = _heads(audit, made)
    if heads is None:
        found.append(Finding(digests.CHAIN, seq, Fault.MISSING))
    elif digests.root_of(heads) != made.root or len(heads) != made.heads:
        found.append(Finding(digests.CHAIN, seq, Fault.ALTERED))
    entry = audit.ledger.chain(digests.CHAIN)[seq]
    return AuditedDay(made, entry.hash, tuple(found), None if heads is None else tuple(heads))


def _digest_of(
    audit: Audit, day: date, published: Head | None
) -> tuple[list[Finding], tuple[int, DayDigest]]:
    chain = audit.ledger.chain(digests.CHAIN)
    made = _days(chain).get(day)
    if made is None:
        raise NotFound("not-found", kind="digest")
    head = published or head_of(chain[max(chain)])
    return verify_chain(chain, head, digests.CHAIN), made


def _days(chain: Mapping[int, Entry]) -> dict[date, tuple[int, DayDigest]]:
    read = ((place, digests.from_event(json.loads(entry.data))) for place, entry in chain.items())
    return {made.day: (place, made) for place, made in read}


def _heads(audit: Audit, made: DayDigest) -> list[ChainHead] | None:
    """Return the heads a digest was made of, or None when their pages were changed or lost."""
    parent = pages_of(made.day)
    try:
        hashes = audit.pages.get(parent, [made.manifest])
        return [ChainHead(*row) for row in audit.pages.get(parent, hashes)]
    except NotFound:
        return None
