"""Take a resident's answer: one read, one transaction, one rating, whatever is tapped twice (§7.3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.contacts.contact import opt_out, report_wrong
from chalicelib.domain.satisfaction.invitations import answering
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.sending import opened
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut, why_shut
from chalicelib.domain.satisfaction.ratings.rating import Answer, Arrival, Rating
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.periods import is_late
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.invitations.end_invitations import end_all
from chalicelib.usecases.invitations.guests import Guest, open_link
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.keeping import keep_words
from chalicelib.usecases.work_orders.open_order import open_for_rating, order_of_rating

BODY_DIGITS = 16
"""Of the hash by which a double tap is known; nobody gains by another text of the same hash."""


def find_invitation(house: House, token: str) -> Invitation:
    """Return the invitation of a link that was ever good for an answer.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent, and for a link that takes no answer any more:
            both look the same to whoever asks (§7.6).
    """
    invitation = house.invitations.find(id_of(token))
    if invitation is None:
        raise LinkShut(Shut.UNKNOWN)
    if invitation.rating is None and not answering.is_answerable(invitation, house.clock.product_now()):
        raise LinkShut(why_shut(invitation))
    return invitation


def is_rated_otherwise(house: House, invitation: Invitation) -> bool:
    """Tell whether the service was rated another way than by this link: at the window, on paper."""
    owner = house.transact(lambda uow, _now: uow.owner_of(RATED, invitation.case))
    return owner not in (None, invitation.id)


def answer_invitation(
    house: House, token: str, body: Mapping[str, Any], arrival: Arrival, guest: Guest | None = None
) -> tuple[Invitation, bool]:
    """Store the answer; return the invitation, and whether it was stored now.

    Raises:
        Invalid: when the indicators do not go with the level.
        Conflict: `already-rated` after another answer.
        NotFound: `link-shut`.
        TooMany: when the guest tried too many wrong links before.
    """
    sent = hash_of(body)

    def attempt(uow: UnitOfWork, now: datetime) -> tuple[Invitation, bool]:
        invitation = open_link(house, uow, id_of(token), guest)
        if invitation is None:
            raise LinkShut(Shut.UNKNOWN)
        rules = house.rating_rules.load(invitation.profile)
        if answering.is_repeated(invitation, sent, now, rules):
            return invitation, False
        check_indicators(house, body, rules)
        return store_answer(house, uow, invitation, body, arrival, now), True

    return house.transact(attempt)


def store_answer(
    house: House,
    uow: UnitOfWork,
    invitation: Invitation,
    body: Mapping[str, Any],
    arrival: Arrival,
    now: datetime,
) -> Invitation:
    """Store the one answer of an invitation with what follows from it, however it came.

    Raises:
        Conflict: `already-rated` after another answer.
        NotFound: `link-shut`.
    """
    rules = house.rating_rules.load(invitation.profile)
    late = is_late(invitation.done_at, now, rules, house.calendar)
    rating = replace(rating_of(house, uow, body, arrival, hash_of(body), now), is_late=late)
    decision = answering.answer(invitation, rating, now)
    uow.claim(RATED, invitation.case, invitation.id)
    uow.invitations.save(decision, RESIDENT)
    open_for_rating(house, uow, invitation, rating, now)
    return decision.state


def hash_of(body: Mapping[str, Any]) -> str:
    """Return what a double tap is known by: what was said, not how long it took."""
    said = {name: value for name, value in body.items() if name != "page_ms"}
    return sha256_hex(canonical_json(said))[:BODY_DIGITS]


def check_indicators(house: House, body: Mapping[str, Any], rules: SatisfactionRules) -> None:
    """Refuse indicators that do not go with the level.

    Raises:
        Invalid: naming each.
    """
    most = rules.rating.indicators_max
    if errors := house.indicators.errors(body.get("indicators", ()), body["level"], most):
        raise Invalid(errors=errors)


def rating_of(
    house: House, uow: UnitOfWork, body: Mapping[str, Any], arrival: Arrival, sent: str, now: datetime
) -> Rating:
    """Return a rating; its words go into the vault."""
    identifier, text = new_id("r", house.clock.product_now()), body.get("text", "")
    words = keep_words(uow, f"RATING#{identifier}", text) if text else None
    stays_unknown = bool(body.get("stays_unknown"))
    may_contact = bool(body.get("may_contact")) and not stays_unknown
    answer = Answer(
        level=body["level"],
        indicators=tuple(body.get("indicators", ())),
        text_ref=words.ref if words else None,
        text_chars=len(text),
        is_anonymous=not may_contact,
        may_contact=may_contact,
        stays_unknown=stays_unknown,
    )
    order_id = order_of_rating(identifier) if body["level"] in BAD_LEVELS else ""
    return Rating(identifier, answer, arrival, now, sent, order_id=order_id)


def note_opened(house: House, token: str) -> None:
    """Note that a person looks at the page; said by the page's own script, since a GET says nothing.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.find(id_of(token))
        if invitation is None:
            raise LinkShut(Shut.UNKNOWN)
        decision = opened(invitation, now)
        if decision is not None:
            uow.invitations.save(decision, RESIDENT)

    house.transact(attempt)


def stop_asking(house: House, token: str, way: str) -> None:
    """Ask this telephone no more, or never again because it is somebody else's: at once, and for good.

    `way` is `opt-out` or `not-me`.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.find(id_of(token))
        if invitation is None or not invitation.contact:
            raise LinkShut(Shut.REVOKED if invitation else Shut.UNKNOWN)
        contact = uow.contacts.load(invitation.contact)
        said = report_wrong(contact, now) if way == "not-me" else opt_out(contact, now, "link")
        if said is not None:
            uow.contacts.save(said, RESIDENT)
        event = "revoked" if way == "not-me" else "opted_out"
        end_all(uow, contact, event, now, way=way, also=invitation.id)

    house.transact(attempt)
