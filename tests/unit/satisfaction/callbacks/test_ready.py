"""The order in which one read finds what can be called now (ADR 0090)."""

from datetime import timedelta

from chalicelib.domain.satisfaction.callbacks.attempts import CallAttempt
from chalicelib.domain.satisfaction.callbacks.calling import claim
from chalicelib.domain.satisfaction.callbacks.hours import DayPart
from chalicelib.domain.satisfaction.callbacks.ready import first_place, read_place, ready_place
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from tests.factories.callbacks import AGENT, CALENDAR, CALL_CENTRE, MONDAY, RULES, UNIT, a_task

AFTERNOON = MONDAY.replace(hour=15)
TRIED = (CallAttempt(MONDAY, DayPart.AM, Outcome.BUSY, "agent-1", ""),)


def retry(at: object, **given: object) -> CallbackTask:
    return a_task(state=TaskState.RETRY, next_at=at, attempts=TRIED, **given)


def test_what_is_for_this_day_part_comes_first_then_left_overs_then_the_untried_and_no_future() -> None:
    tasks = {
        "untried": a_task(),
        "yesterday": retry(AFTERNOON - timedelta(days=1)),
        "tomorrow": retry(AFTERNOON + timedelta(days=1)),
        "now": retry(AFTERNOON),
    }
    places = {name: ready_place(task) or "" for name, task in tasks.items()}

    first = first_place(AFTERNOON)
    found = sorted((place, name) for name, place in places.items() if place >= first)

    assert [name for _, name in found] == ["now", "yesterday", "untried"]


def test_a_claimed_task_lies_at_the_end_of_its_lease_and_a_finished_one_nowhere() -> None:
    held = claim(a_task(), AGENT, MONDAY, RULES, CALENDAR).state
    place = read_place(ready_place(held) or "")

    assert not place.is_for(MONDAY + timedelta(minutes=29), DayPart.AM, CALL_CENTRE, RULES)
    assert place.is_for(MONDAY + timedelta(minutes=30), DayPart.AM, CALL_CENTRE, RULES)
    assert ready_place(a_task(state=TaskState.DONE)) is None


def test_a_place_says_without_a_read_that_a_task_is_not_for_this_day_part() -> None:
    place = read_place(ready_place(retry(AFTERNOON)) or "")

    assert (place.id, place.attempts) == (a_task().id, 1)
    assert place.is_for(AFTERNOON, DayPart.PM, CALL_CENTRE, RULES)
    assert not place.is_for(AFTERNOON + timedelta(hours=19), DayPart.AM, CALL_CENTRE, RULES)
    untried = read_place(ready_place(a_task()) or "")
    assert not untried.is_for(AFTERNOON, DayPart.EVE, CALL_CENTRE, RULES)


def test_a_place_says_without_a_read_that_a_task_is_of_the_readers_own_unit() -> None:
    place = read_place(ready_place(a_task()) or "")

    assert place.is_for(MONDAY, DayPart.AM, CALL_CENTRE, RULES)
    assert not place.is_for(MONDAY, DayPart.AM, UNIT, RULES)
