"""What time does to what is known of persons (evaluation.md §7.14): walked a day at a time, by the ledger.

Ninety days after an answer its device is forgotten; its person too, unless a bad rating was handled, which
keeps them a year from its closing. Every morning looks at the entries of the days that are over now, so
nothing waits in an index for a year; a run again finds nothing to do.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.privacy.erase_person import erase_from

KIND, QUEUE = "retention", "invitations"
OF_TOKENS, OF_ORDERS = "INVITATION#", "ORDER#"
LOOKED_BACK = 3
"""Days that are looked at: mornings that were missed are made up for."""


def enqueue_letting_go(house: House) -> int:
    """Have every invitation and order looked at whose days are over; return how many."""
    now = house.clock.product_now()
    today, limits = now.astimezone(CHINA).date(), house.rating_rules.load().retention
    spans = ((OF_TOKENS, limits.token_days), (OF_ORDERS, limits.identity_days))
    names = {
        name
        for prefix, days in spans
        for back in range(1, LOOKED_BACK + 1)
        for name in _touched_on(house, today - timedelta(days=days + back), prefix)
    }
    for name in sorted(names):
        body = {"kind": KIND, "id": name}
        house.queues.send(QUEUE, name, f"{KIND}#{name}#{today.isoformat()}", body)
    return len(names)


def _touched_on(house: House, day: date, prefix: str) -> Iterator[str]:
    """Yield the chains of a kind that have an entry of a day."""
    return (head.aggregate for head in house.ledger.entries_of(day) if head.aggregate.startswith(prefix))


def let_go(house: House, name: str) -> None:
    """Forget what need not be known any more of an invitation, or of the one behind an order."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        kind, _, identifier = name.partition("#")
        if kind == "ORDER":
            order = uow.orders.find(identifier)
            identifier = order.source_id if order is not None else ""
        if identifier:
            _let_go(house, uow, identifier, now)

    house.transact(attempt)


def _let_go(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    invitation = uow.invitations.find(identifier)
    if invitation is None:
        return
    limits = house.rating_rules.load(invitation.profile).retention
    order_id = invitation.rating.order_id if invitation.rating else ""
    order = uow.orders.find(order_id) if order_id else None
    kept_until = erasing.identity_kept_until(invitation, order, limits)
    case = uow.cases.find(invitation.case) if invitation.case else None
    if case is not None and kept_until is not None and kept_until <= now:
        erase_from(house, uow, case, Why.TIME, now)
    elif erasing.device_kept_until(invitation, limits) <= now:
        decision = erasing.forget_device(invitation)
        if decision is not None:
            uow.invitations.save(decision, SYSTEM)
