"""Histories: half-open, exact to the millisecond, never rewritten."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.agencies.spells import Spell, adopt, current, succeed, values_at

T0 = datetime(2026, 3, 2, tzinfo=UTC)
MS = timedelta(milliseconds=1)


def test_a_spell_holds_from_its_first_and_not_at_its_last_millisecond():
    spell = Spell("a", T0, T0 + timedelta(hours=1))

    assert not spell.holds_at(T0 - MS)
    assert spell.holds_at(T0)
    assert spell.holds_at(T0 + timedelta(hours=1) - MS)
    assert not spell.holds_at(T0 + timedelta(hours=1))


def test_adopting_keeps_what_is_the_same_and_closes_what_is_gone():
    spells = adopt(adopt((), ("a", "b"), T0), ("b", "c"), T0 + MS)

    assert current(spells) == ("b", "c")
    assert values_at(spells, T0) == ("a", "b")
    assert values_at(spells, T0 + MS) == ("b", "c")


def test_a_value_that_returns_gets_a_second_spell_and_a_gap_between():
    spells = adopt(adopt(adopt((), ("a",), T0), (), T0 + MS), ("a",), T0 + 2 * MS)

    assert [values_at(spells, T0 + n * MS) for n in range(3)] == [("a",), (), ("a",)]


def test_a_slow_clock_cannot_end_a_spell_before_it_began():
    spells = succeed(succeed((), "a", T0), "b", T0 - timedelta(seconds=5))

    assert spells[0] == Spell("a", T0, T0)
    assert values_at(spells, T0) == ("b",)


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(0, 10_000))
def test_a_history_of_single_values_has_exactly_one_at_every_instant_since_its_first(steps, probe):
    spells: tuple[Spell[int], ...] = ()
    for place, step in enumerate(sorted(steps)):
        spells = succeed(spells, place, T0 + step * MS)

    held = values_at(spells, T0 + probe * MS)

    assert len(held) == (1 if probe >= min(steps) else 0)
    if held:
        assert held[0] == sum(step <= probe for step in steps) - 1
