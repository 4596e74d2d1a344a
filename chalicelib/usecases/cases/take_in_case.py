"""Take in a served interaction: the same one twice is one, and who was served goes into the vault."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import (
    Consent,
    PhoneFault,
    ServedCase,
    Service,
    Source,
    case_id,
    take_in,
)
from chalicelib.domain.satisfaction.codes.applicants import read_applicant
from chalicelib.domain.satisfaction.codes.matter import read_promise
from chalicelib.domain.satisfaction.invitations.planning import closes_at
from chalicelib.domain.satisfaction.privacy.rooms import Room, place
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.identifiers import is_landline, normalise_telephone
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once, UnitOfWork

MOBILE = re.compile(r"1[3-9][0-9]{9}")
ITEMS_A_CASE = 6
"""The case, its ledger entry, who was served, where counter, person and month's population find it."""
MAC_DIGITS = 32
TAIL_DIGITS = 4


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a case: its id, and `created`, `completed` or `unchanged`."""

    id: str
    outcome: str


def take_in_case(
    house: House, actor: Actor, body: Mapping[str, Any], source: Source, once: Once | None = None
) -> TakenIn:
    """Take in one case whose fields a schema has checked.

    Raises:
        Conflict: `case-differs` when it is here already and something else than its completion changed.
    """
    return house.transact(
        lambda uow, _now: take_in_within(house, uow, actor, body, source),
        once=once,
        ref=lambda taken: f"{taken.id} {taken.outcome}",
        replay=lambda _uow, ref: TakenIn(*ref.split(" ")),
    )


def take_in_within(
    house: House, uow: UnitOfWork, actor: Actor, body: Mapping[str, Any], source: Source
) -> TakenIn:
    """Take in one case within a unit of work, of which it takes at most `ITEMS_A_CASE` items.

    Raises:
        Conflict: `case-differs`; nothing of the case was written then.
    """
    case, person = read_case(house, body, source)
    found = uow.cases.find(case.id)
    mine = replace(case, person_ref=found.person_ref) if found else case
    decision = take_in(found, mine)
    if decision is None:
        return TakenIn(case.id, "unchanged")
    _let_be_found(house, uow, decision.state, body)
    if decision.state.done_at is not None:
        uow.population.note(decision.state)
    if found is not None:
        uow.cases.save(decision, actor)
        return TakenIn(case.id, "completed")
    if person and mine.person_ref:
        uow.vault.put(mine.person_ref, person, "resident")
    if mine.known_as:
        uow.known.note(mine.known_as, place(Room.CASE, mine.id))
    uow.cases.add(decision, actor)
    return TakenIn(case.id, "created")


def _let_be_found(house: House, uow: UnitOfWork, case: ServedCase, body: Mapping[str, Any]) -> None:
    """Let a completed case be found at its hall's counters by the last digits of the telephone left there."""
    phone, _ = _phone(body.get("phone"))
    if case.done_at is None or not phone or not case.contact or not case.service.hall:
        return
    until = closes_at(case.done_at, house.rating_rules.load(case.profile), house.calendar)
    uow.note_served(tail_of(house, case.service.hall, phone), case.id, until)


def tail_of(house: House, hall: str, phone: str) -> str:
    """Return the MAC under which the cases of a hall and of a telephone's last digits are found."""
    return house.sealing.fingerprint("phone-tail", f"{hall}|{phone[-TAIL_DIGITS:]}")


