"""Identifiers are judged as docs/rules.md §4.1 says, with its vectors and python-stdnum as oracle."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from chalicelib.kernel.identifiers import (
    BadIdentifier,
    Division,
    ProjectCode,
    ResidentCard,
    Uscc,
    check_division,
    check_mobile,
    check_organisation_code,
    check_project_code,
    check_ric,
    check_uscc,
    mask_mobile,
    mask_ric,
    normalise_division,
    normalise_mobile,
    normalise_organisation_code,
    normalise_project_code,
    normalise_ric,
    normalise_uscc,
    uscc_warnings,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CHECKS = [check_uscc, check_organisation_code, check_project_code, check_division, check_ric, check_mobile]
NORMALISERS = [
    normalise_uscc,
    normalise_organisation_code,
    normalise_project_code,
    normalise_division,
    normalise_ric,
    normalise_mobile,
]
VALID_USCCS = ["91350100M000100Y43", "91370700MA3C0000X7", "91370705123456789B", "91110000600037341L"]

usccs = st.builds(
    lambda head, tail: head + tail + uscc.calc_check_digit(head + tail),
    st.text("0123456789", min_size=8, max_size=8),
    st.text(ALPHABET, min_size=9, max_size=9),
)
rics = st.builds(
    lambda born_on, order: (
        f"370702{born_on:%Y%m%d}{order:03}" + ric.calc_check_digit(f"370702{born_on:%Y%m%d}{order:03}0")
    ),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(1, 999),
)


def refusal_of(check: Callable[[str], object], typed: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadIdentifier) as refusal:
        check(typed)
    return refusal.value.code, dict(refusal.value.params)


@pytest.mark.parametrize("code", VALID_USCCS)
def test_the_valid_usccs_of_the_rule_book_are_valid(code: str) -> None:
    assert check_uscc(code).value == code


def test_a_wrong_18th_character_is_named_with_its_position() -> None:
    assert refusal_of(check_uscc, "91350100M000100Y44") == ("wrong-check-character", {"position": 18})


def test_a_uscc_is_taken_apart() -> None:
    assert check_uscc("91350100M000100Y43") == Uscc(
        "91350100M000100Y43", authority="9", kind="1", division="350100", organisation_code="M000100Y4"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "91350100m000100y43",
        " ９１３５０１００Ｍ０００１００Ｙ４３　",
        "9135 0100 M000 100Y 43",
        "91350100-M000100Y4-3",
    ],
)
def test_a_uscc_is_normalised_before_it_is_judged(typed: str) -> None:
    assert normalise_uscc(typed) == "91350100M000100Y43"
    assert check_uscc(typed).value == "91350100M000100Y43"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100I000100Y43",
        "91350100O000100Y43",
        "9135010ZM000100Y43",
        "9135O100M000100Y43",
        "٩١350100M000100Y43",
        "91350100ſ000100Y43",
        "91350100M000100Y43\n1",
        "统一社会信用代码",
    ],
)
def test_what_has_not_the_shape_of_a_uscc_is_refused(typed: str) -> None:
    assert refusal_of(check_uscc, typed) == ("not-a-uscc", {})


@given(usccs)
def test_every_uscc_that_stdnum_makes_is_valid(code: str) -> None:
    assert check_uscc(code).value == code


@given(usccs, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_changed_uscc_is_judged_as_stdnum_judges_it_save_for_letters_in_front(
    code: str, position: int, character: str
) -> None:
    changed = code[:position] + character + code[position + 1 :]
    ours = True
    try:
        check_uscc(changed)
    except BadIdentifier:
        ours = False

    # GB 32100 gives letters to the first two places (N1: rural collectives); stdnum knows digits only.
    if changed[:2].isdigit():
        assert ours == uscc.is_valid(changed)


def test_a_registering_authority_may_be_a_letter() -> None:
    head = "N2370705MA3C0000X"
    total = sum(ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(head))

    assert check_uscc(head + ALPHABET[(31 - total % 31) % 31]).authority == "N"


def test_a_failing_organisation_code_inside_a_valid_uscc_is_a_warning_only() -> None:
    assert uscc_warnings("91110000600037341L") == ()
    assert uscc_warnings("91370705123456789B") == ("organisation-code-check",)


def test_the_organisation_code_of_the_policy_document_is_valid() -> None:
    assert check_organisation_code("004294173") == "004294173"
    assert check_organisation_code("00429417-3") == "004294173"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("004294174", "wrong-check-character"),
        ("00429417A", "not-an-organisation-code"),
        ("", "not-an-organisation-code"),
    ],
)
def test_other_organisation_codes_are_refused(typed: str, code: str) -> None:
    assert refusal_of(check_organisation_code, typed)[0] == code


def test_a_wrong_organisation_check_is_named_with_its_position() -> None:
    assert refusal_of(check_organisation_code, "004294174")[1] == {"position": 9}


def test_a_project_code_is_taken_apart() -> None:
    assert check_project_code("2509-320193-89-01-544060") == ProjectCode(
        "2509-320193-89-01-544060", "2509", "320193", "89", "01", "544060"
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("25093201938901544060", "2509-320193-89-01-544060"),
        ("２５０９－320193–89—01 544060", "2509-320193-89-01-544060"),
        ("201806-370700-47-03-012345", "201806-370700-47-03-012345"),
        ("2018063707004703012345", "201806-370700-47-03-012345"),
        ("2018-370700-47-03-012345", "2018-370700-47-03-012345"),
    ],
)
def test_project_codes_of_24_and_26_characters_are_understood(typed: str, code: str) -> None:
    assert check_project_code(typed).value == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2513-320193-89-01-544060", "impossible-date"),
        ("2500-320193-89-01-544060", "impossible-date"),
        ("201813-320193-89-01-544060", "impossible-date"),
        ("250-320193-89-01-544060", "not-a-project-code"),
        ("2509-320193-89-01-54406A", "not-a-project-code"),
        ("2509-320193-89-01-54406٣", "not-a-project-code"),
        ("", "not-a-project-code"),
    ],
)
def test_other_project_codes_are_refused(typed: str, code: str) -> None:
    assert refusal_of(check_project_code, typed)[0] == code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("370700", "潍坊市"),
        ("370702", "潍城区"),
        ("370703", "寒亭区"),
        ("370704", "坊子区"),
        ("370705", "奎文区"),
        ("110000", None),
    ],
)
def test_weifangs_divisions_are_known_by_name(code: str, name: str | None) -> None:
    assert check_division(code) == Division(code, name)


@pytest.mark.parametrize("typed", ["", "37070", "3707000", "000000", "990000", "٣٧٠٧٠٠", "37O700"])
def test_what_is_no_division_is_refused(typed: str) -> None:
    assert refusal_of(check_division, typed)[0] == "not-a-division"


@given(rics)
def test_every_identity_card_number_that_stdnum_makes_is_valid(number: str) -> None:
    card = check_ric(number.lower())

    assert card.value == number
    assert card.born_on == ric.get_birth_date(number)
    assert card.division == "370702"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110105194912310021", "wrong-check-character"),
        ("11010519490230002X", "impossible-date"),
        ("11010519491331002X", "impossible-date"),
        ("99010519491231002X", "not-an-identity-card"),
        ("11010521491231002X", "not-an-identity-card"),
        ("110105491231002", "not-an-identity-card"),
        ("1101051949123100٢X", "not-an-identity-card"),
        ("", "not-an-identity-card"),
    ],
)
def test_other_identity_card_numbers_are_refused(typed: str, code: str) -> None:
    assert refusal_of(check_ric, typed)[0] == code


def test_a_wrong_identity_card_check_is_named_with_its_position() -> None:
    assert refusal_of(check_ric, "110105194912310021")[1] == {"position": 18}


def test_an_identity_card_is_never_printed_whole() -> None:
    card = check_ric("11010519491231002X")

    assert isinstance(card, ResidentCard)
    assert "19491231" not in f"{card} {card!r} {[card]}"


@pytest.mark.parametrize("second", "3456789")
def test_mobile_numbers_of_all_networks_are_taken(second: str) -> None:
    assert check_mobile(f"1{second}800005678") == f"1{second}800005678"


@pytest.mark.parametrize(
    "typed",
    [
        "138 0000 5678",
        "138-0000-5678",
        "+86 13800005678",
        "008613800005678",
        "8613800005678",
        "１３８００００５６７８",
    ],
)
def test_mobile_numbers_are_understood_however_typed(typed: str) -> None:
    assert normalise_mobile(typed) == "13800005678"
    assert check_mobile(typed) == "13800005678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1380000567",
        "138000056789",
        "12800005678",
        "1|800005678",
        "1٣800005678",
        "0536-8091234",
        "13800005678\n1",
    ],
)
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    assert refusal_of(check_mobile, typed)[0] == "not-a-mobile"


def test_masks_hide_what_identifies_a_person() -> None:
    assert mask_mobile("13800005678") == "138****5678"
    assert mask_ric("11010519491231002X") == "110***********002X"


@pytest.mark.parametrize("mask", [mask_mobile, mask_ric])
@pytest.mark.parametrize("text", ["", "1380000", "no number at all"])
def test_what_cannot_be_masked_in_part_is_masked_whole(mask: Callable[[str], str], text: str) -> None:
    assert mask(text) == "*" * len(text)


@pytest.mark.parametrize("check", CHECKS)
@given(text=st.text())
@example(text="110000")
@example(text="１３８０００１３８０００")
@example(text="91350100M000100Y43")
def test_any_text_is_refused_or_says_what_its_own_form_says(
    check: Callable[[Any], object], text: str
) -> None:
    try:
        found = check(text)
    except BadIdentifier:
        return

    assert check(found.code if isinstance(found, Division) else getattr(found, "value", found)) == found


@pytest.mark.parametrize("normalise", NORMALISERS)
@given(text=st.text() | st.text("0123456789+- xX"))
def test_normalising_twice_changes_nothing_more(normalise: Callable[[str], str], text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@pytest.mark.parametrize("check", CHECKS)
def test_a_megabyte_is_refused_like_any_other_text(check: Callable[[str], object]) -> None:
    with pytest.raises(BadIdentifier):
        check("9" * 1_000_000)
