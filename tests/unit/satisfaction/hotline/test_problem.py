"""The machine of a problem, written down again by hand, and how people are counted (§8.16)."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chalicelib.domain.satisfaction.hotline.facts import ItemType
from chalicelib.domain.satisfaction.hotline.joining import join_problem, note_unlike
from chalicelib.domain.satisfaction.problems import problem as rules
from chalicelib.domain.satisfaction.problems.problem import Member, Problem, ProblemState
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Forbidden
from tests.factories.hotline import HANDLER, OPERATOR, REGULATOR, received
from tests.factories.work_orders import MONDAY, UNIT, person

S = ProblemState
PAIRS: dict[ProblemState | None, set[ProblemState]] = {
    None: {S.OPEN},
    S.OPEN: {S.CHANGED},
    S.CHANGED: {S.PUBLISHED},
    S.PUBLISHED: set(),
}


def member(name: str, channel: str = "PHONE", who: str = "") -> Member:
    return Member(name, channel, who, MONDAY)


def made(*members: Member) -> Problem:
    step = Step(OPERATOR.person, OPERATOR.org, MONDAY)
    return Problem("pb_1", "WT-1", UNIT, "QUEUE", S.OPEN, members, "ab" * 32, step)


@pytest.mark.parametrize(("source", "target"), list(product((None, *S), S)))
def test_every_pair_of_states_that_is_not_listed_is_refused(
    source: ProblemState | None, target: ProblemState
) -> None:
    listed = any((move.source, move.target) == (source, target) for move in rules.PROBLEM.moves)

    assert source == target or listed is (target in PAIRS[source])


def test_a_telephone_is_counted_once_and_whoever_left_none_each_time() -> None:
    problem = made(
        member("1", who="a"), member("2", "WEB", "a"), member("3", "RATING", "b"), member("4"), member("5")
    )

    assert problem.people == 4
    assert problem.channels == ("PHONE", "RATING", "WEB")
    assert rules.join(problem, (member("1", who="a"), member("6", who="a")), OPERATOR).state.people == 4


def test_only_office_and_regulator_say_that_it_is_one_and_never_of_one_alone() -> None:
    two = made(member("1"), member("2"))

    assert rules.confirm(two, REGULATOR).state is two
    with pytest.raises(Forbidden):
        rules.confirm(two, HANDLER)
    with pytest.raises(Conflict, match="too-few-alike"):
        rules.confirm(made(member("1")), OPERATOR)


def test_the_unit_says_what_changed_and_a_regulator_outside_it_publishes() -> None:
    two, later = made(member("1"), member("2")), MONDAY + timedelta(days=1)

    with pytest.raises(Forbidden, match="not-your-unit"):
        rules.change(replace(two, unit="x"), "cd" * 32, HANDLER, later)
    changed = rules.change(two, "cd" * 32, HANDLER, later).state
    with pytest.raises(Forbidden, match="own-unit"):
        rules.publish(changed, person("r", Role.REGULATOR), later)
    assert rules.publish(changed, REGULATOR, later).state.state is S.PUBLISHED
    with pytest.raises(Conflict, match="wrong-state"):
        rules.publish(two, REGULATOR, later)


def test_a_report_is_neither_joined_nor_compared() -> None:
    report = received(type=ItemType.REPORT)

    with pytest.raises(Conflict, match="confidential-item"):
        join_problem(report, "pb_1", OPERATOR, MONDAY)
    with pytest.raises(Conflict, match="confidential-item"):
        note_unlike(report, ("x",), OPERATOR, MONDAY)
