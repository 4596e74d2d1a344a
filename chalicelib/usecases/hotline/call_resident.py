"""Call who raised an item: whose turn it is reads a masked number, a bridge rings (evaluation.md §2.7)."""

from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.rights import UNIT, check_reader
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.usecases.ports import House
from chalicelib.usecases.telephone import masked_number, ring


def dial_item(house: House, actor: Actor, item_id: str) -> str:
    """Have the bridge ring the caller and the resident; nobody is shown a number.

    Raises:
        NotFound: when there is no such item, or nobody's number is kept any more.
        Forbidden: to whoever may not read the item.
        Conflict: `nobody-to-call` while the caller has nobody to call.
        Unavailable: when no bridge is connected.
    """
    item = house.hotline.find(item_id)
    if item is None:
        raise NotFound("not-found", kind="hotline")
    check_reader(item, actor)
    if not calls_now(item, actor):
        raise Conflict("nobody-to-call")
    return ring(house, actor, f"HOTLINE#{item.id}", item.id)


def number_to_call(house: House, item: HotlineItem, actor: Actor) -> str:
    """Return the masked number for whoever has the resident to call now; empty for everybody else."""
    if not calls_now(item, actor):
        return ""
    try:
        return masked_number(house.queries.personal(f"HOTLINE#{item.id}"))
    except NotFound:
        return ""


def calls_now(item: HotlineItem, actor: Actor) -> bool:
    """Tell whether a reader has to call: the unit before it replies if it may, the office afterwards."""
    is_unit = actor.has(*UNIT) and item.state is ItemState.DISPATCHED and item.may_unit_contact
    is_office = actor.has(Role.HOTLINE_OPERATOR) and item.state is ItemState.REPLIED
    return item.is_contactable and (is_unit or is_office)
