"""A person may hold several roles; the house's own hands hold none."""

import pytest

from chalicelib.kernel.actors import SEALED, SYSTEM, Actor, Role


def test_there_are_the_roles_of_the_rule_book() -> None:
    assert sorted(Role) == [
        "agency_admin",
        "agency_agent",
        "appeal_reviewer",
        "callback_agent",
        "callback_lead",
        "centre_supervisor",
        "clerk",
        "department",
        "dpo",
        "external_evaluator",
        "hotline_operator",
        "operator_publisher",
        "operator_reviewer",
        "owner_admin",
        "owner_agent",
        "regulator",
        "supervisor",
        "survey_designer",
        "sysadmin",
        "unit_handler",
        "unit_head",
    ]


def test_a_person_has_a_role_when_it_is_one_of_those_asked_for() -> None:
    actor = Actor("p1", "91350100M000100Y43", frozenset({Role.OWNER_ADMIN, Role.OWNER_AGENT}))

    assert actor.has(Role.OWNER_AGENT)
    assert actor.has(Role.SUPERVISOR, Role.OWNER_ADMIN)
    assert not actor.has(Role.SUPERVISOR)
    assert not actor.has()


@pytest.mark.parametrize("hand", [SYSTEM, SEALED])
def test_the_houses_own_hands_hold_no_role(hand: Actor) -> None:
    assert not hand.has(*Role)
