"""The one sender of every text to a resident: at the pace, in its hours, at most once (ADR 0073, 0076, 0077).

The claim is committed before the provider is asked, and only the claim that was committed sends. Whatever
breaks in between, nobody gets two texts. What the text says, and to whom, its `Sendable` knows.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.texting import HELD_BACK, SEND, SETTLE, Text, is_claim, name_of, slot_from
from chalicelib.domain.satisfaction.texts import segments_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.text_ports import TextFate
from chalicelib.usecases.texts.hand_over import Claimed, hand_over
from chalicelib.usecases.texts.sendable import Sendable
from chalicelib.usecases.texts.wording import stamp_of, words_of

A = TypeVar("A", bound=Text)
Deciding = Callable[[A, datetime, SatisfactionRules], Decision[A]]


def advance_text(house: House, sendable: Sendable[A], found: A | None) -> None:
    """Do what is due of a text now; a run that comes twice, late or in vain finds nothing to do."""
    now = house.clock.product_now()
    if found is None:
        return
    if _is_due(sendable, found, SETTLE, now):
        _settle(house, sendable, found)
    elif _is_due(sendable, found, SEND, now):
        if _has_a_place(house, found, now):
            _send(house, sendable, found)
        else:
            house.transact(lambda uow, now: _hold_back(house, uow, sendable, found.id, now))


def save_text(
    house: House, uow: UnitOfWork, sendable: Sendable[A], decision: Decision[A], now: datetime
) -> None:
    """Save what became of a text, with whatever follows from it."""
    sendable.rows(uow).save(decision, SYSTEM)
    sendable.follow(house, uow, decision.state, now)


def _is_due(sendable: Sendable[A], one: A, kind: str, now: datetime) -> bool:
    due = sendable.due(one)
    return due is not None and due.kind == kind and due.at <= now


def _has_a_place(house: House, one: Text, now: datetime) -> bool:
    """Take the next place at the provider's pace; a text that has to wait for its hour needs none."""
    rules = house.rating_rules.load(one.profile)
    return slot_from(now, rules) != now or house.pace.wait(rules.text.per_minute)


def _hold_back(house: House, uow: UnitOfWork, sendable: Sendable[A], identifier: str, now: datetime) -> None:
    """Leave a text for another minute, because the provider's pace has no place for it in this one."""
    one = sendable.rows(uow).load(identifier)
    if _is_due(sendable, one, SEND, now):
        rules = house.rating_rules.load(one.profile)
        save_text(house, uow, sendable, sendable.postpone(one, now + HELD_BACK, rules), now)


def _send(house: House, sendable: Sendable[A], found: A) -> None:
    """Claim a text, hand it to the provider, and note what the provider said."""
    claim = house.transact(lambda uow, now: _claim(house, uow, sendable, found.id, now))
    if claim is None:
        return
    claimed, text = claim

    def took(provider_ref: str) -> None:
        _note(
            house,
            sendable,
            claimed,
            lambda one, now, rules: sendable.sent(one, provider_ref, now, rules, house.calendar),
        )

    def failed(fault: str, is_final: bool) -> None:
        _note(
            house,
            sendable,
            claimed,
            lambda one, now, rules: sendable.failed(one, fault, now, rules, is_final=is_final),
        )

    hand_over(house, text, took, failed)


def _claim(
    house: House, uow: UnitOfWork, sendable: Sendable[A], identifier: str, now: datetime
) -> tuple[A, Claimed] | None:
    """Take the text upon oneself with its words; return it if it is now ours to send."""
    one = sendable.rows(uow).load(identifier)
    if not _is_due(sendable, one, SEND, now):
        return None
    rules = house.rating_rules.load(one.profile)
    if slot_from(now, rules) != now:
        save_text(house, uow, sendable, sendable.postpone(one, now, rules), now)
        return None
    ready = sendable.ready(house, uow, one, now)
    if isinstance(ready, Decision):
        save_text(house, uow, sendable, ready, now)
        return None
    stamp = stamp_of(house, ready.kind, now, rules)
    words = words_of(house, stamp, ready.values, rules)
    decision = sendable.claim(one, now, stamp, segments_of(words, rules))
    save_text(house, uow, sendable, decision, now)
    return decision.state, Claimed(name_of(decision.state), ready.person_ref, words)


def _note(house: House, sendable: Sendable[A], claimed: A, decide: Deciding[A]) -> None:
    """Note what became of a claim while it stands."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        one = sendable.rows(uow).load(claimed.id)
        if is_claim(one, claimed.sending.attempts):
            rules = house.rating_rules.load(one.profile)
            save_text(house, uow, sendable, decide(one, now, rules), now)

    house.transact(attempt)


def _settle(house: House, sendable: Sendable[A], claimed: A) -> None:
    """End a claim that nobody ended: tried again only where the provider says that it has no such text."""
    if _fate(house, sendable, claimed) is TextFate.NOT_THERE:
        _note(
            house,
            sendable,
            claimed,
            lambda one, now, rules: sendable.failed(one, "not-taken", now, rules, is_final=False),
        )
    else:
        _note(
            house,
            sendable,
            claimed,
            lambda one, now, rules: sendable.sent(one, "", now, rules, house.calendar),
        )


def _fate(house: House, sendable: Sendable[A], claimed: A) -> TextFate:
    """Ask the provider; nothing can be known of a text whose number is not kept any more."""
    ref, since = sendable.person_ref(house, claimed), claimed.sending.claimed_at
    if ref is None or since is None:
        return TextFate.UNKNOWN
    try:
        phone = str(house.queries.personal(ref)["phone"])
    except NotFound:
        return TextFate.UNKNOWN
    return house.texts.fate(name_of(claimed), phone, since)
