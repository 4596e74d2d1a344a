"""What violation cases show in the lists: to the authority, the reporter, and the agency once it is told.

A row holds codes, numbers and organisations; whatever anybody wrote about the case stays in the vault.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, waits

KEPT = (
    "case_no", "uscc", "name", "department", "reporter", "basis", "service_type", "notice_no", "state",
    "number", "due_at",
)  # fmt: skip
CARD = (
    "id", "case_no", "uscc", "name", "basis", "service_type", "state", "number", "due_at", "reported_at",
    "updated_at",
)  # fmt: skip
FOR_DEPARTMENT = frozenset({"REPORTED", "INVESTIGATING", "HEARD", "DECIDED", "OBJECTION"})
FOR_SUPERVISOR = frozenset({"HEARD", "DECIDED", "OBJECTION"})


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a case's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    is_told = row.get("is_told", False) or entry.type in ("violation.notified", "violation.deducted")
    return {
        "reported_at": entry.at,
        **row,
        **facts,
        "id": entry.aggregate.split("#", 1)[1],
        "updated_at": entry.at,
        "is_told": is_told,
    }


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of a case."""
    card = {name: row[name] for name in CARD if row.get(name) not in (None, "")}
    reported = (f"reporter={row['reporter']}",) if row["reporter"] != "system" else ()
    told = (f"agency={row['uscc']}",) if row["is_told"] else ()
    facets = ("all", f"dept={row['department']}", *reported, *told)
    sort = f"{row['updated_at']}#{row['id']}"
    return (Showing("cases", facets, sort, card), *_todo(row, card))


def _todo(row: Row, card: Mapping[str, Any]) -> Iterator[Showing]:
    """Show whose turn it is: the authority's, or the agency's to answer."""
    state, until = row["state"], row.get("due_at")
    if state in FOR_DEPARTMENT:
        yield waits(f"dept={row['department']}", "handle-case", until, card)
    if state in FOR_SUPERVISOR:
        yield waits("supervisor", "judge-case", until, card)
    if state == "NOTIFIED":
        yield waits(f"agency={row['uscc']}", "answer-case", until, card)


VIOLATIONS = Projection("violation", apply, show)
