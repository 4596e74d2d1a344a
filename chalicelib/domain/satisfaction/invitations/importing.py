"""Ratings that were taken on the provincial page: facts from elsewhere, under the rules of here (§0, §2.2).

A first rating counts like any other, a follow-up goes to the rating that it follows, and a default rating,
which nobody gave, is on record and counts nowhere.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.answering import effective_rating, facts_of
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode, moved, told
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.domain.satisfaction.ratings.rating import FollowUp, Rating
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.errors import Conflict


def take_rating(
    identifier: str, case: ServedCase, rating: Rating, now: datetime, rules: SatisfactionRules
) -> Decision[Invitation]:
    """Take a first rating in; the person of the case is who gave it."""
    invitation = replace(_of_case(identifier, case, now, rules), rating=rating)
    return moved(None, "answered", invitation, **facts_of(rating))


def note_default(
    identifier: str, case: ServedCase, now: datetime, rules: SatisfactionRules
) -> Decision[Invitation]:
    """Note that a system rated by default: a record without a rating, so that no rate can count it.

    Nobody gave it, so it leads to nobody.
    """
    noted = replace(_of_case(identifier, case, now, rules), contact="", person_ref=None, has_landline=False)
    return moved(None, "default_noted", noted, is_default=True)


def take_follow_up(invitation: Invitation, later: FollowUp) -> Decision[Invitation]:
    """Add a follow-up that was taken elsewhere, by the rules of there.

    Raises:
        Conflict: `not-rated`, `rating-ended`, or `no-follow-up-left` after another one.
    """
    rating = effective_rating(invitation)
    if rating.follow_up is not None:
        raise Conflict("no-follow-up-left")
    changed = replace(rating, follow_up=later)
    return told(
        "rating_followed_up",
        replace(invitation, rating=changed),
        **facts_of(changed),
        follow_up_level=later.level,
    )


def _of_case(identifier: str, case: ServedCase, now: datetime, rules: SatisfactionRules) -> Invitation:
    return Invitation(
        id=identifier,
        case=case.id,
        mode=InvitationMode.IMPORT,
        state=InvitationState.USED,
        service=case.service,
        done_at=case.done_at or now,
        profile=rules.name,
        planned_at=now,
        contact=case.contact,
        person_ref=case.person_ref,
        ended_at=now,
        has_landline=case.has_landline,
    )
