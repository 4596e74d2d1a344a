"""What may be done with a talk or praise, by whom, and when (clause 四(三), ADR 0097).

The regulator invites, holds and confirms; the head of the unit answers; nobody of the unit supervises it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.decisions import Decision, Due, Event
from chalicelib.domain.satisfaction.reaching_rules import SupervisionRules
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.supervision.measure import (
    GROUNDS_OF,
    Basis,
    Commitment,
    Ground,
    Kind,
    Measure,
)
from chalicelib.domain.satisfaction.supervision.states import MEASURE, MeasureState
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words, length_errors
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_S = MeasureState
ANSWER_MISSED, FALL_DUE = "answer-missed", "commitments-due"
FACT = "FACT"
"""The value of `supervision.talk_publication` under which a talk is public as a fact with its ground."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the regulator opens: of which unit, why, for a talk on which day, with which words."""

    kind: Kind
    unit: str
    basis: Basis
    words: Words
    meets_on: date | None = None


def open_measure(
    identifier: str,
    number: str,
    asked: Opening,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Measure]:
    """Invite a unit to a talk, or praise it.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Invalid: for words too short or too long, a day that is too near or no working day.
    """
    check_regulator(asked.unit, actor)
    given, is_talk = rules.supervision, asked.kind is Kind.TALK
    errors = [*_length("/words", asked.words, given)]
    errors += _day_errors(asked.meets_on, now, given, calendar) if is_talk else ()
    if errors:
        raise Invalid(errors=errors)
    made = Measure(
        id=identifier,
        number=number,
        kind=asked.kind,
        unit=asked.unit,
        basis=asked.basis,
        state=_S.INVITED if is_talk else _S.PRAISED,
        opened=Step(actor.person, actor.org, now, asked.words),
        is_public=not is_talk or given.talk_publication == FACT,
        meets_on=asked.meets_on if is_talk else None,
    )
    event = "invited" if is_talk else "praised"
    MEASURE.check(None, event, made.state)
    return Decision(made, _fact(made, event))


def check_ground(kind: Kind, ground: Ground) -> None:
    """Refuse a ground on which such a measure cannot rest.

    Raises:
        Invalid: `not-for-this-measure` at the ground.
    """
    if ground not in GROUNDS_OF[kind]:
        raise Invalid(errors=[FieldError("/ground", "not-for-this-measure")])


def move_talk(
    measure: Measure,
    meets_on: date,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Measure]:
    """Put a talk on another day, with the reason.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state`.
        Invalid: for a day that is too near or no working day.
    """
    check_regulator(measure.unit, actor)
    errors = list(_day_errors(meets_on, now, rules.supervision, calendar))
    if errors:
        raise Invalid(errors=errors)
    return _moved(measure, "moved", _S.INVITED, meets_on=meets_on, moved=_step(actor, now, words))


def cancel(measure: Measure, words: Words, actor: Actor, now: datetime) -> Decision[Measure]:
    """Call a talk off, with the reason.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state`.
    """
    check_regulator(measure.unit, actor)
    return _moved(measure, "cancelled", _S.CANCELLED, closed=_step(actor, now, words))


