"""Numbers people read out survive being read out, typed and mistyped."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_2

from chalicelib.kernel.numbers import (
    BadNumber,
    HumanNumber,
    check_character,
    format_notice_number,
    format_number,
    normalise_notice_number,
    normalise_number,
    parse_notice_number,
    parse_number,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
prefixes = st.text(LETTERS, min_size=2, max_size=4).filter(lambda prefix: prefix != "ZJ")
numbers = st.builds(
    HumanNumber,
    prefixes,
    st.from_regex(r"[0-9]{6}", fullmatch=True).filter(str.isascii),
    st.integers(2000, 2099),
    st.integers(1, 999_999_999),
)


@given(st.text("0123456789" + LETTERS, min_size=1, max_size=30))
def test_the_check_character_is_iso_7064_mod_37_2(payload: str) -> None:
    assert check_character(payload) == mod_37_2.calc_check_digit(payload)


@given(numbers)
def test_a_written_number_reads_back_the_same(number: HumanNumber) -> None:
    assert parse_number(str(number)) == number
    assert mod_37_2.is_valid(str(number).replace("-", ""))


@given(
    numbers,
    st.sampled_from([str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " ")]),
)
def test_small_letters_and_missing_dashes_are_understood(
    number: HumanNumber, spoil: Callable[[str], str]
) -> None:
    assert normalise_number(spoil(str(number))) == str(number)


def test_full_width_characters_and_odd_dashes_are_understood() -> None:
    assert normalise_number("　ｈｐ－３７０７００–2026—000042－ｙ ") == "HP-370700-2026-000042-Y"


def test_the_check_character_may_be_a_star() -> None:
    payload = "HP3707002026000009"

    assert mod_37_2.calc_check_digit(payload) == "*"
    assert format_number("HP", "370700", 2026, 9) == "HP-370700-2026-000009-*"
    assert normalise_number("hp370700２０２６000009＊") == "HP-370700-2026-000009-*"


@given(numbers, st.data())
def test_one_wrong_character_is_noticed(number: HumanNumber, data: st.DataObject) -> None:
    text = str(number)
    position = data.draw(st.sampled_from([i for i, character in enumerate(text) if character.isdigit()]))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != text[position]))

    with pytest.raises(BadNumber):
        parse_number(text[:position] + other + text[position + 1 :])


@given(numbers, st.data())
def test_two_neighbours_swapped_are_noticed(number: HumanNumber, data: st.DataObject) -> None:
    text = str(number).replace("-", "")
    position = data.draw(st.integers(0, len(text) - 3))
    assume(text[position] != text[position + 1])

    with pytest.raises(BadNumber):
        parse_number(text[:position] + text[position + 1] + text[position] + text[position + 2 :])


def test_a_wrong_check_character_is_named_with_its_position() -> None:
    with pytest.raises(BadNumber) as refusal:
        parse_number("HP-370700-2026-000042-A")

    assert (refusal.value.code, refusal.value.params) == ("wrong-check-character", {"position": 23})


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "HP-370700-2026-000042",
        "HP-370700-1999-000042-A",
        "HP-370700-2026-000000-" + check_character("HP3707002026000000"),
        "H-370700-2026-000042-Y",
        "HP-٣٧٠٧٠٠-2026-000042-Y",
        "ſP-370700-2026-000042-Y",
        "HP-370700-2026-000042-Y\x00",
        "ZJ-370700-2026-000042-" + check_character("ZJ3707002026000042"),
        "9" * 1_000_000,
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadNumber) as refusal:
        parse_number(typed)
    assert refusal.value.code == "not-a-number"


@given(st.text())
def test_any_text_is_either_a_number_or_refused(text: str) -> None:
    for parse in (parse_number, parse_notice_number):
        with pytest.raises(BadNumber):
            parse(text)


def test_a_notice_number_has_no_check_character() -> None:
    assert format_notice_number("370700", 2026, 42) == "ZJ-370700-2026-000042"


@pytest.mark.parametrize("typed", ["zj-370700-2026-000042", "ZJ3707002026000042", "ｚｊ 370700 2026 000042"])
def test_notice_numbers_are_understood_however_typed(typed: str) -> None:
    assert normalise_notice_number(typed) == "ZJ-370700-2026-000042"
    assert parse_notice_number(typed) == HumanNumber("ZJ", "370700", 2026, 42)


@pytest.mark.parametrize(
    "typed",
    ["", "ZJ-370700-2026-42", "ZJ-370700-2026-0000042", "ZJ-370700-2026-000000", "HP-370700-2026-000042"],
)
def test_what_is_no_notice_number_is_refused(typed: str) -> None:
    with pytest.raises(BadNumber) as refusal:
        parse_notice_number(typed)
    assert refusal.value.code == "not-a-notice-number"


@pytest.mark.parametrize(
    ("prefix", "division", "year", "serial"),
    [
        ("hp", "370700", 2026, 1),
        ("H", "370700", 2026, 1),
        ("HP", "37070", 2026, 1),
        ("HP", "٣٧٠٧٠٠", 2026, 1),
        ("HP", "370700", 26, 1),
        ("HP", "370700", 2026, 0),
        ("HP", "370700", 2026, -1),
        ("HP", "370700", 2026, 10**9),
        ("ZJ", "370700", 2026, 1),
    ],
)
def test_parts_that_make_no_number_are_refused(prefix: str, division: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="number"):
        format_number(prefix, division, year, serial)


def test_a_notice_serial_never_grows_beyond_six_digits() -> None:
    with pytest.raises(ValueError, match="six digits"):
        format_notice_number("370700", 2026, 1_000_000)
