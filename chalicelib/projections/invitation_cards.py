"""What the monitor shows of invitations: where each stands, why nobody was asked, what the texts cost.

A card stands in one facet, its state, so that an answer takes one card away and adds none; a suppressed one
also stands under its reason and its case, since "why was nobody asked?" is asked of a case. What was answered
is counted and shown elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Row, Showing, card_of

LIST = "invitations"
KEPT = ("state", "case", "mode", "window", "task_code", "fault", "way")
CARD = (
    "id", "state", "unit", "hall", "window", "task_code", "reason", "fault", "segments", "done_at", "told_at",
)  # fmt: skip
ASKED = "SMS"


def note(row: Row, entry: Entry, data: Mapping[str, Json]) -> dict[str, Any]:
    """Return what an entry adds to the row of an invitation."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if data.get(name)}
    segments = int(row.get("segments", 0)) + int(str(data.get("segments", 0)))
    return {**facts, "told_at": entry.at, **({"segments": segments} if segments else {})}


def cards(row: Row) -> Iterator[Showing]:
    """Yield the card of an invitation that was not answered; what came unasked was no invitation."""
    state = row.get("state")
    if row.get("mode") != ASKED or state in (None, InvitationState.USED):
        return
    facets = [f"state={state}"]
    if state == InvitationState.SUPPRESSED:
        facets += [f"reason={row['reason']}", f"case={row['case']}"]
    yield Showing("invitations", tuple(facets), f"{row['told_at']}#{row['id'][:16]}", card_of(row, CARD))


def counted(row: Row) -> dict[tuple[str, str], int]:
    """Count the answers, and the segments that were paid for."""
    if row.get("mode") != ASKED:
        return {}
    found = {"state=USED": int(row.get("state") == InvitationState.USED), "segments": row.get("segments", 0)}
    return {(LIST, name): number for name, number in found.items() if number}
