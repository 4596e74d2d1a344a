"""The abnormally low price (docs/rules.md §3.5; below cost is illegal [L3 art 33]): ask, explain, decide.

The notice waits in PENDING_OWNER. The owner has 24 hours to ask for a written explanation, the agency 24
hours to give it, the owner two working days to decide from then on. Silence of the owner at any point
accepts the price; it can be rejected only after the agency was heard or let its time pass.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.facts import PRICE_REJECTED, Candidate, Dropout, PriceInquiry
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.permissions import check_agency, check_owner
from chalicelib.domain.marketplace.notices.publicity import selection_of, show, shown_facts
from chalicelib.domain.marketplace.notices.selection import inquire
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar, after_workdays


def ask(
    notice: Notice, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Ask the agency for a written explanation.

    Raises:
        Conflict: `nothing-to-explain`, `already-asked` or `too-late` after the 24 hours.
        Forbidden: for anyone but the owner.
    """
    check_owner(notice, actor)
    inquiry = inquiry_of(notice)
    if inquiry.asked_at is not None:
        raise Conflict("already-asked")
    _check_before(inquiry.ask_due_at, now)
    explanation_due_at = now + timedelta(hours=rules.selection.explanation_hours)
    decision = after_workdays(explanation_due_at, rules.selection.decision_workdays, calendar)
    asked = replace(
        inquiry,
        asked_at=now,
        explanation_due_at=explanation_due_at,
        decision_due_at=decision.at,
        provisional=decision.provisional,
    )
    return moved(
        notice,
        "explanation_asked",
        replace(notice, inquiry=asked),
        NoticeState.PENDING_OWNER,
        winner=selection_of(notice).winner.uscc,
        explanation_due_at=format_instant(explanation_due_at),
    )


def explain(
    notice: Notice, explanation_ref: str, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Give the explanation, kept under a reference; the owner's two working days start now.

    Raises:
        Conflict: `nothing-to-explain`, `not-asked`, `already-explained` or `too-late`.
        Forbidden: for anyone but the agency that was asked.
    """
    check_agency(selection_of(notice).winner.uscc, actor)
    inquiry = inquiry_of(notice)
    if inquiry.explanation_due_at is None:
        raise Conflict("not-asked")
    if inquiry.explained_at is not None:
        raise Conflict("already-explained")
    _check_before(inquiry.explanation_due_at, now)
    decision = after_workdays(now, rules.selection.decision_workdays, calendar)
    explained = replace(
        inquiry,
        explained_at=now,
        explanation_ref=explanation_ref,
        decision_due_at=decision.at,
        provisional=decision.provisional,
    )
    return moved(
        notice,
        "explained",
        replace(notice, inquiry=explained),
        NoticeState.PENDING_OWNER,
        decision_due_at=format_instant(decision.at),
    )


def accept_price(
    notice: Notice, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Accept the price; its agency goes into publicity.

    Raises:
        Conflict: `nothing-to-explain` or `wrong-state`.
        Forbidden: for anyone but the owner.
    """
    check_owner(notice, actor)
    inquiry_of(notice)
    return _accepted(notice, False, now, rules, calendar)


def accept_by_silence(
    notice: Notice, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Accept the price because the owner neither asked nor decided in time.

    Raises:
        Conflict: `too-early`, `nothing-to-explain` or `wrong-state`.
    """
    check_due(silence_at(inquiry_of(notice)), now)
    return _accepted(notice, True, now, rules, calendar)


def reject_price(
    notice: Notice,
    reason: str,
    following: Candidate | None,
    following_is_low: bool,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Reject the price; the next of the stored order takes its place, in its turn explained if too low.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `explanation-pending` while the agency may still explain, `too-late` after the two days.
        Forbidden: for anyone but the owner.
    """
    check_owner(notice, actor)
    check_reason(reason, rules)
    _check_heard(inquiry_of(notice), now)
    inquiry, rejected = inquiry_of(notice), selection_of(notice).winner
    dropout = Dropout(rejected, PRICE_REJECTED, now, reason, inquiry.explanation_ref)
    dropped = replace(notice, dropouts=(*notice.dropouts, dropout), inquiry=None)
    facts: dict[str, Json] = {"left": rejected.uscc, "left_code": PRICE_REJECTED}
    if following is None:
        return fail(notice, dropped, FailureCode.NO_RESERVE, now, **facts)
    stepped = replace(dropped, selection=replace(selection_of(notice), winner=following))
    if following_is_low:
        waiting = inquire(stepped, now, rules)
        facts["ask_due_at"] = format_instant(now + timedelta(hours=rules.selection.explanation_hours))
        return moved(notice, "price_rejected", waiting, NoticeState.PENDING_OWNER, **facts)
    shown = show(stepped, now, rules, calendar)
    return moved(notice, "price_rejected", shown, NoticeState.PUBLICITY, **facts, **shown_facts(shown))


def silence_at(inquiry: PriceInquiry) -> datetime:
    """Return when the owner's silence accepts the price."""
    return inquiry.ask_due_at if inquiry.decision_due_at is None else inquiry.decision_due_at


def inquiry_of(notice: Notice) -> PriceInquiry:
    """Return the open inquiry.

    Raises:
        Conflict: `nothing-to-explain`.
    """
    if notice.inquiry is None or notice.state is not NoticeState.PENDING_OWNER:
        raise Conflict("nothing-to-explain", state=notice.state)
    return notice.inquiry


def _accepted(
    notice: Notice, by_silence: bool, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    accepted = replace(notice, inquiry=replace(inquiry_of(notice), accepted_at=now))
    shown = show(accepted, now, rules, calendar)
    facts = shown_facts(shown)
    return moved(notice, "price_accepted", shown, NoticeState.PUBLICITY, by_silence=by_silence, **facts)


def _check_heard(inquiry: PriceInquiry, now: datetime) -> None:
    if inquiry.explanation_due_at is None or inquiry.decision_due_at is None:
        raise Conflict("not-asked")
    if inquiry.explained_at is None and now < inquiry.explanation_due_at:
        raise Conflict("explanation-pending", due_at=format_instant(inquiry.explanation_due_at))
    _check_before(inquiry.decision_due_at, now)


def _check_before(at: datetime, now: datetime) -> None:
    if now >= at:
        raise Conflict("too-late", due_at=format_instant(at))
