"""Questionnaires in their list: what each is called and for, and where its last version stands."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of

KEPT = ("kind", "version", "questions", "is_frozen")
CARD = ("id", "title", *KEPT, "changed_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of a questionnaire's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT}
    title = text.get("title", row.get("title", ""))
    return {**facts, "id": entry.aggregate.split("#", 1)[1], "title": title, "changed_at": entry.at}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of a questionnaire."""
    facets = ("all", f"kind={row['kind']}")
    return (Showing("questionnaires", facets, f"{row['changed_at']}#{row['id']}", card_of(row, CARD)),)


QUESTIONNAIRES = Projection("questionnaire", apply, show, reads_texts=True)
