"""The public draw record of a notice, made again from the notice itself at every step (§3.2)."""

from collections.abc import Mapping

from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection.record import DrawMethod, DrawRecord

DRAW_METHODS: Mapping[Method, DrawMethod] = {
    Method.RANDOM: DrawMethod.RANDOM,
    Method.LOWEST: DrawMethod.TIE,
    Method.MEAN: DrawMethod.TIE,
    Method.CREDIT: DrawMethod.WEIGHTED,
}
"""Methods that draw, or may have to draw among the tied."""


def committed_record(notice: Notice) -> DrawRecord | None:
    """Return the record a published notice begins with; None for a method that never draws."""
    method = DRAW_METHODS.get(notice.content.method) if notice.content.method else None
    if method is None:
        return None
    publication = publication_of(notice)
    return DrawRecord(number_of(notice), method, publication.commitment.hash, publication.beacon)
