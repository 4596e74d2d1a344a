"""Claim what waits at a desk, and give it back: nobody decides with it, nobody works twice (ADR 0065)."""

from collections.abc import Callable, Mapping

from chalicelib.domain.desk import Claim, Colleague, Task, desk_of, lease_until
from chalicelib.domain.marketplace.agencies.access import check_ever_filed, is_awaited
from chalicelib.domain.marketplace.nominations.imports import ImportState
from chalicelib.domain.marketplace.notices.notice import number_of
from chalicelib.domain.marketplace.notices.operator_task import hindrance, task_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.service_items.item import ItemState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.nominations.decide_nominations import find_import
from chalicelib.usecases.ports import House
from chalicelib.usecases.service_items.find_item import open_item

Waits = Callable[[House, Actor, str], str | None]
"""Return the title of what waits for the actor's desk, None when it does not wait (any more)."""


def claim_task(house: House, me: Colleague, actor: Actor, task: Task, identifier: str) -> Claim:
    """Be at work on a task until the lease lapses; claiming it again begins the lease anew.

    Raises:
        NotFound: when there is none, or not for this desk.
        Forbidden: `role-needed`, or why this person could not decide it.
        Conflict: `nothing-waits`, `too-many-claims`, `claimed-by-another`.
    """
    desk, title = desk_of(actor), WAITS[task](house, actor, identifier)
    if title is None:
        raise Conflict("nothing-waits")
    rules, now = house.rules.load().desk, house.clock.product_now()
    others = [
        claim
        for claim in house.desks.look(desk, now).held_by(me.person)
        if (claim.task, claim.identifier) != (task, identifier)
    ]
    if len(others) >= rules.claims_max:
        raise Conflict("too-many-claims", max=rules.claims_max)
    claim = Claim(task, identifier, title, me, lease_until(now, rules))
    house.desks.take(desk, claim, now)
    return claim


def give_back(house: House, actor: Actor, task: Task, identifier: str) -> None:
    """Leave a task to whoever takes it next.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `claimed-by-another`.
    """
    now = house.clock.product_now()
    house.desks.give_back(desk_of(actor), task, identifier, actor.person, now)


def _notice(house: House, actor: Actor, identifier: str) -> str | None:
    _check_role(actor, Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER)
    notice = house.queries.notice_alone(identifier)
    if notice.state is NoticeState.DRAFT:
        raise NotFound("not-found", kind="notice")
    if task_of(notice) is None:
        return None
    why = hindrance(notice, actor)
    if why is not None:
        raise Forbidden(why if why.startswith("same-person") else "role-needed")
    return notice.content.title or number_of(notice)


def _agency(house: House, actor: Actor, identifier: str) -> str | None:
    _check_role(actor, Role.OPERATOR_REVIEWER, Role.DEPARTMENT)
    agency = house.queries.agency(identifier, consistent=True).agency
    check_ever_filed(agency, actor, house.service_types)
    is_waiting = is_awaited(agency, actor, house.service_types)
    return shown_dossier(agency).organisation.name or identifier if is_waiting else None


def _item(house: House, actor: Actor, identifier: str) -> str | None:
    _check_role(actor, Role.OPERATOR_PUBLISHER)
    item, _ = open_item(house, actor, identifier)
    return item.latest.content.name if item.latest.state is ItemState.PROPOSED else None


def _nomination(house: House, actor: Actor, identifier: str) -> str | None:
    _check_role(actor, Role.DEPARTMENT)
    found = find_import(house, actor, identifier)
    return found.number if found.state is ImportState.STAGED else None


def _check_role(actor: Actor, *roles: Role) -> None:
    if not actor.has(*roles):
        raise Forbidden("role-needed", roles=sorted(roles))


WAITS: Mapping[Task, Waits] = {
    Task.NOTICE: _notice,
    Task.AGENCY: _agency,
    Task.ITEM: _item,
    Task.NOMINATION: _nomination,
}
