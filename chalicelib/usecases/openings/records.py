"""The public draw record of a notice, made again from the notice itself at every step (§3.2).

Beside the record, whose fields the rule fixes, lies what its page shows besides: the names that the agencies
had at the opening, and how the tied stand after the draw. Names and pools are public from the freeze on.
"""

from collections.abc import Mapping, Sequence

from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection.methods import DRAW_METHODS
from chalicelib.domain.marketplace.selection.record import DrawRecord
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.openings.rows import OpenedQuote

SHOWN_IDS = 200
"""How many of a long pool and of its order the page names; the record has them all."""

TiedPlaces = Sequence[tuple[int, Sequence[str]]]
"""Tied groups: the first of a group's places, and its ids in their final order."""


def committed_record(notice: Notice) -> DrawRecord | None:
    """Return the record a published notice begins with; None for a method that never draws."""
    method = DRAW_METHODS.get(notice.content.method) if notice.content.method else None
    if method is None:
        return None
    publication = publication_of(notice)
    return DrawRecord(number_of(notice), method, publication.commitment.hash, publication.beacon)


def beside_record(
    record: DrawRecord, rows: Sequence[OpenedQuote], tied: TiedPlaces = ()
) -> Mapping[str, Json]:
    """Return what the page of a draw shows beside its record."""
    shown = {*(record.ids or ())[:SHOWN_IDS], *(record.order or ())[:SHOWN_IDS]}
    names: dict[str, Json] = {row.uscc: row.name for row in rows if row.uscc in shown}
    return {"names": names, "tied": [{"place": place, "ids": list(ids)} for place, ids in tied]}
