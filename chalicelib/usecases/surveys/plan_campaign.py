"""Plan a campaign and decide about it (evaluation.md §2.6): drafts, the frame, review, pause, end."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, public_text
from chalicelib.domain.satisfaction.campaigns.plan import (
    Measure,
    Method,
    Plan,
    SamplePlan,
    Scope,
    Strata,
    Window,
)
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires.editing import freeze
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.ratings.unit_names import name_by_cases

LIST, NUMBER_PREFIX = "campaigns", "DC"
Act = Callable[[UnitOfWork, Campaign, datetime], Decision[Campaign]]
_DAY = timedelta(days=1)


def find_campaign(house: House, identifier: str) -> Campaign:
    """Return a campaign.

    Raises:
        NotFound: when there is none.
    """
    found = house.campaigns.find(identifier)
    if found is None:
        raise NotFound("not-found", kind="campaign")
    return found


def create_campaign(
    house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None
) -> Campaign:
    """Begin a campaign as a draft.

    Raises:
        Forbidden, Invalid: as the rules say.
    """
    kind = SurveyKind(body["kind"])

    def attempt(uow: UnitOfWork, now: datetime) -> Campaign:
        return add_campaign(house, uow, new_id("cp", now), kind, _plan(house, uow, kind, body), actor, now)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def add_campaign(
    house: House, uow: UnitOfWork, identifier: str, kind: SurveyKind, plan: Plan, actor: Actor, now: datetime
) -> Campaign:
    """Begin a campaign under the next number of the year.

    Raises:
        Forbidden, Invalid: as the rules say.
    """
    rules, year = house.rating_rules.load(), now.astimezone(CHINA).year
    serial = uow.next_serial(f"campaign-{house.division}-{year}")
    number = format_number(NUMBER_PREFIX, house.division, year, serial)
    made = deciding.create(identifier, number, kind, plan, actor, now, rules.survey, rules.name)
    return keep(uow, made, actor, is_new=True)


def edit_campaign(
    house: House, actor: Actor, identifier: str, body: Mapping[str, Any], once: Once | None = None
) -> Campaign:
    """Change the plan of a draft.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as the rules say.
    """

    def act(uow: UnitOfWork, found: Campaign, now: datetime) -> Decision[Campaign]:
        rules = house.rating_rules.load(found.profile).survey
        return deciding.edit(found, _plan(house, uow, found.kind, body), actor, now, rules)

    return decide_campaign(house, actor, identifier, act, once)


def decide_campaign(
    house: House, actor: Actor, identifier: str, act: Act, once: Once | None = None
) -> Campaign:
    """Do one thing to a campaign by one of the rules of deciding.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as the rule says.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Campaign:
        return keep(uow, act(uow, uow.campaigns.load(identifier), now), actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def submit(actor: Actor) -> Act:
    """Return the act that puts a draft before the regulator."""

    def act(uow: UnitOfWork, found: Campaign, now: datetime) -> Decision[Campaign]:
        return deciding.submit(found, uow.questionnaires.load(found.plan.questionnaire), actor, now)

    return act


def approve(actor: Actor) -> Act:
    """Return the act that approves a campaign and freezes its version of the questionnaire with it."""

    def act(uow: UnitOfWork, found: Campaign, now: datetime) -> Decision[Campaign]:
        questionnaire = uow.questionnaires.load(found.plan.questionnaire)
        version = questionnaire.version(found.plan.version)
        frozen = freeze(questionnaire, version.number, now)
        if frozen is not None:
            uow.questionnaires.save(frozen, actor)
        return deciding.approve(found, version.sha256, actor, now)

    return act


def keep(uow: UnitOfWork, decision: Decision[Campaign], actor: Actor, *, is_new: bool = False) -> Campaign:
    """Save a campaign with the words that lists and the public show of it."""
    words = public_text(decision.state)
    uow.publish_text(digest(dict(words)), words)
    (uow.campaigns.add if is_new else uow.campaigns.save)(decision, actor)
    return decision.state


def _plan(house: House, uow: UnitOfWork, kind: SurveyKind, body: Mapping[str, Any]) -> Plan:
    """Return the plan that a checked body describes, with the last version of its questionnaire.

    Raises:
        Invalid: at `/questionnaire` for one that is not there or for another kind, at `/units` for those that
            no case and no window knows.
    """
    questionnaire = _questionnaire(uow, kind, body["questionnaire"])
    if not all(_is_unit(house, unit) for unit in body.get("units", ())):
        raise Invalid(errors=[FieldError("/units", "unknown-unit")])
    method = Method(body["method"])
    return Plan(
        title=body["title"].strip(),
        scope=Scope(
            tuple(sorted(set(body.get("months", ())))),
            tuple(body.get("units", ())),
            tuple(body.get("halls", ())),
        ),
        questionnaire=questionnaire.id,
        version=questionnaire.latest.number,
        window=Window(_begins(body["begins_on"]), _begins(body["ends_on"]) + _DAY),
        modes=tuple(Mode(one) for one in body.get("modes", ())),
        sample=SamplePlan(
            method,
            0 if method is Method.CENSUS else body.get("n", 0),
            Strata(body["strata"]) if body.get("strata") else None,
        ),
        measures=tuple(
            Measure(f"m{place}", one.get("title", "").strip(), one.get("promise", "").strip())
            for place, one in enumerate(body.get("measures", ()), start=1)
        ),
        introduction=body.get("introduction", "").strip(),
    )


def _questionnaire(uow: UnitOfWork, kind: SurveyKind, identifier: str) -> Questionnaire:
    found = uow.questionnaires.find(identifier)
    if found is None or found.kind is not kind:
        raise Invalid(errors=[FieldError("/questionnaire", "questionnaire-of-kind")])
    return found


def _is_unit(house: House, unit: str) -> bool:
    windows = house.lists.page("points", f"unit={unit}", PageRequest(limit=1)).cards
    return bool(windows or name_by_cases(house, unit))


def _begins(on: str) -> datetime:
    """Return the first instant of a day in China."""
    return datetime.combine(date.fromisoformat(on), time(), CHINA)


def _id(found: Campaign) -> str:
    return found.id


def _load(uow: UnitOfWork, identifier: str) -> Campaign:
    return uow.campaigns.load(identifier)
