"""Register, quote, replace, cancel: one read and one transaction that its gate must still let through.

The transaction of a first quote has five items: the quote, its two ledger entries, the gate's check and the
repetition item. Nothing in it names an agency (`slots`).
"""

from datetime import datetime

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import check_still_open, publication_of
from chalicelib.domain.marketplace.quotes import registering
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.domain.marketplace.quotes.receipt import receipt_hash
from chalicelib.domain.marketplace.quotes.registering import quote_id
from chalicelib.domain.marketplace.quotes.sealed import Ciphertext, QuoteState, Receipt, SealedQuote
from chalicelib.kernel.actors import SEALED, Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.quotes.entry import EnterNotice, Entrance, approach
from chalicelib.usecases.quotes.envelopes import Offer, seal_identity, seal_offer
from chalicelib.usecases.quotes.slots import agency_key

RECEIPT_PREFIX, FIRST_SERIAL, SERIALS = "HZ", 100_000_000, 900_000_000
"""Nine digits for every receipt: numbers that people read out have one length."""


@dataclass(frozen=True, slots=True)
class SubmittedQuote:
    """The sealed quote as it stands, and the nonce that only the agency keeps (hexadecimal)."""

    sealed: SealedQuote
    nonce: str


def register(house: House, actor: Actor, command: EnterNotice, once: Once | None = None) -> SealedQuote:
    """Register for a notice without a quote yet, or renew contact and declaration."""
    key = agency_key(house, actor.org)
    slot = key.slot(command.notice_id)

    def attempt(uow: UnitOfWork, now: datetime) -> SealedQuote:
        entrance = approach(house, uow, actor, slot, command, None, now)
        registered = _register(uow, entrance, _sealed_identity(house, entrance), now)
        _require_open(uow, entrance.notice, slot, now)
        return registered

    return house.transact(attempt, once=key.once(command.notice_id, once), ref=_id, replay=_load)


def submit_quote(
    house: House, actor: Actor, command: EnterNotice, quote: Quote, once: Once | None = None
) -> SubmittedQuote:
    """Put a sealed quote in, or replace the one that is there; registers on the way when needed."""
    key = agency_key(house, actor.org)
    slot, nonce = key.slot(command.notice_id), key.nonce(command.notice_id, once)

    def attempt(uow: UnitOfWork, now: datetime) -> SubmittedQuote:
        entrance = approach(house, uow, actor, slot, command, quote, now)
        registering.check_may_enter(entrance.notice, entrance.gates, now, entrance.guards)
        identity, present = _sealed_identity(house, entrance), entrance.present
        if present is None or present.state is QuoteState.CANCELLED:
            present = _register(uow, entrance, identity, now)
        _require_open(uow, entrance.notice, slot, now)
        offer = Offer(entrance.identity, quote, nonce)
        return SubmittedQuote(_quote(house, uow, entrance, present, identity, offer, now), nonce)

    def replay(uow: UnitOfWork, identifier: str) -> SubmittedQuote:
        return SubmittedQuote(uow.quotes.load(identifier), nonce)

    return house.transact(
        attempt, once=key.once(command.notice_id, once), ref=lambda done: done.sealed.id, replay=replay
    )


def rehearse_quote(house: House, actor: Actor, command: EnterNotice, quote: Quote) -> Entrance:
    """Judge a quote as `submit_quote` would and write nothing: what the page to check answers rests on."""
    slot = agency_key(house, actor.org).slot(command.notice_id)

    def attempt(uow: UnitOfWork, now: datetime) -> Entrance:
        entrance = approach(house, uow, actor, slot, command, quote, now)
        registering.check_may_enter(entrance.notice, entrance.gates, now, entrance.guards)
        registering.check_may_quote(entrance.present, entrance.notice)
        return entrance

    return house.transact(attempt)


def cancel_quote(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> SealedQuote:
    """Cancel a registration or quote before the deadline."""
    key = agency_key(house, actor.org)
    slot = key.slot(notice_id)

    def attempt(uow: UnitOfWork, now: datetime) -> SealedQuote:
        notice = uow.notices.load(notice_id)
        check_still_open(notice, now)
        decision = registering.cancel(uow.quotes.load(quote_id(notice_id, slot)), notice, now)
        uow.quotes.save(decision, SEALED)
        _require_open(uow, notice, slot, now)
        return decision.state

    return house.transact(attempt, once=key.once(notice_id, once), ref=_id, replay=_load)


def _require_open(uow: UnitOfWork, notice: Notice, slot: str, now: datetime) -> None:
    uow.gates.require_open(notice.id, slot, now, publication_of(notice).closes_at)


def _sealed_identity(house: House, entrance: Entrance) -> Ciphertext:
    return seal_identity(house.sealing, entrance.slot, entrance.identity, entrance.rules)


def _register(uow: UnitOfWork, entrance: Entrance, identity: Ciphertext, now: datetime) -> SealedQuote:
    decision = registering.register(
        entrance.present,
        entrance.quote_id,
        entrance.notice,
        identity,
        entrance.gates,
        now,
        entrance.guards,
    )
    if entrance.present is None:
        uow.quotes.add(decision, SEALED)
    else:
        uow.quotes.save(decision, SEALED)
    return decision.state


def _quote(
    house: House,
    uow: UnitOfWork,
    entrance: Entrance,
    present: SealedQuote,
    identity: Ciphertext,
    offer: Offer,
    now: datetime,
) -> SealedQuote:
    price = seal_offer(house.sealing, entrance.slot, offer, entrance.rules)
    hashed = receipt_hash(offer.quote, bytes.fromhex(offer.nonce))
    receipt = Receipt(_receipt_number(house.division, hashed, now), hashed, now)
    decision = registering.seal(
        present, entrance.notice, identity, price, receipt, entrance.gates, now, entrance.guards
    )
    uow.quotes.save(decision, SEALED)
    return decision.state


def _receipt_number(division: str, hashed: str, now: datetime) -> str:
    """Number a receipt from its hash: a counter would be one item that all quotes had to share."""
    serial = FIRST_SERIAL + int(hashed[:15], 16) % SERIALS
    return format_number(RECEIPT_PREFIX, division, now.astimezone(CHINA).year, serial)


def _id(sealed: SealedQuote) -> str:
    return sealed.id


def _load(uow: UnitOfWork, identifier: str) -> SealedQuote:
    return uow.quotes.load(identifier)
