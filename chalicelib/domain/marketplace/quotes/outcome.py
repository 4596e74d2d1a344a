"""What became of a quote (docs/rules.md §2.3), read from the notice's opening, order and award."""

from chalicelib.domain.marketplace.notices.facts import GIVEN_UP
from chalicelib.domain.marketplace.notices.issued import refusal_of
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.visibility import selection_is_for
from chalicelib.domain.marketplace.quotes.sealed import QuoteState

_DECIDED_WITHOUT_WINNER = frozenset({NoticeState.FAILED, NoticeState.WITHDRAWN})
_RESERVES_WAIT = frozenset({NoticeState.PUBLICITY, NoticeState.AWARDED, NoticeState.CONTRACTING})


def derived_state(notice: Notice, stored: QuoteState, uscc: str, is_valid: bool) -> QuoteState:
    """Return where a quote stands now.

    `is_valid` is the verdict of the opening's records. A quote keeps its stored state until the opening;
    one that was never made, or was cancelled, keeps it for good.
    """
    if notice.opening is None or stored is not QuoteState.QUOTED:
        return stored
    if not is_valid:
        return QuoteState.INVALID
    left_for = next((left.code for left in notice.dropouts if left.candidate.uscc == uscc), None)
    if left_for is not None:
        return QuoteState.ABANDONED if left_for in GIVEN_UP else QuoteState.INVALID
    return _by_selection(notice, uscc)


def _by_selection(notice: Notice, uscc: str) -> QuoteState:
    refused = refusal_of(notice)
    if refused is not None and refused.candidate.uscc == uscc:
        return QuoteState.SELECTED
    if notice.state in _DECIDED_WITHOUT_WINNER:
        return QuoteState.NOT_SELECTED
    if notice.choice is not None and notice.choice.listed and uscc not in notice.choice.listed:
        return QuoteState.NOT_SELECTED
    if notice.selection is None or not selection_is_for(notice, uscc):
        return QuoteState.OPENED
    if notice.selection.winner.uscc == uscc:
        accepted = notice.award is not None and notice.award.accepted_at is not None
        return QuoteState.ACCEPTED if accepted else QuoteState.SELECTED
    return QuoteState.RESERVE if notice.state in _RESERVES_WAIT else QuoteState.NOT_SELECTED
