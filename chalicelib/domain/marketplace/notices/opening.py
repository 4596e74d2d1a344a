"""Closing and opening (docs/rules.md §2.1, §2.3): the deadline falls, all quotes are opened together.

Both are the system's acts. The opening's pages are written before and named by their manifest; here one
decision says how many came, how many were valid, and whether that is enough (§3).
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.facts import Ending, Opening
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.price_checks import minimum_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode, find_shortage
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class OpenedQuotes:
    """What the opening found: quotes received, quotes valid, and the manifest of the pages that say why."""

    received: int
    valid: int
    manifest_hash: str
    flags_hash: str | None = None
    absent: tuple[str, ...] = ()
    """Who had registered and neither quoted nor cancelled."""
    inputs_hash: str | None = None


def close(notice: Notice, now: datetime) -> Decision[Notice]:
    """Close the registration; an amendment that still waits for its review lapses.

    Raises:
        Conflict: `too-early` before the deadline, or `wrong-state`.
    """
    closes_at = publication_of(notice).closes_at
    check_due(closes_at, now)
    changed = replace(notice, proposal=None)
    return moved(notice, "closed", changed, NoticeState.REG_CLOSED, closes_at=format_instant(closes_at))


def open_quotes(notice: Notice, found: OpenedQuotes, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """Record the opening and go on to the selection, or fail for want of valid quotes.

    Raises:
        Conflict: `too-early` before the opening instant, or `wrong-state`.
        ValueError: when more quotes are valid than were received.
    """
    check_due(publication_of(notice).opens_at, now)
    if not 0 <= found.valid <= found.received:
        raise ValueError("no more quotes can be valid than were received")
    minimum = minimum_of(notice.content, rules)
    facts_found = Opening(
        now, found.received, found.valid, found.manifest_hash, found.flags_hash, found.inputs_hash
    )
    opened = replace(notice, opening=facts_found)
    facts: dict[str, Json] = {
        "received": found.received,
        "valid": found.valid,
        "minimum": minimum,
        "manifest_hash": found.manifest_hash,
        "inputs_hash": found.inputs_hash,
    }
    if found.absent:
        facts["absent"] = list(found.absent)
    shortage = find_shortage(found.received, found.valid, minimum)
    if shortage is not None:
        return fail(notice, opened, shortage, now, **facts)
    return moved(notice, "opened", opened, NoticeState.SELECTING, **facts)


def fail(
    notice: Notice,
    changed: Notice,
    code: FailureCode,
    now: datetime,
    by: str = SYSTEM.person,
    reason: str = "",
    **facts: Json,
) -> Decision[Notice]:
    """End a notice as failed (流选) with its reason code (§3.8).

    Raises:
        Conflict: `wrong-state`.
    """
    ended = replace(changed, ending=Ending(now, by, code, reason))
    return moved(notice, "failed", ended, NoticeState.FAILED, code=code, **facts)


def check_due(at: datetime, now: datetime) -> None:
    """Refuse what time has not brought yet.

    Raises:
        Conflict: `too-early`, with the instant.
    """
    if now < at:
        raise Conflict("too-early", due_at=format_instant(at))
