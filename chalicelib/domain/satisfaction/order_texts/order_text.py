"""One text about a bad rating or an item as an aggregate (evaluation.md §2.3, §2.4, §2.7, §3.6).

It goes to the one number that the rating came from, within the hours of texts, at most once (ADR 0073).
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Due, Event
from chalicelib.domain.satisfaction.order_texts.states import (
    ORDER_TEXT,
    RECEIVING,
    SENDABLE,
    OrderTextState,
    Withheld,
)
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.texting import (
    CLAIM_HOLDS,
    SEND,
    SETTLE,
    Sending,
    again_at,
    arrived,
    claimed,
    not_taken,
    slot_from,
    taken,
)
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_S = OrderTextState
OF_ITEMS = "rx_"
"""How the names of texts about items begin."""


@dataclass(frozen=True, slots=True)
class OrderText:
    """One text; `invitation` names the rating whose person it goes to, `reason` why it was not sent.

    `order` is blank for the verdict on a rating that made none.
    """

    id: str
    order: str
    invitation: str
    unit: str
    kind: TextKind
    state: OrderTextState
    profile: str
    scheduled_at: datetime
    not_before: datetime | None = None
    sending: Sending = Sending()
    reason: str = ""
    ended_at: datetime | None = None
    item: str = ""
    """The item that it is about, instead of an order; then `invitation` is blank."""


def name_for(order: WorkOrder, kind: TextKind) -> str:
    """Name the text of an order: one receipt, and a feedback for each time that it was mended."""
    again = "-2" if kind is TextKind.FEEDBACK and order.reopened else ""
    return f"{order.id}.{kind.lower()}{again}"


def schedule(
    order: WorkOrder, kind: TextKind, at: datetime, now: datetime, rules: SatisfactionRules
) -> Decision[OrderText]:
    """Have the resident texted from an instant on, at the next hour for it."""
    about = OrderText("", order.id, order.source_id, order.unit, kind, _S.SCHEDULED, rules.name, now)
    return _scheduled(name_for(order, kind), about, at, rules)


def schedule_verdict(
    invitation: str, rating: str, order: str, unit: str, now: datetime, rules: SatisfactionRules
) -> Decision[OrderText]:
    """Have the resident told that the rating counts no more, at the next hour for it."""
    about = OrderText("", order, invitation, unit, TextKind.VERDICT, _S.SCHEDULED, rules.name, now)
    return _scheduled(f"{rating}.{about.kind.lower()}", about, now, rules)


def schedule_for_item(
    item: str, unit: str, kind: TextKind, number: int, now: datetime, rules: SatisfactionRules
) -> Decision[OrderText]:
    """Have the resident of an item texted at the next hour for it; the same number of a kind is one text."""
    about = OrderText("", "", "", unit, kind, _S.SCHEDULED, rules.name, now, item=item)
    return _scheduled(f"{OF_ITEMS}{item}.{kind.lower()}.{number}", about, now, rules)


def schedule_callback(
    task: str, unit: str, kind: TextKind, now: datetime, rules: SatisfactionRules
) -> Decision[OrderText]:
    """Have the person of a callback task texted, at the next hour for it; `invitation` names the task."""
    about = OrderText("", "", task, unit, kind, _S.SCHEDULED, rules.name, now)
    return _scheduled(f"{task}.{kind.lower()}", about, now, rules)


def _scheduled(name: str, about: OrderText, at: datetime, rules: SatisfactionRules) -> Decision[OrderText]:
    return _moved(None, "scheduled", replace(about, id=name, not_before=slot_from(at, rules)))


def claim(text: OrderText, now: datetime, template: str, segments: int) -> Decision[OrderText]:
    """Take the text upon oneself; whoever comes second finds it taken."""
    sending = claimed(text.sending, now, template, segments)
    changed = replace(text, state=_S.SENDING, sending=sending, not_before=None)
    return _moved(text, "sending", changed, attempt=sending.attempts, template=template)


def postpone(text: OrderText, at: datetime, rules: SatisfactionRules) -> Decision[OrderText]:
    """Leave the text for the next hour from an instant on at which one may go."""
    return _moved(text, "postponed", replace(text, not_before=slot_from(at, rules)))


def withhold(text: OrderText, reason: Withheld, now: datetime) -> Decision[OrderText]:
    """Do not send the text, for a reason that is shown."""
    changed = replace(text, state=_S.WITHHELD, reason=reason.value, not_before=None, ended_at=now)
    return _moved(text, "withheld", changed, reason=reason.value)


def sent(
    text: OrderText, provider_ref: str, now: datetime, _rules: SatisfactionRules, _calendar: Calendar
) -> Decision[OrderText]:
    """Note that the provider has taken the text; nothing follows it."""
    changed = replace(text, state=_S.SENT, sending=taken(text.sending, provider_ref, now))
    return _moved(text, "sent", changed, segments=text.sending.claimed_segments)


def failed(
    text: OrderText, fault: str, now: datetime, rules: SatisfactionRules, *, is_final: bool
) -> Decision[OrderText]:
    """Note that the provider has not taken the text: tried again at the times of invitations, then never."""
    sending = not_taken(text.sending, fault)
    at = again_at(sending, now, rules, is_final=is_final)
    if at is None:
        refused = replace(text, state=_S.FAILED_PERM, sending=sending, ended_at=now)
        return _moved(text, "send_refused", refused, fault=fault)
    waiting = replace(text, state=_S.FAILED_TEMP, sending=sending, not_before=at)
    return _moved(text, "send_failed", waiting, fault=fault)


def takes_receipt(text: OrderText) -> bool:
    """Tell whether a receipt of the last text says something new."""
    return text.state in RECEIVING


def delivered(
    text: OrderText, now: datetime, _rules: SatisfactionRules, _calendar: Calendar
) -> Decision[OrderText]:
    """Note that the text has arrived."""
    sending = arrived(text.sending, now)
    return _moved(text, "delivered", replace(text, state=_S.DELIVERED, sending=sending, not_before=None))


def next_due(text: OrderText) -> Due | None:
    """Return the next work of the clock: the text, or a claim that nobody ended."""
    if text.state is _S.SENDING and text.sending.claimed_at is not None:
        return Due(SETTLE, text.sending.claimed_at + CLAIM_HOLDS)
    if text.state in SENDABLE and text.not_before is not None:
        return Due(SEND, text.not_before)
    return None


def _moved(text: OrderText | None, event: str, changed: OrderText, **facts: Json) -> Decision[OrderText]:
    ORDER_TEXT.check(text.state if text else None, event, changed.state)
    data: dict[str, Json] = {
        "order_id": changed.order,
        "kind": changed.kind.value,
        "unit": changed.unit,
        "state": changed.state.value,
    }
    return Decision(changed, Event(f"order-text.{event}", {**data, **facts}))
