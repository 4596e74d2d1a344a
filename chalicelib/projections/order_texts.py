"""What the texts about work orders cost: their segments are counted beside those of the invitations."""

from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.invitation_cards import LIST
from chalicelib.projections.rows import Projection, Row

SEGMENTS = "order-segments"


def apply(row: Row, _entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a text into its row."""
    return {"segments": int(row.get("segments", 0)) + int(str(data.get("segments", 0)))}


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count the segments that were paid for."""
    return {(LIST, SEGMENTS): row["segments"]} if row["segments"] else {}


ORDER_TEXTS = Projection("order-text", apply, lambda _row: (), tally)
