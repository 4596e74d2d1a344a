"""Substitution (docs/rules.md §2.1): the winner leaves, the next reserve goes into publicity anew, or FAILED.

It is the system's act without any confirmation by the owner. Why the winner left is kept with its place.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards.acceptance import award_of
from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.awards.reserves import NextReserve
from chalicelib.domain.marketplace.contracts.facts import Side
from chalicelib.domain.marketplace.contracts.signing import late_side, signing_of
from chalicelib.domain.marketplace.notices.facts import (
    ABANDONED,
    SIGNING_HELD_UP,
    SIGNING_LAPSED,
    SILENT,
    Dropout,
)
from chalicelib.domain.marketplace.notices.issued import leavers
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.permissions import check_agency
from chalicelib.domain.marketplace.notices.publicity import selection_of, show, shown_facts
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar


def abandon(
    notice: Notice,
    reason: str,
    following: NextReserve,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Give up the first place (放弃中选), in publicity, when awarded or before the contract.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `already-left` for one that stood first before, or `wrong-state`.
        Forbidden: for anyone but the winner.
    """
    winner = selection_of(notice).winner.uscc
    if actor.org in leavers(notice):
        check_agency(actor.org, actor)
        raise Conflict("already-left", left_at=format_instant(leavers(notice)[actor.org].at))
    check_agency(winner, actor)
    check_reason(reason, rules)
    return _substitute(notice, ABANDONED, reason, following, now, rules, calendar)


def lapse(
    notice: Notice, following: NextReserve, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Take a winner's silence as abandonment.

    Raises:
        Conflict: `too-early` or `wrong-state`.
    """
    check_due(award_of(notice).lapses_at, now)
    return _substitute(notice, SILENT, "", following, now, rules, calendar)


def lapse_signing(
    notice: Notice, following: NextReserve, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Let the next one in because the statute's time to sign passed without a contract.

    The fact says who was late; a winner whom only the owner kept waiting has given nothing up.

    Raises:
        Conflict: `too-early` or `wrong-state`.
    """
    signing = signing_of(notice, "substituted")
    check_due(signing.lapses_at, now)
    late = late_side(signing)
    code = SIGNING_HELD_UP if late == Side.OWNER else SIGNING_LAPSED
    return _substitute(notice, code, "", following, now, rules, calendar, late=late)


def replace_winner(
    notice: Notice,
    result: Recheck,
    following: NextReserve,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Put the next reserve in the place of a winner that no longer passes or is intercepted.

    Raises:
        Conflict: `winner-stands` when nothing speaks against the winner, or `wrong-state`.
    """
    if result.code is None:
        raise Conflict("winner-stands")
    return _substitute(notice, result.code, "", following, now, rules, calendar, gates=list(result.gates))


def _substitute(
    notice: Notice,
    code: str,
    reason: str,
    following: NextReserve,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
    **facts: Json,
) -> Decision[Notice]:
    selection = selection_of(notice)
    left = [Dropout(selection.winner, code, now, reason, award=notice.award)]
    left += [Dropout(one.candidate, one.result.code or "", now) for one in following.passed_over]
    dropped = replace(notice, dropouts=(*notice.dropouts, *left))
    told: dict[str, Json] = {
        **facts,
        "left": selection.winner.uscc,
        "left_code": code,
        "passed_over": [one.candidate.uscc for one in following.passed_over],
    }
    if following.candidate is None:
        return fail(notice, dropped, FailureCode.NO_RESERVE, now, **told)
    if following.candidate.rank <= selection.winner.rank:
        raise ValueError("a reserve stands behind the winner")
    stepped = replace(dropped, selection=replace(selection, winner=following.candidate))
    shown = show(stepped, now, rules, calendar)
    return moved(notice, "substituted", shown, NoticeState.PUBLICITY, **told, **shown_facts(shown))
