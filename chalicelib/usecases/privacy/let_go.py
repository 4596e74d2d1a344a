"""What time does to what is known of persons (evaluation.md §7.14): walked a day at a time, by the ledger.

Ninety days after an answer its device is forgotten; its person too, unless a bad rating was handled, which
keeps them a year from its closing, as a closed item of the hotline does. A case that was accepted and never
completed is asked about by nobody and keeps its person for a year. Every morning looks at the entries of the
days that are over now, so nothing waits in an index for a year; a run again finds nothing to do.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.privacy.asked import Asked, asked_about, erase_photos, kept_until, order_of
from chalicelib.usecases.privacy.erase_person import erase_from, erase_from_item

KIND, QUEUE = "retention", "invitations"
LOOKED_BACK = 3
"""Days that are looked at: mornings that were missed are made up for."""


def enqueue_letting_go(house: House) -> int:
    """Have everything looked at that holds a person and whose days are over; return how many."""
    now = house.clock.product_now()
    today, limits = now.astimezone(CHINA).date(), house.rating_rules.load().retention
    spans = {limits.token_days: _AFTER_A_LINK, limits.identity_days: _AFTER_AN_IDENTITY}
    names = {
        name
        for days, kinds in spans.items()
        for back in range(1, LOOKED_BACK + 1)
        for name in _touched_on(house, today - timedelta(days=days + back), kinds)
    }
    for name in sorted(names):
        body = {"kind": KIND, "id": name}
        house.queues.send(QUEUE, name, f"{KIND}#{name}#{today.isoformat()}", body)
    return len(names)


def _touched_on(house: House, day: date, kinds: frozenset[str]) -> Iterator[str]:
    """Yield the chains of some kinds that have an entry of a day."""
    named = (head.aggregate for head in house.ledger.entries_of(day))
    return (name for name in named if name.partition("#")[0] in kinds)


def let_go(house: House, name: str) -> None:
    """Forget what need not be known any more of an invitation, of the one behind an order, or of a case."""
    kind, _, identifier = name.partition("#")
    house.transact(lambda uow, now: _BY_KIND[kind](house, uow, identifier, now))


def _let_go_of_order(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    order = uow.orders.find(identifier)
    if order is not None:
        _OF_ORDER.get(order.source, _let_go)(house, uow, order.source_id, now)


def _let_go_of_task(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    task = uow.callback_tasks.find(identifier)
    _let_go_of_asked_case(house, uow, task.case if task and task.contact else "", now)


def _let_go_of_survey(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    survey = uow.surveys.find(identifier)
    _let_go_of_asked_case(house, uow, survey.case if survey and survey.contact else "", now)


def _let_go_of_asked_case(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    case = uow.cases.find(identifier) if identifier else None
    if case is not None and _is_over(house, uow, case, now):
        erase_from(house, uow, case, Why.TIME, now)


def _let_go_of_case(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    """Take the person out of a case that nobody completed; a completed one goes with what was asked of it."""
    case = uow.cases.find(identifier)
    if case is None or case.done_at is not None:
        return
    if erasing.case_kept_until(case, house.rating_rules.load(case.profile).retention) <= now:
        erase_from(house, uow, case, Why.TIME, now)


def _let_go(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    invitation = uow.invitations.find(identifier)
    if invitation is None:
        return
    limits = house.rating_rules.load(invitation.profile).retention
    case = uow.cases.find(invitation.case) if invitation.case else None
    if case is not None and _is_over(house, uow, case, now):
        erase_from(house, uow, case, Why.TIME, now)
    elif erasing.device_kept_until(invitation, limits) <= now:
        _let_go_of_answer(house, uow, invitation, now)


def _let_go_of_answer(house: House, uow: UnitOfWork, invitation: Invitation, now: datetime) -> None:
    """Forget by which device an answer came, and its photos once a work order needs them no more."""
    limits = house.rating_rules.load(invitation.profile).retention
    until = kept_until(Asked(invitation, order_of(uow, invitation)), limits)
    photos = erasing.forget_photos(invitation) if until is not None and until <= now else None
    decision = photos or erasing.forget_device(invitation)
    if photos is not None:
        erase_photos(house, invitation)
    if decision is not None:
        uow.invitations.save(decision, SYSTEM)


def _is_over(house: House, uow: UnitOfWork, case: ServedCase, now: datetime) -> bool:
    """Tell whether nothing that was asked about a case keeps its person any more: the longest time counts."""
    limits = house.rating_rules.load(case.profile).retention
    kept = [kept_until(one, limits) for one in asked_about(house, uow, case)]
    return all(until is not None and until <= now for until in kept)


def _let_go_of_item(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    """Delete who raised an item and what they said, a year after it was closed."""
    item = uow.hotline.find(identifier)
    closed = item.closed if item else None
    if item is None or closed is None:
        return
    limits = house.rating_rules.load(item.profile).retention
    if closed.at + timedelta(days=limits.identity_days) <= now:
        erase_from_item(uow, item, Why.TIME, now)


_OF_ORDER = {Source.CALLBACK: _let_go_of_task, Source.SURVEY: _let_go_of_survey}
"""Of what an order came from, where that was no rating."""
_BY_KIND = {
    "INVITATION": _let_go,
    "ORDER": _let_go_of_order,
    "CASE": _let_go_of_case,
    "HOTLINE": _let_go_of_item,
    "CALLBACK-TASK": _let_go_of_task,
    "SURVEY": _let_go_of_survey,
}
_AFTER_A_LINK = frozenset({"INVITATION", "CALLBACK-TASK", "SURVEY"})
_AFTER_AN_IDENTITY = frozenset({"ORDER", "CASE", "HOTLINE", "CALLBACK-TASK"})
"""What is looked at after the days of a link, and after those of an identity (§7.14)."""
