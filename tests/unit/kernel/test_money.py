"""Amounts are read exactly or refused, and their capital form says the same amount."""

import contextlib
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import (
    MAX_FEN,
    BadAmount,
    apply_rate,
    capital_form,
    format_yuan,
    mean_half_up,
    parse_rate,
    parse_yuan,
)
from chalicelib.web.formats import percent

amounts = st.integers(0, MAX_FEN) | st.integers(0, 10**7)
full_width = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def half_up(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def read_back(capitals: str) -> int:
    """Read a capital form as a person does: 亿, 万 and 元 close sections, 零 and 整 are only sounds."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}
    fen = total = section = digit = 0
    for character in capitals:
        if character in digits:
            digit = digits[character]
        elif character in units:
            section, digit = section + digit * units[character], 0
        elif character in "亿万":
            total, section, digit = total + (section + digit) * {"亿": 10**8, "万": 10**4}[character], 0, 0
        elif character == "元":
            fen, section, digit = (total + section + digit) * 100, 0, 0
        elif character in "角分":
            fen, digit = fen + digit * {"角": 10, "分": 1}[character], 0
        else:
            assert character == "整"
    return fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12,000.50", 1_200_050),
        ("12000.5", 1_200_050),
        ("１２，０００．５０", 1_200_050),
        ("¥ 12,000.50", 1_200_050),
        ("￥12000.50元", 1_200_050),
        ("4.85万", 4_850_000),
        ("4.85 万元", 4_850_000),
        ("4.850001万元", 4_850_001),
        ("1.2亿元", 12_000_000_000),
        ("0", 0),
        ("0.01", 1),
        ("  8元  ", 800),
        ("9999亿", 99_990_000_000_000),
        ("999,999,999,999.99", MAX_FEN),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("　 ", "required"),
        ("-5", "negative-amount"),
        ("－5.00元", "negative-amount"),
        ("−5", "negative-amount"),
        ("12.345", "too-many-decimals"),
        ("12.500", "too-many-decimals"),
        ("4.8500001万", "too-many-decimals"),
        ("1,2000", "misplaced-comma"),
        ("12,00", "misplaced-comma"),
        ("1234,567", "misplaced-comma"),
        ("1,,000", "misplaced-comma"),
        ("1000000000000", "amount-too-large"),
        ("10000亿", "amount-too-large"),
        ("9" * 1_000_000, "amount-too-large"),
        ("1e5", "not-an-amount"),
        ("1E5", "not-an-amount"),
        ("+5", "not-an-amount"),
        ("1_000", "not-an-amount"),
        ("0x10", "not-an-amount"),
        ("٣٤", "not-an-amount"),
        ("१२", "not-an-amount"),
        ("𝟙𝟚", "not-an-amount"),
        ("½", "not-an-amount"),
        ("12.", "not-an-amount"),
        (".5", "not-an-amount"),
        ("1.2.3", "not-an-amount"),
        ("12 000", "not-an-amount"),
        ("12元5角", "not-an-amount"),
        ("5元元", "not-an-amount"),
        ("叁仟元", "not-an-amount"),
        ("NaN", "not-an-amount"),
        ("inf", "not-an-amount"),
        ("12\n34", "not-an-amount"),
        ("\u202e12", "not-an-amount"),
        ("12\x00", "not-an-amount"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        parse_yuan(typed)
    assert refusal.value.code == code


@given(st.text() | st.text("0123456789,.-+e元万亿¥ ０１"))
def test_any_text_is_either_an_amount_or_refused(text: str) -> None:
    with contextlib.suppress(BadAmount):
        assert 0 <= parse_yuan(text) <= MAX_FEN


@given(amounts)
def test_a_written_amount_reads_back_the_same(fen: int) -> None:
    written = format_yuan(fen)

    assert parse_yuan(written) == fen
    assert parse_yuan(written.replace(",", "") + "元") == fen
    assert parse_yuan(written.translate(full_width)) == fen


@given(amounts)
def test_an_amount_in_wan_reads_back_the_same(fen: int) -> None:
    assert parse_yuan(f"{Decimal(fen) / 1_000_000:f}万元") == fen


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "0.00"), (5, "0.05"), (1_200_050, "12,000.50"), (-120_005, "-1,200.05")]
)
def test_amounts_are_written_with_separators_and_two_decimals(fen: int, written: str) -> None:
    assert format_yuan(fen) == written


@pytest.mark.parametrize(
    ("typed", "rate_bp"),
    [("3.5%", 350), ("3.5", 350), ("０．０５％", 5), ("100", 10_000), ("0", 0), ("12 %", 1200)],
)
def test_rates_are_read_in_per_cent(typed: str, rate_bp: int) -> None:
    assert parse_rate(typed) == rate_bp


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("100.01", "rate-too-large"),
        ("3.555", "too-many-decimals"),
        ("-3", "not-a-rate"),
        ("1e1", "not-a-rate"),
        ("٣", "not-a-rate"),
        ("3‰", "not-a-rate"),
    ],
)
def test_what_is_no_rate_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        parse_rate(typed)
    assert refusal.value.code == code


@given(st.integers(0, 10_000))
def test_a_written_rate_reads_back_the_same(rate_bp: int) -> None:
    assert parse_rate(percent(rate_bp)) == rate_bp


@pytest.mark.parametrize(
    ("control_fen", "rate_bp", "award_fen"),
    [
        (10_000, 0, 10_000),
        (10_000, 10_000, 0),
        (100_001, 500, 95_001),
        (1, 5_000, 1),
        (3, 5_000, 2),
        (1, 5_001, 0),
    ],
)
def test_a_discount_rounds_half_a_fen_up(control_fen: int, rate_bp: int, award_fen: int) -> None:
    assert apply_rate(control_fen, rate_bp) == award_fen


@given(amounts, st.integers(0, 10_000))
def test_a_discount_agrees_with_decimal_arithmetic(control_fen: int, rate_bp: int) -> None:
    exact = Decimal(control_fen) * (1 - Decimal(rate_bp) / 10_000)

    assert apply_rate(control_fen, rate_bp) == half_up(exact)


@pytest.mark.parametrize(("control_fen", "rate_bp"), [(-1, 0), (1, -1), (1, 10_001)])
def test_a_discount_outside_its_range_is_refused(control_fen: int, rate_bp: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        apply_rate(control_fen, rate_bp)


@given(st.lists(amounts, min_size=1, max_size=30))
def test_the_mean_agrees_with_fractions(amounts_fen: list[int]) -> None:
    exact = Fraction(sum(amounts_fen), len(amounts_fen))

    assert abs(mean_half_up(amounts_fen) - exact) <= Fraction(1, 2)
    assert mean_half_up(amounts_fen) == int(exact + Fraction(1, 2))


def test_the_mean_rounds_half_a_fen_up_and_needs_an_amount() -> None:
    assert mean_half_up([1, 2]) == 2
    with pytest.raises(ValueError, match="at least one"):
        mean_half_up([])


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        # The examples of the People's Bank's payment rules, with 整 after 角 as the accounting rules ask.
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (11, "壹角壹分"),
        (100, "壹元整"),
        (1_000, "壹拾元整"),
        (100_100, "壹仟零壹元整"),
        (1_000_100, "壹万零壹元整"),
        (1_050_000, "壹万零伍佰元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_500_000, "壹亿零伍仟元整"),
        (10_500_000_000, "壹亿零伍佰万元整"),
        (20_003_000_400, "贰亿零叁万零肆元整"),
        (99_990_000_000_000, "玖仟玖佰玖拾玖亿元整"),
    ],
)
def test_the_capital_form_follows_the_rules_for_cheques(fen: int, capitals: str) -> None:
    assert capital_form(fen) == capitals


@given(amounts)
def test_the_capital_form_says_the_same_amount(fen: int) -> None:
    assert read_back(capital_form(fen)) == fen


@given(amounts)
def test_the_capital_form_never_doubles_or_misplaces_a_zero(fen: int) -> None:
    capitals = capital_form(fen)

    assert "零零" not in capitals
    assert not any(f"零{unit}" in capitals for unit in "拾佰仟万亿角分整")
    assert ("零元" in capitals) == (fen == 0)
    assert capitals.endswith("分") == bool(fen % 10)


@pytest.mark.parametrize("fen", [-1, MAX_FEN + 1])
def test_an_amount_without_capital_form_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="capital form"):
        capital_form(fen)
