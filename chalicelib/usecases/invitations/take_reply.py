"""Take what somebody texts back: to stop, a digit for the one service that it can be about, or words (§7.8).

The telephone is known by its MAC; its number is read and forgotten. Where two services are open nothing is
guessed: the person is asked which, by the duty that may open numbers, while an episode has a text left.
A letter means what stood beside it in the question; once that is closed, it is words.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.after import awaits_digit
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
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
    opened: list[Invitation],
    said: Said,
    words: str,
    now: datetime,
) -> tuple[Outcome, Decision[Contact] | None]:
    """Do what is said; return what became of it, and what it does to the contact."""
    if said.is_stop:
        end_all(uow, contact, "opted_out", now, way="reply")
        return Outcome.STOPPED, contacts.opt_out(contact, now, "reply")
    called = _called(house, uow, contact, now)
    if said.level is not None and called is not None and not opened and said.choice is None:
        from chalicelib.usecases.callbacks.correct_answer import take_digit

        take_digit(house, uow, called, said.level, now)
        return Outcome.RATED, None
    meant = None if called is not None else _meant(contact, opened, said)
    if said.level is not None and meant is not None:
        store_answer(house, uow, meant, {"level": said.level}, Arrival(Channel.SMS), now)
        return Outcome.RATED, None
    is_open_question = called is None and said.level is not None and said.choice is None
    if is_open_question and _bearer(house, opened) is not None:
        return Outcome.WHICH, contacts.ask_which(contact, now)
    ref = f"REPLY#{new_id('reply', now)}"
    uow.vault.put(ref, {"text": words}, "rating-words")
    return Outcome.NOTED, contacts.replied(contact, ref, len(words))


def _called(house: House, uow: UnitOfWork, contact: Contact, now: datetime) -> CallbackTask | None:
    """Return the callback that a digit may be about, since a text stood in for its calls.

    Beside an open invitation a digit may be about either: it is noted and not guessed.
    """
    refs = [one.ref for one in contact.episodes if one.mode is contacts.Mode.CALL]
    found = (task for ref in refs if (task := uow.callback_tasks.find(ref)) is not None)
    return next(
        (task for task in found if awaits_digit(task, now, house.rating_rules.load(task.profile))), None
    )


def _meant(contact: Contact, opened: list[Invitation], said: Said) -> Invitation | None:
    """Return the one service that a digit can be about: by its letter, or because no other is open."""
    if said.choice is None:
        return opened[0] if len(opened) == 1 else None
    asked = contact.which_refs[said.choice : said.choice + 1]
    return next((one for one in opened if one.id in asked), None)


def _bearer(house: House, opened: list[Invitation]) -> Invitation | None:
    """Return the latest of several episodes that has a text left for a question; None when none has."""
    rules = house.rating_rules.load()
    able = [one for one in opened if sending.may_ask_which(one, rules)]
    return able[-1] if able and len(opened) > 1 else None


def _open(house: House, uow: UnitOfWork, contact: Contact, now: datetime) -> list[Invitation]:
    """Return what can still be answered of what was texted within the hours of a reply, oldest first."""
    since = now - timedelta(hours=house.rating_rules.load().invitation.reply_hours)
    asked = [one.ref for one in contact.episodes if one.mode is contacts.Mode.SMS]
    found = (invitation for ref in asked if (invitation := uow.invitations.find(ref)) is not None)
    return [
        invitation
        for invitation in found
        if answering.is_answerable(invitation, now)
        and invitation.sending.sent_at is not None
        and invitation.sending.sent_at >= since
        and uow.owner_of(RATED, invitation.case) is None
    ]


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
        return Claimed(f"{bearer.id}-which", str(bearer.person_ref), _question(house, stamp, opened))

    claimed = house.transact(attempt)
    if claimed is not None:
        # A question that was not sent is not asked again: the next digit asks anew.
        hand_over(house, claimed, took=lambda _ref: None, failed=lambda _fault, _is_final: None)


def _question(house: House, stamp: str, opened: list[Invitation]) -> str:
    """Return the question with a letter a service; nobody's name stands in it."""
    names = ["" if one.service.is_sensitive else one.service.task_name[:12] for one in opened]
    services = ";".join(f"{letter}{name}" for letter, name in zip(CHOICES, names, strict=False))
    values = {"count": str(len(opened)), "services": services}
    return words_of(house, stamp, values, house.rating_rules.load())
