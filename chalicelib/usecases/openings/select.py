"""From opened quotes to an order (docs/rules.md §3.2, §3.5): at once, or frozen until the beacon is there."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.beacons import BeaconChain, value_for
from chalicelib.domain.marketplace.credit import credit_score
from chalicelib.domain.marketplace.notices import selection
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.price_checks import payable_fen, quote_bounds
from chalicelib.domain.marketplace.notices.selection import Outcome
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.domain.marketplace.selection import lowest, record
from chalicelib.domain.marketplace.selection.beacon import MAX_STEPS, steps_back
from chalicelib.domain.marketplace.selection.lowest import NeedsDraw
from chalicelib.domain.marketplace.selection.outcome import RankedEntry, Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.record import DrawRecord
from chalicelib.kernel import codec
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.openings.records import TiedPlaces, beside_record, committed_record
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, order_parent, read_opening
from chalicelib.usecases.ports import House, UnitOfWork

ORDER_PAGE_ROWS = 500
"""Order rows are small and written within the selecting transaction: forty thousand quotes are 80 items."""


def after_opening(
    house: House, uow: UnitOfWork, notice: Notice, rows: Sequence[OpenedQuote], now: datetime
) -> Notice:
    """Continue in the opening's own transaction: select, or freeze the pool of the draw that is needed."""
    if notice.state is not NoticeState.SELECTING:
        return notice
    rules = _rules(house, notice)
    valid = [row for row in rows if row.is_valid]
    if notice.content.method is Method.RANDOM:
        return _freeze(house, uow, notice, [row.uscc for row in valid], valid, now)
    found = lowest.rank(_opened(notice, valid, rules))
    if isinstance(found, NeedsDraw):
        return _freeze(house, uow, notice, found.pool, valid, now)
    if isinstance(found, Ranking):
        return _select(house, uow, notice, _ordered(notice, found, valid, rules), False, now)
    raise ValueError(f"an opening with valid quotes cannot fail: {found.code}")


def draw_when_possible(house: House, uow: UnitOfWork, notice: Notice, now: datetime) -> Notice | None:
    """Draw if the beacon's value is there; return None while it is not.

    The system reveals its secret and draws in one command; a second run finds another state.
    """
    anchor = publication_of(notice).chain
    reveal = _beacon_value(notice, uow.beacons.find(anchor) if anchor else None)
    if reveal is None or notice.opening is None:
        return None
    rules = _rules(house, notice)
    rows = read_opening(house, notice.id, notice.opening.manifest_hash)
    valid = [row for row in rows if row.is_valid]
    drawn = record.reveal(_frozen(notice, valid, rules), _secret(house, notice), reveal)
    order = drawn.order or ()
    ranking, tied = _settled(notice, valid, order, rules)
    uow.publish_draw(drawn.notice_no, drawn.to_json(), beside_record(drawn, valid, tied))
    return _select(house, uow, notice, _ordered(notice, ranking, valid, rules), True, now)


def _freeze(
    house: House,
    uow: UnitOfWork,
    notice: Notice,
    ids: Sequence[str],
    valid: Sequence[OpenedQuote],
    now: datetime,
) -> Notice:
    committed = committed_record(notice)
    if committed is None:
        raise ValueError(f"{notice.content.method} never draws")
    frozen = record.freeze(committed, ids)
    decision = selection.freeze(
        notice, frozen.root or "", len(frozen.ids or ()), now, _rules(house, notice), house.calendar
    )
    uow.notices.save(decision, SYSTEM)
    uow.publish_draw(frozen.notice_no, frozen.to_json(), beside_record(frozen, valid))
    return decision.state


