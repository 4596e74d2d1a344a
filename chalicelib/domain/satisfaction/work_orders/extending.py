"""More time for a complex matter: the unit asks once, the regulator decides (no. 8)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import (
    Extension,
    FindingCode,
    Step,
    Words,
    check_words,
)
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import check_regulator, check_unit
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar


def ask_extension(
    order: WorkOrder, n_workdays: int, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Ask for more working days before the time is over, with the reason.

    Raises:
        Forbidden: for anyone but the unit, and for the rated clerk.
        Conflict: `wrong-state`, `not-for-this-finding`, `extension-asked` or `extension-lapsed`.
        Invalid: for a number of days out of range, a reason too short or too long.
    """
    check_unit(order, actor)
    given = rules.work_order
    asked = Extension(n_workdays, Step(actor.person, actor.org, now, words))
    decision = moved(order, "extension_asked", order.state, now, {"n_workdays": n_workdays}, extension=asked)
    if order.finding is None or order.finding.code is not FindingCode.COMPLEX:
        raise Conflict("not-for-this-finding")
    if order.extension is not None:
        raise Conflict("extension-asked")
    if now >= order.dues.rectify.at:
        raise Conflict("extension-lapsed")
    if not 1 <= n_workdays <= given.extension_max_workdays:
        params = {"min": 1, "max": given.extension_max_workdays}
        raise Invalid(errors=[FieldError("/days", "out-of-range", params)])
    check_words("/reason", words, given.reason_min_chars, given.reason_max_chars)
    return decision


def grant_extension(
    order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Give the days that were asked for, beyond the time there was.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `extension-not-asked` or `wrong-state`.
    """
    check_regulator(order, actor)
    asked, clock = _asked(order), order.dues.rectify
    granted = replace(asked, decided=Step(actor.person, actor.org, now), is_granted=True)
    longer = start(clock.since, clock.n_workdays + asked.n_workdays, rules.work_order, calendar)
    data = {"n_workdays": asked.n_workdays}
    dues = replace(order.dues, rectify=longer)
    return moved(order, "extended", order.state, now, data, extension=granted, dues=dues)


def refuse_extension(order: WorkOrder, words: Words, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Leave the time as it is, with the reason; it cannot be asked for again.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `extension-not-asked` or `wrong-state`.
    """
    check_regulator(order, actor)
    refused = replace(_asked(order), decided=Step(actor.person, actor.org, now, words))
    return moved(order, "extension_refused", order.state, now, extension=refused)


def _asked(order: WorkOrder) -> Extension:
    if order.extension is None or order.extension.decided is not None:
        raise Conflict("extension-not-asked")
    return order.extension
