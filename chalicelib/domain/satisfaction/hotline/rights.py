"""Who may do what with an item: evaluation.md §6, §2.7.

The unit handles and replies; the hotline office receives, sends, extends, calls back and closes; the
regulator supervises. A window that took an item in may sort it and answer it on the spot; it can refuse none.
"""

from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden

UNIT = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})
OFFICE = frozenset({Role.HOTLINE_OPERATOR})
REGULATOR = frozenset({Role.REGULATOR})
REGISTRARS = OFFICE | {Role.CLERK}
"""Who takes items in for those who come or call."""
WATCHERS = OFFICE | REGULATOR | {Role.DPO}
"""Who reads the items of every unit."""
DISCLOSERS = OFFICE | REGULATOR
READERS = UNIT | WATCHERS | {Role.CLERK}


def check_reader(item: HotlineItem, actor: Actor) -> None:
    """Refuse whoever may not read the item: other units, other windows, and everybody else.

    Raises:
        Forbidden: `role-needed` or `not-your-unit`.
    """
    _check_role(actor, *READERS)
    if actor.has(*WATCHERS) or (actor.has(*UNIT) and actor.org == item.unit):
        return
    if not (actor.has(Role.CLERK) and actor.org == item.received.org):
        raise Forbidden("not-your-unit")


def check_registrar(actor: Actor) -> None:
    """Refuse whoever takes no items in.

    Raises:
        Forbidden: `role-needed`.
    """
    _check_role(actor, *REGISTRARS)


def check_receiver(item: HotlineItem, actor: Actor) -> None:
    """Refuse whoever is neither of the hotline office nor of the window that took the item in.

    Raises:
        Forbidden: `role-needed` or `not-your-unit`.
    """
    _check_role(actor, *REGISTRARS)
    if not actor.has(*OFFICE) and actor.org != item.received.org:
        raise Forbidden("not-your-unit")


def check_office(item: HotlineItem, actor: Actor) -> None:
    """Refuse anybody but the hotline office, and those of the unit that handles the item.

    Raises:
        Forbidden: `role-needed` or `own-unit`.
    """
    _check_outside(item, actor, *OFFICE)


def check_regulator(item: HotlineItem, actor: Actor) -> None:
    """Refuse anybody but a regulator who is not of the unit.

    Raises:
        Forbidden: `role-needed` or `own-unit`.
    """
    _check_outside(item, actor, *REGULATOR)


def check_overseer(item: HotlineItem, actor: Actor) -> None:
    """Refuse whoever may neither urge the unit nor open an identity: all but office and regulator.

    Raises:
        Forbidden: `role-needed` or `own-unit`.
    """
    _check_outside(item, actor, *DISCLOSERS)


def check_unit(item: HotlineItem, actor: Actor) -> None:
    """Refuse anybody but those who handle for the unit.

    Raises:
        Forbidden: `role-needed` or `not-your-unit`.
    """
    _check_role(actor, *UNIT)
    if actor.org != item.unit:
        raise Forbidden("not-your-unit")


def check_caller_or_resident(item: HotlineItem, actor: Actor) -> None:
    """Refuse whoever may not say what the resident thinks of the outcome.

    Raises:
        Forbidden: `role-needed` or `own-unit`.
    """
    if actor != RESIDENT:
        check_office(item, actor)


def _check_outside(item: HotlineItem, actor: Actor, *roles: Role) -> None:
    _check_role(actor, *roles)
    if item.unit and actor.org == item.unit:
        raise Forbidden("own-unit")


def _check_role(actor: Actor, *roles: Role) -> None:
    if not actor.has(*roles):
        raise Forbidden("role-needed", roles=sorted(roles))
