"""Text the resident behind a bad rating: that it became an order, and what was done (§2.3 no. 12, §3.6).

Only the duty that sends opens the number. The feedback's order moves in the transaction that notes that the
provider has it, so that FEEDBACK_SENT is never said of a text that nobody took.
"""

from datetime import datetime, timedelta

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.order_texts import order_text as texts
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.order_texts.states import OrderTextState, Withheld
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.filling import quoted
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.texting import HELD_BACK
from chalicelib.domain.satisfaction.texts import segments_of
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.telling import send_feedback
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.workdays import last_day
from chalicelib.usecases.invitations.links import id_of, link_of, token_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.text_ports import TextFate
from chalicelib.usecases.texts.hand_over import Claimed, hand_over
from chalicelib.usecases.texts.wording import stamp_of, words_of

ANY_UNIT = "承办单位"
"""What a text calls a unit other than the one that served."""


def schedule_text(house: House, uow: UnitOfWork, order: WorkOrder, kind: TextKind, now: datetime) -> None:
    """Have the resident texted about an order; nothing where nobody can be reached."""
    if not order.is_contactable or order.source is not Source.RATING:
        return
    rules = house.rating_rules.load(order.profile)
    grace = timedelta(minutes=rules.text.feedback_minutes if kind is TextKind.FEEDBACK else 0)
    uow.order_texts.add(texts.schedule(order, kind, now + grace, now, rules), SYSTEM)


def advance_order_text(house: House, identifier: str) -> None:
    """Do what is due now; a run that comes twice, late or in vain finds nothing to do."""
    found = house.order_texts.find(identifier)
    if found is not None and not _has_a_place(house, found):
        house.transact(lambda uow, now: _hold_back(house, uow, identifier, now))
        return
    claimed = house.transact(lambda uow, now: _step(house, uow, identifier, now))
    if claimed is not None:
        _send(house, *claimed)


def _has_a_place(house: House, text: OrderText) -> bool:
    """Take the next place at the provider's pace for a text that is due; whatever else is due needs none."""
    return not _is_to_send(house, text, house.clock.product_now()) or house.pace.wait(
        house.rating_rules.load(text.profile).text.per_minute
    )


def _is_to_send(house: House, text: OrderText, now: datetime) -> bool:
    due = texts.next_due(text)
    is_due = due is not None and due.kind == texts.SEND and due.at <= now
    return is_due and texts.may_send(now, house.rating_rules.load(text.profile))


