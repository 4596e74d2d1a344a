"""Paying by instalments (付款节点): docs/rules.md §2.4, marketplace.md §6 no. 10.

The plan is part of the contract. The owner records the day on which it paid, the agency confirms the receipt;
until then the day can be corrected. What is paid late, or not at all by its day, is public with the contract.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.contracts.facts import Contract, Payment, Side, Terms
from chalicelib.domain.marketplace.contracts.parties import check_side, contract_of, today, told
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass

INSTALMENTS_MAX = 12
LATEST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """An instalment and what became of it; `is_void` when the contract ended before its day."""

    number: int
    name: str
    amount_fen: int
    due_on: date
    paid_on: date | None
    received_at: datetime | None
    late_days: int
    is_void: bool

    @property
    def is_open(self) -> bool:
        """Tell whether the owner still owes it."""
        return self.paid_on is None and not self.is_void


def record_payment(
    notice: Notice, number: int, paid_on: date, actor: Actor, now: datetime
) -> Decision[Notice]:
    """Record the day on which the owner paid an instalment, or correct it while no receipt is confirmed.

    Raises:
        Invalid: `unknown-instalment`, a day before the signing or in the future.
        Conflict: `payment-recorded` for the same day again, `receipt-confirmed`, `no-contract`.
        Forbidden: for anyone but the owner's people.
    """
    check_side(notice, Side.OWNER, actor)
    contract = contract_of(notice)
    _check_number(contract, number)
    if paid_on > today(now):
        raise Invalid(errors=[FieldError("/paid_on", "future-date")])
    if paid_on < contract.terms.signed_on:
        earliest = contract.terms.signed_on.isoformat()
        raise Invalid(errors=[FieldError("/paid_on", "before-the-signing", {"earliest_on": earliest})])
    known = payment_of(contract, number)
    if known is not None and known.received_at is not None:
        raise Conflict("receipt-confirmed", number=number)
    if known is not None and known.paid_on == paid_on:
        raise Conflict("payment-recorded", number=number)
    payment = Payment(number, paid_on, now, actor.person)
    return _kept(notice, _with(contract, payment), "payment_recorded", number, paid_on=paid_on.isoformat())


def confirm_receipt(notice: Notice, number: int, actor: Actor, now: datetime) -> Decision[Notice]:
    """Confirm that an instalment arrived; its day stands from now on.

    Raises:
        Invalid: `unknown-instalment`.
        Conflict: `nothing-paid` before the owner recorded it, `receipt-confirmed`, `no-contract`.
        Forbidden: for anyone but the agency's people.
    """
    check_side(notice, Side.AGENCY, actor)
    contract = contract_of(notice)
    _check_number(contract, number)
    known = payment_of(contract, number)
    if known is None:
        raise Conflict("nothing-paid", number=number)
    if known.received_at is not None:
        raise Conflict("receipt-confirmed", number=number)
    received = replace(known, received_at=now, received_by=actor.person)
    return _kept(notice, _with(contract, received), "payment_received", number)


def miss_payment(notice: Notice, now: datetime) -> Decision[Notice]:
    """Record that the day of an instalment is over and nothing was paid; both sides are told, once.

    Raises:
        Conflict: `too-early`, `nothing-overdue` or `no-contract`.
    """
    contract = contract_of(notice)
    first = min(_unsaid(contract), key=lambda one: (one.due_on, one.number), default=None)
    if first is None:
        raise Conflict("nothing-overdue")
    check_due(end_of_day(first.due_on), now)
    said = replace(contract, overdue=(*contract.overdue, first.number))
    return _kept(notice, said, "payment_overdue", first.number, due_on=first.due_on.isoformat())


def plan_errors(terms: Terms) -> Iterator[FieldError]:
    """Find what is wrong with a plan; a contract without one is complete."""
    plan = terms.payments
    if not plan:
        return
    if len(plan) > INSTALMENTS_MAX:
        yield FieldError("/payments", "too-many-items", {"max": INSTALMENTS_MAX})
    sum_fen = sum(one.amount_fen for one in plan)
    if sum_fen != terms.amount_fen:
        figures = {"plan_fen": sum_fen, "contract_fen": terms.amount_fen}
        yield FieldError("/payments", "plan-differs-from-contract", figures)
    earliest, latest = terms.signed_on, _years_later(terms.signed_on)
    for place, one in enumerate(plan):
        if not one.name.strip():
            yield FieldError(f"/payments/{place}/name", "required")
        if one.amount_fen <= 0:
            yield FieldError(f"/payments/{place}/amount_fen", "not-positive")
        if one.due_on < earliest:
            given = {"earliest_on": earliest.isoformat()}
            yield FieldError(f"/payments/{place}/due_on", "before-the-signing", given)
        if one.due_on > latest:
            bound = {"latest_on": latest.isoformat()}
            yield FieldError(f"/payments/{place}/due_on", "too-far-ahead", bound)


def standings(contract: Contract, on: date) -> tuple[Standing, ...]:
    """Return every instalment with what became of it by a day."""
    return tuple(_standing(contract, number, on) for number in range(1, len(contract.terms.payments) + 1))


def plan_of(terms: Terms) -> tuple[Standing, ...]:
    """Return the instalments of terms that are not in force: nothing is paid and nothing is late."""
    return tuple(
        Standing(number, one.name, one.amount_fen, one.due_on, None, None, 0, False)
        for number, one in enumerate(terms.payments, start=1)
    )


def unpaid(contract: Contract) -> tuple[Standing, ...]:
    """Return what the owner still owes."""
    return tuple(one for one in standings(contract, date.min) if one.is_open)


def payable(contract: Contract) -> tuple[int, ...]:
    """Return the numbers of which a payment can be recorded or corrected."""
    received = {one.number for one in contract.payments if one.received_at is not None}
    return tuple(n for n in range(1, len(contract.terms.payments) + 1) if n not in received)


def receivable(contract: Contract) -> tuple[int, ...]:
    """Return the numbers whose receipt waits for the agency."""
    return tuple(one.number for one in contract.payments if one.received_at is None)


def overdue_instants(contract: Contract) -> Iterator[datetime]:
    """Yield the ends of the days by which something is to be paid and of which nothing was said yet."""
    return (end_of_day(one.due_on) for one in _unsaid(contract))


def outstanding(contract: Contract) -> dict[str, Json]:
    """Say for the lists until when the owner has to pay next, and whether a receipt waits."""
    if not contract.terms.payments:
        return {}
    days = [one.due_on for one in unpaid(contract)]
    until = format_instant(end_of_day(min(days))) if days else None
    return {"pay_until_at": until, "has_receipts": bool(receivable(contract))}


def recorded_at(notice: Notice, number: int) -> datetime | None:
    """Return when the owner last recorded the day of an instalment."""
    known = payment_of(contract_of(notice), number)
    return known.at if known else None


def payment_of(contract: Contract, number: int) -> Payment | None:
    """Return what was recorded of an instalment."""
    return next((one for one in contract.payments if one.number == number), None)


def _standing(contract: Contract, number: int, on: date) -> Standing:
    one, payment, ended = (
        contract.terms.payments[number - 1],
        payment_of(contract, number),
        contract.termination,
    )
    is_void = payment is None and ended is not None and one.due_on > today(ended.at)
    paid_on = payment.paid_on if payment else None
    late = 0 if is_void else max(((paid_on or on) - one.due_on).days, 0)
    received_at = payment.received_at if payment else None
    return Standing(number, one.name, one.amount_fen, one.due_on, paid_on, received_at, late, is_void)


def _unsaid(contract: Contract) -> Iterator[Standing]:
    return (one for one in unpaid(contract) if one.number not in contract.overdue)


def _check_number(contract: Contract, number: int) -> None:
    if not 1 <= number <= len(contract.terms.payments):
        raise Invalid(errors=[FieldError("/number", "unknown-instalment")])


def _with(contract: Contract, payment: Payment) -> Contract:
    others = (one for one in contract.payments if one.number != payment.number)
    return replace(contract, payments=tuple(sorted((*others, payment), key=lambda one: one.number)))


def _kept(notice: Notice, contract: Contract, event: str, number: int, **facts: Json) -> Decision[Notice]:
    one = contract.terms.payments[number - 1]
    changed = replace(notice, contract=contract)
    said = {"number": number, "instalment_fen": one.amount_fen, **outstanding(contract), **facts}
    return moved(notice, event, changed, notice.state, **told(changed, **said))


def _years_later(day: date) -> date:
    return date(min(day.year + LATEST_YEARS, date.max.year), 12, 31)
