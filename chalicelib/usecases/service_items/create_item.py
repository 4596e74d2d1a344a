"""Begin a service item: its code is taken for good, the six forbidden kinds are answered first."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.domain.marketplace.service_items.editing import create_item as decide_creation
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.entered import ascii_upper, plain
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.service_items.changing import Changed, load_changed, noted, remembered
from chalicelib.usecases.service_items.find_item import CODE_SCOPE

PREFIX = "item"


@dataclass(frozen=True, slots=True)
class NewItem:
    """What begins an item; a department may leave itself out, True in `answers` means "applies"."""

    code: str
    name: str
    answers: Mapping[str, bool]
    department: str = ""


def create_item(house: House, actor: Actor, command: NewItem, once: Once | None = None) -> Changed:
    """Begin an item with the draft of its first version.

    Raises:
        Forbidden: when the actor may not draft in this field.
        Invalid: for a code that is taken or none, a department or checklist that does not hold, all at once.
    """
    code = ascii_upper(plain(command.code))
    department = command.department or own_department(house, actor)

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        decision = noted(house, uow, _decide(house, actor, command, code, department, now))
        uow.claim(CODE_SCOPE, code, decision.state.id)
        uow.service_items.add(decision, actor)
        return Changed(decision.state, uow.service_items.version(decision.state.id))

    return house.transact(attempt, once=once, ref=remembered, replay=load_changed)


def own_department(house: House, actor: Actor) -> str:
    """Return the code of the actor's own department, empty for anybody else."""
    found = house.service_types.department_by_org(actor.org) if actor.has(Role.DEPARTMENT) else None
    return found.code if found else ""


def _decide(
    house: House, actor: Actor, command: NewItem, code: str, department: str, now: datetime
) -> Decision[ServiceItem]:
    """Decide, and name a code that is taken together with whatever else is wrong."""
    taken = [FieldError("/code", "code-taken")] if house.queries.owners(CODE_SCOPE, [code]) else []
    content = ItemContent(name=command.name)
    try:
        decision = decide_creation(
            new_id(PREFIX, now), code, department, content, command.answers, actor, now, house.service_types
        )
    except Invalid as invalid:
        raise Invalid(errors=[*taken, *invalid.errors]) from None
    if taken:
        raise Invalid(errors=taken)
    return decision
