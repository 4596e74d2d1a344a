"""Nobody makes up a ticket, and a page that was open for hours is not sent (evaluation.md §7.2)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.usecases.invitations.links import ALPHABET
from chalicelib.usecases.invitations.tickets import VALID_FOR, is_valid, new_ticket

KEY, NOON = b"k" * 32, datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS, st.integers(0, 10**6))
def test_a_ticket_is_good_for_its_point_and_two_hours(secret: bytes, seconds: int) -> None:
    made = new_ticket(KEY, "p", secret, NOON)

    age = timedelta(seconds=seconds)
    assert is_valid(KEY, "p", made, NOON + age) is (age < VALID_FOR)
    assert not is_valid(KEY, "q", made, NOON)
    assert not is_valid(b"another", "p", made, NOON)


@given(SECRETS, st.integers(0, 21), st.sampled_from(ALPHABET))
def test_no_character_of_a_ticket_can_be_another(secret: bytes, place: int, character: str) -> None:
    made = new_ticket(KEY, "p", secret, NOON)

    changed = made[:place] + character + made[place + 1 :]

    assert is_valid(KEY, "p", changed, NOON) is (changed == made)


@given(st.text(ALPHABET, min_size=22, max_size=22))
def test_a_made_up_ticket_is_refused(made_up: str) -> None:
    assert not is_valid(KEY, "p", made_up, NOON)
