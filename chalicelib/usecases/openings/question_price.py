"""The abnormally low price (docs/rules.md §3.5): the owner asks, the agency explains, the owner decides."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices import low_price
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.openings.select import to_candidate
from chalicelib.usecases.ports import House, Once, UnitOfWork

SEALED_MAX_BYTES, EXPLANATION_MAX_CHARS = 4096, 1000
"""What KMS seals at once, and what that means for text of the usual kind."""

Step = Callable[[Notice, UnitOfWork, datetime, MarketRules], Decision[Notice]]


def ask_for_explanation(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Ask the agency with the abnormally low price for a written explanation."""

    def step(notice: Notice, _uow: UnitOfWork, now: datetime, rules: MarketRules) -> Decision[Notice]:
        return low_price.ask(notice, actor, now, rules, house.calendar)

    return _take(house, actor, notice_id, step, once)


def explain_price(house: House, actor: Actor, notice_id: str, text: str, once: Once | None = None) -> Notice:
    """Explain the price; the words lie in the vault, for owner and regulator.

    Raises:
        Invalid: `too-long` for words that the vault's key does not take.
    """
    if len(canonical_json({"text": text}).encode()) > SEALED_MAX_BYTES:
        raise Invalid(errors=[FieldError("/text", "too-long", {"max": EXPLANATION_MAX_CHARS})])

    def step(notice: Notice, uow: UnitOfWork, now: datetime, rules: MarketRules) -> Decision[Notice]:
        ref = new_id("explanation", now)
        decision = low_price.explain(notice, ref, actor, now, rules, house.calendar)
        uow.vault.put(ref, {"text": text}, "restricted")
        return decision

    return _take(house, actor, notice_id, step, once)


def accept_price(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Accept the price; its agency goes into publicity."""

    def step(notice: Notice, _uow: UnitOfWork, now: datetime, rules: MarketRules) -> Decision[Notice]:
        return low_price.accept_price(notice, actor, now, rules, house.calendar)

    return _take(house, actor, notice_id, step, once)


def reject_price(house: House, actor: Actor, notice_id: str, reason: str, once: Once | None = None) -> Notice:
    """Reject the price with a reason; the next of the stored order takes its place."""

    def step(notice: Notice, uow: UnitOfWork, now: datetime, rules: MarketRules) -> Decision[Notice]:
        following = Candidates(house, uow, notice, now).after(selection_of(notice).winner.rank)
        candidate = to_candidate(following) if following else None
        is_low = following is not None and following.is_low
        return low_price.reject_price(notice, reason, candidate, is_low, actor, now, rules, house.calendar)

    return _take(house, actor, notice_id, step, once)


def _take(house: House, actor: Actor, notice_id: str, step: Step, once: Once | None) -> Notice:
    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        decision = step(notice, uow, now, house.rules.load(publication_of(notice).profile))
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
