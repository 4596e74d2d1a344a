"""Answering: one finished submission, whatever happens around it (evaluation.md §2.1, §2.2, §7.3)."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import ServedCase, Service
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode, moved, told
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, why_shut
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE, InvitationState
from chalicelib.domain.satisfaction.ratings.rating import FollowUp, Rating, RatingState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar


def is_answerable(invitation: Invitation, now: datetime) -> bool:
    """Tell whether the link still takes an answer."""
    until = invitation.expires_at
    return invitation.state in ANSWERABLE and until is not None and now < until


def is_repeated(invitation: Invitation, body: str, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether an answer is the one that was just taken: a double tap, not a second opinion."""
    rating = invitation.rating
    within = timedelta(seconds=rules.invitation.same_answer_seconds)
    return rating is not None and rating.body == body and now - rating.at <= within


def answer(invitation: Invitation, rating: Rating, now: datetime) -> Decision[Invitation]:
    """Take the answer.

    Raises:
        Conflict: `already-rated` after another answer.
        NotFound: `link-shut` when the link takes none any more.
    """
    if invitation.rating is not None:
        raise Conflict("already-rated")
    if not is_answerable(invitation, now):
        raise LinkShut(why_shut(invitation))
    changed = replace(
        invitation,
        state=InvitationState.USED,
        rating=rating,
        not_before=None,
        remind_at=None,
        ended_at=now,
    )
    return moved(invitation, "answered", changed, **facts_of(rating))


def answer_unasked(
    identifier: str,
    case: ServedCase | None,
    service: Service,
    mode: InvitationMode,
    rating: Rating,
    rules: SatisfactionRules,
) -> Decision[Invitation]:
    """Take the answer of somebody who came by themselves: at a window, on paper, on the web.

    Without a case it is about the service that they named. Only the centre, with the paper in hand, knows
    that it comes from the person of the case; of everybody else a number may have been guessed, so nobody is
    called about it, and its page cannot differ from that of a rating without a case.
    """
    person = case if mode is InvitationMode.PAPER else None
    invitation = Invitation(
        id=identifier,
        case=case.id if case else "",
        mode=mode,
        state=InvitationState.USED,
        service=case.service if case else service,
        done_at=(case.done_at if case else None) or rating.at,
        profile=rules.name,
        planned_at=rating.at,
        contact=person.contact if person else "",
        person_ref=person.person_ref if person else None,
        rating=rating,
        ended_at=rating.at,
        has_landline=person.has_landline if person else False,
    )
    return moved(None, "answered", invitation, **facts_of(rating))


def withdraw(invitation: Invitation, now: datetime) -> Decision[Invitation]:
    """Take a mistaken rating back, once, which only the resident can; its photos go with it.

    Raises:
        Conflict: `not-rated`, or `rating-ended` when it does not count any more.
    """
    rating = effective_rating(invitation)
    changed = replace(rating, state=RatingState.WITHDRAWN, ended_at=now, photos=())
    return _rated(invitation, "withdrawn", changed)


def invalidate(
    invitation: Invitation, reason: str, objection_until: datetime, now: datetime
) -> Decision[Invitation]:
    """Let a rating count no more, as two reviewers have decided; the resident may object until then."""
    rating = effective_rating(invitation)
    changed = replace(
        rating,
        state=RatingState.INVALIDATED,
        invalid_reason=reason,
        objection_until=objection_until,
        ended_at=now,
    )
    told_until = format_instant(objection_until)
    return _rated(invitation, "invalidated", changed, reason=reason, objection_until=told_until)


def reinstate(invitation: Invitation) -> Decision[Invitation]:
    """Let an invalidated rating count again after the resident's objection.

    Raises:
        Conflict: `not-rated`, or `rating-ended`.
    """
    rating = invitation.rating
    if rating is None or rating.state is not RatingState.INVALIDATED:
        raise Conflict("rating-ended" if rating else "not-rated")
    changed = replace(
        rating, state=RatingState.EFFECTIVE, invalid_reason="", objection_until=None, ended_at=None
    )
    return _rated(invitation, "reinstated", changed)


def may_follow_up(
    invitation: Invitation,
    fed_back_at: datetime | None,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> bool:
    """Tell whether a rating may be added to (追评): once, for some time after it or the feedback."""
    rating = invitation.rating
    if rating is None or rating.state is not RatingState.EFFECTIVE or rating.follow_up is not None:
        return False
    if now < rating.at + timedelta(days=rules.rating.follow_up_days):
        return True
    return fed_back_at is not None and now < end_of(fed_back_at, rules.rating.follow_up_workdays, calendar).at


def follow_up(
    invitation: Invitation,
    later: FollowUp,
    fed_back_at: datetime | None,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Take the one later answer; the first one stays on record and in the figures.

    Raises:
        Conflict: `not-rated`, `rating-ended`, or `no-follow-up-left` after it, or when it comes too late.
    """
    rating = effective_rating(invitation)
    if not may_follow_up(invitation, fed_back_at, later.at, rules, calendar):
        raise Conflict("no-follow-up-left")
    return _rated(invitation, "followed_up", replace(rating, follow_up=later), follow_up_level=later.level)


def effective_rating(invitation: Invitation) -> Rating:
    """Return the rating that counts.

    Raises:
        Conflict: `not-rated`, or `rating-ended`.
    """
    rating = invitation.rating
    if rating is None:
        raise Conflict("not-rated")
    if rating.state is not RatingState.EFFECTIVE:
        raise Conflict("rating-ended")
    return rating


def _rated(invitation: Invitation, event: str, rating: Rating, **facts: Json) -> Decision[Invitation]:
    changed = replace(invitation, rating=rating)
    return told(f"rating_{event}", changed, **facts_of(rating), **facts)


def facts_of(rating: Rating) -> dict[str, Json]:
    """Return what the ledger says of a rating: codes and figures, nothing personal and no words."""
    said, came = rating.answer, rating.arrival
    beside: dict[str, Json] = {
        "sub_channel": came.sub_channel,
        "flags": list(rating.flags),
        "order_id": rating.order_id,
        "text_chars": said.text_chars,
        "late": rating.is_late,
    }
    return {
        "level": said.level,
        "indicators": list(said.indicators),
        "channel": came.channel,
        "rated_at": format_instant(rating.at),
        **{name: value for name, value in beside.items() if value},
    }
