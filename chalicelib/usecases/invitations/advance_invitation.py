"""What time does to an invitation: its text, a claim that nobody ended, the end of its window (§2.1).

The claim is committed before the provider is asked, and only the claim that was committed sends. Whatever
breaks in between, nobody gets two texts.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations import sending
from chalicelib.domain.satisfaction.invitations.due import EXPIRE, SETTLE, next_due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, end
from chalicelib.domain.satisfaction.invitations.states import UNOPENED, InvitationState, Suppression
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.texts import segments_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.invitations.links import link_of, token_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.look_for_signals import look_for_signals
from chalicelib.usecases.text_ports import TextFate
from chalicelib.usecases.texts.hand_over import Claimed, hand_over
from chalicelib.usecases.texts.wording import stamp_of, words_of


def advance_invitation(house: House, identifier: str) -> None:
    """Do what is due now; a run that comes twice, late or in vain finds nothing to do.

    One that was answered is looked at for signals instead: nothing of it is due any more.
    """
    found = house.invitations.find(identifier)
    if found is not None and found.rating is not None:
        look_for_signals(house, found)
        return
    if found is not None and not _has_a_place(house, found):
        house.transact(lambda uow, now: _hold_back(house, uow, identifier, now))
        return
    claimed = house.transact(lambda uow, now: _step(house, uow, identifier, now))
    if claimed is not None:
        _send(house, claimed)


def _has_a_place(house: House, invitation: Invitation) -> bool:
    """Take the next place at the provider's pace for a text that is due; whatever else is due needs none."""
    rules = _rules(house, invitation)
    is_to_send = sending.may_send(invitation, house.clock.product_now(), rules)
    return not is_to_send or house.pace.wait(rules.text.per_minute)


def _hold_back(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    invitation = uow.invitations.load(identifier)
    rules = _rules(house, invitation)
    if sending.may_send(invitation, now, rules):
        uow.invitations.save(sending.hold_back(invitation, now, rules), SYSTEM)


def _step(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> Invitation | None:
    """Take one step of the clock; return the invitation whose text is now ours to send."""
    invitation = uow.invitations.load(identifier)
    due = next_due(invitation)
    if due is None or now < due.at:
        return None
    if due.kind == EXPIRE:
        uow.invitations.save(end(invitation, "expired", now), SYSTEM)
    elif due.kind == SETTLE:
        _settle(house, uow, invitation, now)
    elif uow.owner_of(RATED, invitation.case) is not None:
        uow.invitations.save(end(invitation, "revoked", now, reason=Suppression.ALREADY_RATED), SYSTEM)
    elif sending.may_send(invitation, now, _rules(house, invitation)):
        decision = sending.claim(invitation, now, _stamp(house, invitation, now))
        uow.invitations.save(decision, SYSTEM)
        return decision.state
    else:
        uow.invitations.save(sending.postpone(invitation, now, _rules(house, invitation)), SYSTEM)
    return None


def _settle(house: House, uow: UnitOfWork, invitation: Invitation, now: datetime) -> None:
    """End a claim that nobody ended: tried again only where the provider says that it has no such text."""
    rules = _rules(house, invitation)
    if house.texts.fate(name_of(invitation)) is TextFate.NOT_THERE:
        decision = sending.failed(invitation, "not-taken", now, rules, is_final=False)
    else:
        decision = sending.sent(invitation, "", 0, now, rules, house.calendar)
    uow.invitations.save(decision, SYSTEM)


def _send(house: House, claimed: Invitation) -> None:
    """Send the text that was claimed and note what the provider said."""
    words = _words(house, claimed)
    hand_over(
        house,
        Claimed(name_of(claimed), str(claimed.person_ref), words),
        took=lambda provider_ref: _note_sent(house, claimed, provider_ref, words),
        failed=lambda fault, is_final: _note(house, claimed, fault, is_final=is_final),
    )


def _note_sent(house: House, claimed: Invitation, provider_ref: str, words: str) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.load(claimed.id)
        rules = _rules(house, invitation)
        if _is_ours(invitation, claimed):
            number = segments_of(words, rules)
            decision = sending.sent(invitation, provider_ref, number, now, rules, house.calendar)
            uow.invitations.save(decision, SYSTEM)

    house.transact(attempt)


def _note(house: House, claimed: Invitation, fault: str, *, is_final: bool) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.load(claimed.id)
        if _is_ours(invitation, claimed):
            rules = _rules(house, invitation)
            uow.invitations.save(sending.failed(invitation, fault, now, rules, is_final=is_final), SYSTEM)

    house.transact(attempt)


def _is_ours(invitation: Invitation, claimed: Invitation) -> bool:
    """Tell whether the claim still stands; an answer or a refusal may have come before the provider's."""
    is_claimed = invitation.state is InvitationState.SENDING
    return is_claimed and invitation.sending.attempts == claimed.sending.attempts


def name_of(invitation: Invitation) -> str:
    """Name a text to the provider: the same claim has the same name, the next one another."""
    return f"{invitation.id}-{invitation.sending.attempts}"


def _stamp(house: House, invitation: Invitation, now: datetime) -> str:
    """Return which words go out: those of a reminder, or those by which the profile asks."""
    rules = _rules(house, invitation)
    kind = TextKind.REMINDER if invitation.state in UNOPENED else TextKind(rules.text.asks_by)
    return stamp_of(house, kind, now, rules)


def _words(house: House, invitation: Invitation) -> str:
    rules = _rules(house, invitation)
    link = link_of(house.link_base, token_of(house, invitation.case))
    values = {"link": link, "days": str(rules.invitation.open_workdays)}
    return words_of(house, invitation.sending.template, values, rules)


def _rules(house: House, invitation: Invitation) -> SatisfactionRules:
    return house.rating_rules.load(invitation.profile)
