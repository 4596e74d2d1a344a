"""A campaign of callbacks that has begun, put into the running product, and its tasks made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, Signed
from chalicelib.domain.satisfaction.campaigns.frame import PAGE_ROWS, Frame, Person
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan, Scope, Window
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.questionnaires.question import Mark, QuestionKind, Skip, SurveyKind
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.take_frame import parent_of
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.surveys import a_plan, a_questionnaire, question

CAMPAIGN = "ca_1"
QUESTIONS = (
    question("q1", QuestionKind.SCALE5, mark=Mark.OVERALL, is_required=True),
    question("q2", is_required=True, skips=(Skip("b", "q4"),)),
    question("q3", QuestionKind.TEXT),
    question("q4", mark=Mark.INTEGRITY),
)

ASKS: dict[str, Json] = {
    "kind": SurveyKind.MONTHLY,
    "version": 1,
    "questions": len(QUESTIONS),
    "is_frozen": True,
}


def claim_any(runtime: Runtime, agent: DemoPerson) -> str:
    """Take tasks from one shard after the other until there is one."""
    for shard in range(16):
        body = {"campaign": CAMPAIGN, "shard": shard}
        answer = runtime.post_json("/api/v1/callbacks/next", body, as_=agent)
        assert answer.status == 200, answer.text
        if answer.json()["task"]:
            return str(answer.json()["task"])
    raise AssertionError("no task")


def facts_of(campaign: Campaign) -> dict[str, Json]:
    """Return what the ledger of a campaign tells in each entry."""
    begins_at, ends_at = map(format_instant, (campaign.plan.window.begins_at, campaign.plan.window.ends_at))
    told: dict[str, Json] = {"number": campaign.number, "kind": campaign.kind, "state": campaign.state}
    window: dict[str, Json] = {"begins_at": begins_at, "ends_at": ends_at, "method": "CENSUS", "people": 0}
    return {**told, **window, "results_sha256": "", "results_page": ""}


def begin_campaign(runtime: Runtime, *, makes_tasks: bool = True, sample: Sequence[Person] = ()) -> None:
    """Put a campaign that has just begun into the store, of all or of a sample, and let its tasks be made."""
    now = runtime.now()
    months = (now.strftime("%Y-%m"),)
    plan = replace(a_plan(), scope=Scope(months), window=Window(now, now + timedelta(days=14)))
    signed = Signed("p-designer", "centre", now)
    campaign = Campaign(CAMPAIGN, "HF-1", SurveyKind.MONTHLY, CampaignState.FIELDING, plan, signed, "SD-WF")
    house = runtime.house
    if sample:
        campaign = _of_sample(house, campaign, sample)
    questionnaire = a_questionnaire(*QUESTIONS)

    def attempt(uow: Any, _now: Any) -> None:
        uow.questionnaires.add(Decision(questionnaire, Event("questionnaire.created", ASKS)), SYSTEM)
        uow.campaigns.add(Decision(campaign, Event("campaign.begun", facts_of(campaign))), SYSTEM)

    house.transact(attempt)
    if makes_tasks:
        runtime.drain()
        runtime.advance(timedelta(seconds=2))


def _of_sample(house: House, campaign: Campaign, sample: Sequence[Person]) -> Campaign:
    parent = parent_of(campaign)
    rows: list[Json] = [[one.contact, one.case, one.unit, one.hall] for one in sample]
    pages: list[Json] = [
        house.pages.put(parent, rows[at : at + PAGE_ROWS]) for at in range(0, len(rows), PAGE_ROWS)
    ]
    frame = Frame(
        campaign.author.at, sha256="0", sample_index=house.pages.put(parent, pages), sampled=len(rows)
    )
    plan = replace(campaign.plan, sample=SamplePlan(Method.SRS, len(rows)))
    return replace(campaign, plan=plan, frame=frame)
