"""The winner accepts, is warned, or the owner refuses (docs/rules.md §2.1, §2.3).

Two working days, then a warning; one more of silence is an abandonment. Accepting is possible until that
instant. The award binds both sides [L1 art 46 para 2], so an owner who refuses ends the notice.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards.recheck import Recheck, check_stands
from chalicelib.domain.marketplace.contracts.signing import start_signing
from chalicelib.domain.marketplace.notices.facts import Award
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.permissions import check_agency, check_owner
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar


def accept(
    notice: Notice, result: Recheck, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Accept the award; the days to sign the contract start, never more than the statute's cap.

    Raises:
        Conflict: `acceptance-lapsed`, `winner-out` or `wrong-state`.
        Forbidden: for anyone but the winner.
    """
    given = award_of(notice)
    check_agency(given.winner.uscc, actor)
    if now >= given.lapses_at:
        raise Conflict("acceptance-lapsed", lapsed_at=format_instant(given.lapses_at))
    check_stands(result)
    return _accepted(notice, actor.person, now, rules, calendar)


def accept_by_entry(
    notice: Notice, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Take the entry of the agency that a direct selection names for its acceptance (§3.1).

    Raises:
        Conflict: `wrong-state`.
    """
    return _accepted(notice, None, now, rules, calendar, by_entry=True)


def _accepted(
    notice: Notice, by: str | None, now: datetime, rules: MarketRules, calendar: Calendar, **facts: Json
) -> Decision[Notice]:
    given = award_of(notice)
    signing = start_signing(given, now, rules, calendar)
    accepted = replace(given, accepted_by=by, accepted_at=now, sign_due_at=signing.due_at)
    return moved(
        notice,
        "accepted",
        replace(notice, award=accepted, signing=signing),
        NoticeState.CONTRACTING,
        award_no=given.award_no,
        winner=given.winner.uscc,
        **facts,
        sign_due_at=format_instant(signing.due_at),
        sign_lapses_at=format_instant(signing.lapses_at),
    )


def warn(notice: Notice, now: datetime) -> Decision[Notice]:
    """Warn a silent winner, once.

    Raises:
        Conflict: `too-early`, `already-warned` or `wrong-state`.
    """
    given = award_of(notice)
    check_due(given.due_at, now)
    if given.warned_at is not None:
        raise Conflict("already-warned")
    warned = replace(notice, award=replace(given, warned_at=now))
    return moved(
        notice,
        "acceptance_warned",
        warned,
        NoticeState.AWARDED,
        award_no=given.award_no,
        winner=given.winner.uscc,
        lapses_at=format_instant(given.lapses_at),
    )


def refuse_by_owner(
    notice: Notice, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """End the notice because the owner refuses the award; the regulator is told.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `wrong-state`.
        Forbidden: for anyone but the owner's administrator.
    """
    check_owner(notice, actor, Role.OWNER_ADMIN)
    check_reason(reason, rules)
    given = award_of(notice)
    return fail(
        notice,
        notice,
        FailureCode.OWNER_REFUSED,
        now,
        by=actor.person,
        reason=reason,
        award_no=given.award_no,
        winner=given.winner.uscc,
    )


def award_of(notice: Notice) -> Award:
    """Return the award that waits for its acceptance.

    Raises:
        Conflict: `wrong-state`.
    """
    if notice.award is None or notice.state is not NoticeState.AWARDED:
        raise Conflict("wrong-state", kind="notice", state=notice.state, event="accepted")
    return notice.award
