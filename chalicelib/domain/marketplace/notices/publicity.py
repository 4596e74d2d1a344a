"""The publicity period (公示) of a candidate: full working days, begun anew for every substitute (§2.1)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.notices.facts import Candidate, Publicity, Selection
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar, after_workdays


def show(notice: Notice, now: datetime, rules: MarketRules, calendar: Calendar) -> Notice:
    """Start the publicity of the candidate who stands first now."""
    ends = after_workdays(now, rules.award.publicity_workdays, calendar)
    number = 1 if notice.publicity is None else notice.publicity.round + 1
    shown = Publicity(number, now, ends.at, ends.provisional)
    return replace(notice, publicity=shown, award=None, signing=None)


def shown_facts(notice: Notice) -> dict[str, Json]:
    """Return what the ledger says of a candidate in publicity; all of it is public by then.

    Raises:
        Conflict: `not-selected`.
    """
    selection = selection_of(notice)
    if notice.publicity is None:
        raise Conflict("not-selected")
    return {
        **winner_facts(selection.winner),
        "order_hash": selection.order_hash,
        "order_size": selection.order_size,
        "publicity_round": notice.publicity.round,
        "publicity_ends_at": format_instant(notice.publicity.ends_at),
        "provisional": notice.publicity.provisional,
    }


def winner_facts(winner: Candidate) -> dict[str, Json]:
    """Return what the ledger says of the one who stands first: an organisation, its place, its price."""
    return {
        "winner": winner.uscc,
        "winner_name": winner.name or None,
        "rank": winner.rank,
        "amount_fen": winner.amount_fen,
        "rate_bp": winner.rate_bp,
    }


def selection_of(notice: Notice) -> Selection:
    """Return the outcome of the selection.

    Raises:
        Conflict: `not-selected`.
    """
    if notice.selection is None:
        raise Conflict("not-selected")
    return notice.selection


def standing_candidate(notice: Notice) -> Candidate | None:
    """Return who stands first now; None before the selection and when the last candidate has left."""
    if notice.selection is None:
        return None
    winner = notice.selection.winner
    has_left = any(left.candidate.uscc == winner.uscc for left in notice.dropouts)
    return None if has_left else winner
