"""Callback tasks as agents and leads see them, on the page and over the API (evaluation.md §2.5, §3.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.domain.satisfaction.callbacks.attempts import BY_AGENT
from chalicelib.domain.satisfaction.callbacks.board import LEVEL, PART, TRIED, UnitBoard, together
from chalicelib.domain.satisfaction.callbacks.hours import DayPart, part_of, slot_at
from chalicelib.domain.satisfaction.callbacks.states import CALLABLE
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, Mark, Question
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.domain.satisfaction.statistics.intervals import wilson
from chalicelib.domain.satisfaction.statistics.response_rates import response_rates
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.callbacks.read_task import TaskView
from chalicelib.web.views.survey_charts import funnel_chart

View = dict[str, Any]


def task_view(view: TaskView, now: datetime, rules: CallbackRules, calendar: Calendar) -> View:
    """Return a task with what its reader may read; no name and no number but masked ones."""
    task, case = view.task, view.case
    slot = slot_at(now, task.attempt_no, rules, calendar) if view.stands in CALLABLE else None
    return {
        "id": task.id,
        "campaign": task.campaign,
        "state": view.stands.value,
        "attempt_no": task.attempt_no,
        "attempts": [
            {"at": one.at, "part": one.part.value, "outcome": one.outcome.value} for one in task.attempts
        ],
        "part": part_of(now).value,
        "may_call": slot is not None,
        "call_until_at": slot.until_at if slot else None,
        "lease_until_at": task.lease.until if task.lease else None,
        "appointment_at": task.appointment_at,
        "next_at": task.next_at,
        "served": task.served,
        "task_name": case.service.task_name if case else "",
        "unit_name": case.service.unit_name if case else "",
        "done_on": case.done_at if case else None,
        "name": view.name,
        "phone": view.phone,
        "notes": list(view.notes),
        "level": task.answer.level if task.answer else None,
        "order_id": task.answer.order_id if task.answer else "",
        "outcomes": [outcome.value for outcome in BY_AGENT],
        "questions": [question_view(one, task.id) for one in view.version.questions],
    }


def question_view(question: Question, task_id: str) -> View:
    """Return a question as the answer pad shows it: its choices with the digit that each is pressed by."""
    scale = SCALES.get(question.kind, range(0))
    words = {one.code: one.text for one in question.options} or {str(level): "" for level in scale}
    codes = list(words)
    if question.mark is Mark.OVERALL and is_best_first(task_id):
        codes.reverse()
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "read_aloud": question.read_aloud or question.text,
        "is_required": question.is_required,
        "is_overall": question.mark is Mark.OVERALL,
        "is_integrity": question.mark is Mark.INTEGRITY,
        "choices": [{"code": code, "text": words[code]} for code in codes],
        "skips": [{"answer": one.answer, "to": one.to} for one in question.skips],
    }


def is_best_first(task_id: str) -> bool:
    """Tell in which direction the levels are read out: by chance, and the same for the same task (§3.6)."""
    return int(sha256_hex(task_id)[0], 16) % 2 == 0


def draft_values(draft: Mapping[str, Json] | None) -> dict[str, tuple[str, ...]]:
    """Return what was entered before as the fields of the form."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in (draft or {}).items():
        if isinstance(value, Mapping):
            values |= {f"answers.{key}": _texts(one) for key, one in value.items()}
        else:
            values[name] = _texts(value)
    return values


def _texts(value: Json) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        return tuple(str(one) for one in value.values())
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return ("true" if value is True else str(value),)


def board_page(units: Sequence[UnitBoard], rules: CallbackRules, locale: str, *, is_over: bool) -> View:
    """Return what the page of a campaign shows: all together, as a picture too, and every unit."""
    total = board_view(together(tuple(units)), rules, is_over=is_over)
    persons = {one["step"]: one["persons"] for one in total["funnel"]}
    return {
        "total": total,
        "units": [board_view(one, rules, is_over=is_over) for one in units],
        "chart": funnel_chart(persons, locale),
    }


def board_view(board: UnitBoard, rules: CallbackRules, *, is_over: bool) -> View:
    """Return the figures of a unit, or of all: the quota by state, the funnel, coverage and rates."""
    coverage, rates = board.coverage, response_rates(board.outcomes)
    tried = max(board.of(TRIED), board.bad_numbers)
    answered = sum(board.of(f"{LEVEL}{level}") for level in range(1, 6))
    satisfied = sum(board.of(f"{LEVEL}{level}") for level in range(3, 6))
    interval = wilson(satisfied, answered)
    return {
        "unit": board.unit,
        "states": {state.value: count for state, count in board.standing(is_over=is_over).items()},
        "parts": {part.value: board.of(PART + part) for part in DayPart},
        "funnel": [
            {"step": one.name, "persons": one.persons, "share": _said(one.share)} for one in coverage.steps
        ],
        "coverage": _said(coverage.coverage),
        "effective": _said(coverage.answered_rate),
        "rated": coverage.rated,
        "heard": _said(coverage.heard_rate),
        "not_touched": coverage.not_touched,
        "not_asked": board.not_asked,
        "suppressed": coverage.suppressed,
        "bad_numbers": board.bad_numbers,
        "bad_number_rate": _said(percent(board.bad_numbers, tried, Rounding.HALF_UP)),
        "is_audited": board.is_audited(rules),
        "outcomes": {outcome.value: count for outcome, count in board.outcomes.items()},
        "e": f"{rates.e.numerator}/{rates.e.denominator}" if rates.e is not None else "",
        "rates": {one.key: _said(one.value) for one in rates.rates},
        "levels": {str(level): board.of(f"{LEVEL}{level}") for level in range(1, 6)},
        "satisfied": _said(percent(satisfied, answered, Rounding.DOWN)),
        "interval": [str(interval.low), str(interval.high)] if interval else [],
    }


def _said(value: Decimal | None) -> str:
    """Return a rate as it is read; blank where nothing was counted."""
    return "" if value is None else str(value)
