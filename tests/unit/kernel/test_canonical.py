"""A value has one spelling, so that anyone can recompute its hash."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.canonical import canonical_json, digest, sha256_hex

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(values)
def test_a_value_reads_back_from_its_spelling(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_members_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))

    assert digest(backwards) == digest(value)


def test_the_spelling_is_that_of_rfc_8785() -> None:
    value: dict[str, object] = {"b": [1, True, None, []], "a": '测绘 "\\/\n\x1f', "": {}}

    assert canonical_json(value) == '{"":{},"a":"测绘 \\"\\\\/\\n\\u001f","b":[1,true,null,[]]}'


@pytest.mark.parametrize("value", [1.0, [1.0], {"a": {"b": (0, 0.5)}}, float("nan")])
def test_a_float_is_refused_wherever_it_hides(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1, 2}, b"x", object()])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_text_is_hashed_as_utf_8() -> None:
    # FIPS 180-2, appendix B.1.
    assert sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex("测绘") == hashlib.sha256("测绘".encode()).hexdigest()
    assert sha256_hex(b"abc") == sha256_hex("abc")
    assert digest({}) == sha256_hex("{}")
