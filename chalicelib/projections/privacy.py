"""Requests of persons about their own data, as their office lists them: numbers and states, nobody's name."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of

KEPT = ("number", "state", "ground", "n_found")
CARD = ("id", *KEPT, "opened_at", "told_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a request into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    return {
        "opened_at": entry.at,
        **row,
        **facts,
        "told_at": entry.at,
        "id": entry.aggregate.split("#", 1)[1],
    }


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of a request."""
    return (Showing("privacy-requests", ("all",), f"{row['opened_at']}#{row['id']}", card_of(row, CARD)),)


PRIVACY = Projection("privacy", apply, show)
