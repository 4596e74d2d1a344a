"""What bad-rating work orders show in lists and on boards, and the guides they changed (evaluation.md §8.9).

A row holds codes, numbers and instants; what a changed guide said before and after is public text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.work_orders.facts import CardKind, Source
from chalicelib.domain.satisfaction.work_orders.rights import TO_ASK
from chalicelib.domain.satisfaction.work_orders.states import CLOSED, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import RUNNING
from chalicelib.kernel.canonical import Json
from chalicelib.projections import order_counts
from chalicelib.projections.rows import Projection, Row, Showing, waits

KEPT = (
    "wo_no", "source", "unit", "task_code", "region", "level", "state", "dues", "contactable", "unit_calls",
    "appeal", "appeal_due_at",
)  # fmt: skip
CARD = (
    "id", "wo_no", "source", "unit", "task_code", "level", "state", "appeal", "is_late", "due_at",
    "created_at", "updated_at",
)  # fmt: skip
MARKS: Mapping[str, Mapping[str, Any]] = {
    "finding_proposed": {"has_finding": True},
    "finding_returned": {"has_finding": False},
    "returned": {"has_finding": False, "appeal": "", "centre_calls": False},
    "contact_stopped": {"centre_calls": True},
    "extension_asked": {"is_extension_asked": True},
    "extended": {"is_extension_asked": False},
    "extension_refused": {"is_extension_asked": False},
    "explained": {"has_measure": True},
    "measure_submitted": {"has_measure": True},
    "measure_returned": {"has_measure": False},
    "reopened": {"has_measure": False},
}
"""What a fact leaves to be done, beyond the state."""

_S = OrderState
HANDLER, HEAD = "unit_handler={unit}", "unit_head={unit}"
CENTRE, REGULATOR, REVIEWER = "centre_supervisor", "regulator", "appeal_reviewer"
TURNS: Mapping[OrderState, tuple[str, str, str]] = {
    _S.CREATED: (CENTRE, "send-order", "dispatch"),
    _S.DISPATCHED: (HANDLER, "sign-order", "sign"),
    _S.RETURN_REQUESTED: (REGULATOR, "decide-return", "rectify"),
    _S.CONTACTED: (HANDLER, "find-cause", "verify"),
    _S.CONTACT_FAILED: (HANDLER, "find-cause", "verify"),
    _S.VERIFIED: (HANDLER, "mend-order", "rectify"),
    _S.RECTIFYING: (HANDLER, "mend-order", "rectify"),
    _S.EXPLAINED: (HANDLER, "mend-order", "rectify"),
    _S.REOPENED: (HANDLER, "mend-order", "rectify"),
    _S.RECTIFIED: (CENTRE, "send-feedback", "feedback"),
    _S.REVISITED: (REGULATOR, "close-order", ""),
}
"""Whose turn it is in a state, to do what, and by which clock; the other states look at more than that."""


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of an order's ledger into its row."""
    event = entry.type.removeprefix("order.")
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    counted = order_counts.fold(row, entry, data)
    after = {"created_at": entry.at, **row, **facts, **counted, **MARKS.get(event, {})}
    after |= {"id": entry.aggregate.split("#", 1)[1], "updated_at": entry.at}
    cards: Any = data.get("cards", ())
    red = [[one["step"], one["due_at"]] for one in cards if one["kind"] == CardKind.RED]
    after["red"] = [*row.get("red", ()), *red]
    if data.get("measure_ref"):
        after["measure_ref"] = data["measure_ref"]
    if event == "rectified" and text:
        after["changes"] = [*row.get("changes", ()), {**text, "changed_at": entry.at}]
    return after


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of an order: in the lists of its unit and of all, on the boards, and in public."""
    return (*_listed(row), *_todo(row), *_measures(row), *_changes(row), *_findings(row))


def _listed(row: Row) -> Iterator[Showing]:
    state, running = OrderState(row["state"]), _running(row)
    is_late = bool(running.keys() & {step for step, due_at in row["red"] if running.get(step) == due_at})
    card = {name: row[name] for name in CARD if row.get(name) not in (None, "")}
    card |= {"is_late": is_late} | ({"due_at": min(running.values())} if running else {})
    groups = ["closed" if state in CLOSED else "open"]
    is_finding = row.get("source") == Source.FINDING
    marks = (("late", is_late), ("appeal", row.get("appeal")), ("finding", is_finding))
    groups += [name for name, holds in marks if holds]
    scopes = ["all", *([f"unit={row['unit']}"] if row["unit"] else [])]
    if state in TO_ASK:
        scopes.append("asking")
    facets = tuple(f"{scope}{group}" for scope in scopes for group in ("", *(f"|{one}" for one in groups)))
    yield Showing("orders", facets, f"{row['created_at']}#{row['id']}", card)


def _running(row: Row) -> dict[str, str]:
    """Return the instants of the clocks that run, by their step."""
    dues = row["dues"]
    return {step: dues[step] for step in RUNNING.get(OrderState(row["state"]), ()) if step in dues}


def _todo(row: Row) -> Iterator[Showing]:
    """Show whose turn it is."""
    state, dues = OrderState(row["state"]), row["dues"]
    card = {"id": row["id"], "title": row["wo_no"], "unit": row["unit"], "state": row["state"]}
    turn = _turn(row, state)
    if turn is not None:
        seat, todo, clock = turn
        yield waits(seat.format_map(row), todo, dues.get(clock), card)
    if row.get("is_extension_asked") and state in (_S.VERIFIED, _S.RECTIFYING):
        yield waits(REGULATOR, "decide-order-extension", dues["rectify"], card)
    appeal, until = row.get("appeal"), row.get("appeal_due_at")
    if appeal == "SUBMITTED" and state not in CLOSED:
        yield waits(HEAD.format_map(row), "approve-appeal", dues.get("appeal"), card)
    if (appeal == "UNDER_REVIEW" and state not in CLOSED) or appeal == "OBJECTED":
        yield waits(REVIEWER, "judge-appeal" if appeal == "UNDER_REVIEW" else "judge-objection", until, card)


def _turn(row: Row, state: OrderState) -> tuple[str, str, str] | None:
    is_found = state in (_S.SIGNED, _S.CONTACTED, _S.CONTACT_FAILED)
    if is_found and row.get("has_finding"):
        return HEAD, "confirm-finding", "verify"
    if state in (_S.RECTIFYING, _S.EXPLAINED) and row.get("has_measure"):
        return HEAD, "approve-measure", "rectify"
    if state is _S.SIGNED and not row["contactable"]:
        return HANDLER, "find-cause", "verify"
    if state is _S.SIGNED:
        calls = HANDLER if row["unit_calls"] and not row.get("centre_calls") else CENTRE
        return calls, "contact-resident", "contact"
    if state is _S.RECTIFIED and row.get("source") == Source.FINDING:
        return REGULATOR, "close-order", ""
    if state is _S.FEEDBACK_SENT:
        return (
            (CENTRE, "revisit-resident", "revisit") if row["contactable"] else (REGULATOR, "close-order", "")
        )
    return TURNS.get(state)


def _measures(row: Row) -> Iterator[Showing]:
    """Show where the unit's latest measure lies, so that the next ones are held against it."""
    if row.get("measure_ref") and row["unit"]:
        card = {"id": row["id"], "ref": row["measure_ref"]}
        yield Showing("measures", (f"unit={row['unit']}",), f"{row['created_at']}#{row['id']}", card)


def _changes(row: Row) -> Iterator[Showing]:
    for number, change in enumerate(row.get("changes", ())):
        facets = ("all", f"unit={row['unit']}")
        yield Showing("changes", facets, f"{change['changed_at']}#{row['id']}#{number}", change)


def _findings(row: Row) -> Iterator[Showing]:
    """Show everybody that there is a finding, of which indicator, at which unit, and where it stands."""
    if row.get("source") != Source.FINDING:
        return
    is_closed = OrderState(row["state"]) in CLOSED
    card = {
        name: row[name] for name in ("wo_no", "unit", "task_code", "state", "created_at") if row.get(name)
    }
    card["due_at"] = row["dues"]["rectify"]
    facets = ("all", "closed" if is_closed else "open")
    yield Showing("findings", facets, f"{row['created_at']}#{row['id']}", card)


ORDERS = Projection("order", apply, show, order_counts.tally, reads_texts=True)
