"""What registrants of one notice share (docs/rules.md §3.0 no. 6): stored after the opening, for supervisors.

The values that were compared, telephones among them, are only ever in memory; what is kept says of which
kind they are and which agencies share one. A flag removes nobody.
"""

from collections.abc import Sequence

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.related import Flag
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ports import House

KEPT = 500
"""As many flags as one item holds, those with most agencies first."""


def flags_parent(notice_id: str) -> str:
    """Name where the flags of an opening lie."""
    return f"NOTICE#{notice_id}#FLAGS"


def flags_json(flags: Sequence[Flag]) -> list[Json]:
    """Return flags as their page keeps them."""
    ordered = sorted(flags, key=lambda flag: (-len(flag.usccs), flag.kind, flag.usccs))
    return [codec.to_json(flag, Flag) for flag in ordered[:KEPT]]


def read_flags(house: House, notice: Notice) -> tuple[Flag, ...]:
    """Return what registrants of a notice were found to share; () before the opening."""
    if notice.opening is None or notice.opening.flags_hash is None:
        return ()
    rows = house.pages.get(flags_parent(notice.id), [notice.opening.flags_hash])
    return tuple(codec.from_json(row, Flag) for row in rows)
