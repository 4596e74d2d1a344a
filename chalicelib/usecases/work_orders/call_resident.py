"""Call the resident of an order: whose turn it is reads a masked number, a bridge rings (§2.3, 5 and 13)."""

from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.rights import check_asker, check_caller
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.usecases.ports import House
from chalicelib.usecases.telephone import masked_number, ring

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
    ref = person_ref_of(house.invitations.find(order.source_id), called_of(house, order))
    if not ref:
        raise NotFound("erased")
    return ref


def called_of(house: House, order: WorkOrder) -> CallbackTask | None:
    """Return the call that an order came out of, if it did."""
    return house.callback_tasks.find(order.source_id) if order.source is Source.CALLBACK else None


def person_ref_of(invitation: Invitation | None, called: CallbackTask | None) -> str:
    """Return where the number of the resident lies; blank where nobody left one."""
    if called is not None and called.answer is not None:
        return called.answer.person_ref
    return (invitation.person_ref or "") if invitation else ""
