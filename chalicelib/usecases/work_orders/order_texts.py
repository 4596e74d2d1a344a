"""Text who said a bad level: that it became an order, what was done, that it counts no more (§2.3–2.4).

Whoever said it, with a rating, in a call or in a survey, gets the same texts, with the link under which they
follow the order.
Only the duty that sends opens the number. The feedback's order moves in the transaction that notes what
became of it: on when the provider has it, back when it never arrives. So FEEDBACK_SENT is never said of a
text that nobody took.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import Service
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.judging import objection_ends
from chalicelib.domain.satisfaction.order_texts import order_text as texts
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.order_texts.states import OrderTextState, Withheld
from chalicelib.domain.satisfaction.ratings.rating import RatingState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.filling import quoted
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.objecting import verdict_stands_from
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.telling import awaits_text, send_feedback, take_back_feedback
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import last_day
from chalicelib.usecases.callbacks.texts import LINK, noted_link, noted_token
from chalicelib.usecases.invitations.links import id_of, link_of, token_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.surveys import links as surveys
from chalicelib.usecases.texts.send_text import advance_text
from chalicelib.usecases.texts.sendable import Ready, Sendable, sendable_of
from chalicelib.usecases.work_orders.voices import VOICES

ANY_UNIT = "承办单位"
"""What a text calls a unit other than the one that served."""
THERE = (OrderTextState.SENT, OrderTextState.DELIVERED)
NEVER_THERE = (OrderTextState.FAILED_PERM, OrderTextState.WITHHELD)


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind an order: where the number lies, and the link under which they follow it."""

    person_ref: str
    contact: str
    token: str
    """Blank where there is no page that a link could lead to."""
    link: str
    service: Service
    is_invalid: bool
    """That what was said counts no more."""
    invitation: Invitation | None = None
    """The one that was rated; a review of it has a verdict of its own."""
    task: str = ""
    """The callback in which it was said, whose link is known once it is sent."""


def schedule_text(house: House, uow: UnitOfWork, order: WorkOrder, kind: TextKind, now: datetime) -> None:
    """Have the resident texted about an order; nothing where nobody can be reached."""
    if not order.is_contactable or order.source not in BEHIND:
        return
    rules = house.rating_rules.load(order.profile)
    grace = timedelta(minutes=rules.text.feedback_minutes if kind is TextKind.FEEDBACK else 0)
    uow.order_texts.add(texts.schedule(order, kind, now + grace, now, rules), SYSTEM)


def schedule_verdict(house: House, uow: UnitOfWork, invitation: Invitation, now: datetime) -> None:
    """Have the resident told that the rating counts no more (§2.4); nothing where nobody can be reached."""
    rating = invitation.rating
    if rating is None or invitation.person_ref is None:
        return
    rules = house.rating_rules.load(invitation.profile)
    unit = invitation.service.unit
    decision = texts.schedule_verdict(invitation.id, rating.id, rating.order_id, unit, now, rules)
    if uow.order_texts.find(decision.state.id) is None:
        uow.order_texts.add(decision, SYSTEM)


def advance_order_text(house: House, identifier: str) -> None:
    """Do what is due now of a text about an order, an item or a callback; in vain it finds nothing to do."""
    advance_text(house, sendable_of(identifier), house.order_texts.find(identifier))


