"""Text the resident of an item: that it is registered, takes longer, was replied to (§2.7, ADR 0077, 0091).

Only the duty that sends opens the number, and with it the secret that the link is made of.
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.order_texts import order_text as texts
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.order_texts.states import Withheld
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.workdays import last_day
from chalicelib.usecases.hotline.secrets import address_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.texts.sendable import Ready, Sendable, follow_nothing

TEXTED = {
    "hotline.received": TextKind.ITEM_RECEIPT,
    "hotline.extended": TextKind.ITEM_EXTENDED,
    "hotline.answered": TextKind.ITEM_REPLIED,
    "hotline.replied": TextKind.ITEM_REPLIED,
}
"""Of what the resident is texted."""


def text_resident(house: House, uow: UnitOfWork, decision: Decision[HotlineItem], now: datetime) -> None:
    """Have the resident texted about what was decided, where there is a mobile number."""
    item, kind = decision.state, TEXTED.get(decision.event.type)
    if kind is None or not item.is_textable:
        return
    rules, number = house.rating_rules.load(item.profile), 1 + len(item.past_replies)
    uow.order_texts.add(texts.schedule_for_item(item.id, item.unit, kind, number, now, rules), SYSTEM)


def _ready(house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> Ready | Decision[OrderText]:
    """Return the words that go out, unless there is a reason to send none."""
    item = uow.hotline.load(text.item)
    contact = uow.contacts.find(item.contact) if item.contact else None
    checks = (
        (not item.is_textable, Withheld.NO_NUMBER),
        (not house.texts.is_connected, Withheld.NO_PROVIDER),
        (contact is not None and contact.wrong_number_at is not None, Withheld.WRONG_NUMBER),
    )
    reason = next((reason for applies, reason in checks if applies), None)
    if reason is None:
        try:
            return Ready(text.kind, _person_of(text), _values(house, item))
        except NotFound:
            reason = Withheld.NO_NUMBER
    return texts.withhold(text, reason, now)


def _values(house: House, item: HotlineItem) -> dict[str, str]:
    secret = str(house.queries.personal(f"HOTLINE#{item.id}")["secret"])
    due = last_day(item.dues.reply.at) if item.dues.reply else None
    return {
        "wo_no": item.number,
        "item_link": address_of(house.link_base, secret),
        "due": f"{due.month}月{due.day}日" if due else "",
    }


def _person_of(text: OrderText) -> str:
    return f"HOTLINE#{text.item}"


ITEM_TEXTS = Sendable(
    rows=lambda uow: uow.order_texts,
    due=texts.next_due,
    ready=_ready,
    person_ref=lambda _house, text: _person_of(text),
    claim=texts.claim,
    postpone=texts.postpone,
    sent=texts.sent,
    failed=texts.failed,
    takes_receipt=texts.takes_receipt,
    delivered=texts.delivered,
    follow=follow_nothing,
)
"""Texts about items, as the one sender needs them."""
