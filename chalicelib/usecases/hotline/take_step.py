"""Take a step of an item, as staff or by the resident's secret: load, decide, save (evaluation.md §2.7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import check_seen, is_due
from chalicelib.domain.satisfaction.hotline.calling import record_said
from chalicelib.domain.satisfaction.hotline.facts import Solved
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.reckoning import reckon_anew
from chalicelib.domain.satisfaction.hotline.sending import reopen
from chalicelib.domain.satisfaction.hotline.supervising import next_due, run_clock
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.usecases.hotline.item_texts import text_resident
from chalicelib.usecases.hotline.steps import ABOUT, DECIDE, Taking
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.work_orders.keeping import keep_words


def take_step(
    house: House,
    actor: Actor,
    item_id: str,
    step: str,
    body: Mapping[str, Any],
    seen_at: str | None = None,
    once: Once | None = None,
) -> HotlineItem:
    """Take one step for a person; `seen_at` is the instant of what it decides about, as it was read.

    Raises:
        NotFound: when there is no such item.
        Forbidden, Conflict, Invalid: as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> HotlineItem:
        item = load_item(house, uow, item_id)
        about = ABOUT[step](item) if step in ABOUT else None
        check_seen(seen_at, about.at if about else None)
        rules = house.rating_rules.load(item.profile)
        decision = DECIDE[step](Taking(house, uow, item, actor, now, rules, body))
        uow.hotline.save(decision, actor)
        text_resident(house, uow, decision, now)
        return decision.state

    return house.transact(
        attempt, once=once, ref=lambda item: item.id, replay=lambda uow, one: uow.hotline.load(one)
    )


def take_resident_step(house: House, secret: str, step: str, body: Mapping[str, Any]) -> None:
    """Take the resident's word on the outcome (`outcome`), or have the item reopened (`reopening`).

    Raises:
        NotFound: `link-shut` for a secret that nobody was given, or whose person was taken out.
        Conflict: as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        found = uow.hotline.find(id_of(secret))
        if found is None or found.is_forgotten:
            raise LinkShut(Shut.REVOKED if found else Shut.UNKNOWN)
        item = load_item(house, uow, id_of(secret))
        rules, calendar = house.rating_rules.load(item.profile), house.calendar
        text = str(body.get("text", "")).strip()
        words = keep_words(uow, "HOTLINE#words", text) if text else None
        if step == "reopening":
            decision = reopen(item, words, RESIDENT, now, rules, calendar)
        else:
            solved, level = Solved(body["solved"]), int(body["level"])
            decision = record_said(item, solved, level, words, RESIDENT, now, rules, calendar)
        uow.hotline.save(decision, RESIDENT)

    house.transact(attempt)


def load_item(house: House, uow: UnitOfWork, item_id: str) -> HotlineItem:
    """Load an item whose clocks run under the calendar as it is now.

    Raises:
        NotFound: when there is none.
    """
    item = uow.hotline.load(item_id)
    decision = reckon_anew(item, house.rating_rules.load(item.profile), house.calendar)
    if decision is None:
        return item
    uow.hotline.save(decision, SYSTEM)
    return decision.state


def reckon_item(house: House, item_id: str) -> bool:
    """Reckon the clocks of an item anew and tell whether that changed anything."""

    def attempt(uow: UnitOfWork, _now: datetime) -> bool:
        before = uow.hotline.load(item_id)
        return load_item(house, uow, item_id) != before

    return house.transact(attempt)


def advance_item(house: House, item_id: str) -> None:
    """Do all that is due of an item now, one after the other; a run that comes twice finds nothing to do."""

    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        item = load_item(house, uow, item_id)
        if not is_due(next_due(item), now):
            return False
        decision = run_clock(item, now)
        uow.hotline.save(decision, SYSTEM)
        return is_due(next_due(decision.state), now)

    while house.transact(attempt):
        pass