def _select(
    house: House, uow: UnitOfWork, notice: Notice, order: Sequence[OrderRow], drawn: bool, now: datetime
) -> Notice:
    parent, first = order_parent(notice.id), order[0]
    pages = [order[start : start + ORDER_PAGE_ROWS] for start in range(0, len(order), ORDER_PAGE_ROWS)]
    hashes = [uow.put_page(parent, [codec.to_json(row, OrderRow) for row in page]) for page in pages]
    outcome = Outcome(uow.put_page(parent, hashes), len(order), to_candidate(first), drawn, first.is_low)
    decision = selection.select(notice, outcome, now, _rules(house, notice), house.calendar)
    uow.notices.save(decision, SYSTEM)
    return decision.state


def to_candidate(row: OrderRow) -> Candidate:
    """Return a place of the order as the notice carries it."""
    return Candidate(row.uscc, row.place, row.award_fen, row.rate_bp, row.name)


def _ordered(
    notice: Notice, ranking: Ranking, valid: Sequence[OpenedQuote], rules: MarketRules
) -> list[OrderRow]:
    """Join the ranking with what the opening knew of each agency."""
    rows = {row.uscc: row for row in valid}
    low = set() if _is_random(notice) else set(_opened(notice, valid, rules).abnormally_low)
    return [
        OrderRow(
            uscc=entry.uscc,
            name=rows[entry.uscc].name,
            place=entry.place,
            amount_fen=entry.amount_fen,
            rate_bp=entry.rate_bp,
            award_fen=payable_fen(notice.content.price, entry.amount_fen, entry.rate_bp),
            reasons=tuple(str(reason) for reason in entry.reasons),
            is_low=entry.uscc in low,
        )
        for entry in ranking.order
    ]


def _settled(
    notice: Notice, valid: Sequence[OpenedQuote], order: Sequence[str], rules: MarketRules
) -> tuple[Ranking, TiedPlaces]:
    """Return the ranking that a drawn order gives, and the places of those it parted."""
    if _is_random(notice):
        rows = {row.uscc: row for row in valid}
        entries = (
            RankedEntry(uscc, place, rows[uscc].amount_fen, rows[uscc].rate_bp, None, (Reason.DRAWN,))
            for place, uscc in enumerate(order, start=1)
        )
        return Ranking(tuple(entries)), ()
    pending = lowest.rank(_opened(notice, valid, rules))
    if not isinstance(pending, NeedsDraw):
        raise ValueError("only tied quotes are drawn")
    return lowest.settle(pending, order), lowest.tied_places(pending, order)


def _frozen(notice: Notice, valid: Sequence[OpenedQuote], rules: MarketRules) -> DrawRecord:
    """Make the frozen record again and compare it with the root that the ledger holds."""
    committed, ids = committed_record(notice), [row.uscc for row in valid]
    if not _is_random(notice):
        pending = lowest.rank(_opened(notice, valid, rules))
        ids = list(pending.pool) if isinstance(pending, NeedsDraw) else []
    if committed is None:
        raise ValueError(f"{notice.content.method} never draws")
    frozen = record.freeze(committed, ids)
    if notice.pool is None or frozen.root != notice.pool.root:
        raise ValueError("the stored rows do not make the frozen pool")
    return frozen


def _opened(notice: Notice, valid: Sequence[OpenedQuote], rules: MarketRules) -> lowest.Opening:
    quotes = [Quote(row.uscc, credit_score(), row.amount_fen, row.rate_bp) for row in valid]
    found = lowest.open_quotes(
        quotes,
        _terms(notice),
        min_valid=1,
        low_price_share_bp=rules.selection.low_price_share_bp,
        low_price_min_others=rules.selection.low_price_min_others,
    )
    if isinstance(found, lowest.Opening):
        return found
    raise ValueError("rows that count were found not to count")


def _terms(notice: Notice) -> Terms:
    price, bounds = notice.content.price, quote_bounds(notice.content.price)
    if bounds.is_rate:
        return RateTerms(bounds.least, bounds.most, price.amount_fen)
    return AmountTerms(bounds.most, bounds.least)


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


def _is_random(notice: Notice) -> bool:
    return notice.content.method is Method.RANDOM


def _rules(house: House, notice: Notice) -> MarketRules:
    return house.rules.load(publication_of(notice).profile)
