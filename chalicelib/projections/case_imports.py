"""What imports of served cases show in the lists: to the service centre, newest first, figures only."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of

CARD = ("id", "import_no", "state", "rows", "broken", "done", "staged_at")
BEGUN = frozenset({"case-import.staged", "case-import.refused"})


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an import's ledger into its row; the same file staged again begins anew."""
    facts: dict[str, Any] = {name: data[name] for name in CARD if name in data}
    begun = {"staged_at": entry.at} if entry.type in BEGUN else {}
    return {**row, **facts, **begun, "id": entry.aggregate.split("#", 1)[1]}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of an import."""
    return (Showing("case-imports", ("all",), f"{row['staged_at']}#{row['id']}", card_of(row, CARD)),)


CASE_IMPORTS = Projection("case-import", apply, show)
