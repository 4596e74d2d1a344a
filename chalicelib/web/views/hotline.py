"""An item as its readers see it, on the page, over the API and by the resident's secret (§2.7, §6, §8.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.hotline.clocks import STEPS as CLOCKS
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.lateness import limits, running
from chalicelib.domain.satisfaction.hotline.offers import steps_open
from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, check_overseer
from chalicelib.domain.satisfaction.hotline.tracking import marks, rounds
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden
from chalicelib.usecases.hotline.read_item import Followed, ItemView
from chalicelib.usecases.hotline.step_rows import STEP_ROWS
from chalicelib.usecases.hotline.steps import ABOUT
from chalicelib.web.labels.hotline import TONES
from chalicelib.web.views.proceedings import cards_view, clocks_view, disclosures_view, history_view

View = dict[str, Any]

PAGE_ONLY = ("main_due_at", "tone", "main_step", "may_disclose", "may_join", "is_mine")
"""What the page reckons beside what the API gives."""
BESIDE = frozenset({"return", "ask-extension", "urge", "failed-callback", "contact", "progress", "instruct"})
"""Steps off the straight way: none of them is what the page suggests first."""
KINDS: Mapping[str, str] = {
    "triage": "hotline-triage",
    "outcome": "attempt",
    "solved": "hotline-solved",
    "level": "rating-level",
    "reason": "disclosure-reason",
}
"""The fields of commands with closed options, and what their words are called."""


def item_view(view: ItemView, actor: Actor, rules: SatisfactionRules, now: datetime) -> View:
    """Return an item with its clocks, cards, words and history, and the steps that the reader may take."""
    item = view.item
    open_steps = steps_open(item, actor, now, rules)
    steps = [name for name in STEP_ROWS if name in open_steps]
    return {
        "id": item.id,
        "item_no": item.number,
        "door": item.door.value,
        "source": item.source.value,
        "type": item.type.value,
        "topic": item.topic.value,
        "state": item.state.value,
        "tone": TONES.get(item.state.value, "neutral"),
        "triage": item.triage.value if item.triage else "",
        "unit": item.unit,
        "about": item.about,
        "window": item.received.org,
        "is_contactable": item.is_contactable,
        "may_unit_contact": item.may_unit_contact,
        "is_confidential": item.is_confidential,
        "is_refused": item.is_refused,
        "phone": view.phone,
        "solved": item.said.solved.value if item.said else "",
        "level": item.said.level if item.said else None,
        "problem": item.problem,
        **clocks_view(CLOCKS, item.dues.of, (step for step, _clock in running(item)), now, limits(item)),
        "cards": cards_view(item.cards),
        "marks": [
            {"reason": one.reason.value, "step": one.step, "at": one.at, "unit": one.unit}
            for one in item.marks
        ],
        "words": dict(view.words),
        "history": history_view(view.history, "hotline"),
        "disclosures": disclosures_view(item.disclosures),
        "steps": steps,
        "main_step": next((name for name in steps if name not in BESIDE), ""),
        "seen_at": {
            name: step.at for name in steps if name in ABOUT and (step := ABOUT[name](item)) is not None
        },
        "may_disclose": _may_disclose(item, actor),
        "may_join": actor.has(*DISCLOSERS),
        "is_mine": item.received.by == actor.person,
        "created_at": item.received.at,
    }


def item_json(shown: View) -> View:
    """Return an item as the API gives it."""
    return {name: value for name, value in shown.items() if name not in PAGE_ONLY}


def followed_view(followed: Followed, unit_names: Mapping[str, str], now: datetime) -> View:
    """Return what the resident sees by the secret: how far it is, who is late, what was replied."""
    item = followed.item
    return {
        "item_no": item.number,
        "door": item.door.value,
        "state": item.state.value,
        "at": item.received.at,
        "is_open": item.is_open,
        "is_refused": item.is_refused,
        "is_supervised": item.is_supervised,
        "unit": unit_names.get(item.unit, item.unit),
        "marks": [
            {
                "name": one.milestone.value,
                "due_at": one.due_at,
                "done_at": one.done_at,
                "is_late": one.is_late,
                "is_units": one.is_units,
                "is_owed": one.is_owed,
            }
            for one in marks(item, now)
        ],
        "words": dict(followed.words),
        "rounds": {
            str(number): {
                "at": one.answered_at,
                "is_late": one.is_late,
                "solved": one.said.solved.value if one.said else "",
                "level": one.said.level if one.said else 0,
            }
            for number, one in enumerate(rounds(item), start=1)
        },
        "redispatched_at": item.redispatched.at if item.redispatched else None,
        "reopened_at": item.reopened.at if item.reopened else None,
        "extended_to": item.dues.reply.at if item.dues.reply and item.is_extended else None,
        "solved": item.said.solved.value if item.said else "",
        "level": item.said.level if item.said else 0,
        "steps": followed.steps,
        "correct_until": followed.correct_until,
        "reopens_until": followed.reopens_until,
        "disclosures": disclosures_view(item.disclosures),
    }


def _may_disclose(item: HotlineItem, actor: Actor) -> bool:
    try:
        check_overseer(item, actor)
    except Forbidden:
        return False
    return item.is_contactable
