"""Which rule decides each step of an item that people take (evaluation.md §2.7).

Every step is a form of the pages and an operation of the API under the same name (step_rows.py).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline import calling, handling, receiving, sending, supervising
from chalicelib.domain.satisfaction.hotline.facts import Solved, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.known_units import check_unit
from chalicelib.usecases.work_orders.keeping import PUBLIC, SAID, keep_words


@dataclass(frozen=True, slots=True)
class Taking:
    """One step being taken: by whom, of which item, when, and what the body says."""

    house: House
    uow: UnitOfWork
    item: HotlineItem
    actor: Actor
    now: datetime
    rules: SatisfactionRules
    body: Mapping[str, Any]

    @property
    def calendar(self) -> Calendar:
        """Return the working days."""
        return self.house.calendar

    def words(self, name: str = "reason", *, is_public: bool = False) -> Words:
        """Put what a field of the body says into the vault; what is public the resident reads."""
        place, purpose = ("ANSWER#hotline", PUBLIC) if is_public else ("HOTLINE#words", SAID)
        return keep_words(self.uow, place, str(self.body[name]).strip(), purpose)

    def note(self) -> Words | None:
        """Put the note into the vault, where there is one."""
        return self.words("note") if self.body.get("note") else None


def _dispatch(t: Taking) -> Decision[HotlineItem]:
    unit = t.body["unit"]
    if t.house.service_types.department_by_org(unit) is None:
        check_unit(t.house, unit)
    return sending.dispatch(t.item, unit, t.note(), t.actor, t.now, t.rules, t.calendar)


def _answer(t: Taking) -> Decision[HotlineItem]:
    return receiving.answer(t.item, t.words("reply", is_public=True), t.actor, t.now, t.rules)


def _return(t: Taking) -> Decision[HotlineItem]:
    return sending.return_item(t.item, t.words(), t.actor, t.now, t.rules, t.calendar)


def _reply(t: Taking) -> Decision[HotlineItem]:
    words = t.words("reply", is_public=True)
    return handling.reply(t.item, words, t.actor, t.now, t.rules, t.calendar)


def _progress(t: Taking) -> Decision[HotlineItem]:
    words = t.words("reply", is_public=True)
    return handling.progress(t.item, words, t.actor, t.now, t.rules, t.calendar)


def _ask_extension(t: Taking) -> Decision[HotlineItem]:
    words = t.words(is_public=True)
    return handling.ask_extension(t.item, t.body["days"], words, t.actor, t.now, t.rules)


def _report_back(t: Taking) -> Decision[HotlineItem]:
    words = t.words("reply", is_public=True)
    return supervising.report_back(t.item, words, t.actor, t.now, t.rules)


def _callback(t: Taking) -> Decision[HotlineItem]:
    solved, level = Solved(t.body["solved"]), int(t.body["level"])
    return calling.record_said(t.item, solved, level, t.note(), t.actor, t.now, t.rules, t.calendar)


def _extension_step(item: HotlineItem) -> Step | None:
    return item.extension.asked if item.extension else None


def _said_step(item: HotlineItem) -> Step | None:
    return item.said.step if item.said else None


Decide = Callable[[Taking], Decision[HotlineItem]]
DECIDE: Mapping[str, Decide] = {
    "triage": lambda t: receiving.triage(t.item, Triage(t.body["triage"]), t.actor, t.now),
    "answer": _answer,
    "dispatch": _dispatch,
    "return": _return,
    "contact": lambda t: handling.contact(t.item, t.note(), t.actor, t.now),
    "reply": _reply,
    "progress": _progress,
    "ask-extension": _ask_extension,
    "grant-extension": lambda t: handling.grant_extension(t.item, t.actor, t.now, t.rules, t.calendar),
    "refuse-extension": lambda t: handling.refuse_extension(t.item, t.words(), t.actor, t.now),
    "callback": _callback,
    "failed-callback": lambda t: calling.note_failed_call(t.item, t.body["outcome"], t.actor, t.now, t.rules),
    "close": lambda t: calling.close(t.item, t.actor, t.now, t.rules),
    "redispatch": lambda t: sending.redispatch(t.item, t.words(), t.actor, t.now, t.rules, t.calendar),
    "close-unresolved": lambda t: calling.close_unresolved(t.item, t.words(), t.actor, t.now, t.rules),
    "urge": lambda t: supervising.urge(t.item, t.actor, t.now),
    "instruct": lambda t: supervising.instruct(t.item, t.words("instruction"), t.actor, t.now, t.rules),
    "report-back": _report_back,
}

ABOUT: Mapping[str, Callable[[HotlineItem], Step | None]] = {
    "grant-extension": _extension_step,
    "refuse-extension": _extension_step,
    "close": _said_step,
    "redispatch": _said_step,
    "close-unresolved": _said_step,
}
"""What a step decides about, which somebody else may have put another in place of since it was read."""
