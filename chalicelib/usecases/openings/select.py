"""From opened quotes to an order (docs/rules.md §3): at once, by a draw, or by the owner's decision.

No method has a road of its own: what `find` returns says which of the four to take.
"""

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.beacons import BeaconChain, value_for
from chalicelib.domain.marketplace.notices import choosing, selection
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.selection import Outcome
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection import record
from chalicelib.domain.marketplace.selection.beacon import MAX_STEPS, steps_back
from chalicelib.domain.marketplace.selection.outcome import Failure, Ranking
from chalicelib.domain.marketplace.selection.record import DrawRecord
from chalicelib.domain.marketplace.selection.standings import (
    Found,
    NeedsDraw,
    NeedsOwner,
    settle,
    tied_places,
)
from chalicelib.kernel import codec
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.find import find, to_rows
from chalicelib.usecases.openings.records import beside_record, committed_record
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, order_parent, read_opening
from chalicelib.usecases.openings.sheets import read_sheets
from chalicelib.usecases.ports import House, UnitOfWork

ORDER_PAGE_ROWS = 500
"""Order rows are small and written within the selecting transaction: forty thousand quotes are 80 items."""


def after_opening(
    house: House, uow: UnitOfWork, notice: Notice, rows: Sequence[OpenedQuote], now: datetime
) -> Notice:
    """Continue in the opening's own transaction: select, freeze the pool of a draw, or ask the owner.

    Raises:
        ValueError: when quotes that count are found not to count.
    """
    if notice.state is not NoticeState.SELECTING:
        return notice
    found = find(notice, rows, rules_of(house, notice))
    if isinstance(found, NeedsDraw):
        return _freeze(house, uow, notice, found, rows, now)
    return _conclude(house, uow, notice, found, rows, False, now)


def draw_when_possible(house: House, uow: UnitOfWork, notice: Notice, now: datetime) -> Notice | None:
    """Draw if the beacon's value is there; return None while it is not.

    The system reveals its secret and draws in one command; a second run finds another state.
    """
    reveal = _revealed(house, uow, notice, now)
    if reveal is None or notice.opening is None:
        return None
    rows = read_opening(house, notice.id, notice.opening.manifest_hash)
    pending = find(notice, rows, rules_of(house, notice), read_sheets(house, notice))
    if not isinstance(pending, NeedsDraw):
        raise ValueError("only what chance decides is drawn")
    drawn = record.reveal(_frozen(notice, pending), _secret(house, notice), reveal)
    order = drawn.order or ()
    uow.publish_draw(
        drawn.notice_no, drawn.to_json(), beside_record(drawn, rows, tied_places(pending, order))
    )
    return _conclude(house, uow, notice, settle(pending, order), rows, True, now)


def freeze_record(notice: Notice, pending: NeedsDraw) -> DrawRecord:
    """Return the public record with the pool frozen.

    Raises:
        ValueError: when the notice's method never draws.
    """
    committed = committed_record(notice)
    if committed is None:
        raise ValueError(f"{notice.content.method} never draws")
    tickets = None if pending.tickets is None else dict(zip(pending.pool, pending.tickets, strict=True))
    return record.freeze(committed, pending.pool, tickets=tickets, take=pending.take)


def write_order(uow: UnitOfWork, notice: Notice, order: Sequence[OrderRow]) -> str:
    """Write an order in pages, in this transaction, and return the hash of their manifest."""
    parent = order_parent(notice.id)
    pages = [order[start : start + ORDER_PAGE_ROWS] for start in range(0, len(order), ORDER_PAGE_ROWS)]
    hashes = [uow.put_page(parent, [codec.to_json(row, OrderRow) for row in page]) for page in pages]
    return uow.put_page(parent, hashes)


def to_outcome(order_hash: str, order: Sequence[OrderRow], *, drawn: bool) -> Outcome:
    """Return what the notice keeps of an order."""
    return Outcome(order_hash, len(order), to_candidate(order[0]), drawn, order[0].is_low)


