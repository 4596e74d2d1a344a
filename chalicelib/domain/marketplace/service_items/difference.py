"""What a version of a service item changed against another, element by element."""

from dataclasses import fields
from typing import Any

from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One element with its two values; for lists also what was added and taken away, in order."""

    element: str
    before: Any
    after: Any
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()


def difference(before: ItemContent, after: ItemContent) -> tuple[ElementChange, ...]:
    """Return the elements that differ, in the order of the ten elements."""
    return tuple(
        _change(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(ItemContent)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _change(element: str, before: Any, after: Any) -> ElementChange:
    if not isinstance(before, tuple):
        return ElementChange(element, before, after)
    added = tuple(one for one in after if one not in before)
    removed = tuple(one for one in before if one not in after)
    return ElementChange(element, before, after, added, removed)
