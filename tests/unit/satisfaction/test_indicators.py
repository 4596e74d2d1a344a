"""The list of indicators: complete, tagged, and all that is wrong with a choice is said at once (§3.3)."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.codes.indicators import Tag, parse_indicators
from chalicelib.gateways.profiles import FOLDER
from chalicelib.kernel.errors import FieldError

DOCUMENT: dict[str, Any] = json.loads((FOLDER / "INDICATORS-1.json").read_text(encoding="utf-8"))
INDICATORS = parse_indicators(DOCUMENT)
RETIRED = {*range(501, 510), 401, 402, 404, 405, *range(301, 307), *range(201, 207), *range(101, 108)}
FIRST_ACTIVE = {5: 510, 4: 406, 3: 307, 2: 207, 1: 108}


def test_every_level_has_eight_active_codes_in_a_row_three_of_them_base() -> None:
    for level, first in FIRST_ACTIVE.items():
        chosen = INDICATORS.of_level(level)
        assert [int(each.code) for each in chosen] == list(range(first, first + 8))
        assert [each.is_extension for each in chosen] == [False] * 3 + [True] * 5
        assert all(each.text and each.text_en for each in chosen)


def test_thirty_two_codes_are_retired_and_403_is_unknown() -> None:
    retired = {int(each.code) for each in INDICATORS.by_code.values() if not each.is_active}

    assert retired == RETIRED
    assert len(retired) == 32
    assert "403" not in INDICATORS.by_code


def test_the_tags_are_those_of_the_specification() -> None:
    tagged = {tag: {code for code in INDICATORS.by_code if INDICATORS.is_tagged(code, tag)} for tag in Tag}

    assert tagged[Tag.STAFF] == {"517", "413", "314", "213", "214", "115"}
    assert tagged[Tag.SYSTEM] == {"211", "112", "212", "513", "514", "410"}
    assert Counter({tag: len(codes) for tag, codes in tagged.items()}).total() == 40


def test_a_retired_code_can_be_read_and_not_be_written() -> None:
    assert INDICATORS.by_code["101"].level == 1
    assert INDICATORS.errors(["101"], 1, 8) == (FieldError("/indicators/0", "retired-indicator"),)


def test_all_that_is_wrong_is_said_at_once() -> None:
    codes = ["517", "517", "403", "115", "501"]

    assert INDICATORS.errors(codes, 5, 4) == (
        FieldError("/indicators", "too-many", {"max": 4}),
        FieldError("/indicators/1", "repeated"),
        FieldError("/indicators/2", "unknown-indicator"),
        FieldError("/indicators/3", "indicator-of-another-level"),
        FieldError("/indicators/4", "retired-indicator"),
    )


@given(st.lists(st.sampled_from([*INDICATORS.by_code, "403", "000"]), max_size=10), st.integers(1, 5))
def test_a_choice_is_right_when_a_second_reading_of_the_rule_says_so(codes: list[str], level: int) -> None:
    active = range(FIRST_ACTIVE[level], FIRST_ACTIVE[level] + 8)
    is_right = (
        len(codes) <= 8 and len(set(codes)) == len(codes) and all(int(code) in active for code in codes)
    )

    assert (INDICATORS.errors(codes, level, 8) == ()) is is_right


@pytest.mark.parametrize("code", ["51", "5100", "51a", "５１０", "610"])
def test_a_list_with_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        parse_indicators({**DOCUMENT, "retired": [code]})


def test_a_list_that_names_a_code_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_indicators({**DOCUMENT, "retired": ["510"]})
