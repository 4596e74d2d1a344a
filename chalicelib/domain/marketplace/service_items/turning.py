"""What time does to a service item: versions begin and end at instants that were published ahead.

Which version is in force is always computed from the instant asked about (`version_at`); turning only puts
the fact into the ledger, so that lists and their counts follow (docs/rules.md §4.3, "dynamic adjustment").
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Due
from chalicelib.domain.marketplace.service_items.editing import item_decided
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.errors import Conflict

TURN = "turn"


def next_due(item: ServiceItem) -> Due | None:
    """Return the next beginning or end of a version that the ledger does not know yet, or None."""
    if item.turned_at is None:
        return None
    bounds = (at for version in item.versions for at in (version.effective_from, version.effective_to))
    ahead = [at for at in bounds if at is not None and at > item.turned_at]
    return Due(TURN, min(ahead)) if ahead else None


def turn(item: ServiceItem, now: datetime) -> Decision[ServiceItem]:
    """Note which version is in force now; `in_force` is its number, null when there is none.

    Raises:
        Conflict: `nothing-due` before the next beginning or end.
    """
    due = next_due(item)
    if due is None or now < due.at:
        raise Conflict("nothing-due")
    version = item.version_at(now)
    number = None if version is None else version.number
    return item_decided("item.turned", replace(item, turned_at=now), in_force=number)
