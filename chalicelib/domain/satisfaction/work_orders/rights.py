"""Who may do what with a work order: evaluation.md §6 and the actor rules of §2.3.

The rated clerk takes no step of it in any role; whoever approves has not handled it; the unit neither feeds
back, revisits, reviews, extends nor closes.
"""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.badges import is_called
from chalicelib.kernel.errors import Forbidden

RESIDENT = Actor(person="resident", org="resident", roles=frozenset())
"""Whoever holds the link of the rating: known by the link alone, never by name."""

UNIT = (Role.UNIT_HANDLER, Role.UNIT_HEAD)
CENTRE = (Role.CENTRE_SUPERVISOR, Role.REGULATOR)
CALLERS = (Role.CALLBACK_AGENT, Role.CALLBACK_LEAD)
"""Those who call residents back; of an order they read what they have to ask about."""
ASKERS = (*CALLERS, Role.CENTRE_SUPERVISOR)
"""Who tells the resident what was done and asks if it is solved; whoever closes it does neither (§6). The
centre does where nobody is employed to call back (ADR 0095)."""
WATCHERS = (*CENTRE, Role.APPEAL_REVIEWER, Role.DPO)
"""Who reads the orders of every unit."""
READERS = frozenset({*UNIT, *WATCHERS, *CALLERS})


TO_ASK = frozenset({OrderState.RECTIFIED, OrderState.FEEDBACK_SENT, OrderState.REVISITED})
"""The states in which somebody has to tell or to ask the resident."""


class Rated(Protocol):
    """What was rated: an order of a bad rating, or the service itself."""

    @property
    def unit(self) -> str:
        """Return the unit that served."""

    @property
    def staff(self) -> str:
        """Return the rated clerk, blank where nobody was."""


def check_reader(order: WorkOrder, actor: Actor) -> None:
    """Refuse whoever may not read the order: the rated clerk, other units, and everybody else.

    Raises:
        Forbidden: `role-needed`, `not-your-unit` or `rated-clerk`.
    """
    _check_role(order, actor, *READERS)
    if actor.has(*WATCHERS) or actor.org == order.unit:
        return
    if not (actor.has(*CALLERS) and order.state in TO_ASK):
        raise Forbidden("not-your-unit")


def check_flag_reader(rated: Rated, actor: Actor) -> None:
    """Refuse whoever may not read a flagged rating with its words: all but regulators and reviewers.

    Raises:
        Forbidden: `role-needed` or `rated-clerk`.
    """
    _check_role(rated, actor, Role.REGULATOR, Role.APPEAL_REVIEWER)


def check_discloser(order: WorkOrder, actor: Actor) -> None:
    """Refuse whoever may not open the identity behind a rating.

    Raises:
        Forbidden: `role-needed`, `rated-clerk` or `own-unit`.
    """
    _check_outside(order, actor, Role.REGULATOR, Role.APPEAL_REVIEWER)


def check_handler(order: WorkOrder, actor: Actor) -> None:
    """Refuse anybody but a handler of the unit who is not the rated clerk.

    Raises:
        Forbidden: `role-needed`, `not-your-unit` or `rated-clerk`.
    """
    _check_of_unit(order, actor, Role.UNIT_HANDLER)


def check_unit(order: WorkOrder, actor: Actor) -> None:
    """Refuse anybody but a handler or head of the unit who is not the rated clerk.

    Raises:
        Forbidden: `role-needed`, `not-your-unit` or `rated-clerk`.
    """
    _check_of_unit(order, actor, *UNIT)


def check_approver(order: WorkOrder, actor: Actor, *also_not: str) -> None:
    """Refuse anybody but a head of the unit who has not handled what is to be approved.

    Raises:
        Forbidden: `role-needed`, `not-your-unit`, `rated-clerk` or `same-person-handled`.
    """
    _check_of_unit(order, actor, Role.UNIT_HEAD)
    if actor.person in {*order.handlers, *also_not}:
        raise Forbidden("same-person-handled")


def check_caller(order: WorkOrder, actor: Actor, now: datetime) -> None:
    """Refuse whoever may not call the resident.

    The unit's handler may where the resident agreed, until its hard stop; the centre always. The head does
    not, since whoever approves has handled nothing.

    Raises:
        Forbidden: `role-needed`, `not-your-unit`, `rated-clerk` or `centre-calls`.
    """
    if actor.has(*CENTRE) and actor.org != order.unit:
        check_centre(order, actor)
        return
    check_handler(order, actor)
    hard = order.dues.contact_hard
    if not order.may_unit_contact or (hard is not None and now >= hard.at):
        raise Forbidden("centre-calls")


def check_centre(order: WorkOrder, actor: Actor) -> None:
    """Refuse anybody but the centre and the regulator, and those of the rated unit.

    Raises:
        Forbidden: `role-needed`, `rated-clerk` or `own-unit`.
    """
    _check_outside(order, actor, *CENTRE)


def check_asker(order: WorkOrder, actor: Actor) -> None:
    """Refuse anybody but those who feed back and revisit, and those of the rated unit.

    Raises:
        Forbidden: `role-needed`, `rated-clerk` or `own-unit`.
    """
    _check_outside(order, actor, *ASKERS)


def check_regulator(rated: Rated, actor: Actor) -> None:
    """Refuse anybody but a regulator who is not of the rated unit.

    Raises:
        Forbidden: `role-needed`, `rated-clerk` or `own-unit`.
    """
    _check_outside(rated, actor, Role.REGULATOR)


def check_reviewer(rated: Rated, actor: Actor) -> None:
    """Refuse anybody but a reviewer outside the rated unit.

    Raises:
        Forbidden: `role-needed`, `rated-clerk` or `own-unit`.
    """
    _check_outside(rated, actor, Role.APPEAL_REVIEWER)


def check_resident(actor: Actor) -> None:
    """Refuse everybody but the resident: no one of the staff speaks for them.

    Raises:
        Forbidden: `resident-only`.
    """
    if actor != RESIDENT:
        raise Forbidden("resident-only")


def _check_of_unit(order: WorkOrder, actor: Actor, *roles: Role) -> None:
    _check_role(order, actor, *roles)
    if actor.org != order.unit:
        raise Forbidden("not-your-unit")


def _check_outside(rated: Rated, actor: Actor, *roles: Role) -> None:
    _check_role(rated, actor, *roles)
    if actor.org == rated.unit:
        raise Forbidden("own-unit")


def _check_role(rated: Rated, actor: Actor, *roles: Role) -> None:
    if not actor.has(*roles):
        raise Forbidden("role-needed", roles=sorted(roles))
    if rated.staff and (actor.person == rated.staff or is_called(actor.person, rated.staff)):
        raise Forbidden("rated-clerk")
