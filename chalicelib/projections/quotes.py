"""What sealed quotes may show before the opening: how many there are, and nothing else (docs/rules.md §5)."""

from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing
from chalicelib.usecases.ports import registered_count

LIVE = frozenset({"quote.registered", "quote.sealed"})


def apply(_row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Remember only which notice it is for and whether it stands."""
    return {"notice_id": data["notice_id"], "stands": entry.type in LIVE}


def show(_row: Row) -> tuple[Showing, ...]:
    """Show no card: a list of sealed quotes would be a list of agencies."""
    return ()


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count a standing registration or quote once."""
    return {registered_count(row["notice_id"]): 1} if row["stands"] else {}


QUOTES = Projection("quote", apply, show, tally)
