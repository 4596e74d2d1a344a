"""The owner's score sheets (docs/rules.md §3.4): kept as one page under its hash, one row a proposal."""

from collections.abc import Sequence

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection.proposal import Sheets
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ports import House


def sheets_parent(notice_id: str) -> str:
    """Name where the score sheets of a notice lie."""
    return f"NOTICE#{notice_id}#SCORES"


def sheets_json(sheets: Sheets) -> list[Json]:
    """Return score sheets as their page keeps them, by agency."""
    return [{"uscc": uscc, "scores": list(sheets[uscc])} for uscc in sorted(sheets)]


def read_sheets(house: House, notice: Notice) -> Sheets | None:
    """Return the score sheets of a notice; None while there are none."""
    if notice.choice is None or notice.choice.scores_hash is None:
        return None
    return sheets_under(house, notice, notice.choice.scores_hash)


def sheets_under(house: House, notice: Notice, scores_hash: str | None) -> Sheets:
    """Return the score sheets of a notice that lie under a hash, also those nobody has approved yet."""
    rows = house.pages.get(sheets_parent(notice.id), [scores_hash] if scores_hash else [])
    return {row["uscc"]: _scores(row["scores"]) for row in rows}


def _scores(scores: Sequence[int]) -> tuple[int, ...]:
    return tuple(scores)
