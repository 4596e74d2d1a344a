"""What a survey costs: its frame, asking a person by text, an answer by the link, the public results."""

import tracemalloc
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench.calls_seen import TRANSACTION, counted, reads, transaction_items, watched
from bench.crowd import PEOPLE, Crowd
from bench.figures import Figure
from bench.stage import Stage
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.deciding import ask_frame
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.advance_campaign import advance_campaign
from chalicelib.usecases.surveys.plan_campaign import decide_campaign
from infra.local.capacity import meter
from infra.local.http_event import Request
from tests.web.surveys.conftest import Bureau
from tests.web.surveys.test_survey_links import GOOD, MORE, secrets

ASKED = 160


def measure(stage: Stage) -> list[Figure]:
    """Take the frame of a hundred thousand, ask 160 persons, let one answer, read the published results."""
    stage.new_town()
    framed = _framing(Bureau(stage.runtime))
    stage.new_town()
    bureau = Bureau(stage.runtime)
    bureau.serve(ASKED)
    months = bureau.a_month_on()
    begun = bureau.approved(months=months)
    asked = _asking(bureau, begun)
    bureau.runtime.drain()
    bureau.runtime.advance(timedelta(minutes=10))
    first, second, *_ = secrets(bureau, begun)
    answered = _answering(bureau, "survey_answer@1", first, {**GOOD, **MORE})
    complained = _answering(bureau, "bad_survey_answer@1", second, {**GOOD, **MORE, "answers.q1": "1"})
    return [framed, asked, answered, complained, _results(stage, bureau, begun)]


def _framing(bureau: Bureau) -> Figure:
    house = replace(bureau.runtime.house, population=Crowd())
    plan = bureau.plan(bureau.questionnaire()["id"], method="SRS", n=1_000)
    draft = bureau.post("/campaigns", plan).json()
    designer = Actor(bureau.designer.subject, bureau.designer.org.uscc, frozenset({Role.SURVEY_DESIGNER}))
    decide_campaign(house, designer, draft["id"], lambda _uow, one, now: ask_frame(one, designer, now))
    tracemalloc.start()
    with meter(this_thread_only=True) as usage:
        while not _of(house, draft).frame.is_complete:  # type: ignore[union-attr]
            advance_campaign(house, draft["id"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    apart = {"wcu_per_person": usage.wcu / PEOPLE, "peak_megabytes": peak / 1_000_000}
    return Figure(f"survey_frame@{PEOPLE}", calls=usage.calls, wcu=usage.wcu, apart=apart)


def _of(house: House, campaign: dict[str, Any]) -> Campaign:
    found = house.campaigns.find(campaign["id"])
    if found is None:
        raise RuntimeError("the campaign is gone")
    return found


def _asking(bureau: Bureau, campaign: dict[str, Any]) -> Figure:
    """Ask everybody on the pages of the census once the first morning has come."""
    house = bureau.runtime.house
    bureau.runtime.clock.restart(parse_instant(campaign["begins_at"]) + timedelta(hours=10))
    with meter(this_thread_only=True) as usage:
        for _ in _of(house, campaign).frame.shards:  # type: ignore[union-attr]
            advance_campaign(house, campaign["id"])
    return Figure(f"survey_asking@{ASKED}", wcu=usage.wcu, apart={"wcu_per_person": usage.wcu / ASKED})


def _answering(bureau: Bureau, name: str, secret: str, typed: dict[str, str]) -> Figure:
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    said = urlencode(typed).encode()
    with meter(this_thread_only=True) as usage, watched() as seen:
        answer = bureau.runtime.request(Request("POST", f"/surveys/{secret}", "", form, said, "203.0.113.7"))
    if answer.status != 303:
        raise RuntimeError(f"the answer was answered {answer.status}")
    parts = {"reads": float(len(reads(seen))), "transactions": float(counted(seen, TRANSACTION))}
    items = transaction_items(seen)
    return Figure(name, items=items, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)


def _results(stage: Stage, bureau: Bureau, campaign: dict[str, Any]) -> Figure:
    bureau.runtime.move_to(parse_instant(campaign["ends_at"]) + timedelta(days=1))
    bureau.act(campaign, "analyse")
    bureau.act(campaign, "publish", as_=bureau.regulator)
    bureau.runtime.drain()
    address = f"/survey-results/{campaign['id']}"
    stage.page(address)
    with meter(this_thread_only=True) as usage:
        stage.page(address)
    return Figure("survey_result_page@1", calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu)
