"""What was texted back and was no answer, as the centre reads it: where the words lie, nobody's number."""

from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing

KEPT = 20
"""Replies of one telephone that are shown, the latest ones."""


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a telephone into its row."""
    replies = list(row.get("replies", ()))
    if entry.type == "contact.replied":
        replies = [*replies, {"at": entry.at, "ref": data["text_ref"], "chars": data["chars"]}][-KEPT:]
    return {"replies": replies}


def show(row: Row) -> tuple[Showing, ...]:
    """Return a card for each reply."""
    return tuple(
        Showing("text-replies", ("all",), f"{one['at']}#{one['ref'][-16:]}", one) for one in row["replies"]
    )


CONTACTS = Projection("contact", apply, show)
