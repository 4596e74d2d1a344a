"""What work orders of bad ratings count for, at the unit that holds them (evaluation.md §5 no. 6 to 10).

An order counts as due once its time has passed, mended or not: what is still within its time is in no rate.
Its time is counted in the month in which it ends, all else in the month of its opening. What was late once
stays late, in the month in which it was missed: being sent back to mend again (§2.3 no. 15) gives new time to
work, and no figure back; until that is over it is due and not mended. An order whose rating is gone counts
for nothing but its appeal.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.statistics.columns import COLUMNS, state_column
from chalicelib.domain.satisfaction.work_orders.facts import RevisitResult, Source
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.projections.ratings import counted
from chalicelib.projections.rows import Row

ANSWERS = frozenset({RevisitResult.SATISFIED, RevisitResult.NEUTRAL, RevisitResult.NOT_SATISFIED})
"""What a resident can have said; an order that is closed without a revisit carries another result."""
KEPT = ("source", "unit", "state", "level", "contactable", "result")
DECIDED = frozenset({"UPHELD_UNIT", "REJECTED", "OBJECTED", "FINAL"})
"""The states of an appeal that was decided; an objection does not undo the first decision before the last."""


def fold(row: Row, entry: Entry, data: Mapping[str, Any]) -> Row:
    """Return what an entry of a work order's ledger changes of what it counts for."""
    facts: Row = {name: data[name] for name in KEPT if name in data}
    if due_at := data.get("dues", {}).get("rectify"):
        facts["mend_due_at"] = due_at
    if fell_due_at := data.get("fell_due_at"):
        facts["fell_due_at"] = fell_due_at
    return {**facts, **_phase(row, entry, data), **_appeal(row, entry, data)}


def _phase(row: Row, entry: Entry, data: Mapping[str, Any]) -> Row:
    """Return what an event says besides its facts; what was reopened is not mended any more."""
    match entry.type:
        case "order.rectified":
            return {"in_time": data["in_time"]}
        case "order.reopened":
            missed = {} if row.get("in_time") or row.get("missed_at") else {"missed_at": row["mend_due_at"]}
            return {"in_time": None, "result": None, **missed}
        case "order.contact_failed":
            return {"unreachable": True}
    return {}


def _appeal(row: Row, entry: Entry, data: Mapping[str, Any]) -> Row:
    """Return the appeals that were decided, each with the unit whose it was: an order may go to another."""
    if data.get("appeal") not in DECIDED:
        return {}
    appeals, unit = row.get("appeals", {}), data["unit"]
    is_upheld = {"order.appeal_upheld": True, "order.appeal_overturned": False}.get(
        entry.type, appeals.get(unit, False)
    )
    return {"appeals": {**appeals, unit: is_upheld}}


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count a work order; one of a finding is no resident's and in no figure of ratings."""
    if not row.get("unit") or row.get("source") == Source.FINDING:
        return {}
    unit, annulled = row["unit"], row["state"] == "ANNULLED"
    opened = {COLUMNS[name]: int(count) for name, count in _opened(row, annulled).items()}
    of_opening = counted(unit, row["created_at"], {**opened, state_column(row["state"]): 1})
    of_opening = _added(of_opening, _appeals(row))
    return of_opening if annulled else _added(of_opening, counted(unit, _due(row), _of_time(row)))


def _appeals(row: Row) -> dict[tuple[str, str], int]:
    """Count each appeal at the unit that appealed."""
    found: dict[tuple[str, str], int] = {}
    for unit, is_upheld in row.get("appeals", {}).items():
        columns = {COLUMNS["appeals"]: 1, COLUMNS["appeals_upheld"]: int(is_upheld)}
        found = _added(found, counted(unit, row["created_at"], columns))
    return found


def _opened(row: Row, annulled: bool) -> dict[str, bool]:
    if annulled:
        return {}
    result, reachable = row.get("result"), bool(row.get("contactable"))
    is_answered = result in ANSWERS
    return {
        "orders_created_and_due": _was_due(row),
        "orders_rectified": _is_mended(row) and _was_due(row),
        "orders_contactable": reachable,
        "orders_not_contactable": bool(row.get("unreachable")),
        "orders_revisited": reachable and is_answered,
        "orders_revisit_failed": reachable and result == RevisitResult.NOT_REACHED,
        "orders_revisit_answered": is_answered,
        "orders_revisit_satisfied": result == RevisitResult.SATISFIED,
    }


def _of_time(row: Row) -> dict[str, int]:
    return {
        COLUMNS["orders_fell_due"]: _was_due(row),
        COLUMNS["orders_rectified_on_time"]: _was_due(row)
        and bool(row.get("in_time"))
        and not row.get("missed_at"),
    }


def _is_mended(row: Row) -> bool:
    return row.get("in_time") is not None


def _was_due(row: Row) -> bool:
    return bool(row.get("fell_due_at") or row.get("missed_at"))


def _due(row: Row) -> str:
    """Return an instant of the last day on which it could be mended: a time ends at its midnight."""
    due_at = row.get("missed_at") or row.get("fell_due_at") or row["mend_due_at"]
    return format_instant(parse_instant(due_at) - timedelta(seconds=1))


def _added(
    one: Mapping[tuple[str, str], int], other: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in one.keys() | other.keys()}
