"""What imports of list entries show in the lists: to their own body and to the supervisor, newest first."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of, waits

CARD = ("id", "import_no", "org", "state", "rows", "errors", "staged_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an import's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in CARD if name in data}
    return {"staged_at": entry.at, **row, **facts, "id": entry.aggregate.split("#", 1)[1]}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of an import."""
    card = card_of(row, CARD)
    facets = ("all", f"all:{row['state']}", row["org"], f"{row['org']}:{row['state']}")
    listed = Showing("list-imports", facets, f"{row['staged_at']}#{row['id']}", card)
    seats = (f"dept={row['org']}", "supervisor") if row["state"] == "STAGED" else ()
    return (listed, *(waits(seat, "confirm-list", None, card) for seat in seats))


LIST_IMPORTS = Projection("list-import", apply, show)
