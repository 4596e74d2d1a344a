"""Taking a person out of a case and of what was asked about it (evaluation.md §7.13, §7.14; PIPL art 47).

What was served, how it was rated and what was done stays, so that every chain and every figure stays as it
was. What leads to a person goes: the reference to the vault, the telephone's MAC, the device and its network.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.contacts.contact import Contact
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE, INVITATION, InvitationState
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.domain.satisfaction.rules import RetentionRules
from chalicelib.domain.satisfaction.work_orders.facts import refs_in
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder


class Why(StrEnum):
    """Why a person is taken out."""

    ASKED = "ASKED"
    TIME = "TIME"


def erase_from_case(case: ServedCase, why: Why) -> Decision[ServedCase] | None:
    """Take the person out of a case; None when nobody is in it."""
    if not (case.contact or case.person_ref):
        return None
    changed = replace(case, contact="", person_ref=None, landline="", is_vulnerable=False)
    return Decision(changed, Event("case.person_erased", {"case": case.id, "why": why}))


def erase_from_invitation(invitation: Invitation, why: Why, now: datetime) -> Decision[Invitation] | None:
    """Take the person out of an invitation and its answer; an open link shuts. None when nobody is in it."""
    rating = invitation.rating
    traced = rating is not None and (any(_traces(rating.arrival)) or bool(rating.photos))
    if not (invitation.contact or invitation.person_ref or traced):
        return None
    state = InvitationState.REVOKED if invitation.state in ANSWERABLE else invitation.state
    INVITATION.check(invitation.state, "person_erased", state)
    changed = replace(
        _without_photos(_without_device(invitation)),
        state=state,
        contact="",
        person_ref=None,
        has_landline=False,
        not_before=None,
        remind_at=None,
        ended_at=invitation.ended_at or now,
    )
    return _told(changed, "person_erased", why)


def forget_device(invitation: Invitation) -> Decision[Invitation] | None:
    """Forget by which device an answer came; None when it is not known."""
    changed = _without_device(invitation)
    return None if changed == invitation else _told(changed, "device_forgotten", Why.TIME)


def forget_photos(invitation: Invitation) -> Decision[Invitation] | None:
    """Forget the photos of an answer, and by which device it came; None when there are none."""
    if not photos_of(invitation):
        return None
    return _told(_without_photos(_without_device(invitation)), "photos_forgotten", Why.TIME)


def photos_of(invitation: Invitation) -> tuple[str, ...]:
    """Return the files of an answer's photos, which go with the person."""
    return tuple(one.id for one in invitation.rating.photos) if invitation.rating else ()


def forget_contact(contact: Contact) -> Decision[Contact] | None:
    """Forget when a telephone was asked; that it refused stays, or it would be asked again."""
    changed = replace(contact, episodes=(), served={}, which_asked_at=None, which_refs=())
    return None if changed == contact else Decision(changed, Event("contact.forgotten", {}))


def order_kept_until(order: WorkOrder, rules: RetentionRules) -> datetime | None:
    """Return until when the person of a work order is kept; None while it is being handled."""
    closed_at = order.closed.at if order.closed else order.annulled.at if order.annulled else None
    return None if order.is_open or closed_at is None else closed_at + timedelta(days=rules.identity_days)


def case_kept_until(case: ServedCase, rules: RetentionRules) -> datetime:
    """Return until when a case that was accepted and never completed keeps its person."""
    return case.accepted_at + timedelta(days=rules.identity_days)


def device_kept_until(invitation: Invitation, rules: RetentionRules) -> datetime:
    """Return until when the record of a link, and what it says of a device, is kept."""
    rated_at = invitation.rating.at if invitation.rating else None
    return (rated_at or invitation.ended_at or invitation.planned_at) + timedelta(days=rules.token_days)


def words_of_rating(invitation: Invitation) -> tuple[str, ...]:
    """Return where the vault holds what the person wrote with a rating, later, and against its review."""
    rating = invitation.rating
    if rating is None:
        return ()
    objected = rating.review.objected if rating.review else None
    refs = (
        rating.answer.text_ref,
        rating.follow_up.text_ref if rating.follow_up else None,
        objected.words.ref if objected and objected.words else None,
    )
    return tuple(ref for ref in refs if ref)


def words_of_order(order: WorkOrder) -> tuple[str, ...]:
    """Return where the vault holds what the person said of a work order, or was noted of talking to them."""
    talks = (order.contact_attempts, order.contacted, order.revisit_attempts, order.past_revisits)
    return tuple(refs_in((*talks, order.revisit, order.appeal and order.appeal.objected)))


def reply_ref(entry: Entry) -> str:
    """Return where the words lie that an entry of a telephone tells of, blank for another entry."""
    return str(json.loads(entry.data).get("text_ref", "")) if entry.type == "contact.replied" else ""


def _traces(arrival: Arrival) -> tuple[str, ...]:
    return arrival.device, arrival.network, arrival.words


def _without_device(invitation: Invitation) -> Invitation:
    if invitation.rating is None:
        return invitation
    arrival = replace(invitation.rating.arrival, device="", network="", words="")
    return replace(invitation, rating=replace(invitation.rating, arrival=arrival))


def _without_photos(invitation: Invitation) -> Invitation:
    rating = invitation.rating
    return replace(invitation, rating=replace(rating, photos=())) if rating else invitation


def _told(changed: Invitation, event: str, why: Why) -> Decision[Invitation]:
    facts = {"state": changed.state, "case": changed.case, "unit": changed.service.unit, "why": why}
    return Decision(changed, Event(f"invitation.{event}", facts))