def _hold_back(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    text = uow.order_texts.load(identifier)
    if _is_to_send(house, text, now):
        rules = house.rating_rules.load(text.profile)
        uow.order_texts.save(texts.postpone(text, now + HELD_BACK, rules), SYSTEM)


def _step(
    house: House, uow: UnitOfWork, identifier: str, now: datetime
) -> tuple[OrderText, WorkOrder, Invitation] | None:
    """Take one step of the clock; return the text that is now ours to send, and what it is about."""
    text = uow.order_texts.load(identifier)
    due, rules = texts.next_due(text), house.rating_rules.load(text.profile)
    if due is None or now < due.at:
        return None
    if due.kind == texts.SETTLE:
        _settle(house, uow, text, now)
        return None
    order, invitation = uow.orders.load(text.order), uow.invitations.find(text.invitation)
    reason = _reason(house, uow, text, order, invitation)
    if reason is not None or invitation is None:
        uow.order_texts.save(texts.withhold(text, reason or Withheld.NO_NUMBER, now), SYSTEM)
        return None
    if not texts.may_send(now, rules):
        uow.order_texts.save(texts.postpone(text, now, rules), SYSTEM)
        return None
    decision = texts.claim(text, now, stamp_of(house, text.kind, now, rules))
    uow.order_texts.save(decision, SYSTEM)
    return decision.state, order, invitation


def _reason(
    house: House, uow: UnitOfWork, text: OrderText, order: WorkOrder, invitation: Invitation | None
) -> Withheld | None:
    """Return why the text is not sent; None when it is."""
    if invitation is None or invitation.person_ref is None:
        return Withheld.NO_NUMBER
    contact = uow.contacts.find(invitation.contact) if invitation.contact else None
    checks = (
        (not order.is_open, Withheld.ORDER_ENDED),
        (text.kind is TextKind.FEEDBACK and order.state is not OrderState.RECTIFIED, Withheld.TOLD_ALREADY),
        (not house.texts.is_connected, Withheld.NO_PROVIDER),
        (contact is not None and contact.wrong_number_at is not None, Withheld.WRONG_NUMBER),
        (id_of(token_of(house, invitation.case)) != invitation.id, Withheld.NO_LINK),
    )
    return next((reason for applies, reason in checks if applies), None)


def _settle(house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> None:
    """End a claim that nobody ended: tried again only where the provider says that it has no such text."""
    if house.texts.fate(name_of(text)) is TextFate.NOT_THERE:
        rules = house.rating_rules.load(text.profile)
        uow.order_texts.save(texts.failed(text, "not-taken", now, rules, is_final=False), SYSTEM)
    else:
        _took(house, uow, text, "", 0, now)


def _send(house: House, text: OrderText, order: WorkOrder, invitation: Invitation) -> None:
    words = _words(house, text, order, invitation)

    def took(provider_ref: str) -> None:
        def attempt(uow: UnitOfWork, now: datetime) -> None:
            mine = _still_ours(uow, text)
            if mine is not None:
                number = segments_of(words, house.rating_rules.load(text.profile))
                _took(house, uow, mine, provider_ref, number, now)

        house.transact(attempt)

    def failed(fault: str, is_final: bool) -> None:
        def attempt(uow: UnitOfWork, now: datetime) -> None:
            mine, rules = _still_ours(uow, text), house.rating_rules.load(text.profile)
            if mine is not None:
                uow.order_texts.save(texts.failed(mine, fault, now, rules, is_final=is_final), SYSTEM)

        house.transact(attempt)

    hand_over(house, Claimed(name_of(text), str(invitation.person_ref), words), took, failed)


def _took(
    house: House, uow: UnitOfWork, text: OrderText, provider_ref: str, segments: int, now: datetime
) -> None:
    """Note that the provider has a text; with the feedback its order moves on."""
    uow.order_texts.save(texts.sent(text, provider_ref, segments, now), SYSTEM)
    order = uow.orders.load(text.order)
    if text.kind is TextKind.FEEDBACK and order.state is OrderState.RECTIFIED:
        rules = house.rating_rules.load(order.profile)
        uow.orders.save(send_feedback(order, None, SYSTEM, now, rules, house.calendar), SYSTEM)


def _still_ours(uow: UnitOfWork, claimed: OrderText) -> OrderText | None:
    """Return the text while the claim stands."""
    text = uow.order_texts.load(claimed.id)
    is_ours = text.state is OrderTextState.SENDING and text.sending.attempts == claimed.sending.attempts
    return text if is_ours else None


def name_of(text: OrderText) -> str:
    """Name a text to the provider: the same claim has the same name, the next one another."""
    return f"{text.id}-{text.sending.attempts}"


def _words(house: House, text: OrderText, order: WorkOrder, invitation: Invitation) -> str:
    rules, service = house.rating_rules.load(text.profile), invitation.service
    ends_on = last_day(order.dues.rectify.at)
    values = {
        "wo_no": order.wo_no,
        "unit": service.unit_name if service.unit == order.unit else ANY_UNIT,
        "due": f"{ends_on.month}月{ends_on.day}日",
        "link": link_of(house.link_base, token_of(house, invitation.case)),
        "done": _done(house, order, rules),
    }
    return words_of(house, text.sending.template, values, rules)


def _done(house: House, order: WorkOrder, rules: SatisfactionRules) -> str:
    """Return the beginning of the unit's public reply; the whole of it is behind the link."""
    if order.measure is None:
        return ""
    try:
        reply = str(house.queries.personal(order.measure.reply.ref)["text"])
    except NotFound:
        return ""
    return quoted(reply, rules.text.done_chars)