def _ready(house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> Ready | Decision[OrderText]:
    """Return the words that go out, unless there is a reason to send none."""
    order = uow.orders.load(text.order) if text.order else None
    behind = BEHIND[order.source if order else Source.RATING](house, uow, text.invitation)
    reason = _reason(house, uow, text, order, behind)
    if reason is not None or behind is None:
        return texts.withhold(text, reason or Withheld.NO_NUMBER, now)
    if behind.task:
        uow.claim(LINK, id_of(behind.token), behind.task)
    return Ready(text.kind, behind.person_ref, _values(house, text, order, behind))


def _of_invitation(house: House, uow: UnitOfWork, identifier: str) -> Behind | None:
    invitation = uow.invitations.find(identifier)
    if invitation is None or invitation.person_ref is None:
        return None
    token = token_of(house, invitation.case)
    return Behind(
        person_ref=invitation.person_ref,
        contact=invitation.contact,
        token=token if id_of(token) == invitation.id else "",
        link=link_of(house.link_base, token),
        service=invitation.service,
        is_invalid=invitation.rating is not None and invitation.rating.state is RatingState.INVALIDATED,
        invitation=invitation,
    )


def _of_task(house: House, uow: UnitOfWork, identifier: str) -> Behind | None:
    task = uow.callback_tasks.find(identifier)
    case = uow.cases.find(task.case) if task is not None and task.contact else None
    if task is None or case is None or case.person_ref is None or case.phone_fault is not None:
        return None
    token = noted_token(house, task.id)
    link = noted_link(house, token)
    is_invalid = bool(task.invalid_reason)
    return Behind(case.person_ref, task.contact, token, link, case.service, is_invalid, task=task.id)


def _of_survey(house: House, uow: UnitOfWork, identifier: str) -> Behind | None:
    survey = uow.surveys.find(identifier)
    case = uow.cases.find(survey.case) if survey is not None and survey.contact else None
    if survey is None or survey.person_ref is None or case is None:
        return None
    token = surveys.token_of(house, survey.campaign, survey.contact)
    link, is_invalid = surveys.link_of(house, token), bool(survey.given and survey.given.invalid_reason)
    return Behind(survey.person_ref, survey.contact, token, link, case.service, is_invalid)


BEHIND: Mapping[Source, Callable[[House, UnitOfWork, str], Behind | None]] = {
    Source.RATING: _of_invitation,
    Source.CALLBACK: _of_task,
    Source.SURVEY: _of_survey,
}
"""Who stands behind an order, by what it came from; a finding has nobody to text."""


def _reason(
    house: House, uow: UnitOfWork, text: OrderText, order: WorkOrder | None, behind: Behind | None
) -> Withheld | None:
    """Return why the text is not sent; None when it is."""
    if behind is None:
        return Withheld.NO_NUMBER
    contact = uow.contacts.find(behind.contact) if behind.contact else None
    checks = (
        *_moot(text, order, behind),
        (not house.texts.is_connected, Withheld.NO_PROVIDER),
        (contact is not None and contact.wrong_number_at is not None, Withheld.WRONG_NUMBER),
        (not behind.token, Withheld.NO_LINK),
    )
    return next((reason for applies, reason in checks if applies), None)


def _moot(text: OrderText, order: WorkOrder | None, behind: Behind) -> tuple[tuple[bool, Withheld], ...]:
    """Return whether what a text says is still so."""
    if text.kind is TextKind.VERDICT:
        return ((not behind.is_invalid, Withheld.COUNTS_AGAIN),)
    is_told = text.kind is TextKind.FEEDBACK and order is not None and not awaits_text(order)
    return ((order is None or not order.is_open, Withheld.ORDER_ENDED), (is_told, Withheld.TOLD_ALREADY))


def _person_ref(house: House, text: OrderText) -> str | None:
    """Return whose number a text went to: of who rated or was asked, which became the order."""
    order = house.orders.find(text.order) if text.order else None
    voice = VOICES[order.source if order else Source.RATING](house, text.invitation)
    return voice.person_ref or None if voice else None


def _follow(house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> None:
    """Move the order with its feedback: on when the provider has it, back when it never arrives."""
    if text.kind is not TextKind.FEEDBACK or text.state not in (*THERE, *NEVER_THERE):
        return
    order = uow.orders.load(text.order)
    if not awaits_text(order):
        return
    rules, is_there = house.rating_rules.load(order.profile), text.state in THERE
    if is_there and order.state is OrderState.RECTIFIED:
        uow.orders.save(send_feedback(order, None, SYSTEM, now, rules, house.calendar), SYSTEM)
    elif not is_there and order.state is OrderState.FEEDBACK_SENT:
        uow.orders.save(take_back_feedback(order, now, rules, house.calendar), SYSTEM)


def _values(house: House, text: OrderText, order: WorkOrder | None, behind: Behind) -> dict[str, str]:
    link = {"link": behind.link}
    if order is None or text.kind is TextKind.VERDICT:
        return {**link, "due": _day(_objection_until(house, order, behind.invitation))}
    rules, service = house.rating_rules.load(text.profile), behind.service
    return {
        **link,
        "wo_no": order.wo_no,
        "unit": service.unit_name if service.unit == order.unit else ANY_UNIT,
        "due": _day(order.dues.rectify.at),
        "done": _done(house, order, rules) if text.kind is TextKind.FEEDBACK else "",
    }


def _objection_until(house: House, order: WorkOrder | None, invitation: Invitation | None) -> datetime | None:
    """Return until when a verdict may be objected to: that on a rating, else that on its order's appeal."""
    if invitation is not None and (rating := invitation.rating) is not None:
        rules = house.rating_rules.load(invitation.profile)
        return objection_ends(rating.objection_until, rating.ended_at, rules, house.calendar)
    return (
        verdict_stands_from(order, house.rating_rules.load(order.profile), house.calendar) if order else None
    )


def _day(ends_at: datetime | None) -> str:
    """Return the last day of a period as a text says it."""
    if ends_at is None:
        return ""
    ends_on = last_day(ends_at)
    return f"{ends_on.month}月{ends_on.day}日"


def _done(house: House, order: WorkOrder, rules: SatisfactionRules) -> str:
    """Return the beginning of the unit's public reply; the whole of it is behind the link."""
    if order.measure is None:
        return ""
    try:
        reply = str(house.queries.personal(order.measure.reply.ref)["text"])
    except NotFound:
        return ""
    return quoted(reply, rules.text.done_chars)


ORDER_TEXTS = Sendable(
    rows=lambda uow: uow.order_texts,
    due=texts.next_due,
    ready=_ready,
    person_ref=_person_ref,
    claim=texts.claim,
    postpone=texts.postpone,
    sent=texts.sent,
    failed=texts.failed,
    takes_receipt=texts.takes_receipt,
    delivered=texts.delivered,
    follow=_follow,
)
"""Texts about work orders, as the one sender needs them."""
