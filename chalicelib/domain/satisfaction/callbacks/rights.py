"""Who calls whom (evaluation.md §6, §2.5): never the own window, never the own unit."""

from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.badges import is_called
from chalicelib.kernel.errors import Forbidden

AGENTS = frozenset({Role.CALLBACK_AGENT})
LEADS = frozenset({Role.CALLBACK_LEAD})
STAFF = AGENTS | LEADS


def serves_own(task: CallbackTask, actor: Actor) -> bool:
    """Tell whether the actor, or the actor's unit, served the person of a task."""
    return actor.org in task.units or any(is_called(actor.person, staff) for staff in task.staff)


def check_agent(task: CallbackTask, actor: Actor) -> None:
    """Refuse whoever does not call this person.

    Raises:
        Forbidden: `role-needed`, or `own-unit`.
    """
    _check(task, actor, Role.CALLBACK_AGENT)


def check_lead(task: CallbackTask, actor: Actor) -> None:
    """Refuse whoever does not lead the callbacks, or is of a unit that served.

    Raises:
        Forbidden: `role-needed`, or `own-unit`.
    """
    _check(task, actor, Role.CALLBACK_LEAD)


def _check(task: CallbackTask, actor: Actor, role: Role) -> None:
    if not actor.has(role):
        raise Forbidden("role-needed", roles=[role])
    if serves_own(task, actor):
        raise Forbidden("own-unit")
