"""Close the ledger's days: heads into pages, their root into the chain of digests (design §3).

Safe to run at any time and twice: pages are content-addressed, a digest is put where none is, and a day
that was left out is closed by the next run.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain import digests, ledger
from chalicelib.domain.digests import ChainHead, DayDigest
from chalicelib.domain.ledger import Entry, Head
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.audit_ports import Audit

PAGE_ROWS = 200


def close_days(audit: Audit, now: datetime, since: date | None = None) -> tuple[DayDigest, ...]:
    """Publish the digest of every day that is over and has none, and return the new ones.

    `since` is the day the very first digest is for; yesterday when it is not given.
    """
    return tuple(_close(audit, now, since))


def _close(audit: Audit, now: datetime, since: date | None) -> Iterator[DayDigest]:
    last = audit.ledger.last(digests.CHAIN)
    day = _after(last) if last else since or now.astimezone(CHINA).date() - timedelta(days=1)
    while digests.may_close(day, now):
        made = _digest(audit, day)
        head = ledger.head_of(last) if last else Head()
        last = ledger.append(head, digests.CHAIN, digests.KIND, made.to_event(), SYSTEM, now)
        if not audit.ledger.append(last):
            return  # another run is closing the same days
        yield made
        day += timedelta(days=1)


def pages_of(day: date) -> str:
    """Name where the pages with a day's heads lie."""
    return f"LEDGER#{day.isoformat()}"


def _after(last: Entry) -> date:
    return digests.from_event(json.loads(last.data)).day + timedelta(days=1)


def _digest(audit: Audit, day: date) -> DayDigest:
    entries = list(audit.ledger.entries_of(day))
    heads = digests.heads_after(entries)
    return DayDigest(day, digests.root_of(heads), len(heads), len(entries), _put(audit, day, heads))


def _put(audit: Audit, day: date, heads: tuple[ChainHead, ...]) -> str:
    parent, rows = pages_of(day), [head.to_json() for head in heads]
    cut = [rows[start : start + PAGE_ROWS] for start in range(0, len(rows), PAGE_ROWS)]
    return audit.pages.put(parent, [audit.pages.put(parent, page) for page in cut])
