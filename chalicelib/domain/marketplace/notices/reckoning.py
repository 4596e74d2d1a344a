"""Clocks that run under a year whose calendar was not out, reckoned anew once it is (docs/rules.md §2).

An instant only ever becomes later: whoever relied on the provisional one loses nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.contracts.clocks import (
    reckon_contract,
    reckon_delivery,
    reckon_evaluation,
    reckon_signing,
)
from chalicelib.domain.marketplace.notices import choosing
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.facts import OwnerChoice
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.publication import (
    closing,
    closing_instant,
    opening_at,
    settling_at,
)
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays

Reckon = Callable[[Notice, MarketRules, Calendar], tuple[Notice, dict[str, datetime]]]


def reckon_anew(notice: Notice, rules: MarketRules, calendar: Calendar) -> Decision[Notice] | None:
    """Return the notice with the clock that runs reckoned anew, None when that changes nothing."""
    reckon = CLOCKS.get(notice.state)
    if reckon is None or next_due(notice) is None:
        return None
    changed, instants = reckon(notice, rules, calendar)
    if changed == notice:
        return None
    facts: dict[str, Json] = {name: format_instant(at) for name, at in instants.items()}
    return moved(notice, "reckoned_anew", changed, notice.state, **facts)


def _registration(
    notice: Notice, rules: MarketRules, calendar: Calendar
) -> tuple[Notice, dict[str, datetime]]:
    given = publication_of(notice)
    if not given.provisional:
        return notice, {}
    reckoned = closing(notice.content, given.at, rules, calendar)
    on = given.closes_at.astimezone(CHINA).date()
    kept = closing_instant(on if calendar.is_workday(on) else calendar.next_workday(on), rules)
    closes_at = max(given.closes_at, reckoned.at, kept.astimezone(given.closes_at.tzinfo))
    fresh = replace(
        given,
        closes_at=closes_at,
        settles_at=settling_at(closes_at, rules),
        opens_at=opening_at(notice.content, closes_at, rules),
        provisional=reckoned.provisional or calendar.is_provisional(on),
    )
    return replace(notice, publication=fresh), {"closes_at": closes_at}


def _beacon(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, dict[str, datetime]]:
    pool = notice.pool
    if pool is None or not pool.provisional:
        return notice, {}
    second = after_workdays(pool.at, rules.beacon.second_reminder_workdays, calendar)
    timeout = after_workdays(pool.at, rules.beacon.timeout_workdays, calendar)
    fresh = replace(
        pool,
        second_reminder_at=max(pool.second_reminder_at, second.at),
        timeout_at=max(pool.timeout_at, timeout.at),
        provisional=timeout.provisional,
    )
    return replace(notice, pool=fresh), {"timeout_at": fresh.timeout_at}


def _decision(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, dict[str, datetime]]:
    if notice.choice is not None:
        return _choice(notice, notice.choice, rules, calendar)
    inquiry = notice.inquiry
    if inquiry is None or not inquiry.provisional or inquiry.decision_due_at is None:
        return notice, {}
    since = inquiry.explained_at or inquiry.explanation_due_at or inquiry.since
    due = _later(inquiry.decision_due_at, after_workdays(since, rules.selection.decision_workdays, calendar))
    fresh = replace(inquiry, decision_due_at=due.at, provisional=due.provisional)
    return replace(notice, inquiry=fresh), {"decision_due_at": due.at}


def _choice(
    notice: Notice, choice: OwnerChoice, rules: MarketRules, calendar: Calendar
) -> tuple[Notice, dict[str, datetime]]:
    if not choice.provisional:
        return notice, {}
    due, lapse = choosing.clocks(choice.since, rules, calendar)
    due, lapse = _later(choice.due_at, due), _later(choice.lapses_at, lapse)
    fresh = replace(choice, due_at=due.at, lapses_at=lapse.at, provisional=lapse.provisional)
    return replace(notice, choice=fresh), {"choice_due_at": due.at, "choice_lapses_at": lapse.at}


def _publicity(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, dict[str, datetime]]:
    shown = notice.publicity
    if shown is None or not shown.provisional:
        return notice, {}
    ends = _later(shown.ends_at, after_workdays(shown.since, rules.award.publicity_workdays, calendar))
    fresh = replace(shown, ends_at=ends.at, provisional=ends.provisional)
    return replace(notice, publicity=fresh), {"publicity_ends_at": ends.at}


def _acceptance(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, dict[str, datetime]]:
    award, clocks = notice.award, rules.award
    if award is None or not award.provisional:
        return notice, {}
    due = _later(award.due_at, after_workdays(award.at, clocks.acceptance_workdays, calendar))
    silent = clocks.acceptance_workdays + clocks.acceptance_grace_workdays
    lapse = _later(award.lapses_at, after_workdays(award.at, silent, calendar))
    fresh = replace(award, due_at=due.at, lapses_at=lapse.at, provisional=lapse.provisional)
    return replace(notice, award=fresh), {"due_at": due.at, "lapses_at": lapse.at}


def _later(given: datetime, reckoned: Deadline) -> Deadline:
    return Deadline(max(given, reckoned.at), reckoned.provisional)


CLOCKS: Mapping[NoticeState, Reckon] = {
    NoticeState.PUBLISHED: _registration,
    NoticeState.SELECTING: _beacon,
    NoticeState.PENDING_OWNER: _decision,
    NoticeState.PUBLICITY: _publicity,
    NoticeState.AWARDED: _acceptance,
    NoticeState.CONTRACTING: reckon_signing,
    NoticeState.IN_SERVICE: reckon_contract,
    NoticeState.RESULT_REVIEW: reckon_delivery,
    NoticeState.COMPLETED: reckon_evaluation,
    NoticeState.EVALUATED: reckon_evaluation,
}
"""The clock that runs in each state, and how it is reckoned from the instant it began."""
