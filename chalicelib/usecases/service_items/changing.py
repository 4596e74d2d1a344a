"""How every command on a service item runs: found by its code, decided, told to the lists, saved.

What lists show in words is kept beside the ledger under the hash that the event names; the event itself
carries codes only.
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.service_items.find_item import item_id_of

Decide = Callable[[ServiceItem, datetime], Decision[ServiceItem]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A service item as a command left it, with its stored version."""

    item: ServiceItem
    version: int


def change_item(
    house: House,
    actor: Actor,
    code: str,
    decide: Decide,
    *,
    check_version: CheckVersion = any_version,
    is_of_desk: bool = False,
    once: Once | None = None,
) -> Changed:
    """Run one decision on the item behind a code and save it; a desk's own releases what was claimed.

    Raises:
        NotFound: when no item has the code.
        DomainError: what `check_version` or the decision refuses.
    """
    item_id = item_id_of(house, code)

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        item = uow.service_items.load(item_id)
        check_version(uow.service_items.version(item_id))
        decision = noted(house, uow, decide(item, now))
        if is_of_desk:
            settle(uow, actor, Task.ITEM, item.code)
        uow.service_items.save(decision, actor)
        return Changed(decision.state, uow.service_items.version(item_id))

    return house.transact(attempt, once=once, ref=remembered, replay=load_changed)


def remembered(changed: Changed) -> str:
    """Return what an Idempotency-Key remembers of a command."""
    return changed.item.id


def load_changed(uow: UnitOfWork, item_id: str) -> Changed:
    """Return the item as it is now, for a repetition of a command that was carried out."""
    item = uow.service_items.load(item_id)
    return Changed(item, uow.service_items.version(item_id))


def noted(house: House, uow: UnitOfWork, decision: Decision[ServiceItem]) -> Decision[ServiceItem]:
    """Add to the event what lists and messages need, and keep its words under their hash."""
    item, content = decision.state, decision.state.latest.content
    words = {"name": content.name, "time_limit": content.time_limit}
    text_hash = digest(words)
    uow.publish_text(text_hash, words)
    department = house.service_types.departments.get(item.department)
    return decision.noting(
        code=item.code,
        department=item.department,
        department_org=department.org if department else None,
        state=str(item.latest.state),
        kind=None if content.kind is None else str(content.kind),
        fee_type=None if content.fee_type is None else str(content.fee_type),
        service_types=list(content.service_types),
        text_hash=text_hash,
    )
