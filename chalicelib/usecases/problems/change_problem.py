"""Confirm that several ask for the same, say that they do not, say what changed, publish it (§8.16, §8.9)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.joining import join_problem, note_unlike
from chalicelib.domain.satisfaction.privacy.rooms import Room, place
from chalicelib.domain.satisfaction.problems.problem import (
    Member,
    Problem,
    ProblemState,
    change,
    confirm,
    join,
    problem_number,
    problem_series,
    publish,
)
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.public_words import number_errors
from chalicelib.usecases.work_orders.voices import voice_of

SCOPE = "problem-member"
"""A work order is in one problem at most; an item says so itself."""


def join_alike(
    house: House, actor: Actor, item_id: str, body: Mapping[str, Any], once: Once | None = None
) -> Problem:
    """Join an item and those that ask for the same to one problem: one of theirs, or a new one under a title.

    Raises:
        Forbidden, Conflict: as the rules say.
        Invalid: where a new problem has no title or one with a telephone number, or no unit is known, or they
            are of two problems already.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Problem:
        names = dict.fromkeys((item_id, *body.get("items", ())))
        items = [uow.hotline.load(name) for name in names]
        members = (*map(_of_item, items), *_of_orders(uow, body.get("orders", ())))
        known = {item.problem for item in items if item.problem}
        if len(known) > 1:
            raise Invalid(errors=[FieldError("/items", "two-problems")])
        problem = uow.problems.load(known.pop()) if known else None
        if problem is None:
            problem = _new(house, uow, actor, items, members, body, now)
        else:
            decision = join(problem, members, actor)
            uow.problems.save(decision, actor)
            problem = decision.state
        for order in body.get("orders", ()):
            uow.claim(SCOPE, order, problem.id)
        for person in {one.person for one in members if one.person}:
            uow.known.note(person, place(Room.PROBLEM, problem.id))
        for item in items:
            if not item.problem:
                uow.hotline.save(join_problem(item, problem.id, actor, now), actor)
        return problem

    return house.transact(
        attempt, once=once, ref=lambda one: one.id, replay=lambda uow, one: uow.problems.load(one)
    )


def reject_alike(house: House, actor: Actor, item_id: str, others: Iterable[str]) -> None:
    """Remember that others do not ask for the same as an item, so that they are not proposed again."""
    names = tuple(others)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        uow.hotline.save(note_unlike(uow.hotline.load(item_id), names, actor, now), actor)

    house.transact(attempt)


def say_changed(
    house: House, actor: Actor, problem_id: str, body: Mapping[str, Any], once: Once | None = None
) -> Problem:
    """Write down what the unit changed, before and after; it becomes public with the problem.

    Raises:
        Forbidden, Conflict: as the rules say.
        Invalid: for a telephone or identity number in it.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Problem:
        problem = uow.problems.load(problem_id)
        before = house.queries.published_text(problem.text)
        given = {name: str(body.get(name, "")).strip() for name in ("changed", "before", "after")}
        if errors := number_errors(given):
            raise Invalid(errors=errors)
        text = {**before, **{name: value for name, value in given.items() if value}}
        decision = change(problem, _published(uow, text), actor, now)
        uow.problems.save(decision, actor)
        return decision.state

    return house.transact(
        attempt, once=once, ref=lambda one: one.id, replay=lambda uow, one: uow.problems.load(one)
    )


def publish_problem(house: House, actor: Actor, problem_id: str, once: Once | None = None) -> Problem:
    """Put a problem and what changed into the public ledger.

    Raises:
        Forbidden, Conflict: as the rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Problem:
        decision = publish(uow.problems.load(problem_id), actor, now)
        uow.problems.save(decision, actor)
        return decision.state

    return house.transact(
        attempt, once=once, ref=lambda one: one.id, replay=lambda uow, one: uow.problems.load(one)
    )


def _new(
    house: House,
    uow: UnitOfWork,
    actor: Actor,
    items: list[HotlineItem],
    members: tuple[Member, ...],
    body: Mapping[str, Any],
    now: datetime,
) -> Problem:
    title, first = str(body.get("title", "")).strip(), items[0]
    unit = str(body.get("unit", "")) or first.unit or first.about
    errors = [
        FieldError(f"/{name}", "required") for name, value in (("title", title), ("unit", unit)) if not value
    ]
    if errors := [*errors, *number_errors({"title": title})]:
        raise Invalid(errors=errors)
    department = house.service_types.department_by_org(unit)
    text = _published(uow, {"title": title, "unit_name": department.name if department else unit})
    number = problem_number(house.division, now, uow.next_serial(problem_series(house.division, now)))
    problem = Problem(
        id=new_id("pb", now),
        number=number,
        unit=unit,
        topic=first.topic.value,
        state=ProblemState.OPEN,
        members=members,
        text=text,
        confirmed=Step(actor.person, actor.org, now),
    )
    decision = confirm(problem, actor)
    uow.problems.add(decision, actor)
    return decision.state


def _of_item(item: HotlineItem) -> Member:
    return Member(item.id, item.source.value, item.contact, item.received.at)


def _of_orders(uow: UnitOfWork, orders: Iterable[str]) -> Iterable[Member]:
    for name in dict.fromkeys(orders):
        order = uow.orders.load(name)
        voice = voice_of(uow, order)
        yield Member(order.id, order.source.value, voice.contact if voice else "", order.created_at)


def _published(uow: UnitOfWork, text: Mapping[str, str]) -> str:
    kept_as = sha256_hex(canonical_json(dict(text)))
    uow.publish_text(kept_as, text)
    return kept_as
