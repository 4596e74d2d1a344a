"""Facts with the instants between which they held, so that the past can be read exactly (docs/rules.md §3.0).

A spell is half-open: it holds from `valid_from` up to, not including, `valid_to`. Spells are only appended
and closed, never changed or dropped; one of no length holds at no instant and still tells what happened.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.kernel.records import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spell(Generic[T]):
    """One value and the time it held; `valid_to` None means that it still does."""

    value: T
    valid_from: datetime
    valid_to: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        """Tell whether the value held at an instant."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


def values_at(spells: Iterable[Spell[T]], at: datetime) -> tuple[T, ...]:
    """Return the values that held at an instant, in the order of their spells."""
    return tuple(spell.value for spell in spells if spell.holds_at(at))


def current(spells: Iterable[Spell[T]]) -> tuple[T, ...]:
    """Return the values whose spells are still open."""
    return tuple(spell.value for spell in spells if spell.valid_to is None)


def adopt(spells: tuple[Spell[T], ...], values: Iterable[T], at: datetime) -> tuple[Spell[T], ...]:
    """Make the values the current ones: close what is not among them, open what is new.

    A spell never ends before it began, even when two machines' clocks differ.
    """
    wanted = tuple(values)
    kept = tuple(
        spell if spell.valid_to is not None or spell.value in wanted else _closed(spell, at)
        for spell in spells
    )
    present = current(kept)
    return kept + tuple(Spell(value, at) for value in wanted if value not in present)


def succeed(spells: tuple[Spell[T], ...], value: T, at: datetime) -> tuple[Spell[T], ...]:
    """Close the open spell of a history that holds one value at a time, and open the next one."""
    if not spells:
        return (Spell(value, at),)
    last = _closed(spells[-1], at) if spells[-1].valid_to is None else spells[-1]
    start = at if last.valid_to is None else max(at, last.valid_to)
    return (*spells[:-1], last, Spell(value, start))


def _closed(spell: Spell[T], at: datetime) -> Spell[T]:
    return replace(spell, valid_to=max(at, spell.valid_from))
