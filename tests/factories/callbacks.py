"""Callback tasks and those who call, with defaults for whatever a test does not name."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.satisfaction.callbacks.calling import CallEnd, claim, note_call
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, task_id
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.gateways.profiles import ShippedRatingProfiles
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import shipped_calendar

CALENDAR = shipped_calendar()
ALL_RULES = ShippedRatingProfiles("SD-WF").load()
RULES = ALL_RULES.callback
UNIT, HALL_UNIT, CALL_CENTRE = "11370700DEM0000734", "11370700DEM000057E", "12370700DEM000019X"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=CHINA)
PERIOD_END = MONDAY + timedelta(days=20)
AGENT = Actor("agent-1", CALL_CENTRE, frozenset({Role.CALLBACK_AGENT}))
OTHER_AGENT = Actor("agent-2", CALL_CENTRE, frozenset({Role.CALLBACK_AGENT}))
LEAD = Actor("lead-1", CALL_CENTRE, frozenset({Role.CALLBACK_LEAD}))
OF_THE_UNIT = Actor("agent-3", UNIT, frozenset({Role.CALLBACK_AGENT}))


def a_task(**given: Any) -> CallbackTask:
    task = CallbackTask(
        id=task_id("ca_1", "mac-1"),
        campaign="ca_1",
        contact="mac-1",
        case="c_1",
        units=(UNIT,),
        staff=("W-108",),
        state=TaskState.QUEUED,
        shard=0,
        profile="SD-WF",
        months=("2026-02",),
        until_at=PERIOD_END,
    )
    return replace(task, **given)


def an_end(outcome: Outcome = Outcome.NO_ANSWER, **given: Any) -> CallEnd:
    rings = RULES.ring_seconds if outcome is Outcome.NO_ANSWER else 0
    return replace(CallEnd(outcome, ring_s=rings), **given)


def called(task: CallbackTask, at: datetime, end: CallEnd, by: Actor = AGENT) -> CallbackTask:
    """Claim a task and end the call at once."""
    held = claim(task, by, at, RULES, CALENDAR).state
    return note_call(held, end, by, at, RULES, CALENDAR).state
