"""What was joined to a problem, as far as the reader may read each of it; no person (§8.16, §6)."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.hotline import rights as item_rights
from chalicelib.domain.satisfaction.problems.problem import Member, Problem
from chalicelib.domain.satisfaction.work_orders import rights as order_rights
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.work_orders.voices import VOICES

LOOKED_UP = 50
"""So many are looked up, the latest: each is a read of its own."""


@dataclass(frozen=True, slots=True)
class Joined:
    """An item or work order of a problem, by its number and its channel."""

    id: str
    number: str
    channel: str
    at: datetime
    is_order: bool


def read_members(house: House, actor: Actor, problem: Problem) -> tuple[Joined, ...]:
    """Return those of a problem's latest members that the actor may read, the latest first."""
    latest = sorted(problem.members, key=lambda one: one.at, reverse=True)[:LOOKED_UP]
    return tuple(found for one in latest for found in _read(house, actor, one))


def _read(house: House, actor: Actor, member: Member) -> Iterator[Joined]:
    is_order = member.channel in VOICES
    try:
        if is_order:
            order = house.orders.find(member.id)
            if order is None:
                return
            order_rights.check_reader(order, actor)
            number = order.wo_no
        else:
            item = house.hotline.find(member.id)
            if item is None:
                return
            item_rights.check_reader(item, actor)
            number = item.number
    except Forbidden:
        return
    yield Joined(member.id, number, member.channel, member.at, is_order)
