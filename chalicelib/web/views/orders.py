"""A bad-rating work order as its readers see it, on the page and over the API (evaluation.md §2.3, §6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.reviews.reviewing import was_reviewed
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import STEPS as CLOCKS
from chalicelib.domain.satisfaction.work_orders.lateness import limits, running
from chalicelib.domain.satisfaction.work_orders.offers import steps_open
from chalicelib.domain.satisfaction.work_orders.rights import check_discloser
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.usecases.work_orders.read_order import OrderView, files_of
from chalicelib.usecases.work_orders.steps import STEPS
from chalicelib.web.i18n import translate
from chalicelib.web.labels import label
from chalicelib.web.labels.work_orders import TONES
from chalicelib.web.schema_files import load_schema
from chalicelib.web.views.proceedings import cards_view, clocks_view, disclosures_view, history_view

View = dict[str, Any]

PAGE_ONLY = (
    "unit_name",
    "task_name",
    "done_on",
    "may_disclose",
    "main_due_at",
    "tone",
    "main_step",
    "rating",
)
"""What the page reckons beside what the API gives."""


BESIDE = frozenset({"request-return", "appeal", "ask-extension", "urge", "failed-contact", "failed-revisit"})
"""Steps off the straight way: none of them is what the page suggests first."""

KINDS: Mapping[str, str] = {
    "outcome": "attempt",
    "finding": "finding",
    "cause": "cause",
    "result": "revisit-result",
    "category": "appeal-category",
    "decision": "appeal-decision",
    "criteria": "appeal-criterion",
}
"""The fields with closed options, and what their words are called."""


def options_of(
    schema: str, locale: str, kinds: Mapping[str, str] = KINDS
) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen in each field of a command, in the words of the page."""
    fields = load_schema(schema)["properties"]
    return {
        name: [(code, translate(label(code, kind), locale)) for code in _codes_of(fields[name])]
        for name, kind in kinds.items()
        if name in fields
    }


def _codes_of(field: Mapping[str, Any]) -> list[str]:
    codes: list[str] = field.get("items", field).get("enum", [])
    return codes


def order_view(view: OrderView, actor: Actor, rules: SatisfactionRules, now: datetime) -> View:
    """Return an order with its clocks, cards, words and history, and the steps that the reader may take."""
    order, rating, service = view.order, view.rating, view.done.service if view.done else None
    open_steps = steps_open(order, actor, now, rules) - ({"appeal"} if was_reviewed(rating) else set())
    steps = [name for name in STEPS if name in open_steps]
    return {
        "id": order.id,
        "wo_no": order.wo_no,
        **_standing(order),
        "level": order.level,
        "corrected_level": view.corrected_level,
        "indicators": list(order.codes),
        "unit": order.unit,
        "unit_name": service.unit_name if service and service.unit == order.unit else order.unit,
        "task_code": order.task_code,
        "task_name": service.task_name if service else order.task_code,
        "done_on": view.done.done_at if view.done else None,
        "channel": order.channel,
        "rating_state": rating.state.value if rating else "",
        "is_contactable": order.is_contactable,
        "may_unit_contact": order.may_unit_contact,
        "phone": view.phone,
        **_codes(order),
        **clocks_view(CLOCKS, order.dues.of, (step for step, _clock in running(order)), now, limits(order)),
        "cards": cards_view(order.cards),
        "words": dict(view.words),
        "guide": dict(view.guide),
        **_counted(order, rating),
        "history": history_view(view.history, "order"),
        "texts": [text_view(one) for one in view.texts],
        "same_device": same_device_view(view.device_ratings, rules.appeal.device_ratings),
        "disclosures": disclosures_view(order.disclosures),
        "steps": steps,
        "main_step": next((name for name in steps if name not in BESIDE), ""),
        "seen_at": {
            name: step.at for name in STEPS if name in open_steps and (step := STEPS[name].about(order))
        },
        "may_disclose": _may_disclose(order, actor),
        "rating": order.source_id if rating and actor.has(Role.REGULATOR, Role.APPEAL_REVIEWER) else "",
        "created_at": order.created_at,
    }


def _counted(order: WorkOrder, rating: Rating | None) -> View:
    return {"files": len(files_of(order)), "photos": len(rating.photos) if rating else 0}


def same_device_view(count: int | None, least: int) -> View | None:
    """Return what the system counted of the device, and whether that sign of malice holds."""
    return None if count is None else {"count": count, "least": least, "holds": count >= least}


def text_view(text: OrderText) -> View:
    """Return where a text to the resident stands; its number is nowhere."""
    sending = text.sending
    return {
        "kind": text.kind.value,
        "state": text.state.value,
        "reason": text.reason,
        "fault": sending.fault,
        "template": sending.template,
        "segments": sending.segments,
        "not_before": text.not_before,
        "sent_at": sending.sent_at,
    }


def order_json(shown: View) -> View:
    """Return an order as the API gives it."""
    return {name: value for name, value in shown.items() if name not in PAGE_ONLY}


def _standing(order: WorkOrder) -> View:
    state = order.state.value
    return {"source": order.source.value, "state": state, "tone": TONES.get(state, "neutral")}


def _codes(order: WorkOrder) -> View:
    found, revisit, appeal = order.finding, order.revisit, order.appeal
    return {
        "is_anonymous": order.is_anonymous,
        "finding": found.code.value if found else "",
        "cause": found.cause.value if found else "",
        "revisit": revisit.result.value if revisit else "",
        "appeal": appeal.state.value if appeal else "",
        "category": appeal.category.value if appeal else "",
    }


def _may_disclose(order: WorkOrder, actor: Actor) -> bool:
    try:
        check_discloser(order, actor)
    except Forbidden:
        return False
    return order.is_contactable
