"""What items show in lists and on boards: codes, numbers and instants, no word and no person (§2.7, §6)."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.hotline.item import RUNNING
from chalicelib.domain.satisfaction.hotline.states import CLOSED, ItemState
from chalicelib.kernel.canonical import Json
from chalicelib.projections import hotline_counts
from chalicelib.projections.rows import Projection, Row, Showing, waits

KEPT = (
    "item_no", "door", "source", "type", "topic", "about", "unit", "window", "state", "triage", "contactable",
    "confidential", "refused", "rehandled", "dues",
)  # fmt: skip
CARD = (
    "id", "item_no", "door", "source", "type", "topic", "unit", "state", "refused", "created_at",
    "updated_at",
)  # fmt: skip
MARKS: Mapping[str, Mapping[str, Any]] = {
    "extension_asked": {"is_extension_asked": True},
    "extended": {"is_extension_asked": False},
    "extension_refused": {"is_extension_asked": False},
    "returned": {"is_extension_asked": False},
    "instructed": {"awaits_regulator": False, "awaits_report": True},
    "reported_back": {"awaits_report": False},
}
"""What a fact leaves to be done, beyond the state."""

_S = ItemState
OFFICE, REGULATOR = "hotline_operator", "regulator"
UNITS = ("unit_handler={unit}", "unit_head={unit}")
TURNS: Mapping[ItemState, tuple[tuple[str, ...], str, str]] = {
    _S.RECEIVED: ((OFFICE,), "send-item", "dispatch"),
    _S.RETURNED: ((OFFICE,), "send-item", "dispatch"),
    _S.REOPENED: ((OFFICE,), "send-item", "dispatch"),
    _S.DISPATCHED: (UNITS, "reply-item", "reply"),
    _S.REPLIED: ((OFFICE,), "call-item-back", "callback"),
    _S.SATISFIED: ((OFFICE,), "close-item", ""),
    _S.UNREACHED: ((OFFICE,), "close-item", ""),
    _S.UNSATISFIED: ((OFFICE,), "redispatch-item", "dispatch"),
}
"""Whose turn it is in a state, to do what, and by which clock."""


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an item's ledger into its row."""
    event = entry.type.removeprefix("hotline.")
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    counted = hotline_counts.fold(row, entry, data)
    after = {"created_at": entry.at, **row, **facts, **counted, **MARKS.get(event, {})}
    after |= {"id": entry.aggregate.split("#", 1)[1], "updated_at": entry.at}
    marks: Any = data.get("marks", ())
    if marks:
        after |= {"is_supervised": True, "awaits_regulator": event != "instructed"}
    after |= {name: data[name] for name in ("content_ref", "problem") if name in data}
    if event == "person_forgotten":
        after |= {"content_ref": "", "contactable": row["contactable"]}  # that there was a telephone stays
    after["overdue"] = [
        *row.get("overdue", ()), *([one["step"], one["due_at"]] for one in marks if one["step"])
    ]  # fmt: skip
    return after


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of an item: in the lists of all, of its unit and of its window, and on the boards."""
    return (*_listed(row), *_todo(row), *_alike(row))


def _listed(row: Row) -> Iterator[Showing]:
    state, running = ItemState(row["state"]), _running(row)
    is_late = bool(running.keys() & {step for step, due_at in row["overdue"] if running.get(step) == due_at})
    is_supervised = bool(row.get("is_supervised"))
    card = {name: row[name] for name in CARD if row.get(name) not in (None, "")}
    card |= {"is_late": is_late, "is_supervised": is_supervised}
    card |= {"due_at": min(running.values())} if running else {}
    groups = {"closed" if state in CLOSED else "open": True, "late": is_late, "supervised": is_supervised}
    groups["refused"] = bool(row["refused"])
    names = ("", *(f"|{name}" for name, holds in groups.items() if holds), f"|{row['door']}")
    scopes = ["all", *([f"unit={row['unit']}"] if row["unit"] else [])]
    scopes += [f"window={row['window']}"] if row["source"] == "WINDOW" else []
    facets = tuple(f"{scope}{name}" for scope in scopes for name in names)
    yield Showing("hotline", facets, f"{row['created_at']}#{row['id']}", card)


def _running(row: Row) -> dict[str, str]:
    """Return the instants of the clocks that run, by their step."""
    dues = row["dues"]
    return {step: dues[step] for step in RUNNING.get(ItemState(row["state"]), ()) if step in dues}


def _todo(row: Row) -> Iterator[Showing]:
    """Show whose turn it is, and what waits beside for the regulator and, once it wrote, for the unit."""
    state, dues = ItemState(row["state"]), row["dues"]
    card = {"id": row["id"], "title": row["item_no"], "unit": row["unit"], "state": row["state"]}
    if state in TURNS:
        seats, todo, clock = TURNS[state]
        if state is _S.REPLIED and not row["contactable"]:
            todo = "close-item"
        if state is _S.UNSATISFIED and row["rehandled"]:
            seats, todo, clock = (REGULATOR,), "close-item-unresolved", ""
        until = dues.get("progress") if state is _S.DISPATCHED and "progress" in dues else dues.get(clock)
        for seat in seats:
            yield waits(seat.format_map(row), todo, until, card)
    if row.get("is_extension_asked") and state is _S.DISPATCHED:
        yield waits(OFFICE, "decide-item-extension", dues.get("reply"), card)
    if row.get("awaits_report") and row["unit"] and state not in CLOSED:
        yield from (waits(seat.format_map(row), "report-item", None, card) for seat in UNITS)
    if row.get("awaits_regulator") and state not in CLOSED:
        yield waits(REGULATOR, "supervise-item", None, card)


def _alike(row: Row) -> Iterator[Showing]:
    """Show where the words of an item lie, so that others are held against it; of a report to nobody."""
    if row["confidential"] or not row.get("content_ref"):
        return
    unit = row["unit"] or row["about"]
    facets = (f"topic={row['topic']}", *([f"unit={unit}"] if unit else []))
    card = {name: row[name] for name in ("id", "item_no", "source", "created_at")}
    card |= {"ref": row["content_ref"], "problem": row.get("problem", "")}
    yield Showing("alike", facets, f"{row['created_at']}#{row['id']}", card)


HOTLINE = Projection("hotline", apply, show, hotline_counts.tally)
