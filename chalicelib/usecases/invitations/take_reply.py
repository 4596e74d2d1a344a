"""Take what somebody texts back: to stop, a digit for the one service that it can be about, or words (§7.8).

The telephone is known by its MAC; its number is read and forgotten. Where two questions are open, of
invitations or of a callback that never reached, nothing is guessed: the person is asked which, by the duty
that may open numbers, while an episode has a text left; else the words are kept.
A letter means what stood beside it in the question; once that is closed, it is words.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.after import awaits_digit
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import counts
from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.contacts import contact as contacts
from chalicelib.domain.satisfaction.contacts.contact import Contact
from chalicelib.domain.satisfaction.invitations import answering, sending
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.replies import CHOICES, Said, read_reply
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.cases.take_in_case import contact_of
from chalicelib.usecases.invitations.answer_invitation import store_answer
from chalicelib.usecases.invitations.end_invitations import end_all
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.texts.hand_over import Claimed, hand_over
from chalicelib.usecases.texts.wording import stamp_of, words_of

SEEN = "reply"
"""The scope in which a provider's number of an inbound text is unique."""

Question = Invitation | CallbackTask
"""What a digit may be about: an invitation, or the text that stood in for calls."""
NAME_CHARS = 12
BY_CALL = "回访"
"""What tells the text that stood in for calls from the invitation to the same service."""


class Outcome(StrEnum):
    """What became of a reply."""

    RATED = "rated"
    STOPPED = "stopped"
    WHICH = "which"
    NOTED = "noted"
    SEEN = "seen-before"


@dataclass(frozen=True, slots=True)
class Reply:
    """An inbound text; the number and the words live in memory only."""

    number: str
    phone: str
    words: str


def take_reply(house: House, reply: Reply) -> Outcome:
    """Do what a reply says; the same text delivered twice is one."""
    said, contact_id = read_reply(reply.words), contact_of(house, reply.phone)

    def attempt(uow: UnitOfWork, now: datetime) -> Outcome:
        seen = sha256_hex(reply.number)
        if uow.owner_of(SEEN, seen) is not None:
            return Outcome.SEEN
        uow.claim(SEEN, seen, SEEN)
        found = uow.contacts.find(contact_id)
        contact = found or Contact(contact_id)
        opened = _open(house, uow, contact, now)
        outcome, decision = _decide(house, uow, contact, opened, said, reply.words, now)
        if decision is not None:
            (uow.contacts.save if found else uow.contacts.add)(decision, RESIDENT)
        return outcome

    return house.transact(attempt)


def _decide(
    house: House,
    uow: UnitOfWork,
    contact: Contact,
    opened: list[Question],
    said: Said,
    words: str,
    now: datetime,
) -> tuple[Outcome, Decision[Contact] | None]:
    """Do what is said; return what became of it, and what it does to the contact."""
    if said.is_stop:
        end_all(uow, contact, "opted_out", now, way="reply")
        return Outcome.STOPPED, contacts.opt_out(contact, now, "reply")
    meant = _meant(contact, opened, said)
    if said.level is not None and meant is not None:
        _answer(house, uow, meant, said.level, now)
        return Outcome.RATED, None
    is_open_question = said.level is not None and said.choice is None
    if is_open_question and _bearer(house, opened) is not None:
        return Outcome.WHICH, contacts.ask_which(contact, now)
    ref = f"REPLY#{new_id('reply', now)}"
    uow.vault.put(ref, {"text": words}, "rating-words")
    return Outcome.NOTED, contacts.replied(contact, ref, len(words))


def _answer(house: House, uow: UnitOfWork, meant: Question, level: int, now: datetime) -> None:
    """Store the level as the answer of what was asked."""
    if isinstance(meant, Invitation):
        store_answer(house, uow, meant, {"level": level}, Arrival(Channel.SMS), now)
        return
    from chalicelib.usecases.callbacks.correct_answer import take_digit

    take_digit(house, uow, meant, level, now)


def _meant(contact: Contact, opened: list[Question], said: Said) -> Question | None:
    """Return the one question that a digit can be about: by its letter, or because no other is open."""
    if said.choice is None:
        return opened[0] if len(opened) == 1 else None
    asked = contact.which_refs[said.choice : said.choice + 1]
    return next((one for one in opened if one.id in asked), None)