def read_case(house: House, body: Mapping[str, Any], source: Source) -> tuple[ServedCase, dict[str, Json]]:
    """Return a case and the personal values that go into the vault, never into the case."""
    phone, fault = _phone(body.get("phone"))
    person: dict[str, Json] = {"phone": phone} if phone else {}
    landline = _landline(body.get("phone"))
    if landline:
        person["landline"] = landline
    if body.get("user_name"):
        person["name"] = body["user_name"]
    case = ServedCase(
        id=case_id(body["project_no"], body["service_no"]),
        project_no=body["project_no"],
        service_no=body["service_no"],
        service=_service(body, house.rating_rules.load().rating.generic_title_words),
        accepted_at=parse_instant(body["accept_time"]),
        done_at=parse_instant(body["done_time"]) if body.get("done_time") else None,
        promise_type=read_promise(**_declared(body["promise_type"])),
        user_type=read_applicant(**_declared(body["user_type"])),
        source=source,
        profile=house.rating_rules.load().name,
        consent=Consent(body.get("contact_consent", Consent.NOTICE_SHOWN)),
        is_proxy=bool(body.get("is_proxy")),
        is_minor=bool(body.get("is_minor")),
        is_vulnerable=bool(body.get("is_vulnerable")),
        contact=contact_of(house, phone) if phone else "",
        person_ref=f"CASE#{new_id('person', house.clock.product_now())}" if person else None,
        phone_fault=fault,
        landline=contact_of(house, landline) if landline else "",
    )
    return case, person


def contact_of(house: House, phone: str) -> str:
    """Return the contact that a telephone is known by: the first 128 bits of its MAC."""
    return house.sealing.fingerprint("phone", phone)[:MAC_DIGITS]


def dialled(given: str | None) -> tuple[str, str]:
    """Return a mobile number and a landline as they are dialled; at most one is there."""
    number, _ = _phone(given)
    return number, "" if number else _landline(given or "")


def _phone(given: str | None) -> tuple[str, PhoneFault | None]:
    """Return a mobile number as it is dialled, or why there is none to send a text to."""
    digits = normalise_telephone(given or "")
    if not digits:
        return "", PhoneFault.NO_PHONE
    return (digits, None) if MOBILE.fullmatch(digits) else ("", PhoneFault.INVALID_PHONE)


def _landline(given: str | None) -> str:
    """Return a landline as it is dialled, or nothing (evaluation.md §4: allowed for calls only)."""
    digits = normalise_telephone(given or "")
    return digits if is_landline(digits) else ""


def _service(body: Mapping[str, Any], generic_words: Iterable[str]) -> Service:
    names = f"{body['dept_name']} {body['task_name']}"
    return Service(
        task_code=body["task_code"],
        task_name=body["task_name"],
        unit=body["dept_code"],
        unit_name=body["dept_name"],
        region=body["region_code"],
        hall=body.get("hall_id", ""),
        window=body.get("window_no", ""),
        staff=body.get("staff_id", ""),
        is_sensitive=bool(body.get("is_sensitive")) or any(word in names for word in generic_words),
    )


def _declared(given: Mapping[str, str]) -> dict[str, str]:
    """Return a code with its system, without which it says nothing (evaluation.md §3.5)."""
    return {"code": given["code"], "system": given["code_system"]}


def case_errors(body: Mapping[str, Any], now: datetime) -> list[FieldError]:
    """Return what is wrong with a case beyond its schema, as far as its fields can be read."""
    return [*_code_errors(body), *_time_errors(body, now)]


def _code_errors(body: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, read in (("promise_type", read_promise), ("user_type", read_applicant)):
        given = body.get(name)
        if isinstance(given, dict) and {"code", "code_system"} <= given.keys():
            try:
                read(given["code"], given["code_system"])
            except Invalid as error:
                found = error.errors[0]
                yield FieldError(f"/{name}", found.code, found.params)


def _time_errors(body: Mapping[str, Any], now: datetime) -> Iterator[FieldError]:
    instants = {name: _instant(body.get(name)) for name in ("accept_time", "done_time")}
    for name, instant in instants.items():
        if instant is not None and instant > now:
            yield FieldError(f"/{name}", "in-the-future")
    accepted, done = instants.values()
    if accepted and done and done < accepted:
        yield FieldError("/done_time", "before-accepted")


def _instant(given: Any) -> datetime | None:
    try:
        return parse_instant(given)
    except (TypeError, ValueError):
        return None
