"""The shipped tree of service types holds together, and a broken one is refused."""

import pytest

from chalicelib.domain.marketplace.agencies.service_types import parse_catalogue
from chalicelib.kernel.identifiers import check_uscc
from tests.factories.agencies import SURVEY, service_types

MINIMAL = {
    "name": "T",
    "departments": [{"code": "d", "name": "D", "org": "1137070000420107X7"}],
    "qualification_kinds": [
        {"code": "q", "name": "Q", "levels": [{"code": "A", "name": "甲", "rank": 1}]},
    ],
    "certificate_kinds": [{"code": "c", "name": "C"}],
    "service_types": [
        {"code": "X", "name": "X"},
        {
            "code": "X1",
            "name": "X1",
            "parent": "X",
            "department": "d",
            "qualification_kinds": ["q"],
            "lowest_rank": 1,
            "staff": [{"certificates": ["c"], "count": 1}],
        },
    ],
}


def with_leaf(**changes):
    types = [MINIMAL["service_types"][0], {**MINIMAL["service_types"][1], **changes}]
    return {**MINIMAL, "service_types": types}


def test_every_leaf_of_the_shipped_tree_has_a_department_and_asks_for_something():
    types = service_types()
    parents = {one.parent for one in types.types.values()}

    for code, one in types.types.items():
        assert types.is_open(code) == (code not in parents)
        if types.is_open(code):
            assert one.requirement.qualification_kinds or one.requirement.staff


def test_the_shipped_departments_are_at_least_six_with_valid_codes():
    departments = service_types().departments.values()

    assert len({check_uscc(one.org).value for one in departments}) == len(departments) >= 6


def test_a_heading_cannot_be_applied_for():
    types = service_types()

    assert not types.is_open("CH")
    assert not types.is_open("nowhere")
    with pytest.raises(KeyError):
        types.department_of("CH")
    assert types.department_of(SURVEY).code == "natural-resources"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"parent": "Y"}, "parent"),
        ({"department": "e"}, "department"),
        ({"qualification_kinds": ["r"]}, "qualification"),
        ({"staff": [{"certificates": ["z"], "count": 1}]}, "certificate"),
    ],
)
def test_a_dangling_reference_is_named(changes, what):
    with pytest.raises(ValueError, match=f"X1: unknown {what}"):
        parse_catalogue(with_leaf(**changes))


def test_two_levels_cannot_share_a_rank():
    kinds = [{"code": "q", "name": "Q", "levels": 2 * MINIMAL["qualification_kinds"][0]["levels"]}]

    with pytest.raises(ValueError, match="rank"):
        parse_catalogue({**MINIMAL, "qualification_kinds": kinds})


def test_a_department_finds_its_types_and_itself():
    types = parse_catalogue(MINIMAL)

    assert [one.code for one in types.types_of("d")] == ["X1"]
    assert types.department_by_org("1137070000420107X7").code == "d"
    assert types.department_by_org("91370700MA3C0000X7") is None
