"""The texts of an invitation: the one that asks, and its one reminder (evaluation.md §2.1)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.invitations import sending
from chalicelib.domain.satisfaction.invitations.due import next_due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, end
from chalicelib.domain.satisfaction.invitations.states import UNOPENED, Suppression
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.usecases.invitations.links import link_of, token_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.texts.sendable import Ready, Sendable, follow_nothing


def _ready(
    house: House, uow: UnitOfWork, invitation: Invitation, now: datetime
) -> Ready | Decision[Invitation]:
    """Return the words that go out: those of a reminder, or those by which the profile asks."""
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return end(invitation, "expired", now)
    if uow.owner_of(RATED, invitation.case) is not None:
        return end(invitation, "revoked", now, reason=Suppression.ALREADY_RATED)
    rules = house.rating_rules.load(invitation.profile)
    kind = TextKind.REMINDER if invitation.state in UNOPENED else TextKind(rules.text.asks_by)
    link = link_of(house.link_base, token_of(house, invitation.case))
    values = {"link": link, "days": str(rules.invitation.open_workdays)}
    return Ready(kind, str(invitation.person_ref), values)


INVITATION_TEXTS = Sendable(
    rows=lambda uow: uow.invitations,
    due=next_due,
    ready=_ready,
    person_ref=lambda _house, invitation: invitation.person_ref,
    claim=sending.claim,
    postpone=sending.postpone,
    sent=sending.sent,
    failed=sending.failed,
    takes_receipt=sending.takes_receipt,
    delivered=sending.delivered,
    follow=follow_nothing,
)
"""Invitations, as the one sender needs them."""
