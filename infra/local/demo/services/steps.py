"""Who takes which step of a demo's work order, and what it says; the words come from the plot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House
from chalicelib.usecases.work_orders.read_order import disclose_identity
from chalicelib.usecases.work_orders.resident_steps import take_resident_step
from chalicelib.usecases.work_orders.take_step import take_step
from infra.local.demo import cast
from infra.local.demo.services.months import first_hour, second_hour
from infra.local.demo.services.places import desk_of
from infra.local.demo.services.plots import Plot

if TYPE_CHECKING:
    from infra.local.demo.story import Story

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""Stands for a scanned record."""
HANDLER_STEPS = frozenset(
    {
        "sign", "request-return", "propose-finding", "start-rectifying", "explain", "submit-measure",
        "ask-extension", "appeal",
    }
)  # fmt: skip
HEAD_STEPS = frozenset(
    {"verify", "return-finding", "approve-measure", "return-measure", "approve-appeal", "decline-appeal"}
)
REGULATOR_STEPS = frozenset(
    {"grant-return", "refuse-return", "grant-extension", "close", "reopen", "close-unresolved"}
)
CALLS = frozenset({"contact", "failed-contact"})
RESIDENT_STEPS = frozenset({"outcome", "objection", "withdrawal", "follow-up"})


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad rating of the demo on its way: its plot, its order and its link."""

    plot: Plot
    order_id: str
    token: str
    says: Callable[[House, str, str, Mapping[str, Json]], None] = take_resident_step
    """Takes a step of the resident by the link."""

    @classmethod
    def of(cls, house: House, plot: Plot, token: str) -> "Bad":
        """Return the bad rating that was just given by a link.

        Raises:
            ValueError: when there is none.
        """
        found = house.invitations.find(id_of(token))
        if found is None or found.rating is None:
            raise ValueError(f"{plot.department} {plot.day} was not rated")
        return cls(plot, found.rating.order_id, token)

    def take(self, house: House, step: str) -> None:
        """Take a step; what follows a colon is what it says."""
        name, _, said = step.partition(":")
        if name == "send-feedback" and self._is_told(house):
            return
        if name == "disclose":
            regulator = cast.of_role(Role.REGULATOR)
            disclose_identity(house, regulator.actor, self.order_id, said, regulator.org_name)
        elif name in RESIDENT_STEPS:
            self.says(house, self.token, name, self._words_of_resident(name, said))
        else:
            body = _BODIES.get(name, _nothing)(house, self.plot, said)
            take_step(house, self._actor(house, name, said), self.order_id, name, body)

    def _is_told(self, house: House) -> bool:
        """Tell whether the resident was texted what was done, so that nobody has to tell it."""
        order = house.orders.find(self.order_id)
        return order is not None and order.state is OrderState.FEEDBACK_SENT

    def _words_of_resident(self, name: str, said: str) -> dict[str, Json]:
        text: dict[str, Json] = {"text": self.plot.resident} if self.plot.resident else {}
        match name:
            case "outcome":
                return {"result": said, **text}
            case "follow-up":
                return {"level": int(said), "text": "整改以后又来了一次,比上次好多了。"}
        return text

    def _actor(self, house: House, name: str, said: str) -> Actor:
        """Return who takes a step; the unit calls where the resident agreed, else the centre."""
        order = house.orders.find(self.order_id)
        unit = order.unit if order else ""
        if name in HANDLER_STEPS or (name in CALLS and self.plot.contact):
            return cast.actor(Role.UNIT_HANDLER, unit)
        if name in HEAD_STEPS:
            return cast.actor(Role.UNIT_HEAD, unit)
        if name in REGULATOR_STEPS:
            return cast.actor(Role.REGULATOR)
        if name == "vote":
            return cast.actor(Role.APPEAL_REVIEWER, place=int(said[0]) - 1)
        if name == "decide-objection":
            return cast.actor(Role.APPEAL_REVIEWER, place=2)
        return cast.actor(Role.CENTRE_SUPERVISOR)


def follow(story: "Story", bad: Bad) -> None:
    """Plan the steps of an order, by the working days after the day of its plot."""
    for workdays, half, step in bad.plot.course:
        day = story.house.calendar.add_workdays(bad.plot.day, workdays)
        at = first_hour(day) if half == 1 else second_hour(day)
        story.at(at, partial(bad.take, story.house, step))


Body = dict[str, Json]
Say = Callable[[House, Plot, str], Body]


def _nothing(_house: House, _plot: Plot, _said: str) -> Body:
    return {}


def _contact(_house: House, _plot: Plot, _said: str) -> Body:
    return {"note": "已与办事人通话,核对了办理经过和诉求。"}


def _outcome(_house: House, _plot: Plot, said: str) -> Body:
    return {"outcome": said}


def _finding(_house: House, plot: Plot, _said: str) -> Body:
    return {"finding": plot.finding, "cause": plot.cause, "note": plot.found}


def _measure(house: House, plot: Plot, said: str) -> Body:
    body: Body = {"measure": plot.again if said else plot.measure, "public_reply": plot.reply}
    if plot.before:
        body |= {"guide_before": plot.before, "guide_after": plot.after}
    return {**body, "evidence": [_paper(house, plot)], "is_confirmed": True}


def _reason(_house: House, plot: Plot, _said: str) -> Body:
    return {"reason": plot.reason}


def _refusal(_house: House, plot: Plot, _said: str) -> Body:
    return {"reason": plot.refused or plot.reason}


def _other_unit(_house: House, plot: Plot, _said: str) -> Body:
    return {"unit": desk_of(plot.to).uscc, "note": "经核对,该要求由住建窗口提出,转请办理。"}


def _extension(_house: House, plot: Plot, _said: str) -> Body:
    return {"days": 7, "reason": plot.reason}


def _feedback(_house: House, _plot: Plot, _said: str) -> Body:
    return {"note": "整改结果已核对,发送反馈短信。"}


def _revisit(_house: House, _plot: Plot, said: str) -> Body:
    return {"result": said, "note": "电话回访,办事人对整改结果作了答复。"}


def _appeal(house: House, plot: Plot, _said: str) -> Body:
    return {"category": plot.category, "reason": plot.reason, "evidence": [_paper(house, plot)]}


def _vote(_house: House, plot: Plot, said: str) -> Body:
    number, _, decision = said.partition(":")
    return _judgement(plot, decision, plot.votes[number])


def _last_word(_house: House, plot: Plot, said: str) -> Body:
    return _judgement(plot, said, plot.final)


def _judgement(plot: Plot, decision: str, reason: str) -> Body:
    is_malice = decision == "uphold" and plot.category == "MALICIOUS"
    return {"decision": decision, "reason": reason, "criteria": ["ABUSIVE_TEXT"] if is_malice else []}


def _paper(house: House, plot: Plot) -> str:
    return house.files.put("dossier", PAPER + f"{plot.department} {plot.day}".encode(), "application/pdf")


_BODIES: Mapping[str, Say] = {
    "contact": _contact,
    "failed-contact": _outcome,
    "propose-finding": _finding,
    "return-finding": _refusal,
    "submit-measure": _measure,
    "explain": _measure,
    "return-measure": _refusal,
    "request-return": _reason,
    "grant-return": _other_unit,
    "refuse-return": _refusal,
    "ask-extension": _extension,
    "send-feedback": _feedback,
    "revisit": _revisit,
    "failed-revisit": _outcome,
    "reopen": _reason,
    "close-unresolved": _reason,
    "appeal": _appeal,
    "decline-appeal": _refusal,
    "vote": _vote,
    "decide-objection": _last_word,
}
