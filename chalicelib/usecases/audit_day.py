"""Audit one day: what the published digest says against what the ledger holds now (design §3)."""

import json
from collections.abc import Mapping
from datetime import date

from chalicelib.domain import digests
from chalicelib.domain.digests import ChainHead, DayDigest
from chalicelib.domain.ledger import Entry, Fault, Finding, Head, head_of, verify_chain, verify_state
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.close_day import pages_of


def audit_day(audit: Audit, day: date, published: Head | None = None) -> list[Finding]:
    """Name every altered, missing, cut-off and extra entry of the chains that a day's digest covers.

    `published` is the head of the digests as somebody outside has kept it; without it the digests are
    only checked against each other.

    Raises:
        NotFound: when the day has no digest.
    """
    found, (seq, made) = _digest_of(audit, day, published)
    heads = _heads(audit, made)
    if heads is None:
        return [*found, Finding(digests.CHAIN, seq, Fault.MISSING)]
    if digests.root_of(heads) != made.root or len(heads) != made.heads:
        found.append(Finding(digests.CHAIN, seq, Fault.ALTERED))
    stored = audit.ledger.stored([head.aggregate for head in heads])
    for head in heads:
        chain = audit.ledger.chain(head.aggregate)
        places = {place: entry for place, entry in chain.items() if place <= head.seq}
        faults = verify_chain(places, Head(head.seq, head.hash), head.aggregate)
        known = {fault.seq for fault in faults}
        states = verify_state(chain, stored.get(head.aggregate), head.aggregate)
        found += [*faults, *(fault for fault in states if fault.seq not in known)]
    return found + digests.extra_entries(audit.ledger.entries_of(day), heads)


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
