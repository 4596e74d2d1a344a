"""The awards of a notice as its row keeps them: each that was issued stays, with what became of it (§2.1)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.notices.issued import ACCEPTED, CANCELLED, OWNER_REFUSED, WAITING
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Row

FACTS = {
    "award_no": "award_no",
    "winner": "winner",
    "winner_name": "winner_name",
    "award_fen": "amount_fen",
    "award_rate_bp": "rate_bp",
}
"""What a card says of an award, and where the award's own event says it."""
ENDS = frozenset({"notice.substituted", "notice.failed", "notice.reselected"})


def after(row: Row, entry: Entry, data: Mapping[str, Json]) -> list[dict[str, Any]]:
    """Return the awards of a notice after one more entry of its ledger."""
    issued: list[dict[str, Any]] = row.get("awards", [])
    if entry.type == "notice.awarded":
        told = {mine: data.get(theirs) for mine, theirs in FACTS.items()}
        told["publicity_ends_at"] = row.get("publicity_ends_at")
        told["follows"] = issued[-1]["award_no"] if issued else None
        return [*issued, {**told, "awarded_at": entry.at, "outcome": WAITING}]
    if not issued or issued[-1].get("ended_at"):
        return issued
    if entry.type == "notice.accepted":
        return [*issued[:-1], {**issued[-1], "outcome": ACCEPTED}]
    if entry.type in ENDS:
        return [*issued[:-1], {**issued[-1], "outcome": _why(data), "ended_at": entry.at}]
    return issued


def cards(row: Row, common: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield one card an award, with what all cards of the notice say."""
    shared = {name: row[name] for name in common if row.get(name) is not None}
    for award in row.get("awards", ()):
        yield {**shared, **{name: value for name, value in award.items() if value is not None}}


def _why(data: Mapping[str, Json]) -> str:
    if data.get("code") == FailureCode.OWNER_REFUSED:
        return OWNER_REFUSED
    return str(data.get("left_code") or CANCELLED)
