"""The rule of attempts, leases and ends of calls (evaluation.md §2.5, §3.4)."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.callbacks.attempts import AGAIN, are_spent
from chalicelib.domain.satisfaction.callbacks.calling import (
    CallEnd,
    claim,
    give_back,
    is_declined,
    keep_draft,
    may_call,
    note_call,
)
from chalicelib.domain.satisfaction.callbacks.states import TASK, TaskState
from chalicelib.domain.satisfaction.callbacks.task import Answer, standing
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.callbacks import (
    AGENT,
    CALENDAR,
    MONDAY,
    OF_THE_UNIT,
    OTHER_AGENT,
    PERIOD_END,
    RULES,
    a_task,
    an_end,
    called,
)

S = TaskState
PAIRS: dict[TaskState | None, set[TaskState]] = {
    None: {S.QUEUED},
    S.QUEUED: {S.ASSIGNED, S.SUPPRESSED},
    S.RETRY: {S.ASSIGNED, S.SUPPRESSED},
    S.ASSIGNED: {
        S.QUEUED, S.RETRY, S.DONE, S.UNREACHED, S.REFUSED, S.VISIT, S.CLOSED_INELIGIBLE, S.BAD_NUMBER,
        S.SUPPRESSED,
    },
    S.UNREACHED: {S.SMS_FALLBACK, S.VISIT},
    S.SMS_FALLBACK: {S.DONE, S.VISIT},
    S.BAD_NUMBER: {S.VISIT},
    S.VISIT: {S.DONE, S.VISIT_FAILED, S.SUPPRESSED},
    S.VISIT_FAILED: {S.DONE},
}  # fmt: skip
"""evaluation.md §2.5 by hand; steps that stay in their state are no pairs."""


@pytest.mark.parametrize(("source", "target"), list(product((None, *S), S)))
def test_every_pair_of_states_that_is_not_listed_is_refused(
    source: TaskState | None, target: TaskState
) -> None:
    listed = any((move.source, move.target) == (source, target) for move in TASK.moves)

    assert source == target or listed is (target in PAIRS.get(source, set()))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.NO_ANSWER, S.RETRY),
        (Outcome.BUSY, S.RETRY),
        (Outcome.OFF, S.RETRY),
        (Outcome.BLOCKED, S.RETRY),
        (Outcome.CALL_LATER, S.RETRY),
        (Outcome.BREAKOFF, S.RETRY),
        (Outcome.OTHER_PERSON, S.RETRY),
        (Outcome.REFUSED, S.REFUSED),
        (Outcome.LANGUAGE, S.VISIT),
        (Outcome.HEARING, S.VISIT),
        (Outcome.DECEASED, S.CLOSED_INELIGIBLE),
        (Outcome.DUPLICATE, S.CLOSED_INELIGIBLE),
        (Outcome.WRONG_PERSON, S.BAD_NUMBER),
        (Outcome.DEAD_NUMBER, S.BAD_NUMBER),
    ],
)
def test_each_outcome_leads_where_the_table_says(outcome: Outcome, state: TaskState) -> None:
    assert called(a_task(), MONDAY, an_end(outcome)).state is state


def test_an_answer_ends_the_task_and_without_one_nothing_is_complete() -> None:
    answer = Answer(level=4, at=MONDAY, ref="ANSWER#1", answered=6, asked=6, by="agent-1")

    assert called(a_task(), MONDAY, CallEnd(Outcome.COMPLETE, answer=answer)).state is S.DONE
    with pytest.raises(Invalid):
        called(a_task(), MONDAY, CallEnd(Outcome.COMPLETE))


def test_silence_needs_a_telephone_that_rang_and_nobody_talks_to_one_that_was_not_answered() -> None:
    with pytest.raises(Invalid) as refused:
        called(a_task(), MONDAY, an_end(ring_s=RULES.ring_seconds - 1, duration_s=3, note_chars=201))

    assert {error.code for error in refused.value.errors} == {"rang-too-short", "nobody-spoke", "too-long"}


def test_a_task_is_given_to_one_agent_until_the_lease_is_over_with_what_was_entered() -> None:
    held = keep_draft(claim(a_task(), AGENT, MONDAY, RULES, CALENDAR).state, "DRAFT#1", AGENT, MONDAY).state

    with pytest.raises(Conflict):
        claim(held, OTHER_AGENT, MONDAY + timedelta(minutes=29), RULES, CALENDAR)
    after = MONDAY + timedelta(minutes=RULES.lease_minutes)
    assert standing(held, after) is S.QUEUED
    taken = claim(held, OTHER_AGENT, after, RULES, CALENDAR).state
    assert taken.draft_ref == "DRAFT#1"
    with pytest.raises(Conflict, match="task-not-yours"):
        note_call(taken, an_end(), AGENT, after, RULES, CALENDAR)


def test_who_held_a_task_last_may_still_end_it_while_nobody_else_took_it() -> None:
    held = claim(a_task(), AGENT, MONDAY, RULES, CALENDAR).state

    late = note_call(held, an_end(), AGENT, MONDAY + timedelta(minutes=45), RULES, CALENDAR).state

    assert late.attempts[0].at == MONDAY


def test_nobody_calls_for_the_own_unit_or_about_the_own_window() -> None:
    with pytest.raises(Forbidden, match="own-unit"):
        claim(a_task(), OF_THE_UNIT, MONDAY, RULES, CALENDAR)


def test_a_task_given_back_is_where_it_was() -> None:
    held = claim(a_task(), AGENT, MONDAY, RULES, CALENDAR).state

    back = give_back(held, AGENT, MONDAY, RULES).state

    assert back.state is S.QUEUED
    assert is_declined(back, AGENT, MONDAY)
    assert not is_declined(back, AGENT, MONDAY + timedelta(minutes=RULES.lease_minutes))
    with pytest.raises(Conflict, match="not-to-be-called-now"):
        claim(back, AGENT, MONDAY, RULES, CALENDAR)


def test_an_appointment_wins_over_the_day_part_and_is_made_for_calling_hours_only() -> None:
    wanted = MONDAY + timedelta(hours=1)
    task = called(a_task(), MONDAY, an_end(Outcome.CALL_LATER, appointment_at=wanted))

    assert task.next_at == wanted
    assert not may_call(task, wanted - timedelta(minutes=1), RULES, CALENDAR)
    assert may_call(task, wanted, RULES, CALENDAR)
    for wrong in (MONDAY - timedelta(hours=1), MONDAY.replace(hour=12, minute=30), PERIOD_END):
        with pytest.raises(Invalid):
            called(a_task(), MONDAY, an_end(Outcome.CALL_LATER, appointment_at=wrong))


def test_a_period_that_is_over_ends_what_is_open_and_says_whether_it_was_tried() -> None:
    tried = called(a_task(), MONDAY, an_end())

    assert standing(a_task(), PERIOD_END) is S.CLOSED_NOT_TRIED
    assert standing(tried, PERIOD_END) is S.UNREACHED
    assert not may_call(tried, PERIOD_END + timedelta(hours=1), RULES, CALENDAR)


@given(
    minutes=st.lists(st.integers(0, 6 * 24 * 60), min_size=3, max_size=5),
    outcomes=st.lists(st.sampled_from(sorted(AGAIN)), min_size=5, max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_attempts_keep_their_distance_and_three_of_them_are_spread_before_anybody_is_unreached(
    minutes: list[int], outcomes: list[Outcome]
) -> None:
    """Whenever an agent asks for the task, it is called at a good time, elsewhen, and not forever."""
    task, now = a_task(until_at=MONDAY + timedelta(days=400)), MONDAY
    for wait, outcome in zip(minutes, outcomes, strict=False):
        now = _first_time(task, max(now, task.next_at or now) + timedelta(minutes=wait))
        before = task.attempts
        task = called(task, now, an_end(outcome))
        if before:
            assert now - before[-1].at >= timedelta(hours=RULES.retry_hours)
            assert task.attempts[-1].part is not before[-1].part
        if len(task.attempts) == 3:
            assert task.attempts[2].at.astimezone(CHINA).date() > before[-1].at.astimezone(CHINA).date()
        if task.state is S.UNREACHED:
            break
    assert task.state is S.UNREACHED
    assert are_spent(task.attempts, RULES)
    assert len(task.attempts) == RULES.attempts


def _first_time(task: object, now: datetime) -> datetime:
    for quarter in range(4 * 24 * 20):
        at = now + timedelta(minutes=15 * quarter)
        if may_call(task, at, RULES, CALENDAR):  # type: ignore[arg-type]
            return at
    raise AssertionError("never callable again")
