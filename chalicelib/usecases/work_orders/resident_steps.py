"""What a resident does by the link alone once a service is rated: answer, object, withdraw, add (§2.2, §8.1).

Rating and work order change in one transaction; what the resident writes goes into the vault.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.invitations import answering
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.judging import objection_ends
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText, name_for
from chalicelib.domain.satisfaction.photos.photographing import may_add_photo
from chalicelib.domain.satisfaction.ratings.rating import FollowUp, Rating, RatingState
from chalicelib.domain.satisfaction.reviews.reviewing import object_to_review, reviewed_out
from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.closing import annul
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, RevisitResult, Words
from chalicelib.domain.satisfaction.work_orders.objecting import object_to_verdict, verdict_stands_from
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.telling import (
    correctable_until,
    is_correctable,
    record_revisit,
)
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.keeping import keep_words
from chalicelib.usecases.work_orders.reckon_order import load_order


@dataclass(frozen=True, slots=True)
class Heard:
    """What a resident says by the link of a rating or a callback; `about` is whose place in the vault is."""

    house: House
    uow: UnitOfWork
    about: str
    order_id: str
    now: datetime
    body: Mapping[str, Any]

    def order(self) -> WorkOrder:
        """Return the work order that it is about.

        Raises:
            Conflict: `wrong-state` where none was opened.
        """
        if not self.order_id:
            raise Conflict("wrong-state", kind="work-order", state="", event="")
        return load_order(self.house, self.uow, self.order_id)

    def words(self) -> Words | None:
        """Put what was written into the vault, where there is something."""
        text = str(self.body.get("text", "")).strip()
        return keep_words(self.uow, f"RATING#{self.about}", text) if text else None


@dataclass(frozen=True, slots=True)
class Said:
    """What a resident says by the link of one rated invitation."""

    heard: Heard
    invitation: Invitation
    rating: Rating


def take_resident_step(house: House, token: str, step: str, body: Mapping[str, Any]) -> None:
    """Do what a resident asks for.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent, or whose service is not rated.
        Conflict: as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.find(id_of(token))
        if invitation is None or invitation.rating is None:
            raise LinkShut(Shut.UNANSWERED if invitation else Shut.UNKNOWN)
        rating = invitation.rating
        heard = Heard(house, uow, rating.id, rating.order_id, now, body)
        RESIDENT_STEPS[step](Said(heard, invitation, rating))

    house.transact(attempt)


def _answer(heard: Heard) -> None:
    """Say whether it is solved."""
    order, result = heard.order(), RevisitResult(heard.body["result"])
    rules = heard.house.rating_rules.load(order.profile)
    heard.uow.orders.save(record_revisit(order, result, heard.words(), RESIDENT, heard.now, rules), RESIDENT)


def _object(heard: Heard) -> None:
    """Object to the verdict on the appeal."""
    order, calendar = heard.order(), heard.house.calendar
    rules = heard.house.rating_rules.load(order.profile)
    decision = object_to_verdict(order, heard.words(), RESIDENT, heard.now, rules, calendar)
    heard.uow.orders.save(decision, RESIDENT)


def _object_to_either(said: Said) -> None:
    """Object to the verdict that the rating is invalid, wherever it was found."""
    heard = said.heard
    if reviewed_out(said.rating) is None:
        _object(heard)
        return
    rules, calendar = heard.house.rating_rules.load(said.invitation.profile), heard.house.calendar
    found = object_to_review(said.invitation, heard.words(), RESIDENT, heard.now, rules, calendar)
    heard.uow.invitations.save(found, RESIDENT)


def _withdraw(said: Said) -> None:
    """Take a mistaken rating back, and its order with it until it is verified."""
    heard = said.heard
    if heard.order_id:
        heard.uow.orders.save(annul(heard.order(), AnnulReason.WITHDRAWN, RESIDENT, heard.now), RESIDENT)
    heard.uow.invitations.save(answering.withdraw(said.invitation, heard.now), RESIDENT)
    for photo in said.rating.photos:
        heard.house.files.erase(photo.id)


def _add(said: Said) -> None:
    """Add the one later answer (追评)."""
    heard = said.heard
    rules, words = heard.house.rating_rules.load(said.invitation.profile), heard.words()
    later = FollowUp(heard.body["level"], heard.now, words.ref if words else None)
    order = heard.order() if heard.order_id else None
    told_at = order.feedback.at if order and order.feedback else None
    decision = answering.follow_up(said.invitation, later, told_at, rules, heard.house.calendar)
    heard.uow.invitations.save(decision, RESIDENT)


