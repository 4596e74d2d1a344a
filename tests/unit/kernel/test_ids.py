"""Identifiers sort by time and do not repeat."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import encode_ulid, new_id, new_secret

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def read_back(ulid: str) -> int:
    value = 0
    for character in ulid:
        value = value * 32 + CROCKFORD.index(character)
    return value


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**80 - 1))
def test_a_ulid_holds_its_time_and_its_randomness(milliseconds: int, randomness: int) -> None:
    ulid = encode_ulid(milliseconds, randomness)

    assert len(ulid) == 26
    assert divmod(read_back(ulid), 2**80) == (milliseconds, randomness)


@given(st.integers(0, 10**9))
def test_an_identifier_tells_its_kind_and_its_millisecond(milliseconds: int) -> None:
    prefix, ulid = new_id("notice", AT + timedelta(milliseconds=milliseconds)).split("_")

    assert prefix == "notice"
    assert read_back(ulid) >> 80 == 1_767_605_400_000 + milliseconds


def test_identifiers_of_one_millisecond_differ() -> None:
    assert len({new_id("quote", AT) for _ in range(1000)}) == 1000


def test_a_secret_has_256_bits_unless_asked_otherwise_and_never_repeats() -> None:
    assert (len(new_secret()), len(new_secret(16))) == (32, 16)
    assert new_secret() != new_secret()