def to_candidate(row: OrderRow) -> Candidate:
    """Return a place of the order as the notice carries it."""
    return Candidate(row.uscc, row.place, row.award_fen, row.rate_bp, row.name)


def _freeze(
    house: House,
    uow: UnitOfWork,
    notice: Notice,
    pending: NeedsDraw,
    rows: Sequence[OpenedQuote],
    now: datetime,
) -> Notice:
    frozen, rules = freeze_record(notice, pending), rules_of(house, notice)
    decision = selection.freeze(notice, frozen.root or "", len(frozen.ids or ()), now, rules, house.calendar)
    uow.notices.save(decision, SYSTEM)
    uow.publish_draw(frozen.notice_no, frozen.to_json(), beside_record(frozen, rows))
    return decision.state


def _conclude(
    house: House,
    uow: UnitOfWork,
    notice: Notice,
    found: Found,
    rows: Sequence[OpenedQuote],
    drawn: bool,
    now: datetime,
) -> Notice:
    """Record the order, or lay the candidates before the owner."""
    if not isinstance(found, Ranking | NeedsOwner):
        code = found.code if isinstance(found, Failure) else "a second draw"
        raise ValueError(f"quotes that count cannot end in {code}")
    order, rules = to_rows(found, rows), rules_of(house, notice)
    written = write_order(uow, notice, order)
    if isinstance(found, NeedsOwner):
        listed = tuple(row.uscc for row in order) if drawn else ()
        decision = choosing.await_owner(notice, written, len(order), listed, now, rules, house.calendar)
    else:
        outcome = to_outcome(written, order, drawn=drawn)
        decision = selection.select(notice, outcome, now, rules, house.calendar)
    uow.notices.save(decision, SYSTEM)
    return decision.state


def _frozen(notice: Notice, pending: NeedsDraw) -> DrawRecord:
    """Make the frozen record again and compare it with the root that the ledger holds."""
    frozen = freeze_record(notice, pending)
    if notice.pool is None or frozen.root != notice.pool.root:
        raise ValueError("the stored rows do not make the frozen pool")
    return frozen


def _revealed(house: House, uow: UnitOfWork, notice: Notice, now: datetime) -> record.Beacon | None:
    """Return the beacon that the notice named, with its value; None while it cannot be had."""
    named, anchor = publication_of(notice).beacon, publication_of(notice).chain
    if named.kind is record.BeaconKind.DRAND:
        if named.round is None or notice.pool is None or now < notice.pool.draws_from:
            return None
        chain = rules_of(house, notice).beacon.drand_chain
        value = _fetched(house, chain, named.round)
        return None if value is None else replace(named, value=value)
    return _beacon_value(notice, uow.beacons.find(anchor) if anchor else None)


def _fetched(house: House, chain: str, number: int) -> str | None:
    try:
        return house.rounds.value(chain, number)
    except Unavailable:
        return None


def _beacon_value(notice: Notice, chain: BeaconChain | None) -> record.Beacon | None:
    """Return the notice's own beacon with the first value revealed after its freeze."""
    if chain is None or notice.pool is None:
        return None
    named, found = publication_of(notice).beacon, value_for(chain, notice.pool.draws_from)
    if found is None:
        return None
    links = _links_between(found.value, named.commitment)
    return None if links is None else replace(named, value=found.value, round=links)


def _links_between(value: str, commitment: str | None) -> int | None:
    """Count the links from a revealed value back to the published one; None on another chain."""
    step = value
    for links in range(1, MAX_STEPS + 1):
        step = steps_back(step, 1)
        if step == commitment:
            return links
    return None


def _secret(house: House, notice: Notice) -> bytes:
    sealed = base64.b64decode(publication_of(notice).commitment.sealed_secret)
    return house.sealing.decrypt("draw", sealed, {"notice": notice.id})
