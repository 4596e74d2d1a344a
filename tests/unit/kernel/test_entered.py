"""What people type becomes plain characters, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.entered import Unreadable, ascii_upper, plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１２，０００．５０", "12,000.50"),
        ("ＡＢｃ－１", "ABc-1"),
        ("　a　b\u00a0", "a b"),
        ("1–2—3−4", "1-2-3-4"),
        ("\ufeff12\u200b34\u2060", "1234"),
        ("￥5", "¥5"),
    ],
)
def test_what_only_looks_different_means_the_plain_character(typed: str, meant: str) -> None:
    assert plain(typed) == meant


@pytest.mark.parametrize("typed", ["٣٤", "३", "𝟙", "²", "\u202e12", "测绘"])
def test_other_scripts_and_direction_marks_are_left_for_the_readers_to_refuse(typed: str) -> None:
    assert plain(typed) == typed


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("text", "capitals"), [("hp-x", "HP-X"), ("ſßıé", "ſßıé")])
def test_only_the_26_letters_have_capitals(text: str, capitals: str) -> None:
    assert ascii_upper(text) == capitals


def test_an_unreadable_text_carries_its_code_and_figures_only() -> None:
    error = Unreadable("wrong-check-character", position=18)

    assert (error.code, error.params, str(error)) == (
        "wrong-check-character",
        {"position": 18},
        "wrong-check-character",
    )
