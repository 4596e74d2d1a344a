"""Planning: whether to ask at all, and if so from when until when (evaluation.md §2.1, §7.10)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import Consent, ServedCase
from chalicelib.domain.satisfaction.contacts.contact import Contact, is_capped, is_frequent
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode, moved, told
from chalicelib.domain.satisfaction.invitations.states import InvitationState, Suppression
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.texting import slot_from
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays


@dataclass(frozen=True, slots=True)
class Known:
    """What planning knows beside the case: the contact with this case counted, and what goes on with it."""

    contact: Contact | None
    is_rated: bool = False
    has_open_complaint: bool = False
    can_text: bool = True
    """Whether any provider of text messages is connected."""


def suppression_of(
    case: ServedCase, known: Known, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Suppression | None:
    """Return why the person is not asked, the gravest reason first; None when they are."""
    contact = known.contact
    done_at = _done(case)
    checks = (
        (known.is_rated, Suppression.ALREADY_RATED),
        (case.is_minor, Suppression.MINOR),
        (case.consent is Consent.OBJECTED, Suppression.OBJECTED),
        (contact is None, case.phone_fault or Suppression.NO_PHONE),
        (contact is not None and contact.opted_out_at is not None, Suppression.OPTED_OUT),
        (contact is not None and contact.wrong_number_at is not None, Suppression.WRONG_NUMBER),
        (known.has_open_complaint, Suppression.COMPLAINT_OPEN),
        (contact is not None and is_frequent(contact, done_at, rules), Suppression.AGENT_FREQUENT),
        (contact is not None and is_capped(contact, now, rules), Suppression.CAP_REACHED),
        (not known.can_text, Suppression.NO_PROVIDER),
        (slot_from(now, rules) >= closes_at(done_at, rules, calendar), Suppression.TOO_LATE),
    )
    found = next((reason for applies, reason in checks if applies), None)
    return None if found is None else Suppression(str(found))


def plan(
    token_hash: str,
    case: ServedCase,
    reason: Suppression | None,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Return the invitation of a completed case: scheduled, or suppressed for a visible reason."""
    done_at = _done(case)
    invitation = Invitation(
        id=token_hash,
        case=case.id,
        mode=InvitationMode.SMS,
        state=InvitationState.SUPPRESSED,
        service=case.service,
        done_at=done_at,
        profile=rules.name,
        planned_at=now,
        contact=case.contact,
        person_ref=case.person_ref,
        suppression=reason,
        has_landline=case.has_landline,
    )
    if reason is not None:
        return moved(None, "suppressed", invitation, reason=reason)
    slot, until = slot_from(now, rules), closes_at(done_at, rules, calendar)
    scheduled = replace(invitation, state=InvitationState.SCHEDULED, not_before=slot, expires_at=until)
    return moved(
        None, "scheduled", scheduled, not_before=format_instant(slot), expires_at=format_instant(until)
    )


def closes_at(done_at: datetime, rules: SatisfactionRules, calendar: Calendar) -> datetime:
    """Return the first instant after the window in which a service may be rated."""
    return after_workdays(done_at, rules.invitation.open_workdays, calendar).at


def reckon_window(
    invitation: Invitation, rules: SatisfactionRules, calendar: Calendar
) -> Decision[Invitation] | None:
    """Let a link answer longer where a calendar that came out since says so (design §3); None where not."""
    until = closes_at(invitation.done_at, rules, calendar)
    if invitation.expires_at is None or until <= invitation.expires_at:
        return None
    changed = replace(invitation, expires_at=until)
    return told("window_reckoned", changed, expires_at=format_instant(until))


def _done(case: ServedCase) -> datetime:
    if case.done_at is None:
        raise ValueError("only a completed case is planned")
    return case.done_at
