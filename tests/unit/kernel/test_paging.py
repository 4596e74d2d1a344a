"""Cursors come back as they went out, for the same list, or not at all."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Invalid, Malformed
from chalicelib.kernel.paging import Cursor, Page, PageRequest

KEY = bytes(range(32))
LIST = "notices?status=published"
positions = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(positions, st.text(max_size=20))
def test_a_cursor_comes_back_as_it_went_out(position: object, list_name: str) -> None:
    cursor = Cursor(list_name, position)

    assert Cursor.decode(cursor.encode(KEY), list_name, KEY) == cursor


def test_a_cursor_fits_an_address_without_escaping() -> None:
    text = Cursor(LIST, {"pk": "NOTICE#不同", "sk": "??>>~~"}).encode(KEY)

    assert text.isascii()
    assert text.replace("-", "").replace("_", "").isalnum()


def test_the_same_position_is_always_the_same_text() -> None:
    assert Cursor(LIST, {"a": 1, "b": 2}).encode(KEY) == Cursor(LIST, {"b": 2, "a": 1}).encode(KEY)


def refused(text: str, list_name: str = LIST, key: bytes = KEY) -> bool:
    with pytest.raises(Malformed) as refusal:
        Cursor.decode(text, list_name, key)
    return refusal.value.code == "bad-cursor" and refusal.value.status == 400


def test_a_cursor_of_another_list_is_refused() -> None:
    assert refused(Cursor("notices?status=awarded", ["x"]).encode(KEY))


def test_a_list_may_be_named_after_any_text_a_person_filtered_by() -> None:
    cursor = Cursor("notices?q=\ud800\u202e测绘", ["x"])

    assert Cursor.decode(cursor.encode(KEY), cursor.list_name, KEY) == cursor


def test_a_cursor_signed_with_another_key_is_refused() -> None:
    assert refused(Cursor(LIST, ["x"]).encode(bytes(32)))


def test_every_changed_character_is_noticed() -> None:
    text = Cursor(LIST, {"pk": "NOTICE#1"}).encode(KEY)

    changed = [text[:i] + ("A" if text[i] != "A" else "B") + text[i + 1 :] for i in range(len(text))]

    assert all(map(refused, changed))


def test_a_cursor_of_another_version_is_refused() -> None:
    text = Cursor(LIST, ["x"]).encode(KEY)
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    assert refused(base64.urlsafe_b64encode(b"\x02" + data[1:]).rstrip(b"=").decode())


@pytest.mark.parametrize("position", [["x"], ["xy"], ["xyz"]])
def test_a_second_spelling_of_a_cursor_is_refused(position: list[str]) -> None:
    text = Cursor(LIST, position).encode(KEY)

    assert refused(text + "=")
    assert refused(text + "\n")
    assert refused(f" {text}")


@given(st.text() | st.text("ABCxyz012-_", min_size=20))
def test_any_other_text_is_refused(text: str) -> None:
    assert refused(text)


def test_a_megabyte_is_refused() -> None:
    assert refused("A" * 1_000_000)


def test_a_position_too_long_for_an_address_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="fit an address"):
        Cursor(LIST, "x" * 2000).encode(KEY)


def test_a_page_has_20_items_unless_asked_otherwise() -> None:
    assert PageRequest() == PageRequest(20, None)
    assert PageRequest.parse(None, None, LIST, KEY) == PageRequest(20, None)
    assert PageRequest.parse("", "", LIST, KEY) == PageRequest(20, None)


@pytest.mark.parametrize("limit", [1, 20, 100])
def test_a_limit_within_the_bounds_is_taken(limit: int) -> None:
    assert PageRequest.parse(str(limit), None, LIST, KEY).limit == limit


@pytest.mark.parametrize(
    "limit", ["0", "101", "-1", "1000", "1e1", " 5", "5\n", "٥", "５", "1_0", "ten", "9" * 9999]
)
def test_a_limit_outside_the_bounds_is_refused_with_the_bounds(limit: str) -> None:
    with pytest.raises(Invalid) as refusal:
        PageRequest.parse(limit, None, LIST, KEY)

    [error] = refusal.value.errors
    assert (error.pointer, error.code, error.params) == ("/limit", "out-of-range", {"min": 1, "max": 100})


def test_a_page_request_reads_its_cursor() -> None:
    cursor = Cursor(LIST, {"pk": "NOTICE#1"})

    assert PageRequest.parse("5", cursor.encode(KEY), LIST, KEY) == PageRequest(5, cursor)
    with pytest.raises(Malformed):
        PageRequest.parse("5", cursor.encode(KEY), "agencies", KEY)


def test_a_page_may_be_changed_item_by_item() -> None:
    cursor = Cursor(LIST, ["x"])

    assert Page((1, 2), cursor).map(str) == Page(("1", "2"), cursor)
