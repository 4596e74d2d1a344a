"""A person's request about their own data, from the desk to the last deleted value (PIPL art 44–47)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.privacy import erasing, request
from chalicelib.domain.satisfaction.privacy.request import Ground, PrivacyRequest, RequestState
from chalicelib.domain.satisfaction.privacy.rooms import Room, place
from chalicelib.domain.satisfaction.problems.problem import forget_person
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.cases.take_in_case import contact_of
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.privacy.erase_person import Outcome, erase_from, erase_from_item
from chalicelib.usecases.privacy.held import Held, copied, held_of, texts

REQUESTS = "privacy-requests"
"""The list of requests, the latest first."""

PREFIX = "GX"
MOST_ERASED = 50
"""Deleted values of one transaction, which holds a hundred."""


def open_request(house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None) -> str:
    """Take a request in and return its id; one about whom nothing is known is taken in too."""
    phone, identifier = str(body["phone"]), new_id("privacy", house.clock.product_now())
    contact = contact_of(house, phone)

    def attempt(uow: UnitOfWork, now: datetime) -> str:
        year = now.astimezone(CHINA).year
        serial = uow.next_serial(f"privacy-{house.division}-{year}")
        made = PrivacyRequest(
            id=identifier,
            number=format_number(PREFIX, house.division, year, serial),
            contact=contact,
            person_ref=f"PRIVACY#{identifier}",
            ground=Ground(body["ground"]),
            state=RequestState.OPEN,
            opened_at=now,
            opened_by=actor.person,
            n_found=held_of(uow, contact).n_places,
        )
        uow.vault.put(f"PRIVACY#{identifier}", {"phone": phone}, "restricted")
        uow.privacy.add(request.open_request(made), actor)
        return identifier

    return house.transact(attempt, once=once, ref=str, replay=lambda _uow, ref: ref)


def read_request(house: House, identifier: str) -> tuple[PrivacyRequest, Held]:
    """Return a request and what the house knows of its person now, the latest first.

    Raises:
        NotFound: when there is none.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> tuple[PrivacyRequest, Held]:
        found = uow.privacy.load(identifier)
        return found, held_of(uow, found.contact) if found.contact else Held()

    return house.transact(attempt)


def copy_of(house: House, actor: Actor, identifier: str) -> dict[str, Json]:
    """Return everything that is known of a person but the number that they came with, and note it.

    Raises:
        Conflict: `wrong-state`.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> tuple[PrivacyRequest, Held]:
        found = uow.privacy.load(identifier)
        uow.privacy.save(request.copy(found, actor), actor)
        return found, held_of(uow, found.contact)

    found, held = house.transact(attempt)
    return {
        "request": found.number,
        **copied(house, held),
        "replies": texts(house, _reply_refs(house, found.contact)),
    }


def order_erasure(house: House, actor: Actor, identifier: str, once: Once | None = None) -> None:
    """Order that a person is taken out of everything.

    Raises:
        Forbidden: `same-person-handled` to whoever took the request in.
        Conflict: `wrong-state`.
    """
    _take(house, actor, identifier, lambda found, now: request.order(found, actor, now), once)


def close_request(house: House, actor: Actor, identifier: str, once: Once | None = None) -> None:
    """End a request without erasing anything more.

    Raises:
        Conflict: `wrong-state`.
    """
    _take(house, actor, identifier, request.close, once)


def carry_out(house: House, identifier: str) -> None:
    """Take the person out of one place after the other; a run that is broken off goes on where it was."""
    found, held = read_request(house, identifier)
    if found.state is not RequestState.ORDERED:
        return
    ended = [_erase(house, identifier, _case_of(house, one.case.id)) for one in held.cases]
    ended += [_erase(house, identifier, _item_of(one.id)) for one in held.items]
    kept = ended.count(Outcome.KEPT)
    replies = [] if kept else list(_reply_refs(house, found.contact))
    for start in range(0, len(replies), MOST_ERASED):
        _erase_refs(house, replies[start : start + MOST_ERASED])

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        if uow.privacy.load(identifier).state is not RequestState.ORDERED:
            return
        if not kept:
            _forget(uow, found.contact, held, identifier)
        _save(uow, identifier, lambda asked: request.finish(asked, kept, now), SYSTEM)

    house.transact(attempt)


Erase = Callable[[UnitOfWork, datetime], tuple[Outcome, bool]]
"""Takes a person out of a place; says what became of it, and whether somebody was in it before."""


def _case_of(house: House, case_id: str) -> Erase:
    def erase(uow: UnitOfWork, now: datetime) -> tuple[Outcome, bool]:
        case = uow.cases.load(case_id)
        return erase_from(house, uow, case, erasing.Why.ASKED, now), bool(case.known_as)

    return erase


def _item_of(item_id: str) -> Erase:
    def erase(uow: UnitOfWork, now: datetime) -> tuple[Outcome, bool]:
        item = uow.hotline.load(item_id)
        return erase_from_item(uow, item, erasing.Why.ASKED, now), not item.is_forgotten

    return erase


def _erase(house: House, identifier: str, erase: Erase) -> Outcome:
    """Take the person out of a place and count it on the request, once: then nobody is in it any more."""

    def attempt(uow: UnitOfWork, now: datetime) -> Outcome:
        (outcome, was_there), asked = erase(uow, now), uow.privacy.load(identifier)
        if outcome is Outcome.ERASED and was_there and asked.state is RequestState.ORDERED:
            uow.privacy.save(request.count_erased(asked), SYSTEM)
        return outcome

    return house.transact(attempt)


def _forget(uow: UnitOfWork, contact_id: str, held: Held, stand_in: str) -> None:
    """Forget when the telephone was asked, and whose it is among those who raise a problem."""
    contact = uow.contacts.find(contact_id)
    forgotten = erasing.forget_contact(contact) if contact is not None else None
    if forgotten is not None:
        uow.contacts.save(forgotten, SYSTEM)
    for name in held.problems:
        changed = forget_person(uow.problems.load(name), contact_id, stand_in)
        if changed is not None:
            uow.problems.save(changed, SYSTEM)
        uow.known.drop(contact_id, place(Room.PROBLEM, name))


def _reply_refs(house: House, contact: str) -> list[str]:
    """Return where the words lie that were texted back and were no answer."""
    entries = house.queries.entries(f"CONTACT#{contact}")
    return [ref for entry in entries if (ref := erasing.reply_ref(entry))]


def _erase_refs(house: House, refs: list[str]) -> None:
    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        for ref in refs:
            uow.vault.erase(ref)

    house.transact(attempt)


def _take(
    house: House,
    actor: Actor,
    identifier: str,
    decide: Callable[[PrivacyRequest, datetime], Decision[PrivacyRequest]],
    once: Once | None,
) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        _save(uow, identifier, lambda found: decide(found, now), actor)

    house.transact(attempt, once=once, ref=lambda _: identifier, replay=lambda _uow, _ref: None)


def _save(
    uow: UnitOfWork,
    identifier: str,
    decide: Callable[[PrivacyRequest], Decision[PrivacyRequest]],
    actor: Actor,
) -> None:
    """Take a step of a request; the number that it came with is deleted once nothing is to be done for it."""
    found = uow.privacy.load(identifier)
    decision = decide(found)
    if found.person_ref and decision.state.person_ref is None:
        uow.vault.erase(found.person_ref)
    uow.privacy.save(decision, actor)
