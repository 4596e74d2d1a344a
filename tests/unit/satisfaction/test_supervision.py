"""Who may do what with a talk or a praise, and what the clock does to it."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.supervision import deciding
from chalicelib.domain.satisfaction.supervision.measure import Basis, Commitment, Ground, Kind, Measure
from chalicelib.domain.satisfaction.supervision.states import MeasureState
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from chalicelib.kernel.workdays import shipped_calendar
from tests.factories.notices import MONDAY
from tests.factories.work_orders import HANDLER, HEAD, REGULATOR, rules_of, words

CALENDAR, RULES = shipped_calendar(), rules_of()
BASIS = Basis(Ground.CRITICISM, "wo_1", "SD-WF")
ON = date(2026, 3, 11)
"""The second working day after Monday."""
DAY = timedelta(days=1)


def opened(**given: Any) -> Measure:
    asked = deciding.Opening(
        **{
            "kind": Kind.TALK,
            "unit": HEAD.org,
            "basis": BASIS,
            "words": words(),
            "meets_on": ON,
            **given,
        }
    )
    return deciding.open_measure("sv_1", "JD-1", asked, REGULATOR, MONDAY, RULES, CALENDAR).state


def held() -> Measure:
    return deciding.hold(opened(), words(), REGULATOR, MONDAY + 2 * DAY, RULES, CALENDAR).state


def committed() -> Measure:
    said = [Commitment(words(), date(2026, 4, day)) for day in (8, 1)]
    return deciding.answer(held(), said, HEAD, MONDAY + 3 * DAY, RULES).state


def test_a_praise_is_done_at_once_and_public_and_a_talk_is_not() -> None:
    praise = opened(kind=Kind.PRAISE, meets_on=None)

    assert (praise.state, praise.is_open, praise.is_public) == (MeasureState.PRAISED, False, True)
    assert opened().is_open


def test_the_time_to_answer_is_five_working_days_and_the_clock_notes_it_once() -> None:
    talk = held()
    due = deciding.next_due(talk)
    assert due is not None

    noted = deciding.run_clock(talk, due.at).state

    assert due.at.isoformat() == "2026-03-18T16:00:00+00:00"
    assert deciding.next_due(noted) is None
    with pytest.raises(Conflict, match="nothing-due"):
        deciding.run_clock(talk, due.at - timedelta(seconds=1))


def test_commitments_are_due_at_the_end_of_their_last_day() -> None:
    talk = committed()

    assert talk.done_due_at is not None
    with pytest.raises(Conflict, match="commitments-not-due"):
        deciding.miss(talk, words(), REGULATOR, talk.done_due_at - timedelta(seconds=1))
    assert deciding.miss(talk, words(), REGULATOR, talk.done_due_at).state.state is MeasureState.OVERDUE


@pytest.mark.parametrize(
    ("take", "code"),
    [
        (lambda: deciding.hold(opened(), words(), HEAD, MONDAY + 2 * DAY, RULES, CALENDAR), "role-needed"),
        (lambda: deciding.answer(held(), [Commitment(words(), ON)], HANDLER, MONDAY, RULES), "role-needed"),
        (lambda: opened(unit=REGULATOR.org), "own-unit"),
        (lambda: deciding.confirm(held(), None, REGULATOR, MONDAY), "wrong-state"),
        (lambda: deciding.hold(opened(), words(), REGULATOR, MONDAY, RULES, CALENDAR), "talk-to-come"),
    ],
)
def test_whoever_may_not_or_comes_too_early_is_refused(take: Any, code: str) -> None:
    with pytest.raises((Forbidden, Conflict)) as refused:
        take()

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("take", "pointers"),
    [
        (lambda: opened(meets_on=None, words=words(3)), ["/words", "/meets_on"]),
        (lambda: opened(meets_on=ON - DAY), ["/meets_on"]),
        (lambda: opened(meets_on=date(2026, 3, 14)), ["/meets_on"]),
        (lambda: deciding.check_ground(Kind.PRAISE, Ground.CRITICISM), ["/ground"]),
        (
            lambda: deciding.answer(held(), [Commitment(words(3), date(2027, 1, 4))], HEAD, MONDAY, RULES),
            ["/commitment_1", "/done_by_1"],
        ),
    ],
)
def test_everything_wrong_is_named_at_once(take: Any, pointers: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        take()

    assert [error.pointer for error in refused.value.errors] == pointers


def test_a_step_is_offered_exactly_to_whom_the_rules_allow_it() -> None:
    now = MONDAY + 2 * DAY

    assert deciding.steps_open(opened(), REGULATOR, now) == {"hold", "move", "cancel"}
    assert deciding.steps_open(opened(), REGULATOR, MONDAY) == {"move", "cancel"}
    assert deciding.steps_open(held(), HEAD, now) == {"answer"}
    assert deciding.steps_open(held(), HANDLER, now) == frozenset()
    for step in deciding.steps_open(committed(), REGULATOR, now):
        assert isinstance(deciding.confirm(committed(), None, REGULATOR, now).state, Measure), step


def test_a_fact_of_the_ledger_names_no_person_and_no_word() -> None:
    talk = committed()

    fact = deciding.confirm(talk, words(), REGULATOR, MONDAY + 40 * DAY).event

    assert fact.type == "supervision.confirmed"
    assert "VAULT" not in str(fact.data)
    assert not {REGULATOR.person, HEAD.person} & set(map(str, fact.data.values()))
