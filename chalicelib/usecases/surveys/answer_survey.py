"""Take a person's answers: all errors at once, one answer a link, late ones kept and not counted (§2.6).

A bad overall level opens a work order as one that is said in a call does, late or not: a survey that is over
counts nobody any more, but whoever complains gets an answer (ADR 0102).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.campaigns.campaign import counts
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.questionnaires.answers import Answered, check_answers, integrity_lines
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, QuestionKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.surveys.survey import Given, Survey, answer, is_answerable
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.canonical import Json, canonical_json, sha256_hex
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.invitations.answer_invitation import BODY_DIGITS
from chalicelib.usecases.invitations.guests import Guest, turn_away
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.surveys.links import id_of
from chalicelib.usecases.work_orders.open_order import Complaint, open_for_complaint, order_of_complaint
from chalicelib.usecases.work_orders.resident_steps import ORDER_STEPS, Followed, Heard, follow_order

NUMBERS = frozenset({QuestionKind.NUMBER, *SCALES})


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: the person's survey, and what its campaign asks."""

    survey: Survey
    version: Version
    title: str
    introduction: str
    closes_at: datetime
    unit: str = ""
    """Who served the person, where an order was opened."""
    followed: Followed | None = None
    """How far the order of a bad level is."""


def open_survey(house: House, token: str) -> Opened:
    """Return what a link opens.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent, and of a campaign that was cancelled.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Opened:
        opened = _opened(uow, token)
        given = opened.survey.given
        followed = follow_order(house, given.order_id if given else "", now)
        if followed is None:
            return opened
        unit = uow.cases.load(opened.survey.case).service.unit_name
        return replace(opened, unit=unit, followed=followed)

    return house.transact(attempt)


def take_survey_step(house: House, token: str, step: str, body: Mapping[str, Any]) -> None:
    """Do what a resident asks for about the order that an answer opened.

    Raises:
        NotFound: `link-shut` for a token that nobody was sent, or whose person was taken out.
        Conflict: `wrong-state` where no order was opened, and as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        survey = _opened(uow, token).survey
        order_id = survey.given.order_id if survey.given else ""
        ORDER_STEPS[step](Heard(house, uow, survey.id, order_id, now, body))

    house.transact(attempt)


def answer_survey(
    house: House, token: str, typed: Mapping[str, tuple[str, ...]], guest: Guest | None = None
) -> Survey:
    """Store what was typed into the form once; the very same again changes nothing.

    Raises:
        Invalid: with every error at `/answers/<question>`.
        Conflict: `already-answered` after other answers.
        NotFound: `link-shut`.
        TooMany: when the guest tried too many wrong links before.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Survey:
        if guest is not None:
            uow.read_together(surveys=id_of(token), guests=guest.who)
            turn_away(uow.guests.wrongs(guest.who, guest.wall_now), house.rating_rules.load().invitation)
        opened = _opened(uow, token)
        survey, answers = opened.survey, _typed_answers(opened.version, typed)
        sent = sha256_hex(canonical_json(answers))[:BODY_DIGITS]
        if survey.given is not None and survey.given.hash == sent:
            return survey
        rules = house.rating_rules.load(survey.profile).survey
        said = check_answers(opened.version, answers, rules)
        is_late = not counts(uow.campaigns.load(survey.campaign), now)
        words, ref = said.sealed(opened.version), f"SURVEY#{survey.id}"
        level = said.level or 0
        given = Given(
            at=now,
            hash=sent,
            counted=said.counted(opened.version),
            groups=tuple(one.id for one in opened.version.groups),
            sealed_ref=ref if words else "",
            **_for_discipline(uow, survey, opened.version, said),
            is_complete=said.is_complete,
            is_late=is_late,
            order_id=order_of_complaint(survey.id, level),
        )
        decision = answer(survey, given)
        if words:
            uow.vault.put(ref, {"answers": words, "text": said.spoken(opened.version)}, "rating-words")
        uow.surveys.save(decision, RESIDENT)
        if given.order_id:
            may_contact = bool(typed.get("may_contact"))
            complaint = Complaint(Source.SURVEY, survey.id, level, Channel.SMS, may_contact)
            case = uow.cases.load(survey.case)
            open_for_complaint(house, uow, case, complaint, survey.profile, now)
        return decision.state

    return house.transact(attempt)


def _typed_answers(version: Version, typed: Mapping[str, tuple[str, ...]]) -> dict[str, Json]:
    """Return what a form sent as answers; a number that cannot be read stays as it was typed."""
    found: dict[str, Json] = {}
    for question in version.questions:
        given = [one for one in typed.get(f"answers.{question.id}", ()) if one]
        if not given:
            continue
        if question.kind is QuestionKind.MULTI:
            found[question.id] = [*given]
        elif question.kind in NUMBERS:
            found[question.id] = _number(given[-1])
        else:
            found[question.id] = given[-1]
    return found


def _for_discipline(uow: UnitOfWork, survey: Survey, version: Version, said: Answered) -> dict[str, str]:
    """Put what was said about integrity where only discipline reads it; the unit it is about goes along."""
    lines, ref = integrity_lines(version, said), f"SURVEY#{survey.id}.integrity"
    if not lines:
        return {}
    uow.vault.put(ref, {"lines": lines}, "rating-words")
    return {"integrity_ref": ref, "unit": uow.cases.load(survey.case).service.unit}


def _opened(uow: UnitOfWork, token: str) -> Opened:
    survey = uow.surveys.find(id_of(token))
    if survey is None:
        raise LinkShut(Shut.UNKNOWN)
    campaign = uow.campaigns.load(survey.campaign)
    takes_answers = is_answerable(survey) and campaign.state is not CampaignState.CANCELLED
    if not survey.contact or not (survey.given or takes_answers):
        raise LinkShut(Shut.REVOKED)
    plan = campaign.plan
    version = uow.questionnaires.load(plan.questionnaire).version(plan.version)
    return Opened(survey, version, plan.title, plan.introduction, plan.window.ends_at)


def _number(typed: str) -> Json:
    text = typed.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else text