def _bearer(house: House, opened: list[Question]) -> Invitation | None:
    """Return the latest of several episodes that has a text left for a question; None when none has."""
    rules = house.rating_rules.load()
    able = [one for one in opened if isinstance(one, Invitation) and sending.may_ask_which(one, rules)]
    return able[-1] if able and len(opened) > 1 else None


def _open(house: House, uow: UnitOfWork, contact: Contact, now: datetime) -> list[Question]:
    """Return every question that a reply may be about now, in the order in which they were texted."""
    asked: list[tuple[datetime, Question]] = [*_invited(house, uow, contact, now)]
    asked += _called(house, uow, contact, now)
    return [one for _, one in sorted(asked, key=lambda pair: pair[0])]


def _called(
    house: House, uow: UnitOfWork, contact: Contact, now: datetime
) -> Iterator[tuple[datetime, CallbackTask]]:
    """Yield the callbacks whose calls a text stood in for, within the hours of a reply, with its instant."""
    refs = [one.ref for one in contact.episodes if one.mode is contacts.Mode.CALL]
    for task in (task for ref in refs if (task := uow.callback_tasks.find(ref)) is not None):
        campaign, rules = house.campaigns.find(task.campaign), house.rating_rules.load(task.profile)
        is_counted = campaign is not None and counts(campaign, now)
        if is_counted and task.texted_at is not None and awaits_digit(task, now, rules):
            yield task.texted_at, task


def _invited(
    house: House, uow: UnitOfWork, contact: Contact, now: datetime
) -> Iterator[tuple[datetime, Invitation]]:
    """Yield what can still be answered of what was texted within the hours of a reply, with its instant."""
    since = now - timedelta(hours=house.rating_rules.load().invitation.reply_hours)
    refs = [one.ref for one in contact.episodes if one.mode is contacts.Mode.SMS]
    for invitation in (found for ref in refs if (found := uow.invitations.find(ref)) is not None):
        sent_at = invitation.sending.sent_at
        is_recent = sent_at is not None and sent_at >= since
        is_open = answering.is_answerable(invitation, now)
        if sent_at and is_recent and is_open and uow.owner_of(RATED, invitation.case) is None:
            yield sent_at, invitation


def text_which(house: House, contact_id: str) -> None:
    """Ask by text which service a digit was about, at most once: taken upon oneself before it is sent."""

    def attempt(uow: UnitOfWork, now: datetime) -> Claimed | None:
        contact = uow.contacts.load(contact_id)
        opened = _open(house, uow, contact, now)[-len(CHOICES) :]
        bearer, rules = _bearer(house, opened), house.rating_rules.load()
        if contact.which_asked_at is None or bearer is None:
            return None
        stamp = stamp_of(house, TextKind.WHICH, now, rules)
        refs = tuple(one.id for one in opened)
        uow.contacts.save(contacts.which_texted(contact, refs, stamp), SYSTEM)
        uow.invitations.save(sending.ask_which(bearer, rules), SYSTEM)
        return Claimed(f"{bearer.id}-which", str(bearer.person_ref), _question(house, uow, stamp, opened))

    claimed = house.transact(attempt)
    if claimed is not None:
        # A question that was not sent is not asked again: the next digit asks anew.
        hand_over(house, claimed, took=lambda _ref: None, failed=lambda _fault, _is_final: None)


def _question(house: House, uow: UnitOfWork, stamp: str, opened: list[Question]) -> str:
    """Return the question with a letter a service; nobody's name stands in it."""
    names = [_name(uow, one) for one in opened]
    services = ";".join(f"{letter}{name}" for letter, name in zip(CHOICES, names, strict=False))
    values = {"count": str(len(opened)), "services": services}
    return words_of(house, stamp, values, house.rating_rules.load())


def _name(uow: UnitOfWork, asked: Question) -> str:
    """Return what a question was about in a few letters, and that it stood in for a call."""
    service = asked.service if isinstance(asked, Invitation) else uow.cases.load(asked.case).service
    name = "" if service.is_sensitive else service.task_name[:NAME_CHARS]
    return name if isinstance(asked, Invitation) else f"{BY_CALL}{name}"
