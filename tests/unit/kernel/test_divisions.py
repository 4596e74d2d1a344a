"""Places by their code, held against the list that python-stdnum ships."""

import pytest
from stdnum import numdb

from chalicelib.kernel.divisions import _names, place_name

LISTED = numdb.get("cn/loc")
TRADITIONAL = str.maketrans("別區門", "别区门")


def listed_name(code: str) -> str:
    """Return what the other list calls a place today; it writes older names with the years they held."""
    (_, province), *rest = LISTED.info(code)
    name = str(province["province"] if code.endswith("0000") else rest[0][1]["county"])
    return name.rpartition("]")[2].translate(TRADITIONAL)


@pytest.mark.parametrize("key", sorted(_names()))
def test_every_place_is_called_as_in_the_other_list(key: str) -> None:
    assert _names()[key] == listed_name(key.ljust(6, "0"))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("370200", "山东省青岛市"),
        ("370202", "山东省青岛市"),
        ("429004", "湖北省"),
        ("310115", "上海市"),
        ("370783", "山东省潍坊市寿光市"),
        ("990000", ""),
    ],
)
def test_a_place_is_named_as_closely_as_it_is_known(code: str, name: str) -> None:
    assert place_name(code) == name
