"""A person's request about their own data, from the desk to the last deleted value (PIPL art 44–47)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy import erasing, request
from chalicelib.domain.satisfaction.privacy.request import Ground, PrivacyRequest, RequestState
from chalicelib.domain.satisfaction.work_orders.facts import Disclosure
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.cases.take_in_case import contact_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.privacy.erase_person import Outcome, erase_from, order_of

REQUESTS = "privacy-requests"
"""The list of requests, the latest first."""

PREFIX = "GX"
MOST_ERASED = 50
"""Deleted values of one transaction, which holds a hundred."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the house knows of a person from one case."""

    case: ServedCase
    rated: Invitation | None
    order: WorkOrder | None = None
    """Of a bad rating."""


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
            n_cases=len(uow.known.cases(contact)),
        )
        uow.vault.put(f"PRIVACY#{identifier}", {"phone": phone}, "restricted")
        uow.privacy.add(request.open_request(made), actor)
        return identifier

    return house.transact(attempt, once=once, ref=str, replay=lambda _uow, ref: ref)


def read_request(house: House, identifier: str) -> tuple[PrivacyRequest, tuple[Held, ...]]:
    """Return a request and what the house knows of its person now, the latest first.

    Raises:
        NotFound: when there is none.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> tuple[PrivacyRequest, tuple[Held, ...]]:
        found = uow.privacy.load(identifier)
        return found, _held(uow, found.contact) if found.contact else ()

    return house.transact(attempt)


def copy_of(house: House, actor: Actor, identifier: str) -> dict[str, Json]:
    """Return everything that is known of a person but the number that they came with, and note it.

    Raises:
        Conflict: `wrong-state`.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> tuple[PrivacyRequest, tuple[Held, ...]]:
        found = uow.privacy.load(identifier)
        uow.privacy.save(request.copy(found, actor), actor)
        return found, _held(uow, found.contact)

    found, held = house.transact(attempt)
    return {
        "request": found.number,
        "cases": [_copied(house, one) for one in held],
        "replies": _texts(house, _reply_refs(house, found.contact)),
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
    """Take the person out of one case after the other; a run that is broken off goes on where it was."""
    found, held = read_request(house, identifier)
    if found.state is not RequestState.ORDERED:
        return
    kept = [_erase(house, identifier, one.case.id) for one in held].count(Outcome.KEPT)
    replies = [] if kept else list(_reply_refs(house, found.contact))
    for start in range(0, len(replies), MOST_ERASED):
        _erase_refs(house, replies[start : start + MOST_ERASED])

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        if uow.privacy.load(identifier).state is not RequestState.ORDERED:
            return
        if not kept:
            _forget(uow, found.contact)
        _save(uow, identifier, lambda asked: request.finish(asked, kept, now), SYSTEM)

    house.transact(attempt)


def _forget(uow: UnitOfWork, contact_id: str) -> None:
    """Forget when the telephone was asked."""
    contact = uow.contacts.find(contact_id)
    forgotten = erasing.forget_contact(contact) if contact is not None else None
    if forgotten is not None:
        uow.contacts.save(forgotten, SYSTEM)


def _erase(house: House, identifier: str, case_id: str) -> Outcome:
    """Take the person out of a case and count it on the request, once: then nobody is in it any more."""

    def attempt(uow: UnitOfWork, now: datetime) -> Outcome:
        case, asked = uow.cases.load(case_id), uow.privacy.load(identifier)
        outcome = erase_from(house, uow, case, erasing.Why.ASKED, now)
        if outcome is Outcome.ERASED and case.known_as and asked.state is RequestState.ORDERED:
            uow.privacy.save(request.count_erased(asked), SYSTEM)
        return outcome

    return house.transact(attempt)


def _reply_refs(house: House, contact: str) -> list[str]:
    """Return where the words lie that were texted back and were no answer."""
    entries = house.queries.entries(f"CONTACT#{contact}")
    return [ref for entry in entries if (ref := erasing.reply_ref(entry))]


def _erase_refs(house: House, refs: list[str]) -> None:
    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        for ref in refs:
            uow.vault.erase(ref)

    house.transact(attempt)


def _held(uow: UnitOfWork, contact: str) -> tuple[Held, ...]:
    cases = [case for name in uow.known.cases(contact) if (case := uow.cases.find(name)) is not None]
    latest = sorted(cases, key=lambda case: case.accepted_at, reverse=True)
    found = ((case, _rated(uow, case)) for case in latest)
    return tuple(Held(case, rated, order_of(uow, rated) if rated else None) for case, rated in found)


def _rated(uow: UnitOfWork, case: ServedCase) -> Invitation | None:
    owner = uow.owner_of(RATED, case.id)
    return uow.invitations.find(owner) if owner else None


def _copied(house: House, held: Held) -> dict[str, Json]:
    case, rated, order = held.case, held.rated, held.order
    person = house.queries.personal_many([case.person_ref]) if case.person_ref else {}
    rating = rated.rating if rated else None
    return {
        "project_no": case.project_no,
        "service_no": case.service_no,
        "service": case.service.task_name,
        "unit": case.service.unit_name,
        "accepted_at": format_instant(case.accepted_at),
        "done_at": format_instant(case.done_at) if case.done_at else None,
        **{name: str(person.get(case.person_ref or "", {}).get(name, "")) for name in ("name", "landline")},
        "level": rating.answer.level if rating else None,
        "rated_at": format_instant(rating.at) if rating else None,
        "later_level": rating.follow_up.level if rating and rating.follow_up else None,
        "photos": len(rating.photos) if rating else 0,
        "network": rating.arrival.network if rating else "",
        "order": order.wo_no if order else None,
        "identity_opened": [_opened(one) for one in order.disclosures] if order else [],
        "words": _texts(house, erasing.words_of_resident(rated, order)) if rated else [],
    }


def _opened(one: Disclosure) -> dict[str, Json]:
    """Say which office opened the identity and why; the person of the office is nobody's here."""
    return {
        "body": one.body,
        "office": one.office,
        "reason": one.reason.value,
        "at": format_instant(one.step.at),
    }


def _texts(house: House, refs: Iterable[str]) -> list[Json]:
    """Return what lies in the vault under references, in their order, but what was deleted."""
    wanted = list(refs)
    found = house.queries.personal_many(wanted) if wanted else {}
    return [str(found[ref].get("text", "")) for ref in wanted if ref in found]


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
