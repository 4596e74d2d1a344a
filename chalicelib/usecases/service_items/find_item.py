"""Find a service item by the code people know it by; the code's guard item names the item behind it."""

from chalicelib.domain.marketplace.service_items.authority import check_may_read_draft
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House

CODE_SCOPE = "item-code"


def item_id_of(house: House, code: str) -> str:
    """Return the identifier behind a code.

    Raises:
        NotFound: when no item has the code.
    """
    found = house.queries.owners(CODE_SCOPE, [code]).get(code)
    if found is None:
        raise NotFound("not-found", kind="item")
    return found


def find_item(house: House, code: str) -> tuple[ServiceItem, int]:
    """Return an item and its stored version, in two calls.

    Raises:
        NotFound: when no item has the code.
    """
    return house.queries.service_item(item_id_of(house, code))


def open_item(house: House, actor: Actor, code: str) -> tuple[ServiceItem, int]:
    """Return an item with its drafts and its stored version, for those who work on it.

    Raises:
        NotFound: when no item has the code.
        Forbidden: for anybody but the operator and the department of the field.
    """
    item, version = find_item(house, code)
    check_may_read_draft(actor, item.department, house.service_types)
    return item, version
