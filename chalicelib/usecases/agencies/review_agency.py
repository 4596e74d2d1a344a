"""The department's review of one service type (docs/rules.md §2.2, policy 二(四)3).

Whom an approval registers is claimed with it, so that nobody is a practitioner of two agencies; who left is
given free afterwards. A staff too large for one transaction is claimed ahead of it.
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.agencies import reviewing
from chalicelib.domain.marketplace.agencies.access import awaited_types
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.leaving import persons_held
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import AlreadyExists, FieldError, Invalid
from chalicelib.usecases.agencies.changing import Changed, change_agency, in_parts, split
from chalicelib.usecases.agencies.submit_agency import PRACTITIONER
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.ports import House, Once, UnitOfWork


def approve_agency(
    house: House, actor: Actor, uscc: str, service_type: str, once: Once | None = None
) -> Changed:
    """Pass what the filing says for a service type: entry, change, or the end of a restriction.

    Raises:
        Conflict: `not-under-review`, `agency-intercepted`.
        Invalid: `not-qualified` with what is missing, a person registered elsewhere among it.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        decision = reviewing.approve(agency, service_type, actor, now, house.service_types)
        _settle(house, uow, actor, decision.state)
        held, before = persons_held(decision.state), persons_held(agency)
        joining, more = split(sorted(held - before))
        in_parts(house, more, lambda ahead, person: ahead.claim(PRACTITIONER, person, uscc))
        for person in joining:
            uow.claim(PRACTITIONER, person, uscc)
        left[:] = sorted(before - held)
        return decision

    left: list[str] = []
    try:
        changed = change_agency(house, actor, uscc, decide, once=once)
        in_parts(house, left, lambda after, person: after.release(PRACTITIONER, person))
        return changed
    except AlreadyExists as taken:
        if taken.params.get("kind") != PRACTITIONER:
            raise
        errors = [FieldError("/practitioners", "practitioner-of-another-agency")]
        raise Invalid("not-qualified", errors=errors) from taken


def reject_agency(
    house: House, actor: Actor, uscc: str, service_type: str, reason: str, once: Once | None = None
) -> Changed:
    """Refuse what the filing says for a service type, with the reason the agency will read.

    Raises:
        Conflict: `not-under-review`, `agency-intercepted`.
        Invalid: without a reason.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        decision = reviewing.reject(agency, service_type, reason, actor, now, house.service_types)
        _settle(house, uow, actor, decision.state)
        return decision

    return change_agency(house, actor, uscc, decide, once=once)


def _settle(house: House, uow: UnitOfWork, actor: Actor, after: Agency) -> None:
    """Release the filing with the last service type that waits for the department."""
    is_done = not awaited_types(after, actor.org, house.service_types)
    settle(uow, actor, Task.AGENCY, after.id, is_done=is_done)
