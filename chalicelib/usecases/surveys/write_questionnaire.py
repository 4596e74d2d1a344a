"""Write a questionnaire: begin it, put, move and remove questions (evaluation.md §2.6)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from string import ascii_lowercase
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.questionnaires import editing
from chalicelib.domain.satisfaction.questionnaires.question import (
    Mark,
    Option,
    Question,
    QuestionKind,
    Skip,
    SurveyKind,
)
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.ports import House, Once, UnitOfWork

LIST = "questionnaires"
Change = Callable[[Questionnaire, datetime, SurveyRules], Decision[Questionnaire]]


def find_questionnaire(house: House, identifier: str) -> Questionnaire:
    """Return a questionnaire.

    Raises:
        NotFound: when there is none.
    """
    found = house.questionnaires.find(identifier)
    if found is None:
        raise NotFound("not-found", kind="questionnaire")
    return found


def start_questionnaire(
    house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None
) -> Questionnaire:
    """Begin a questionnaire, empty or from one that comes with the house (`template`).

    Raises:
        Forbidden, Invalid: as the rules say.
        NotFound: for a template that there is not.
    """
    missing = () if body.get("template") else [name for name in ("kind", "title") if not body.get(name)]
    if missing:
        raise Invalid(errors=[FieldError(f"/{name}", "without-template") for name in missing])
    template = house.questionnaire_templates.load(body["template"]) if body.get("template") else None
    kind = template.kind if template else SurveyKind(body["kind"])
    title = body.get("title") or (template.title if template else "")
    questions = template.questions if template else ()

    rules = house.rating_rules.load().survey

    def attempt(uow: UnitOfWork, now: datetime) -> Questionnaire:
        made = editing.start(new_id("qn", now), title, kind, questions, actor, now, rules)
        return keep_questionnaire(uow, made, actor, is_new=True)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def change_questionnaire(
    house: House, actor: Actor, identifier: str, change: Change, once: Once | None = None
) -> Questionnaire:
    """Change a questionnaire by one of the rules of editing.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as the rule says.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Questionnaire:
        rules = house.rating_rules.load().survey
        decision = change(uow.questionnaires.load(identifier), now, rules)
        return keep_questionnaire(uow, decision, actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def keep_questionnaire(
    uow: UnitOfWork, decision: Decision[Questionnaire], actor: Actor, *, is_new: bool = False
) -> Questionnaire:
    """Save a questionnaire with the title that lists show."""
    title = decision.state.title
    uow.publish_text(editing.title_hash(title), {"title": title})
    (uow.questionnaires.add if is_new else uow.questionnaires.save)(decision, actor)
    return decision.state


def question_of(body: Mapping[str, Any], identifier: str) -> Question:
    """Return the question that a checked body describes; an option without a code gets the next free one.

    An option whose words were taken out is taken out, and so is a skip that leads nowhere.
    """
    options = [one for one in body.get("options", ()) if one.get("text", "").strip()]
    used = {one["code"] for one in options if one.get("code")}
    free = (letter for letter in ascii_lowercase if letter not in used)
    kept = {"text": body.get("text", ""), "read_aloud": body.get("read_aloud", "")}
    return Question(
        id=identifier,
        kind=QuestionKind(body["kind"]),
        text=kept["text"].strip(),
        options=tuple(Option(one.get("code") or next(free), one["text"].strip()) for one in options),
        is_required=bool(body.get("is_required")),
        is_personal=bool(body.get("is_personal")),
        low=body.get("low"),
        high=body.get("high"),
        read_aloud=kept["read_aloud"].strip(),
        skips=tuple(Skip(one["answer"], one["to"]) for one in body.get("skips", ()) if one.get("to")),
        mark=Mark(body["mark"]) if body.get("mark") else None,
        measure=body.get("measure", ""),
    )


def _id(found: Questionnaire) -> str:
    return found.id


def _load(uow: UnitOfWork, identifier: str) -> Questionnaire:
    return uow.questionnaires.load(identifier)
