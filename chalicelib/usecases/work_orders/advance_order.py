"""What time and routing do to a work order: to its unit at once, then cards and stops at their instants."""

from datetime import datetime

from chalicelib.domain.decisions import is_due
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.cards import next_due, run_clock
from chalicelib.domain.satisfaction.work_orders.opening import dispatch, order_number, order_series
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.order_texts import schedule_text
from chalicelib.usecases.work_orders.reckon_order import load_order


def advance_order(house: House, identifier: str) -> None:
    """Do all that is due now, one after the other; a run that comes twice finds nothing to do.

    A red card and the end of the time to mend fall on one midnight, and a queue takes one message an instant.
    """
    while house.transact(lambda uow, now: _step(house, uow, identifier, now)):
        pass


def _step(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> bool:
    """Take the next step of the order and tell whether another one is due already."""
    order = load_order(house, uow, identifier)
    if order.state is OrderState.CREATED and order.unit:
        return is_due(next_due(_dispatch(house, uow, order, now)), now)
    if not is_due(next_due(order), now):
        return False
    decision = run_clock(order, now)
    uow.orders.save(decision, SYSTEM)
    return is_due(next_due(decision.state), now)


def _dispatch(house: House, uow: UnitOfWork, order: WorkOrder, now: datetime) -> WorkOrder:
    """Send an order to the unit that served, under the next number of its region and year."""
    number = order_number(order.region, now, uow.next_serial(order_series(order.region, now)))
    rules = house.rating_rules.load(order.profile)
    decision = dispatch(order, order.unit, number, SYSTEM, now, rules, house.calendar)
    uow.orders.save(decision, SYSTEM)
    schedule_text(house, uow, decision.state, TextKind.RECEIPT, now)
    return decision.state
