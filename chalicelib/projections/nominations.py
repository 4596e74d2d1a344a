"""What nomination imports show in the lists: to their own department, newest first."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of, waits

KEPT = ("import_no", "department", "state", "rows", "errors", "agencies", "done", "skipped")
BEGUN = frozenset({"import.staged", "import.refused"})
CARD = ("id", *KEPT, "staged_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an import's ledger into its row; the same file staged again begins anew."""
    identifier = entry.aggregate.split("#", 1)[1]
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    if entry.type in BEGUN:
        return {"id": identifier, **facts, "staged_at": entry.at}
    return {**row, **facts}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of an import in its department's list."""
    card = card_of(row, CARD)
    facets = (row["department"], f"{row['department']}:{row['state']}")
    listed = Showing("nominations", facets, f"{row['staged_at']}#{row['id']}", card)
    staged = (waits(f"dept={row['department']}", "decide-nomination", None, card),)
    return (listed, *(staged if row["state"] == "STAGED" else ()))


NOMINATIONS = Projection("import", apply, show)
