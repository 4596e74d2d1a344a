"""Ask the people of a campaign by text: a page of the sample a step, one contact a person in thirty days.

A step may run twice: who has a survey has one. What a person is asked goes by the one sender, whose pace and
hours it keeps (ADR 0073, 0094).
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, effective_state
from chalicelib.domain.satisfaction.campaigns.frame import Person, stratum_of
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode, begin_episode, is_capped
from chalicelib.domain.satisfaction.privacy.rooms import Room, below
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.surveys import survey as surveys
from chalicelib.domain.satisfaction.surveys.states import SurveyState, Withheld
from chalicelib.domain.satisfaction.surveys.survey import Survey
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.workdays import last_day
from chalicelib.usecases.callbacks.texts import PAUSE_HOLDS
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.surveys.links import id_of, link_of, token_of
from chalicelib.usecases.surveys.plan_campaign import keep
from chalicelib.usecases.surveys.take_frame import asked_pages, people_on
from chalicelib.usecases.texts.send_text import advance_text
from chalicelib.usecases.texts.sendable import Ready, Sendable, follow_nothing


def is_by_text(campaign: Campaign) -> bool:
    """Tell whether a campaign asks by text first; who is called first is asked by the callbacks."""
    return campaign.plan.modes[0] is Mode.SMS


def ask_next_page(house: House, found: Campaign) -> None:
    """Ask the people on the next page of a campaign that is in the field; the rest follows by itself."""
    now = house.clock.product_now()
    if effective_state(found, now) is not CampaignState.FIELDING or not is_by_text(found):
        return
    pages = asked_pages(house, found)
    if found.asked >= len(pages):
        return
    for person in people_on(house, found, pages[found.asked]):
        _ask(house, found, person)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        current = uow.campaigns.load(found.id)
        if current.asked == found.asked and current.state is CampaignState.FIELDING:
            keep(uow, deciding.note_asked(current, found.asked + 1, now), SYSTEM)

    house.transact(attempt)


def advance_survey(house: House, identifier: str) -> None:
    """Do what is due of a survey's text; a run that comes twice, late or in vain finds nothing to do."""
    advance_text(house, SURVEY_TEXTS, house.surveys.find(identifier))


def _ask(house: House, campaign: Campaign, person: Person) -> None:
    identifier = id_of(token_of(house, campaign.id, person.contact))

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        if uow.surveys.find(identifier) is None:
            _plan(house, uow, campaign, person, identifier, now)

    house.transact(attempt)


def _plan(
    house: House, uow: UnitOfWork, campaign: Campaign, person: Person, identifier: str, now: datetime
) -> None:
    rules = house.rating_rules.load(campaign.profile)
    case = uow.cases.find(person.case)
    contact = uow.contacts.find(person.contact)
    survey = Survey(
        id=identifier,
        campaign=campaign.id,
        contact=person.contact if case and case.known_as else "",
        case=person.case,
        stratum=stratum_of(person, campaign.plan.sample.strata),
        state=SurveyState.SCHEDULED,
        profile=campaign.profile,
        scheduled_at=now,
        closes_at=campaign.plan.window.ends_at,
        person_ref=case.person_ref if case and case.contact else None,
    )
    if survey.contact:
        uow.known.note(survey.contact, below(survey.case, Room.SURVEY, survey.id))
    reason = _reason(house, survey, contact, now, rules)
    if reason is not None:
        uow.surveys.add(surveys.pass_over(survey, reason), SYSTEM)
        return
    begun = begin_episode(contact or Contact(person.contact), Mode.SMS, identifier, now)
    (uow.contacts.save if contact else uow.contacts.add)(begun, SYSTEM)
    uow.surveys.add(surveys.schedule(survey, now, rules), SYSTEM)


def _reason(
    house: House, survey: Survey, contact: Contact | None, now: datetime, rules: SatisfactionRules
) -> Withheld | None:
    """Return why somebody is not asked; None when they are."""
    checks = (
        (survey.person_ref is None, Withheld.NO_NUMBER),
        (contact is not None and contact.opted_out_at is not None, Withheld.OPTED_OUT),
        (contact is not None and contact.wrong_number_at is not None, Withheld.WRONG_NUMBER),
        (contact is not None and is_capped(contact, now, rules), Withheld.CAP_REACHED),
        (not house.texts.is_connected, Withheld.NO_PROVIDER),
    )
    return next((reason for applies, reason in checks if applies), None)


def _ready(house: House, uow: UnitOfWork, survey: Survey, now: datetime) -> Ready | Decision[Survey]:
    """Return the words that go out, unless the campaign is over, paused, or the person said no meanwhile."""
    campaign = uow.campaigns.load(survey.campaign)
    state, rules = effective_state(campaign, now), house.rating_rules.load(survey.profile)
    if state is CampaignState.PAUSED:
        return surveys.postpone(survey, now + PAUSE_HOLDS, rules)
    if state is not CampaignState.FIELDING:
        return surveys.withhold(survey, Withheld.CAMPAIGN_OVER)
    contact = uow.contacts.find(survey.contact)
    if contact is not None and contact.opted_out_at is not None:
        return surveys.withhold(survey, Withheld.OPTED_OUT)
    if contact is not None and contact.wrong_number_at is not None:
        return surveys.withhold(survey, Withheld.WRONG_NUMBER)
    until = last_day(survey.closes_at)
    token = token_of(house, survey.campaign, survey.contact)
    values = {"link": link_of(house, token), "until": f"{until.month}月{until.day}日"}
    return Ready(TextKind.SURVEY, str(survey.person_ref), values)


SURVEY_TEXTS = Sendable(
    rows=lambda uow: uow.surveys,
    due=surveys.next_due,
    ready=_ready,
    person_ref=lambda _house, survey: survey.person_ref,
    claim=surveys.claim,
    postpone=surveys.postpone,
    sent=surveys.sent,
    failed=surveys.failed,
    takes_receipt=surveys.takes_receipt,
    delivered=surveys.delivered,
    follow=follow_nothing,
)
"""Texts of surveys, as the one sender needs them."""
