"""What a telling is, and the ways to name who is told: pieces of the tables in effects.py and beside it."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

Data = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Telling:
    """One message about an event; `to` names the recipients from the event's facts."""

    code: str
    to: Callable[[Data], str | tuple[str, ...] | None]


def to_org(name: str) -> Callable[[Data], str | None]:
    """Name the body that a fact names."""
    return lambda data: f"org:{data[name]}" if data.get(name) else None


def to_role(role: str) -> Callable[[Data], str | None]:
    """Name everybody with a role."""
    return lambda _data: f"role:{role}"


def when(fact: str, to: Callable[[Data], str | tuple[str, ...] | None]) -> Callable[[Data], Any]:
    """Name the recipients only of an event that has the fact."""
    return lambda data: to(data) if data.get(fact) else None


def to_unit(data: Data) -> str | None:
    """Name those who mend for a unit."""
    return f"unit:{data['unit']}" if data.get("unit") else None
