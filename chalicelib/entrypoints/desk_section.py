"""What somebody at a desk is at work on, for oneself and for others, as a part of any page (ADR 0065)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.desk import Task
from chalicelib.entrypoints.call import Call
from chalicelib.kernel.actors import Role
from chalicelib.usecases.desk.look_at_desk import look_at_desk

PLACES: Mapping[Task, tuple[str, str]] = {
    Task.NOTICE: ("/desk/notices", "/desk/notices"),
    Task.AGENCY: ("/desk/agencies", "/department/agencies"),
    Task.ITEM: ("/desk/service-items", "/desk/service-items"),
    Task.NOMINATION: ("/department/nominations", "/department/nominations"),
}
"""Where a task is decided: by the operator, by a department."""


def place_of(call: Call, task: Task, identifier: str) -> str:
    """Return the page on which a person of a desk decides a task."""
    operator, department = PLACES[task]
    return f"{department if call.actor.has(Role.DEPARTMENT) else operator}/{identifier}"


def desk_section(call: Call) -> dict[str, Any]:
    """Return what a person is at work on, for oneself and for others, with the absences: 1 call.

    `authority/desk/section.html` shows it, on the page of claims and wherever a day is put together.
    """
    view, person = look_at_desk(call.house, call.actor), call.actor.person
    return {
        "held": [(claim, place_of(call, claim.task, claim.identifier)) for claim in view.held_by(person)],
        "deputised": [
            (claim, place_of(call, claim.task, claim.identifier)) for claim in view.deputised_to(person)
        ],
        "absence": view.absence_of(person),
        "standing_in": [one for one in view.absences if one.deputy.person == person],
        "now": call.now,
    }
