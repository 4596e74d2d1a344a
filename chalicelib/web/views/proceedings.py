"""What every proceeding with clocks shows alike, an order of a bad rating or an item (§2.3, §2.7)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.domain.satisfaction.work_orders.facts import Card, Disclosure
from chalicelib.kernel.clock import parse_instant

View = dict[str, Any]


def clocks_view(
    steps: Iterable[str],
    due_of: Callable[[str], Clock | None],
    live: Iterable[str],
    now: datetime,
    limits: Iterable[str] = (),
) -> View:
    """Return the clocks that were started, those that run first, and the next end of one that runs.

    Only a clock that runs now can still be late; a limit is open until it ends, and nobody is late for it.
    """
    found = list(_clocks(steps, due_of, frozenset(live), frozenset(limits), now))
    return {
        "clocks": sorted(found, key=lambda one: (not one["is_running"], not one["is_open"], one["due_at"])),
        "main_due_at": min((one["due_at"] for one in found if one["is_running"]), default=None),
    }


def _clocks(
    steps: Iterable[str],
    due_of: Callable[[str], Clock | None],
    live: frozenset[str],
    limits: frozenset[str],
    now: datetime,
) -> Iterator[View]:
    for step in steps:
        clock = due_of(step)
        if clock is not None:
            yield {
                "step": step,
                "due_at": clock.at,
                "is_running": step in live,
                "is_late": step in live and now >= clock.at,
                "is_open": step in limits and now < clock.at,
                "provisional": clock.provisional,
            }


def cards_view(cards: Iterable[Card]) -> list[View]:
    """Return what being late brought."""
    return [
        {"kind": one.kind.value, "step": one.step, "due_at": one.due_at, "at": one.at, "unit": one.unit}
        for one in cards
    ]


def history_view(entries: Iterable[Entry], kind: str) -> list[View]:
    """Return what happened, from the ledger: which event of this kind of proceeding, when, by which body."""
    return [
        {"event": one.type.removeprefix(f"{kind}."), "at": parse_instant(one.at), "org": one.org}
        for one in entries
    ]


def disclosures_view(disclosures: Iterable[Disclosure]) -> list[View]:
    """Return who opened the identity: body, office and reason, never the person."""
    return [
        {"body": one.body, "office": one.office, "reason": one.reason.value, "at": one.step.at}
        for one in disclosures
    ]
