"""Reckon a work order's running clocks anew when the year they rest on has been loaded since (design §3)."""

from chalicelib.domain.satisfaction.work_orders.reckoning import reckon_anew
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


def load_order(house: House, uow: UnitOfWork, order_id: str) -> WorkOrder:
    """Load an order whose clocks run under the calendar as it is now.

    Whoever takes a step writes the cards that fell due before it: none may fall on a provisional instant that
    the calendar has overtaken.

    Raises:
        NotFound: when there is none.
    """
    order = uow.orders.load(order_id)
    decision = reckon_anew(order, house.rating_rules.load(order.profile), house.calendar)
    if decision is None:
        return order
    uow.orders.save(decision, SYSTEM)
    return decision.state


def reckon_order(house: House, order_id: str) -> bool:
    """Reckon the clocks of an order anew and tell whether that changed anything."""

    def attempt(uow: UnitOfWork, _now: object) -> bool:
        before = uow.orders.load(order_id)
        return load_order(house, uow, order_id) != before

    return house.transact(attempt)
