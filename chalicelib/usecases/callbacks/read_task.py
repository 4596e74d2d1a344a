"""Read a callback task: the holder with the script, the lead with where it stands (evaluation.md §6)."""

from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.callbacks.calling import check_holder
from chalicelib.domain.satisfaction.callbacks.rights import check_lead
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, standing
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.callbacks.hold_task import find_task
from chalicelib.usecases.callbacks.keeping import version_of
from chalicelib.usecases.ports import House
from chalicelib.usecases.telephone import masked_number


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what its reader may read; name and number are masked, blank for whoever does not call."""

    task: CallbackTask
    stands: TaskState
    case: ServedCase | None
    version: Version
    name: str = ""
    phone: str = ""
    notes: tuple[str, ...] = ()
    draft: Mapping[str, Json] | None = None
    history: tuple[Entry, ...] = ()


def read_task(house: House, actor: Actor, task_id: str) -> TaskView:
    """Return a task to the agent who holds it, or to a lead.

    Raises:
        NotFound: when there is no such task.
        Forbidden: to those of the unit that served, and to whoever neither calls nor leads.
        Conflict: `task-not-yours` to an agent who does not hold it.
    """
    task, now = find_task(house, task_id), house.clock.product_now()
    is_lead = actor.has(Role.CALLBACK_LEAD)
    if is_lead:
        check_lead(task, actor)
    else:
        check_holder(task, actor, now)
    case = house.cases.find(task.case)
    refs = [one.note_ref for one in task.attempts if one.note_ref]
    person = case.person_ref if case and not is_lead else None
    found = house.queries.personal_many([*refs, *filter(None, (person, task.draft_ref))])
    known: Mapping[str, Json] = found.get(person or "", {})
    draft = found.get(task.draft_ref, {}).get("body")
    return TaskView(
        task=task,
        stands=standing(task, now),
        case=case,
        version=version_of(house, task),
        name=mask_name(str(known.get("name") or "")),
        phone=masked_number(known),
        notes=tuple(str(found[ref].get("text", "")) for ref in refs if ref in found),
        draft=draft if isinstance(draft, Mapping) else None,
        history=tuple(house.queries.entries(f"CALLBACK-TASK#{task_id}")),
    )


def mask_name(name: str) -> str:
    """Return the family name and a star; an agent says 先生 or 女士 to it.

    >>> mask_name("王小明"), mask_name("")
    ('王*', '')
    """
    return f"{name[0]}*" if name else ""
