"""Items: whose turn it is, who is late, and what the regulator watches over (evaluation.md §2.7)."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.projections.tellings import Data, Telling, to_role, to_unit, when


def _late_with_item(data: Data) -> str:
    """Name who is late with the step of a card: the unit, or the hotline office."""
    cards: Any = data["cards"]
    unit = cards[0]["unit"] if cards else data["unit"]
    return f"unit:{unit}" if unit else "role:hotline_operator"


def _when_not_content(to: Callable[[Data], str | None]) -> Callable[[Data], str | None]:
    """Name the recipients only where the resident is not content."""
    return lambda data: to(data) if data["state"] == "UNSATISFIED" else None


def _when_overdue(data: Data) -> str | None:
    """Name the regulators of an item that came under supervision because a step was late."""
    marks: Any = data["marks"]
    return "role:regulator" if any(mark["step"] for mark in marks) else None


OPERATORS, REGULATORS, UNIT = to_role("hotline_operator"), to_role("regulator"), to_unit

HOTLINE_TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    "hotline.received": (
        Telling("item-to-send", OPERATORS),
        Telling("item-refused", when("refused", REGULATORS)),
    ),
    "hotline.dispatched": (Telling("item-to-handle", UNIT),),
    "hotline.returned": (Telling("item-returned-by-unit", OPERATORS),),
    "hotline.extension_asked": (Telling("item-extension-to-decide", OPERATORS),),
    "hotline.extended": (Telling("item-extension-decided", UNIT),),
    "hotline.extension_refused": (Telling("item-extension-decided", UNIT),),
    "hotline.replied": (Telling("item-to-call-back", OPERATORS),),
    "hotline.redispatched": (Telling("item-again", UNIT),),
    "hotline.reopened": (Telling("item-reopened", OPERATORS),),
    "hotline.instructed": (Telling("item-instructed", UNIT),),
    "hotline.reported_back": (Telling("item-reported", REGULATORS),),
    "hotline.yellow_carded": (Telling("item-due-near", _late_with_item),),
    "hotline.red_carded": (
        Telling("item-overdue", _late_with_item),
        Telling("item-supervised", _when_overdue),
    ),
    "hotline.urged": (Telling("item-urged", _late_with_item),),
    "hotline.criticised": (
        Telling("item-criticised", _late_with_item),
        Telling("item-criticised", REGULATORS),
    ),
    "hotline.supervised": (Telling("item-supervised", _when_overdue),),
    "problem.confirmed": (Telling("problem-to-change", UNIT),),
    "problem.changed": (Telling("problem-to-publish", REGULATORS),),
    "hotline.called_back": (Telling("item-not-content", _when_not_content(REGULATORS)),),
    "hotline.corrected": (Telling("item-not-content", _when_not_content(REGULATORS)),),
}
