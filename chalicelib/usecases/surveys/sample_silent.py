"""Have silent units sampled by telephone, without anybody planning it (evaluation.md §8.6, ADR 0103).

The house drafts one campaign about a frozen month and, once its frame is taken, puts it before the regulator.
Every step looks first what there is, so that a run that comes twice or after a failure goes on from there.
"""

from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.silence import QUESTIONNAIRE, campaign_of, silence_plan
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.questionnaires import editing
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.domain.satisfaction.statistics.participation import silent_units
from chalicelib.domain.satisfaction.statistics.periods import freezes_at, last_periods
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.freeze_period import LOOKED_BACK, document_on
from chalicelib.usecases.surveys.plan_campaign import add_campaign, keep
from chalicelib.usecases.surveys.write_questionnaire import keep_questionnaire

HOUSE = Actor(SYSTEM.person, SYSTEM.org, frozenset({Role.SURVEY_DESIGNER}))
"""The house writes as a designer does; it is no person, so that whoever approves is another."""
TEMPLATE = "PHONE"
NOBODY = "名单上没有可以询问的人"


def enqueue_sampling(house: House) -> int:
    """Have the silent units of the last month that is over its days sampled, and a draft of it gone on with.

    Its message follows that of the freeze in the same group. Older months are left: who was served there has
    forgotten what it was like.
    """
    now, rules = house.clock.product_now(), house.rating_rules.load()
    over = (one for one in last_periods(now, LOOKED_BACK) if freezes_at(one, rules, house.calendar) <= now)
    period, on = next(over, ""), now.astimezone(CHINA).date().isoformat()
    if not period:
        return 0
    campaign = campaign_of(period)
    house.queues.send("lifecycle", f"period#{period}", f"silence#{period}#{on}", _message("silence", period))
    house.queues.send(
        "invitations", f"campaign#{campaign}", f"{campaign}#{on}", _message("campaign", campaign)
    )
    return 2


def sample_silent(house: House, period: str) -> None:
    """Draft the campaign about the silent units of a frozen month; what follows wakes by its event."""
    rules, identifier = house.rating_rules.load(), campaign_of(period)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        frozen = uow.periods.find(period)
        if frozen is None or uow.campaigns.find(identifier) is not None:
            return
        parts: Any = document_on(house, period, frozen.page)["units"]
        units = silent_units({part["unit"]: part["counts"] for part in parts}, rules.statistics)
        if units:
            questionnaire = _questionnaire(house, uow, now)
            plan = silence_plan(period, units, questionnaire, now, rules.survey, house.calendar)
            add_campaign(house, uow, identifier, questionnaire.kind, plan, HOUSE, now)

    house.transact(attempt)


def advance_own_draft(uow: UnitOfWork, identifier: str, now: datetime) -> None:
    """Do the next step of a draft that the house made and nobody has touched; of any other do nothing."""
    found = uow.campaigns.load(identifier)
    is_own = found.author.by == SYSTEM.person and found.edited is None
    step = _next(uow, found, now) if is_own and found.state is CampaignState.DRAFT else None
    if step is not None:
        keep(uow, step, HOUSE)


def _next(uow: UnitOfWork, found: Campaign, now: datetime) -> Decision[Campaign] | None:
    if found.frame is None:
        return deciding.ask_frame(found, HOUSE, now)
    if found.dry_run is None:
        return None
    if not found.dry_run.people:
        return deciding.cancel(found, NOBODY, HOUSE, now)
    try:
        return deciding.submit(found, uow.questionnaires.load(found.plan.questionnaire), HOUSE, now)
    except Conflict:
        # Too late, or with questions that cannot be asked: a designer is told why, and changes the draft.
        return None


def _questionnaire(house: House, uow: UnitOfWork, now: datetime) -> Questionnaire:
    found = uow.questionnaires.find(QUESTIONNAIRE)
    if found is not None:
        return found
    given, rules = house.questionnaire_templates.load(TEMPLATE), house.rating_rules.load().survey
    made = editing.start(QUESTIONNAIRE, given.title, given.kind, given.questions, HOUSE, now, rules)
    return keep_questionnaire(uow, made, HOUSE, is_new=True)


def _message(kind: str, identifier: str) -> dict[str, str]:
    return {"kind": kind, "id": identifier}
