"""Reckon every clock anew that began under a year without a calendar, once the year is loaded (design §3)."""

from collections.abc import Callable, Mapping

from chalicelib.usecases.hotline.take_step import reckon_item
from chalicelib.usecases.invitations.reckon_window import reckon_invitation
from chalicelib.usecases.notices.reckon_clocks import reckon_notice
from chalicelib.usecases.ports import House
from chalicelib.usecases.work_orders.reckon_order import reckon_order

QUEUES = ("opening", "drawing", "lifecycle", "orders", "invitations")
RECKONED: Mapping[str, Callable[[House, str], bool]] = {
    "notice": reckon_notice,
    "order": reckon_order,
    "hotline": reckon_item,
    "invitation": reckon_invitation,
}
"""What reckons the clocks of each kind of aggregate that waits for an instant."""


def reckon_all(house: House) -> dict[str, int]:
    """Reckon the clocks of all that waits for an instant; return how many of each kind changed."""
    waiting = {
        (item.kind, item.identifier)
        for queue in QUEUES
        for item in house.due.waiting(queue)
        if item.kind in RECKONED
    }
    changed = dict.fromkeys(RECKONED, 0)
    for kind, identifier in sorted(waiting):
        changed[kind] += RECKONED[kind](house, identifier)
    return changed
