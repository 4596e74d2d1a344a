"""Take the rating of somebody whom no text brought: a window's code, its tablet, a paper form, the web.

A case is looked for by what the person says of it, and nothing that they are shown tells whether it was
found: without one the rating is about the matter that they named (evaluation.md §7.15).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import ServedCase, case_id
from chalicelib.domain.satisfaction.codes.channels import SubChannel
from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode, begin_episode
from chalicelib.domain.satisfaction.invitations.answering import answer_unasked, is_repeated
from chalicelib.domain.satisfaction.invitations.invitation import InvitationMode
from chalicelib.domain.satisfaction.invitations.planning import closes_at
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import AlreadyExists, Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.cases.take_in_case import tail_of
from chalicelib.usecases.invitations.answer_invitation import check_indicators, hash_of, rating_of
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.open_order import open_for_rating

ABOUT = frozenset({"matter", "receipt_no", "phone_tail", "ticket"})
"""What of the form says which service it is about; the rest is the rating."""


ATTENDED = frozenset({InvitationMode.PAPER, InvitationMode.TABLET})
"""Ways with somebody of the house beside them, signed in."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where and how a rating is given; `name` is a secret by which its page is found again."""

    point: Point
    mode: InvitationMode
    name: str
    arrival: Arrival
    actor: Actor = RESIDENT
    staff: str = ""


def rate_unasked(house: House, way: Way, body: Mapping[str, Any]) -> bool:
    """Store the rating, of a case where exactly one is meant; return whether it was stored now.

    Raises:
        Invalid: for a matter that is not dealt with there, or indicators that do not go with the level.
        Conflict: `already-rated` when another answer was sent from the same form.
    """
    rules, sent = house.rating_rules.load(), hash_of(body)
    service = way.point.service(body["matter"], way.staff)
    if service is None:
        raise Invalid(errors=[FieldError("/matter", "not-one-of")])
    check_indicators(house, body, rules)

    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        found = uow.invitations.find(id_of(way.name))
        if found is not None:
            if is_repeated(found, sent, now, rules):
                return False
            raise Conflict("already-rated")
        case = _case_meant(house, uow, way, body, now)
        arrival = way.arrival if case else _unmatched(way.arrival)
        said = {name: value for name, value in body.items() if name not in ABOUT}
        rating = rating_of(house, uow, said, arrival, sent, now)
        decision = answer_unasked(id_of(way.name), case, service, way.mode, rating, rules)
        uow.invitations.add(decision, way.actor)
        open_for_rating(house, uow, decision.state, rating, now)
        if case is not None:
            uow.claim(RATED, case.id, decision.state.id)
            _note_reached(uow, case.contact, decision.state.id, now)
        return True

    try:
        return house.transact(attempt)
    except AlreadyExists:  # the other tap of two, or another rating of the case, came first: look again
        return house.transact(attempt)


def _unmatched(arrival: Arrival) -> Arrival:
    return replace(arrival, sub_channel=arrival.sub_channel or SubChannel.UNMATCHED)


def _note_reached(uow: UnitOfWork, contact: str, identifier: str, now: datetime) -> None:
    """Let nobody ask this person again within the days of an episode (§7.10)."""
    if not contact:
        return
    found = uow.contacts.find(contact)
    decision = begin_episode(found or Contact(contact), Mode.OWN, identifier, now)
    if found is None:
        uow.contacts.add(decision, RESIDENT)
    else:
        uow.contacts.save(decision, RESIDENT)


def _case_meant(
    house: House, uow: UnitOfWork, way: Way, body: Mapping[str, Any], now: datetime
) -> ServedCase | None:
    """Return the one case that can be meant: of this window, lately done, not rated; else None."""
    cases = [case for one in _named(house, uow, way, body) if (case := uow.cases.find(one)) is not None]
    rules = house.rating_rules.load()
    meant = [case for case in cases if _fits(house, case, way.point, rules, now) and _is_free(uow, case)]
    return meant[0] if len(meant) == 1 else None


def _named(house: House, uow: UnitOfWork, way: Way, body: Mapping[str, Any]) -> list[str]:
    """Return the cases that are named: a number on a receipt alone only before somebody of the house.

    Whoever served knows every receipt and could use up the one rating of a case; the digits of the telephone
    that was left there are the resident's (§7.15).
    """
    receipt = [case_id(body["receipt_no"], 1)] if body.get("receipt_no") else []
    if receipt and way.mode in ATTENDED:
        return receipt
    if not body.get("phone_tail"):
        return []
    found = uow.served_by(tail_of(house, way.point.hall, body["phone_tail"]))
    return [one for one in found if not receipt or one in receipt]


def _fits(house: House, case: ServedCase, point: Point, rules: SatisfactionRules, now: datetime) -> bool:
    served = case.service
    is_here = (served.unit, served.hall) == (point.unit, point.hall) and served.window in ("", point.window)
    return is_here and case.done_at is not None and now < closes_at(case.done_at, rules, house.calendar)


def _is_free(uow: UnitOfWork, case: ServedCase) -> bool:
    return uow.owner_of(RATED, case.id) is None
