"""The supervisor stops a purchase for a time (暂停) and lets it go on or ends it (docs/rules.md §2.1).

At most thirty days [L1 art 57]; without a decision it goes on by itself. The period that was interrupted,
publicity or acceptance, runs anew, so that nobody loses a day by the stop.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.facts import Suspension
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_calendar_days, after_workdays


@dataclass(frozen=True, slots=True)
class Order:
    """A supervisor's order: its public reason and the number of its document."""

    reason: str
    document_no: str


def suspend(
    notice: Notice, order: Order, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Stop a purchase in publicity or after the award.

    Raises:
        Forbidden: for anyone but the supervisor.
        Invalid: `required` without a reason.
        Conflict: `wrong-state`.
    """
    check_role(actor, Role.SUPERVISOR)
    check_reason(order.reason, rules)
    ends = after_calendar_days(now, rules.award.suspension_max_days, calendar)
    stopped = Suspension(notice.state, now, ends.at, order.reason, order.document_no)
    return moved(
        notice,
        "suspended",
        replace(notice, suspension=stopped),
        NoticeState.SUSPENDED,
        releases_at=format_instant(ends.at),
        document_no=order.document_no,
        winner=_winner(notice),
    )


def release(
    notice: Notice, order: Order | None, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Let a stopped purchase go on where it was: the supervisor at any time, the system at the last instant.

    Raises:
        Forbidden: for anyone else.
        Conflict: `too-early` or `wrong-state`.
    """
    stopped = suspension_of(notice)
    if order is None:
        check_due(stopped.releases_at, now)
    else:
        check_role(actor, Role.SUPERVISOR)
        check_reason(order.reason, rules)
    resumed = _with_clock_anew(notice, stopped.previous, now, rules, calendar)
    return moved(
        notice,
        "released",
        resumed,
        stopped.previous,
        by_system=actor == SYSTEM,
        document_no="" if order is None else order.document_no,
        winner=_winner(notice),
        publicity_ends_at=None if resumed.publicity is None else format_instant(resumed.publicity.ends_at),
        due_at=None if resumed.award is None else format_instant(resumed.award.due_at),
    )


def end(notice: Notice, order: Order, actor: Actor, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """End a stopped purchase for good; it fails with the code COMPLAINT.

    Raises:
        Forbidden: for anyone but the supervisor.
        Conflict: `wrong-state`.
    """
    check_role(actor, Role.SUPERVISOR)
    check_reason(order.reason, rules)
    suspension_of(notice)
    ended = replace(notice, suspension=None)
    facts = {"document_no": order.document_no, "winner": _winner(notice)}
    return fail(notice, ended, FailureCode.COMPLAINT, now, by=actor.person, reason=order.reason, **facts)


def suspension_of(notice: Notice) -> Suspension:
    """Return the stop that runs.

    Raises:
        Conflict: `wrong-state`.
    """
    if notice.suspension is None or notice.state is not NoticeState.SUSPENDED:
        raise Conflict("wrong-state", kind="notice", state=notice.state, event="released")
    return notice.suspension


def _with_clock_anew(
    notice: Notice, state: NoticeState, now: datetime, rules: MarketRules, calendar: Calendar
) -> Notice:
    resumed = replace(notice, suspension=None)
    clocks = rules.award
    if state is NoticeState.PUBLICITY and notice.publicity is not None:
        ends = after_workdays(now, clocks.publicity_workdays, calendar)
        publicity = replace(notice.publicity, ends_at=ends.at, provisional=ends.provisional)
        return replace(resumed, publicity=publicity)
    if notice.award is None:
        return resumed
    due = after_workdays(now, clocks.acceptance_workdays, calendar)
    lapse = after_workdays(now, clocks.acceptance_workdays + clocks.acceptance_grace_workdays, calendar)
    award = replace(
        notice.award, due_at=due.at, lapses_at=lapse.at, provisional=lapse.provisional, warned_at=None
    )
    return replace(resumed, award=award)


def _winner(notice: Notice) -> str | None:
    return None if notice.selection is None else notice.selection.winner.uscc
