"""Look at who is at work on what, without knowing what waits there (ADR 0065)."""

from chalicelib.domain.desk import Claim, Task, desk_of
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.desk_ports import DeskView
from chalicelib.usecases.ports import House


def look_at_desk(house: House, actor: Actor) -> DeskView:
    """Return everything that runs at the actor's desk, in one call."""
    return house.desks.look(desk_of(actor), house.clock.product_now())


def find_claim(house: House, actor: Actor, task: Task, identifier: str) -> Claim | None:
    """Return who is at work on a task, in one call."""
    return house.desks.find(desk_of(actor), task, identifier, house.clock.product_now())
