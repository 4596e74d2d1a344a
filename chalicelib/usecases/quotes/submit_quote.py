"""Register, quote, replace, cancel: three reads and one transaction that its gate must still let through."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.quotes import registering
from chalicelib.domain.marketplace.quotes.quote import Quote, check_quote
from chalicelib.domain.marketplace.quotes.receipt import receipt_hash
from chalicelib.domain.marketplace.quotes.registering import quote_id
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, Receipt, SealedQuote
from chalicelib.kernel.actors import SEALED, Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.ids import encode_ulid, new_secret
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.quotes.entry import EnterNotice, Entrance, approach, sealed_once
from chalicelib.usecases.quotes.envelopes import Offer, seal_identity, seal_offer


@dataclass(frozen=True, slots=True)
class SubmittedQuote:
    """The sealed quote as it stands, and the nonce that only the agency keeps (hexadecimal)."""

    sealed: SealedQuote
    nonce: str


def register(house: House, actor: Actor, command: EnterNotice, once: Once | None = None) -> SealedQuote:
    """Register for a notice without a quote yet."""

    def attempt(uow: UnitOfWork, now: datetime) -> SealedQuote:
        entrance, errors = approach(house, uow, actor, command, now)
        _refuse(errors)
        return _register(house, uow, entrance, now)

    slot = house.sealing.slot(command.notice_id, actor.org)
    return house.transact(attempt, once=sealed_once(slot, once), ref=_id, replay=_load)


def submit_quote(
    house: House, actor: Actor, command: EnterNotice, quote: Quote, once: Once | None = None
) -> SubmittedQuote:
    """Put a sealed quote in, or replace the one that is there; registers on the way when needed."""
    slot = house.sealing.slot(command.notice_id, actor.org)
    nonce = _nonce(house, actor, command.notice_id, once)

    def attempt(uow: UnitOfWork, now: datetime) -> SubmittedQuote:
        entrance, errors = approach(house, uow, actor, command, now)
        _refuse([*errors, *_quote_errors(entrance, quote, now)])
        present = entrance.present
        if present is None or present.state is QuoteState.CANCELLED:
            present = _register(house, uow, entrance, now)
        else:
            uow.gates.require_open(entrance.notice.id, slot, now)
        return SubmittedQuote(_seal(house, uow, entrance, present, quote, nonce, now), nonce)

    def replay(uow: UnitOfWork, identifier: str) -> SubmittedQuote:
        return SubmittedQuote(uow.quotes.load(identifier), nonce)

    return house.transact(
        attempt, once=sealed_once(slot, once), ref=lambda done: done.sealed.id, replay=replay
    )


def cancel_quote(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> SealedQuote:
    """Cancel a registration or quote before the deadline."""
    slot = house.sealing.slot(notice_id, actor.org)

    def attempt(uow: UnitOfWork, now: datetime) -> SealedQuote:
        notice = uow.notices.load(notice_id)
        decision = registering.cancel(uow.quotes.load(quote_id(notice_id, slot)), notice, now)
        uow.quotes.save(decision, SEALED)
        uow.gates.require_open(notice_id, slot, now)
        return decision.state

    return house.transact(attempt, once=sealed_once(slot, once), ref=_id, replay=_load)


def my_quote(house: House, actor: Actor, notice_id: str) -> SealedQuote | None:
    """Return what the actor's agency has put in for a notice; the price stays sealed even to itself."""
    return house.queries.quote(notice_id, house.sealing.slot(notice_id, actor.org))


def _register(house: House, uow: UnitOfWork, entrance: Entrance, now: datetime) -> SealedQuote:
    envelope = seal_identity(house.sealing, entrance.slot, entrance.identity, entrance.rules)
    decision = registering.register(
        entrance.present,
        entrance.quote_id,
        entrance.notice,
        envelope,
        entrance.gates,
        now,
        entrance.guards,
    )
    if entrance.present is None:
        uow.quotes.add(decision, SEALED)
    else:
        uow.quotes.save(decision, SEALED)
    uow.gates.require_open(entrance.notice.id, entrance.slot, now)
    return decision.state


def _seal(
    house: House,
    uow: UnitOfWork,
    entrance: Entrance,
    present: SealedQuote,
    quote: Quote,
    nonce: str,
    now: datetime,
) -> SealedQuote:
    identity = seal_identity(house.sealing, entrance.slot, entrance.identity, entrance.rules)
    price = seal_offer(house.sealing, entrance.slot, Offer(entrance.identity, quote, nonce), entrance.rules)
    receipt = Receipt(_receipt_number(entrance.slot, now), receipt_hash(quote, bytes.fromhex(nonce)), now)
    decision = registering.seal(
        present, entrance.notice, identity, price, receipt, entrance.gates, now, entrance.guards
    )
    uow.quotes.save(decision, SEALED)
    return decision.state


def _receipt_number(slot: str, now: datetime) -> str:
    """Name a receipt by day and slot: unique without a counter that every last-second quote would share."""
    return f"HZ-{now.astimezone(CHINA):%Y%m%d}-{encode_ulid(0, int(slot[:16], 16))[-13:]}"


def _nonce(house: House, actor: Actor, notice_id: str, once: Once | None) -> str:
    """Return the receipt's nonce: the same for a repetition under the same key, so the receipt is too."""
    if once is None:
        return new_secret().hex()
    return house.sealing.slot(f"{notice_id}|nonce|{once.key}|{once.body_hash}", actor.org)


def _quote_errors(entrance: Entrance, quote: Quote, now: datetime) -> list[FieldError]:
    own = facts_at(entrance.agency, now).practitioners or ()
    people = frozenset(person.id for person in own)
    return list(check_quote(quote, entrance.notice.content, people, entrance.rules))


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Invalid(errors=errors)


def _id(sealed: SealedQuote) -> str:
    return sealed.id


def _load(uow: UnitOfWork, identifier: str) -> SealedQuote:
    return uow.quotes.load(identifier)
