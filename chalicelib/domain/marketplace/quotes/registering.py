"""Register, quote, replace, cancel (docs/rules.md §2.3): until the deadline and not a millisecond longer.

The gates were asked by the caller over open texts; here only their answers pass, so that nothing in these
decisions could tell who it was. Events hold hashes and the notice's identifier.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.eligibility import Gate, explained, failed_codes, is_eligible
from chalicelib.domain.marketplace.guards import Guards, check_not_intercepted
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import check_still_open
from chalicelib.domain.marketplace.quotes.sealed import QUOTE, Ciphertext, QuoteState, Receipt, SealedQuote
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict


def quote_id(notice_id: str, slot: str) -> str:
    """Return the identifier of a quote: deterministic, so that one agency has one quote."""
    return f"{notice_id}.{slot}"


def register(
    present: SealedQuote | None,
    identifier: str,
    notice: Notice,
    identity: Ciphertext,
    gates: Iterable[Gate],
    now: datetime,
    guards: Guards,
) -> Decision[SealedQuote]:
    """Register, or renew the contact and declaration of a registration without a quote.

    Raises:
        Conflict: `registration-closed`, `agency-intercepted`, `not-eligible` with the failed gates, or
            `wrong-state` when a quote is already there.
    """
    check_may_enter(notice, gates, now, guards)
    registered = SealedQuote(
        id=identifier,
        notice_id=notice.id,
        state=QuoteState.REGISTERED,
        identity=identity,
        registered_at=now if present is None else present.registered_at,
        revision=1 if present is None else present.revision + 1,
        quoted=0 if present is None else present.quoted,
    )
    return _moved(present, "registered", registered, identity_hash=identity.hash)


def seal(
    present: SealedQuote,
    notice: Notice,
    identity: Ciphertext,
    price: Ciphertext,
    receipt: Receipt,
    gates: Iterable[Gate],
    now: datetime,
    guards: Guards,
) -> Decision[SealedQuote]:
    """Put the sealed quote in, or replace the one that is there; an inquiry takes one quote only.

    Raises:
        Conflict: `one-quote-only` [L1 art 40(3)], and everything that refuses a registration.
    """
    check_may_enter(notice, gates, now, guards)
    check_may_quote(present, notice)
    sealed = replace(
        present,
        state=QuoteState.QUOTED,
        identity=identity,
        price=price,
        receipt=receipt,
        revision=present.revision + 1,
        quoted=present.quoted + 1,
    )
    return _moved(
        present,
        "sealed",
        sealed,
        identity_hash=identity.hash,
        price_hash=price.hash,
        receipt_hash=receipt.hash,
    )


def cancel(present: SealedQuote, notice: Notice, now: datetime) -> Decision[SealedQuote]:
    """Cancel before the deadline, without penalty; the ciphertexts are dropped with it.

    A cancelled inquiry quote does not free the way for another: whoever quoted once has quoted.

    Raises:
        Conflict: `registration-closed`, `one-quote-only` or `wrong-state`.
    """
    check_still_open(notice, now)
    check_may_quote(present, notice)
    cancelled = replace(
        present,
        state=QuoteState.CANCELLED,
        identity=None,
        price=None,
        receipt=None,
        revision=present.revision + 1,
        cancelled_at=now,
    )
    return _moved(present, "cancelled", cancelled)


def check_may_enter(notice: Notice, gates: Iterable[Gate], now: datetime, guards: Guards) -> None:
    """Refuse whoever comes late, is intercepted or does not pass every gate.

    Raises:
        Conflict: `registration-closed`, `agency-intercepted` or `not-eligible`.
    """
    check_still_open(notice, now)
    check_not_intercepted(guards)
    judged = tuple(gates)
    if not is_eligible(judged):
        raise Conflict("not-eligible", gates=list(failed_codes(judged)), explained=explained(judged))


def check_may_quote(present: SealedQuote | None, notice: Notice) -> None:
    """Refuse to touch the quote of an inquiry once it is in [L1 art 40(3)].

    Raises:
        Conflict: `one-quote-only`.
    """
    if present is not None and present.state is QuoteState.QUOTED and notice.content.is_inquiry:
        raise Conflict("one-quote-only")


def _moved(
    present: SealedQuote | None, event: str, changed: SealedQuote, **hashes: Json
) -> Decision[SealedQuote]:
    QUOTE.check(None if present is None else present.state, event, changed.state)
    facts = {
        "notice_id": changed.notice_id,
        "state": changed.state.value,
        "revision": changed.revision,
        **hashes,
    }
    return Decision(changed, Event(f"quote.{event}", facts))
