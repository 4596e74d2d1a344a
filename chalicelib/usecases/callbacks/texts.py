"""The texts of a callback: what was noted and how to correct it, and the digit for whom no call reached.

They go by the one sender, within the hours of texts, in the one contact episode of the task. Only the duty
that sends can make the token of a link; its hash leads to the task.
"""

from datetime import datetime, timedelta
from typing import Final

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.after import texted
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import effective_state
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.order_texts import order_text as texts
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.order_texts.states import OrderTextState, Withheld
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.texts.sendable import Ready, Sendable

LINK: Final = "callback-link"
"""The scope in which the hash of a link names its task."""
LEVELS: Final = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
PAUSE_HOLDS = timedelta(hours=1)
"""How long a question waits for a campaign that is paused, before it is looked at again."""
THERE = (OrderTextState.SENT, OrderTextState.DELIVERED)


def schedule(house: House, uow: UnitOfWork, task: CallbackTask, kind: TextKind, now: datetime) -> None:
    """Have the person of a task texted."""
    rules = house.rating_rules.load(task.profile)
    uow.order_texts.add(texts.schedule_callback(task.id, task.unit, kind, now, rules), SYSTEM)


def _ready(house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> Ready | Decision[OrderText]:
    task = uow.callback_tasks.load(text.invitation)
    campaign = house.campaigns.find(task.campaign)
    state = effective_state(campaign, now) if campaign else CampaignState.CANCELLED
    asks = text.kind is TextKind.FALLBACK
    if asks and state is CampaignState.PAUSED:
        return texts.postpone(text, now + PAUSE_HOLDS, house.rating_rules.load(task.profile))
    case = uow.cases.load(task.case)
    contact = uow.contacts.find(task.contact) if task.contact else None
    is_gone = contact is not None and bool(contact.opted_out_at or contact.wrong_number_at)
    checks = (
        (case.person_ref is None or case.phone_fault is not None or not task.contact, Withheld.NO_NUMBER),
        (not house.texts.is_connected, Withheld.NO_PROVIDER),
        (is_gone, Withheld.WRONG_NUMBER),
        (asks and task.state is not TaskState.UNREACHED, Withheld.TOLD_ALREADY),
        (asks and state is not CampaignState.FIELDING, Withheld.CAMPAIGN_OVER),
    )
    reason = next((one for applies, one in checks if applies), None)
    if reason is not None:
        return texts.withhold(text, reason, now)
    return Ready(text.kind, str(case.person_ref), _values(house, uow, text, task))


def _values(house: House, uow: UnitOfWork, text: OrderText, task: CallbackTask) -> dict[str, str]:
    if text.kind is not TextKind.SUMMARY or task.answer is None:
        return {}
    token = noted_token(house, task.id)
    uow.claim(LINK, id_of(token), task.id)
    hours = house.rating_rules.load(task.profile).callback.correction_hours
    said = LEVELS[task.answer.level]
    return {"link": noted_link(house, token), "said": said, "hours": str(hours)}


def noted_token(house: House, task_id: str) -> str:
    """Return the token of the link under which a person reads what was noted, kept nowhere."""
    return token_of(house, f"callback|{task_id}")


def noted_link(house: House, token: str) -> str:
    """Return the address in a text."""
    return f"{house.link_base}/noted/{token}"


def callback_person_ref(house: House, text: OrderText) -> str | None:
    """Return whose number a text about a callback went to."""
    task = house.callback_tasks.find(text.invitation)
    case = house.cases.find(task.case) if task else None
    return case.person_ref if case else None


def _follow(_house: House, uow: UnitOfWork, text: OrderText, now: datetime) -> None:
    """Move the task on once the provider has the text that asks for a digit."""
    if text.kind is not TextKind.FALLBACK or text.state not in THERE:
        return
    task = uow.callback_tasks.load(text.invitation)
    if task.state is TaskState.UNREACHED:
        uow.callback_tasks.save(texted(task, now), SYSTEM)


CALLBACK_TEXTS = Sendable(
    rows=lambda uow: uow.order_texts,
    due=texts.next_due,
    ready=_ready,
    person_ref=callback_person_ref,
    claim=texts.claim,
    postpone=texts.postpone,
    sent=texts.sent,
    failed=texts.failed,
    takes_receipt=texts.takes_receipt,
    delivered=texts.delivered,
    follow=_follow,
)
"""Texts about callbacks, as the one sender needs them."""
