"""Take an item in, through whichever door; no caller of this may refuse one (evaluation.md §2.7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.hotline.facts import Door, ItemType, Source
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.receiving import Raised, item_number, item_series, receive
from chalicelib.domain.satisfaction.privacy.rooms import Room, place
from chalicelib.domain.satisfaction.work_orders.facts import Cause, Words
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import AlreadyExists, FieldError, Invalid
from chalicelib.usecases.cases.take_in_case import contact_of, dialled
from chalicelib.usecases.hotline.item_texts import text_resident
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.work_orders.keeping import keep_words


def register_item(
    house: House,
    actor: Actor,
    body: Mapping[str, Any],
    source: Source,
    secret: str,
    once: Once | None = None,
) -> HotlineItem:
    """Register what somebody raises, and return the item; by the same secret it is the same item.

    Raises:
        Invalid: for a telephone that is none, or words that are too short or too long.
    """
    number, landline = _dialled(body)

    def attempt(uow: UnitOfWork, now: datetime) -> HotlineItem:
        identifier = id_of(secret)
        found = uow.hotline.find(identifier)
        if found is not None:
            return found
        rules = house.rating_rules.load()
        contact = contact_of(house, number or landline) if number or landline else ""
        raised = _raised(house, uow, body, source, contact, is_textable=bool(number))
        series = item_series(raised.region, now)
        receipt_no = item_number(raised.region, now, uow.next_serial(series))
        decision = receive(identifier, receipt_no, raised, actor, now, rules, house.calendar)
        uow.vault.put(f"HOTLINE#{identifier}", _person(body, number, landline, secret), "resident")
        if contact:
            uow.known.note(contact, place(Room.ITEM, identifier))
        uow.hotline.add(decision, actor)
        text_resident(house, uow, decision, now)
        return decision.state

    def run() -> HotlineItem:
        return house.transact(
            attempt, once=once, ref=lambda item: item.id, replay=lambda uow, one: uow.hotline.load(one)
        )

    try:
        return run()
    except AlreadyExists:  # the other tap of two came first
        return run()


def _raised(
    house: House,
    uow: UnitOfWork,
    body: Mapping[str, Any],
    source: Source,
    contact: str,
    *,
    is_textable: bool,
) -> Raised:
    def words(name: str) -> Words | None:
        text = str(body.get(name, "")).strip()
        return keep_words(uow, "HOTLINE#words", text) if text else None

    content = str(body["content"]).strip()
    return Raised(
        door=Door(body["door"]),
        source=source,
        type=ItemType(body["type"]),
        topic=Cause(body.get("topic", Cause.OTHER)),
        content=keep_words(uow, "HOTLINE#words", content),
        wanted=words("wanted"),
        place=words("place"),
        region=house.division,
        about=str(body.get("about", "")),
        contact=contact,
        is_textable=is_textable,
        may_unit_contact=bool(body.get("may_contact")),
        is_refused=bool(body.get("refused")),
    )


def _dialled(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the mobile number and the landline that were left, as they are dialled.

    Raises:
        Invalid: `not-a-phone` for what is neither.
    """
    number, landline = dialled(body.get("phone"))
    if body.get("phone") and not (number or landline):
        raise Invalid(errors=[FieldError("/phone", "not-a-phone")])
    return number, landline


def _person(body: Mapping[str, Any], number: str, landline: str, secret: str) -> dict[str, Json]:
    given = {"name": str(body.get("name", "")).strip(), "phone": number, "landline": landline}
    return {"secret": secret, **{name: value for name, value in given.items() if value}}
