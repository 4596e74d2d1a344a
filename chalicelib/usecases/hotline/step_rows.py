"""The steps of an item as pages and API name them: who may take each, and what its command takes (§2.7).

It imports no rule: every process reads it to know its addresses, few of them take a step.
"""

from collections.abc import Mapping

from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, OFFICE, REGISTRARS, REGULATOR, UNIT
from chalicelib.kernel.actors import Role
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: what it is for, who may take it, and the schema of its command."""

    summary: str
    who: frozenset[Role]
    schema: str = "as-seen"


REASON, NOTE = "order-reason", "order-note"
STEP_ROWS: Mapping[str, StepRow] = {
    "triage": StepRow("Sort what could not be done by how hard it is.", REGISTRARS, "triage-item"),
    "answer": StepRow("Answer on the spot.", REGISTRARS, "reply-item"),
    "dispatch": StepRow("Send the item to a unit.", OFFICE, "send-order"),
    "return": StepRow("Say that the item is not the unit's.", UNIT, REASON),
    "contact": StepRow("Note that the resident was spoken to.", UNIT, NOTE),
    "reply": StepRow("Reply to the resident.", UNIT, "reply-item"),
    "progress": StepRow("Say how far it is.", UNIT, "reply-item"),
    "ask-extension": StepRow("Ask for more working days.", UNIT, "ask-order-extension"),
    "grant-extension": StepRow("Give the days that were asked for.", OFFICE),
    "refuse-extension": StepRow("Leave the time as it is.", OFFICE, REASON),
    "callback": StepRow("Note what the resident says of the outcome.", OFFICE, "item-callback"),
    "failed-callback": StepRow("Note a call that reached nobody.", OFFICE, "failed-attempt"),
    "close": StepRow("Close the item.", OFFICE),
    "redispatch": StepRow("Have the unit handle it once more.", OFFICE, REASON),
    "close-unresolved": StepRow("Close without agreement.", REGULATOR, REASON),
    "urge": StepRow("Urge whoever is late.", DISCLOSERS),
    "instruct": StepRow("Say under supervision what has to be done.", REGULATOR, "instruct-item"),
    "report-back": StepRow("Report what became of the regulator's instruction.", UNIT, "reply-item"),
}
"""Every step, in the order of an item's life; which rule decides stands in steps.py."""
