"""Sending: claimed before the provider is asked, so that no failure at any moment sends twice (§2.1).

A claim whose end nobody has told is settled later: a provider that can be asked says whether it has the
text; where nothing can be known the text counts as sent and is never sent again.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, moved, told
from chalicelib.domain.satisfaction.invitations.states import UNOPENED, InvitationState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.texting import (
    NUMBER_FAULTS,
    again_at,
    arrived,
    claimed,
    not_taken,
    slot_from,
    taken,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.workdays import Calendar

RECEIVING = (InvitationState.SENDING, InvitationState.SENT, InvitationState.FAILED_TEMP)
"""While a receipt of the last text says something new: before our own note, after it, and after a failure."""


def claim(
    invitation: Invitation, now: datetime, template: str = "", segments: int = 0
) -> Decision[Invitation]:
    """Take the next text upon oneself; whoever comes second finds it taken."""
    is_reminder = invitation.state in UNOPENED
    sending = claimed(invitation.sending, now, template, segments, is_reminder=is_reminder)
    changed = replace(
        invitation, state=InvitationState.SENDING, sending=sending, not_before=None, remind_at=None
    )
    facts: dict[str, Json] = {"template": template} if template else {}
    return moved(invitation, "sending", changed, attempt=sending.attempts, is_reminder=is_reminder, **facts)


def postpone(invitation: Invitation, at: datetime, rules: SatisfactionRules) -> Decision[Invitation]:
    """Leave a text for the next hour from an instant on at which one may go."""
    at = slot_from(at, rules)
    return told("postponed", replace(invitation, not_before=at), not_before=format_instant(at))


def sent(
    invitation: Invitation,
    provider_ref: str,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Note that the provider has taken the text; after the first one the reminder has its day."""
    was_reminder, segments = invitation.sending.is_reminder, invitation.sending.claimed_segments
    sending = taken(invitation.sending, provider_ref, now)
    state = InvitationState.REMINDED if was_reminder else InvitationState.SENT
    remind_at = None if was_reminder else _reminder(invitation, now, rules, calendar)
    changed = replace(invitation, state=state, sending=sending, not_before=remind_at, remind_at=remind_at)
    return moved(invitation, "reminded" if was_reminder else "sent", changed, segments=segments)


def failed(
    invitation: Invitation, fault: str, now: datetime, rules: SatisfactionRules, *, is_final: bool
) -> Decision[Invitation]:
    """Note that the provider has not taken the text: tried again at its times, then never.

    Only what is the number's own fault says something of the unit that wrote it down (§7.15); an outage does
    not, nor a text that is not approved. A reminder is tried once; without it the invitation stands as it was
    sent.
    """
    sending = not_taken(invitation.sending, fault)
    changed = replace(invitation, sending=sending, not_before=None, remind_at=None)
    if sending.is_reminder:
        stood = InvitationState.DELIVERED if sending.delivered_at else InvitationState.SENT
        return moved(invitation, "reminder_failed", replace(changed, state=stood), fault=fault)
    at = again_at(sending, now, rules, is_final=is_final)
    if at is None:
        refused = replace(changed, state=InvitationState.FAILED_PERM)
        is_number = is_final and fault in NUMBER_FAULTS
        return moved(invitation, "send_refused", refused, fault=fault, is_number_fault=is_number)
    waiting = replace(changed, state=InvitationState.FAILED_TEMP, not_before=at)
    return moved(invitation, "send_failed", waiting, fault=fault)


def takes_receipt(invitation: Invitation) -> bool:
    """Tell whether a receipt of the last text says something new; of a reminder none does."""
    return invitation.state in RECEIVING and not invitation.sending.is_reminder


def delivered(
    invitation: Invitation, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[Invitation]:
    """Note that the text has arrived; without our own note that it was sent the reminder has its day now."""
    is_noted = invitation.state is InvitationState.SENT
    remind_at = invitation.remind_at if is_noted else _reminder(invitation, now, rules, calendar)
    changed = replace(
        invitation,
        state=InvitationState.DELIVERED,
        sending=arrived(invitation.sending, now),
        not_before=remind_at,
        remind_at=remind_at,
    )
    return moved(invitation, "delivered", changed)


def texts_of(invitation: Invitation) -> int:
    """Return the texts of the episode (§7.10): the one that asks, its reminder, a question about a digit."""
    return 1 + (invitation.state is InvitationState.REMINDED) + invitation.is_which_asked


def may_ask_which(invitation: Invitation, rules: SatisfactionRules) -> bool:
    """Tell whether the episode has a text left for a question."""
    is_there = invitation.state in (*UNOPENED, InvitationState.OPENED, InvitationState.REMINDED)
    return is_there and texts_of(invitation) < rules.contact.sms_per_episode


def ask_which(invitation: Invitation, rules: SatisfactionRules) -> Decision[Invitation]:
    """Spend a text of the episode on the question which service was meant; its reminder may give way."""
    asked = replace(invitation, is_which_asked=True)
    if texts_of(asked) >= rules.contact.sms_per_episode:
        asked = replace(asked, not_before=None, remind_at=None)
    return told("which_asked", asked)


def opened(invitation: Invitation, now: datetime) -> Decision[Invitation] | None:
    """Note that a person looks at the page, said by the page's own script; a bare GET says nothing."""
    if invitation.state not in UNOPENED:
        return None
    changed = replace(
        invitation, state=InvitationState.OPENED, opened_at=now, not_before=None, remind_at=None
    )
    return moved(invitation, "opened", changed)


def _reminder(
    invitation: Invitation, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> datetime | None:
    """Return when the one reminder goes, at the hour of the first text.

    None if the link is shut by then, or the episode has no text left for it.
    """
    if texts_of(invitation) >= rules.contact.sms_per_episode:
        return None
    local = now.astimezone(CHINA)
    day = calendar.add_workdays(local.date(), rules.invitation.reminder_workdays)
    at = datetime.combine(day, local.timetz()).astimezone(now.tzinfo)
    return at if invitation.expires_at is not None and at < invitation.expires_at else None