ORDER_STEPS: Mapping[str, Callable[[Heard], None]] = {"outcome": _answer, "objection": _object}
"""What a resident says about an order, whatever it came from, by the last segment of the address."""
RESIDENT_STEPS: Mapping[str, Callable[[Said], None]] = {
    "outcome": lambda said: _answer(said.heard),
    "objection": _object_to_either,
    "withdrawal": _withdraw,
    "follow-up": _add,
}
"""Every step of a resident who rated, by the last segment of its address."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far an order is: the reply once its resident is told, whether they may say if it is solved."""

    order: WorkOrder
    reply: str
    feedback: OrderText | None
    correct_until: datetime | None
    """Until when the resident may contradict what somebody else has noted of them."""
    objection_until: datetime | None
    """Until when they may object to the verdict on the appeal, as long as they have not."""
    steps: frozenset[str]
    """Which of `ORDER_STEPS` are open."""


def follow_order(house: House, order_id: str, now: datetime) -> Followed | None:
    """Return how far an order is, whatever it came from: at most the reply and a text are read beside it."""
    order = house.orders.find(order_id) if order_id else None
    if order is None:
        return None
    rules = house.rating_rules.load(order.profile)
    may_say = order.state is OrderState.FEEDBACK_SENT or is_correctable(order, now, rules)
    may_object = order.appeal is not None and order.appeal.state is AppealState.UPHELD_UNIT
    until = verdict_stands_from(order, rules, house.calendar) if may_object else None
    offers = {"outcome": may_say, "objection": until is not None and now < until}
    return Followed(
        order=order,
        reply=_reply(house, order),
        feedback=_feedback(house, order),
        correct_until=correctable_until(order, rules),
        objection_until=until,
        steps=frozenset(name for name, is_open in offers.items() if is_open),
    )


@dataclass(frozen=True, slots=True)
class Tracked:
    """What became of a rating: how far its order is, what can be done now."""

    invitation: Invitation
    rating: Rating
    followed: Followed | None
    steps: frozenset[str]
    objection_until: datetime | None = None
    """Until when the resident may object to the verdict on the rating."""
    why_invalid: str = ""
    """The reviewers' reason, of a flagged rating that they found invalid."""


def track(house: House, invitation: Invitation, rating: Rating, now: datetime) -> Tracked:
    """Return what became of a rating: at most its order, the reply and a text are read beside it."""
    followed = follow_order(house, rating.order_id, now)
    until = _objection_until(house, invitation, rating, followed)
    steps = _steps(house, invitation, followed, until, now)
    return Tracked(invitation, rating, followed, steps, until, _why_invalid(house, rating))


def _feedback(house: House, order: WorkOrder) -> OrderText | None:
    """Return the text that says what was done, from the approval on."""
    if order.approved is None or not order.is_contactable:
        return None
    return house.order_texts.find(name_for(order, TextKind.FEEDBACK))


def _why_invalid(house: House, rating: Rating) -> str:
    """Return why reviewers found a flagged rating invalid, as the last of them wrote it."""
    review = reviewed_out(rating)
    return _public_words(house, review.reason_ref) if review and review.reason_ref else ""


def _reply(house: House, order: WorkOrder) -> str:
    """Return what the unit says in public, from the moment the resident is told."""
    if order.feedback is None or order.measure is None:
        return ""
    return _public_words(house, order.measure.reply.ref)


def _public_words(house: House, ref: str) -> str:
    try:
        return str(house.queries.personal(ref)["text"])
    except NotFound:
        return ""


def _steps(
    house: House,
    invitation: Invitation,
    followed: Followed | None,
    objection_until: datetime | None,
    now: datetime,
) -> frozenset[str]:
    rules, told_at = house.rating_rules.load(invitation.profile), None
    order = followed.order if followed else None
    if order and order.feedback:
        told_at = order.feedback.at
    offers = {
        "outcome": followed is not None and "outcome" in followed.steps,
        "objection": objection_until is not None and now < objection_until,
        "withdrawal": _may_withdraw(invitation, order),
        "follow-up": answering.may_follow_up(invitation, told_at, now, rules, house.calendar),
    }
    rating = invitation.rating
    if rating is not None:
        offers["photos"] = bool(rating.photos) or may_add_photo(rating, order, now, rules)
    return frozenset(name for name, is_open in offers.items() if is_open)


def _objection_until(
    house: House, invitation: Invitation, rating: Rating, followed: Followed | None
) -> datetime | None:
    """Return until when the resident may object to the review or the appeal, as long as nobody has."""
    review = reviewed_out(rating)
    if review is None:
        return followed.objection_until if followed else None
    if review.state is not ReviewState.INVALIDATED:
        return None
    rules = house.rating_rules.load(invitation.profile)
    return objection_ends(rating.objection_until, rating.ended_at, rules, house.calendar)


def _may_withdraw(invitation: Invitation, order: WorkOrder | None) -> bool:
    rating = invitation.rating
    counts = rating is not None and rating.state is RatingState.EFFECTIVE
    return counts and (order is None or (order.is_open and order.verified is None))
