"""Put into the ledger that a version of a service item began or ended: the timer's command."""

from datetime import datetime

from chalicelib.domain.marketplace.service_items import turning
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.service_items.changing import noted


def turn_item(house: House, item_id: str) -> None:
    """Note the turn that is due now; a message that comes twice or early finds nothing due."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        item = uow.service_items.load(item_id)
        due = turning.next_due(item)
        if due is not None and due.at <= now:
            uow.service_items.save(noted(house, uow, turning.turn(item, now)), SYSTEM)

    house.transact(attempt)
