"""A unit that few rate is sampled by telephone, and nobody has to think of it (evaluation.md §8.6)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.campaigns.silence import campaign_of
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.surveys import sample_silent as sampling
from infra.local.people import people
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.test_frozen_figures import AFTER
from tests.web.surveys.conftest import Bureau
from tests.web.surveys.test_sampled_calls import plan_of, tasks

MONTH = "2026-03"
SILENT = person_of(Role.UNIT_HANDLER).org
HEARD = next(one.org for one in people() if Role.UNIT_HANDLER in one.roles and one.org != SILENT)
DRAFT = {"id": campaign_of(MONTH)}


def month(bureau: Bureau, **silent: Any) -> None:
    """Have sixty served by a unit that five of them praise, and ten by one that six do."""
    bureau.serve(60, **silent)
    bureau.serve(10, first=101, dept_code=HEARD.uscc, dept_name=HEARD.name)
    bureau.runtime.advance(timedelta(minutes=1))
    hall = Hall(bureau.runtime, person_of(Role.CENTRE_SUPERVISOR))
    for number in (*range(1, 6), *range(101, 107)):
        hall.answer(hall.link(f"1380536{number:04d}"), level="5")
    bureau.runtime.drain()


def freeze(bureau: Bureau, at: datetime = AFTER) -> None:
    bureau.runtime.move_to(at)
    bureau.runtime.advance(timedelta(minutes=1))
    bureau.runtime.drain()


def campaigns(bureau: Bureau) -> list[str]:
    listed = bureau.runtime.get_json("/api/v1/campaigns", as_=bureau.regulator).json()["items"]
    return [one["id"] for one in listed]


def test_a_silent_unit_of_a_frozen_month_gets_a_campaign_that_waits_for_the_regulator(
    bureau: Bureau,
) -> None:
    month(bureau)

    freeze(bureau)
    made = bureau.read(DRAFT)
    page = bureau.runtime.get(f"/campaigns/{made['id']}", as_=bureau.regulator).text

    assert (made["state"], made["months"], made["units"]) == ("IN_REVIEW", [MONTH], [SILENT.uscc])
    assert (made["modes"], made["method"], made["n"]) == (["CALL"], "SRS", 30)
    assert made["begins_at"].startswith("2026-04-28T16:00")  # the third working day after Friday, 24 April
    assert {one["office"] for one in made["decisions"]} == {"SYSTEM"}
    assert "由系统自动生成" in page
    assert SILENT.name in page
    assert made["title"] in bureau.runtime.get("/workbench", as_=bureau.regulator).text
    assert "系统自动从这样的单位" in bureau.runtime.get("/ratings").text


def test_timers_that_run_twice_make_one_campaign(bureau: Bureau) -> None:
    month(bureau)
    freeze(bureau)
    before = bureau.read(DRAFT)

    for days in (1, 2):
        freeze(bureau, AFTER + timedelta(days=days))
        sampling.sample_silent(bureau.runtime.house, MONTH)
        bureau.runtime.drain()

    assert campaigns(bureau) == [DRAFT["id"]]
    assert bureau.read(DRAFT) == before


@pytest.fixture
def stopped(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return a draft of the house whose frame could not be asked for."""
    month(bureau)
    with monkeypatch.context() as broken:
        broken.setattr(sampling.deciding, "ask_frame", _fail)
        freeze(bureau)
    return bureau.read(DRAFT)


def test_a_draft_that_stopped_between_two_steps_goes_on_the_next_morning(
    bureau: Bureau, stopped: dict[str, Any]
) -> None:
    freeze(bureau, AFTER + timedelta(days=1))

    assert (stopped["state"], stopped["frame"]) == ("DRAFT", None)
    assert bureau.read(DRAFT)["state"] == "IN_REVIEW"


def test_a_draft_that_a_designer_changed_is_theirs_to_hand_in(
    bureau: Bureau, stopped: dict[str, Any]
) -> None:
    plan = bureau.plan(stopped["questionnaire"], title="改", months=[MONTH])
    bureau.act(DRAFT, "plan", **{name: said for name, said in plan.items() if name != "kind"})
    bureau.act(DRAFT, "frame")
    freeze(bureau, AFTER + timedelta(days=1))

    kept = bureau.read(DRAFT)

    assert (kept["state"], kept["frame"]["is_complete"]) == ("DRAFT", True)
    assert [(one["step"], one["office"]) for one in kept["decisions"]] == [
        ("created", "SYSTEM"),
        ("edited", "AUTHOR"),
    ]


def test_who_is_called_was_served_by_the_silent_unit(bureau: Bureau) -> None:
    month(bureau)
    freeze(bureau)

    approved = bureau.act(DRAFT, "approve", as_=bureau.regulator)
    ten = parse_instant(approved["begins_at"]) + timedelta(hours=10)
    bureau.runtime.advance(ten - bureau.runtime.now())
    bureau.runtime.drain()

    planned = tasks(bureau, approved)
    cases = [bureau.runtime.house.cases.find(one.case) for one in planned]
    assert plan_of(bureau, approved).served == 30
    assert 25 <= len(planned) <= 30  # who rated in the month is heard already
    assert {case.service.unit for case in cases if case} == {SILENT.uscc}


def test_where_nobody_left_a_number_the_draft_is_ended_and_says_why(bureau: Bureau) -> None:
    bureau.serve(60, phone="")

    freeze(bureau)

    made = bureau.read(DRAFT)
    assert (made["state"], made["decisions"][-1]["note"]) == ("CANCELLED", sampling.NOBODY)


def test_a_month_in_which_no_unit_is_silent_gets_no_campaign(bureau: Bureau) -> None:
    bureau.serve(30)

    freeze(bureau)

    assert bureau.runtime.get("/ratings/snapshots/2026-03").status == 200
    assert campaigns(bureau) == []


def _fail(*_given: Any) -> Any:
    raise RuntimeError