def hold(
    measure: Measure, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[Measure]:
    """Note what a talk came to; the head of the unit has its time to answer from now.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `talk-to-come` before its day, or `wrong-state`.
        Invalid: for words too short or too long.
    """
    check_regulator(measure.unit, actor)
    if measure.meets_on is not None and now.astimezone(CHINA).date() < measure.meets_on:
        raise Conflict("talk-to-come")
    _check_length("/outcome", words, rules.supervision)
    due_at = end_of(now, rules.supervision.answer_workdays, calendar).at
    return _moved(measure, "held", _S.HELD, held=_step(actor, now, words), answer_due_at=due_at)


def answer(
    measure: Measure,
    commitments: Sequence[Commitment],
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
) -> Decision[Measure]:
    """Say what the unit will do, each with its last day.

    Raises:
        Forbidden: for anyone but a head of the unit.
        Conflict: `wrong-state`.
        Invalid: for words too short or too long, a day that is not to come or too far away.
    """
    check_head(measure.unit, actor)
    today, given = now.astimezone(CHINA).date(), rules.supervision
    latest = today + timedelta(days=given.commitment_days)
    errors: list[FieldError] = []
    for place, one in enumerate(commitments, start=1):
        errors += _length(f"/commitment_{place}", one.words, given)
        if not today < one.done_by <= latest:
            errors.append(FieldError(f"/done_by_{place}", "day-out-of-range", _range(today, latest)))
    if errors:
        raise Invalid(errors=errors)
    last = max(one.done_by for one in commitments)
    return _moved(
        measure,
        "answered",
        _S.COMMITTED,
        answered=_step(actor, now),
        commitments=tuple(commitments),
        done_due_at=datetime.combine(last + timedelta(days=1), time(), CHINA),
    )


def confirm(measure: Measure, words: Words | None, actor: Actor, now: datetime) -> Decision[Measure]:
    """Confirm that the unit did what it said, in time or late.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state`.
    """
    check_regulator(measure.unit, actor)
    return _moved(measure, "confirmed", _S.DONE, closed=_step(actor, now, words))


def miss(measure: Measure, words: Words, actor: Actor, now: datetime) -> Decision[Measure]:
    """Declare that the unit has not done what it said by the last day.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `commitments-not-due`, or `wrong-state`.
    """
    check_regulator(measure.unit, actor)
    if measure.state is _S.COMMITTED and measure.done_due_at is not None and now < measure.done_due_at:
        raise Conflict("commitments-not-due")
    return _moved(measure, "missed", _S.OVERDUE, missed=_step(actor, now, words))


def next_due(measure: Measure) -> Due | None:
    """Return the next work of the clock, or None while the measure waits for people only."""
    if measure.state is _S.HELD and measure.answer_missed_at is None and measure.answer_due_at:
        return Due(ANSWER_MISSED, measure.answer_due_at)
    if measure.state is _S.COMMITTED and measure.fell_due_at is None and measure.done_due_at:
        return Due(FALL_DUE, measure.done_due_at)
    return None


def run_clock(measure: Measure, now: datetime) -> Decision[Measure]:
    """Note that the time to answer, or to do what was said, is over; people are told and decide.

    Raises:
        Conflict: `nothing-due`.
    """
    due = next_due(measure)
    if due is None or now < due.at:
        raise Conflict("nothing-due")
    if due.kind == ANSWER_MISSED:
        return _moved(measure, "answer_missed", measure.state, answer_missed_at=due.at)
    return _moved(measure, "fell_due", measure.state, fell_due_at=due.at)


def steps_open(measure: Measure, actor: Actor, now: datetime) -> frozenset[str]:
    """Name the steps that the actor may take now; commands check again."""
    is_regulator = actor.has(Role.REGULATOR) and actor.org != measure.unit
    is_head = actor.has(Role.UNIT_HEAD) and actor.org == measure.unit
    today, state = now.astimezone(CHINA).date(), measure.state
    is_day = measure.meets_on is not None and measure.meets_on <= today
    is_due = measure.done_due_at is not None and measure.done_due_at <= now
    ripe = {
        "hold": is_regulator and state is _S.INVITED and is_day,
        "move": is_regulator and state is _S.INVITED,
        "cancel": is_regulator and state is _S.INVITED,
        "answer": is_head and state is _S.HELD,
        "confirm": is_regulator and state in (_S.COMMITTED, _S.OVERDUE),
        "miss": is_regulator and state is _S.COMMITTED and is_due,
    }
    return frozenset(name for name, holds in ripe.items() if holds)


def check_regulator(unit: str, actor: Actor) -> None:
    """Refuse anybody but a regulator who is not of the unit.

    Raises:
        Forbidden: `role-needed` or `own-unit`.
    """
    if not actor.has(Role.REGULATOR):
        raise Forbidden("role-needed", roles=[Role.REGULATOR.value])
    if actor.org == unit:
        raise Forbidden("own-unit")


def check_head(unit: str, actor: Actor) -> None:
    """Refuse anybody but a head of the unit.

    Raises:
        Forbidden: `role-needed` or `not-your-unit`.
    """
    if not actor.has(Role.UNIT_HEAD):
        raise Forbidden("role-needed", roles=[Role.UNIT_HEAD.value])
    if actor.org != unit:
        raise Forbidden("not-your-unit")


def check_reader(measure: Measure, actor: Actor) -> None:
    """Refuse anybody but regulators and the heads of the unit.

    Raises:
        Forbidden: `role-needed` or `not-your-unit`.
    """
    if not actor.has(Role.REGULATOR):
        check_head(measure.unit, actor)


def _day_errors(
    on: date | None, now: datetime, given: SupervisionRules, calendar: Calendar
) -> Sequence[FieldError]:
    if on is None:
        return (FieldError("/meets_on", "required"),)
    today = now.astimezone(CHINA).date()
    first, last = (
        calendar.add_workdays(today, given.notice_workdays),
        today + timedelta(days=given.commitment_days),
    )
    if not first <= on <= last:
        return (FieldError("/meets_on", "day-out-of-range", _range(first - timedelta(days=1), last)),)
    return () if calendar.is_workday(on) else (FieldError("/meets_on", "not-a-workday"),)


def _range(before: date, last: date) -> dict[str, Json]:
    return {"first_on": (before + timedelta(days=1)).isoformat(), "last_on": last.isoformat()}


def _length(pointer: str, words: Words, given: SupervisionRules) -> Sequence[FieldError]:
    return length_errors(pointer, words, given.words_min_chars, given.words_max_chars)


def _check_length(pointer: str, words: Words, given: SupervisionRules) -> None:
    errors = _length(pointer, words, given)
    if errors:
        raise Invalid(errors=errors)


def _step(actor: Actor, now: datetime, words: Words | None = None) -> Step:
    return Step(actor.person, actor.org, now, words)


def _moved(measure: Measure, event: str, target: MeasureState, **changes: Any) -> Decision[Measure]:
    MEASURE.check(measure.state, event, target)
    after = replace(measure, state=target, **changes)
    return Decision(after, _fact(after, event))


def _fact(measure: Measure, event: str) -> Event:
    """Return the fact for the ledger: identifiers, codes and days, no person and no word."""
    basis, rank = measure.basis, measure.basis.rank
    due_at = {_S.HELD: measure.answer_due_at, _S.COMMITTED: measure.done_due_at}.get(measure.state)
    return Event(
        f"supervision.{event}",
        {
            "measure_id": measure.id,
            "number": measure.number,
            "kind": measure.kind.value,
            "unit": measure.unit,
            "ground": basis.ground.value,
            "ref": basis.ref,
            "profile": basis.profile,
            "rank": rank
            and {
                "place": rank.place, "ranked": rank.ranked, "ratings": rank.ratings, "share": rank.share,
                "low": rank.low, "high": rank.high, "is_clear": rank.is_clear, "sha256": rank.sha256,
            },
            "state": measure.state.value,
            "is_public": measure.is_public,
            "meets_on": measure.meets_on and measure.meets_on.isoformat(),
            "due_at": due_at and format_instant(due_at),
            "commitments": [one.done_by.isoformat() for one in measure.commitments],
        },
    )  # fmt: skip
