"""Publishing and filing a contract (docs/rules.md §2.4): public within 2 wd, filed within 7 wd."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.contracts.facts import Contract, Side
from chalicelib.domain.marketplace.contracts.parties import check_side, contract_of, told
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict


def publish(notice: Notice, actor: Actor, now: datetime) -> Decision[Notice]:
    """Make the contract's public version public before the clock does.

    Raises:
        Conflict: `already-published` or `no-contract`.
        Forbidden: for anyone but the owner's people.
    """
    check_side(notice, Side.OWNER, actor)
    return _publish(notice, now)


def publish_at_the_clock(notice: Notice, now: datetime) -> Decision[Notice]:
    """Make it public because its two working days are over [L2 art 50].

    Raises:
        Conflict: `too-early`, `already-published` or `no-contract`.
    """
    check_due(contract_of(notice).publish_due_at, now)
    return _publish(notice, now)


def file_copy(notice: Notice, actor: Actor, now: datetime) -> Decision[Notice]:
    """Record that the owner filed a copy with the supervisor [L1 art 47], in time or late.

    Raises:
        Conflict: `already-filed` or `no-contract`.
        Forbidden: for anyone but the owner's people.
    """
    check_side(notice, Side.OWNER, actor)
    contract = contract_of(notice)
    if contract.filed_at is not None:
        raise Conflict("already-filed")
    filed = replace(contract, filed_at=now, filed_by=actor.person)
    facts = told(notice, filed_at=format_instant(now), is_late=now >= contract.filing_due_at)
    return _kept(notice, filed, "contract_filed", facts)


def miss_filing(notice: Notice, now: datetime) -> Decision[Notice]:
    """Record that the days to file are over without a copy; owner and supervisor are told, once.

    Raises:
        Conflict: `too-early`, `already-filed`, `already-reminded` or `no-contract`.
    """
    contract = contract_of(notice)
    check_due(contract.filing_due_at, now)
    if contract.filed_at is not None:
        raise Conflict("already-filed")
    if contract.filing_missed_at is not None:
        raise Conflict("already-reminded")
    missed = replace(contract, filing_missed_at=now)
    return _kept(notice, missed, "filing_missed", told(notice, filing_missed_at=format_instant(now)))


def _publish(notice: Notice, now: datetime) -> Decision[Notice]:
    contract = contract_of(notice)
    if contract.published_at is not None:
        raise Conflict("already-published")
    facts = told(notice, contract_published_at=format_instant(now))
    return _kept(notice, replace(contract, published_at=now), "contract_published", facts)


def _kept(notice: Notice, contract: Contract, event: str, facts: dict[str, Json]) -> Decision[Notice]:
    return moved(notice, event, replace(notice, contract=contract), notice.state, **facts)
