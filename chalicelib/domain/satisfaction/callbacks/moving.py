"""How every step of a callback task is written: one move of the table and one fact for the ledger."""

from dataclasses import replace
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.callbacks.states import TASK, TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, outcome_of, was_reached
from chalicelib.kernel.canonical import Json

VISITABLE = frozenset({TaskState.UNREACHED, TaskState.BAD_NUMBER})
"""Where the lead may order a visit (§2.5); only there the ledger says who needs one most."""
SILENT = frozenset({"callback-task.queued", "callback-task.noted"})
"""Facts without an entry of their own: that a task is there is told by the plan of its campaign, page by page
(design §1); what an agent has entered so far is no fact yet."""


def moved(
    task: CallbackTask, event: str, target: TaskState, facts: dict[str, Json] | None = None, **changes: Any
) -> Decision[CallbackTask]:
    """Take a move of the table with the changes it brings.

    Raises:
        Conflict: `wrong-state` when the table does not list the move.
    """
    TASK.check(task.state, event, target)
    after = replace(task, state=target, **changes)
    return Decision(after, fact(after, event, facts or {}))


def fact(task: CallbackTask, event: str, facts: dict[str, Json]) -> Event:
    """Return the fact for the ledger: identifiers, codes and instants, no person and no word."""
    data: dict[str, Json] = {
        "campaign": task.campaign,
        "unit": task.unit,
        "state": task.state.value,
        "attempts": len(task.attempts),
        "outcome": outcome_of(task).value,
        "reached": was_reached(task),
        "profile": task.profile,
    }
    if task.is_vulnerable and task.state in VISITABLE:
        data["visit_first"] = True
    if task.stratum:
        data["stratum"] = task.stratum
    return Event(f"callback-task.{event}", {**data, **facts})
