from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.desk import (
    OPERATOR,
    Absence,
    Candidate,
    Claim,
    Colleague,
    Task,
    check_days,
    check_deputy,
    come_back,
    desk_of,
    passed_on,
)
from chalicelib.domain.marketplace.rules import DeskRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Forbidden

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=CHINA)
TODAY = NOON.date()
RULES = DeskRules(claim_hours=4, claims_max=20, absence_max_days=60, absence_ahead_days=180)
ME, DEPUTY = Colleague("p-1", "R5SAEN"), Colleague("p-2", "XHKD47")
CLAIM = Claim(Task.NOTICE, "n_1", "测绘", ME, NOON + timedelta(hours=4))
ORG = "12370700DEM000014X"
ACTOR = Actor("p-1", ORG, frozenset({Role.OPERATOR_REVIEWER}))


def absence(from_on: date = TODAY, until_on: date = TODAY) -> Absence:
    return Absence(ME, from_on, until_on, DEPUTY)


def candidate(**changes: object) -> Candidate:
    return replace(Candidate(DEPUTY, ORG, ACTOR.roles, is_ended=False), **changes)


def test_a_claim_lapses_at_its_instant_and_not_before() -> None:
    assert CLAIM.is_running(CLAIM.until - timedelta(milliseconds=1))
    assert not CLAIM.is_running(CLAIM.until)


def test_an_absence_is_whole_days_in_china_the_last_included() -> None:
    away = absence(TODAY, TODAY + timedelta(days=1))

    assert not away.is_on(datetime(2026, 3, 8, 23, 59, 59, tzinfo=CHINA))
    assert away.is_on(datetime(2026, 3, 9, 0, 0, tzinfo=CHINA))
    assert away.is_on(datetime(2026, 3, 10, 23, 59, 59, tzinfo=CHINA))
    assert not away.is_on(away.ends_at)


def test_what_runs_passes_to_the_deputy_of_who_is_away_now_until_the_absence_ends() -> None:
    (passed,) = passed_on([CLAIM], absence(), NOON)

    assert (passed.deputy, passed.until) == (DEPUTY, absence().ends_at)
    assert passed.is_for("p-1")
    assert passed.is_for("p-2")
    assert not passed.is_for("p-3")
    assert passed_on([replace(CLAIM, holder=DEPUTY)], absence(), NOON) == []
    assert passed_on([replace(CLAIM, until=NOON)], absence(), NOON) == []


def test_an_absence_to_come_passes_nothing_on_yet() -> None:
    tomorrow = TODAY + timedelta(days=1)

    assert passed_on([CLAIM], absence(tomorrow, tomorrow), NOON) == []


def test_coming_back_begins_an_own_lease_and_leaves_what_another_took() -> None:
    (passed,) = passed_on([CLAIM], absence(), NOON)
    taken = replace(CLAIM, identifier="n_2", holder=DEPUTY)

    assert come_back([passed, taken], "p-1", CLAIM.until) == [CLAIM]


@pytest.mark.parametrize(
    ("from_on", "until_on", "codes"),
    [
        (TODAY, TODAY, []),
        (TODAY, TODAY + timedelta(days=59), []),
        (TODAY, TODAY + timedelta(days=60), ["absence-too-long"]),
        (TODAY - timedelta(days=1), TODAY, ["past-date"]),
        (TODAY + timedelta(days=2), TODAY, ["absence-ends-first"]),
        (TODAY + timedelta(days=181), TODAY + timedelta(days=181), ["too-far-ahead"]),
    ],
)
def test_the_days_of_an_absence(from_on: date, until_on: date, codes: list[str]) -> None:
    assert [error.code for error in check_days(from_on, until_on, TODAY, RULES)] == codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"colleague": ME}, "deputy-is-self"),
        ({"org": "11370700DEM000049K"}, "deputy-unfit"),
        ({"roles": frozenset({Role.OPERATOR_PUBLISHER})}, "deputy-unfit"),
        ({"is_ended": True}, "deputy-unfit"),
        ({"absence": absence()}, "deputy-absent"),
    ],
)
def test_who_cannot_stand_in(changes: dict[str, object], code: str) -> None:
    assert [error.code for error in check_deputy(candidate(**changes), ACTOR, absence())] == [code]


def test_a_present_colleague_of_the_role_stands_in() -> None:
    later = TODAY + timedelta(days=5)

    assert check_deputy(candidate(), ACTOR, absence()) == []
    assert check_deputy(candidate(absence=absence(later, later)), ACTOR, absence()) == []


def test_whose_desk_it_is() -> None:
    assert desk_of(ACTOR) == OPERATOR
    assert desk_of(Actor("p-3", "d", frozenset({Role.DEPARTMENT}))) == "d"
    with pytest.raises(Forbidden):
        desk_of(Actor("p-4", "o", frozenset({Role.OWNER_AGENT})))
