"""Call the resident of an order: whose turn it is reads a masked number, a bridge rings (§2.3, 5 and 13)."""

from chalicelib.domain.satisfaction.work_orders.rights import check_asker, check_caller
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.usecases.ports import House
from chalicelib.usecases.telephone import masked_number, ring
from chalicelib.usecases.work_orders.voices import voice_of

CALLED_IN = (OrderState.SIGNED, OrderState.FEEDBACK_SENT)
"""The states in which somebody has the resident to call."""


def dial_order(house: House, actor: Actor, order_id: str) -> str:
    """Have the bridge ring the caller and the resident; nobody is shown a number.

    Raises:
        NotFound: when there is no such order, or nobody's number is kept any more.
        Forbidden: to whoever has not to call now; the unit only where the resident agreed.
        Conflict: `nobody-to-call` while nobody has to call.
        Unavailable: when no bridge is connected.
    """
    order = house.orders.find(order_id)
    if order is None:
        raise NotFound("not-found", kind="order")
    check_calls(house, order, actor)
    return ring(house, actor, reached_at(house, order), order.id)


def number_to_call(house: House, order: WorkOrder, person_ref: str, actor: Actor) -> str:
    """Return the masked number for whoever has to call now; empty for everybody else."""
    try:
        check_calls(house, order, actor)
        return masked_number(house.queries.personal(person_ref)) if person_ref else ""
    except (Conflict, Forbidden, NotFound):
        return ""


def check_calls(house: House, order: WorkOrder, actor: Actor) -> None:
    """Refuse whoever has not to call the resident now.

    Raises:
        Forbidden: as the rules of who calls and who asks say.
        Conflict: `nobody-to-call` while nobody has to, or the resident cannot be reached.
    """
    if order.state not in CALLED_IN or not order.is_contactable:
        raise Conflict("nobody-to-call")
    if order.state is OrderState.FEEDBACK_SENT:
        check_asker(order, actor)
    else:
        check_caller(order, actor, house.clock.product_now())


def reached_at(house: House, order: WorkOrder) -> str:
    """Return where the number of the resident of an order lies.

    Raises:
        NotFound: `erased` where nobody left anything.
    """
    voice = voice_of(house, order)
    if voice is None or not voice.person_ref:
        raise NotFound("erased")
    return voice.person_ref
