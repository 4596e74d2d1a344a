"""Register a window where services can be rated, and take its code out of use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.points.point import Matter, Point, close, register
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.ids import new_secret
from chalicelib.usecases.invitations.links import base62
from chalicelib.usecases.ports import House, Once, UnitOfWork

AT_WINDOW = "point"
"""The scope in which a window of a hall has one code."""


def register_point(house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None) -> str:
    """Register a window and return the code of its address.

    Raises:
        AlreadyExists: when the window has a code already.
    """
    code = base62(new_secret(), house.rating_rules.load().invitation.token_chars)

    def attempt(uow: UnitOfWork, now: datetime) -> str:
        point = Point(
            id=code,
            unit=body["unit"],
            unit_name=body["unit_name"],
            region=house.division,
            hall=body["hall"],
            hall_name=body["hall_name"],
            window=body["window"],
            matters=tuple(_matters(body["matters"])),
            registered_at=now,
        )
        uow.claim(AT_WINDOW, f"{point.hall}|{point.window}", code)
        uow.points.add(register(point), actor)
        return code

    return house.transact(attempt, once=once, ref=str, replay=lambda _uow, ref: ref)


def close_point(house: House, actor: Actor, code: str) -> None:
    """Take a window's code out of use, so that the window may get another one.

    Raises:
        Conflict: `point-closed`.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        point = uow.points.load(code)
        uow.release(AT_WINDOW, f"{point.hall}|{point.window}")
        uow.points.save(close(point, now), actor)

    house.transact(attempt)


def read_point(house: House, code: str) -> Point:
    """Return a point that is in use.

    Raises:
        NotFound: `link-shut` for one that never was or is no more; both look alike.
    """
    point = house.points.find(code)
    if point is None or point.closed_at is not None:
        raise LinkShut(Shut.REVOKED if point else Shut.UNKNOWN)
    return point


def _matters(text: str) -> list[Matter]:
    """Read what is dealt with at a window: a line each, code and name apart by a space."""
    lines = (line.split(None, 1) for line in text.splitlines() if line.strip())
    return [Matter(code, name.strip()) for code, name in lines]
