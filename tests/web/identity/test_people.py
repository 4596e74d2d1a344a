"""The demo directory holds whom the issue asks for, and none of them can be real."""

from collections import Counter

import pytest
import stdnum.cn.uscc

from chalicelib.gateways.profiles import shipped_service_types
from chalicelib.kernel.actors import Role
from chalicelib.kernel.identifiers import check_uscc, uscc_warnings
from infra.local.people import demo_uscc, find_person, organisations, people


def holders(role):
    return [person for person in people() if role in person.roles]


@pytest.mark.parametrize("role", list(Role))
def test_somebody_holds_every_role(role):
    assert holders(role)


@pytest.mark.parametrize(
    "role",
    [Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER, Role.SUPERVISOR, Role.OWNER_ADMIN, Role.REGULATOR],
)
def test_two_persons_hold_every_deciding_role(role):
    assert len(holders(role)) >= 2


def test_each_of_six_or_more_departments_has_two_persons():
    counts = Counter(person.org.uscc for person in holders(Role.DEPARTMENT))

    assert len(counts) >= 6
    assert set(counts.values()) == {2}


def test_the_departments_of_the_shipped_service_types_are_those_of_the_directory():
    known = {org.field: org.uscc for org in organisations() if org.kind == "department"}

    assert {code: found.org for code, found in shipped_service_types().departments.items()} == known


def test_every_department_has_a_clerk_a_handler_and_a_head_for_ratings():
    departments = {person.org.uscc for person in holders(Role.DEPARTMENT)}

    for role in (Role.CLERK, Role.UNIT_HANDLER, Role.UNIT_HEAD):
        assert {person.org.uscc for person in holders(role)} == departments


def test_an_appeal_and_the_objection_after_it_find_three_reviewers_outside_every_unit():
    reviewers = holders(Role.APPEAL_REVIEWER)

    assert len(reviewers) >= 3
    assert {person.org.kind for person in reviewers}.isdisjoint({"department"})


def test_four_or_more_owners_have_an_admin_and_an_agent():
    admins = {person.org.uscc for person in holders(Role.OWNER_ADMIN)}
    agents = {person.org.uscc for person in holders(Role.OWNER_AGENT)}

    assert len(admins & agents) >= 4


def test_each_agency_has_one_admin_and_one_authorised_person():
    agencies = [org.uscc for org in organisations() if org.kind == "agency"]

    assert sorted(person.org.uscc for person in holders(Role.AGENCY_ADMIN)) == sorted(agencies)
    assert sorted(person.org.uscc for person in holders(Role.AGENCY_AGENT)) == sorted(agencies)


def test_agencies_come_from_many_trades_and_provinces():
    agencies = [org for org in organisations() if org.kind == "agency"]

    assert min(Counter(org.field for org in agencies).values()) >= 4
    assert len({org.uscc[2:4] for org in agencies}) >= 8


def test_every_uscc_is_sound_by_our_own_check_and_by_the_library():
    for org in organisations():
        assert check_uscc(org.uscc).value == org.uscc
        assert uscc_warnings(org.uscc) == ()
        assert stdnum.cn.uscc.is_valid(org.uscc)


def test_no_uscc_can_be_somebodys():
    assert all(org.uscc[8:11] == "DEM" for org in organisations())
    assert demo_uscc("91", "370700", 1) != demo_uscc("91", "370700", 2)


def test_names_subjects_and_organisations_are_each_once():
    assert len({person.subject for person in people()}) == len(people())
    assert len({person.display_name for person in people()}) == len(people())
    assert len({org.name for org in organisations()}) == len(organisations())


def test_subjects_say_nothing_about_the_person():
    for person in people():
        assert person.org.uscc not in person.subject
        assert all(str(role) not in person.subject for role in person.roles)


def test_nobody_is_found_who_does_not_fit_everything_asked():
    supervisor = find_person(Role.SUPERVISOR)

    assert find_person(subject=supervisor.subject) == supervisor
    assert find_person(Role.DEPARTMENT, subject=supervisor.subject) is None
    assert find_person(Role.SUPERVISOR, org="91350100M000100Y43") is None
