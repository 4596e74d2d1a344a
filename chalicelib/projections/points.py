"""Windows with a rating code: those in use, by hall and by unit."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.matters import tally_point
from chalicelib.projections.rows import Projection, Row, Showing, card_of

KEPT = ("unit", "unit_name", "hall", "hall_name", "window", "matters", "state")
CARD = ("id", *KEPT, "registered_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a window's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT}
    return {"registered_at": entry.at, **row, **facts, "id": entry.aggregate.split("#", 1)[1]}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of a window while its code is in use."""
    if row["state"] != "OPEN":
        return ()
    facets = ("all", f"unit={row['unit']}", f"hall={row['hall']}")
    return (Showing("points", facets, f"{row['hall']}#{row['window']:>20}#{row['id']}", card_of(row, CARD)),)


POINTS = Projection("point", apply, show, tally_point)
