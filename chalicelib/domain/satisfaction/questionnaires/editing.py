"""Writing a questionnaire: who may, what a change does to versions, and freezing (evaluation.md §2.6, §6).

The designer writes all of them, the external evaluator those about a policy. The ledger has the hash of the
questions, never their words.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.questionnaires.question import (
    Question,
    SurveyKind,
    question_errors,
)
from chalicelib.domain.satisfaction.questionnaires.questionnaire import (
    Questionnaire,
    Version,
    order_errors,
)
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid

NEW = ""
"""The id of a question that is put for the first time."""


def check_author(kind: SurveyKind, actor: Actor) -> None:
    """Refuse whoever may not write this kind.

    Raises:
        Forbidden: `role-needed`.
    """
    if not may_write(kind, actor):
        raise Forbidden("role-needed", roles=list(_writers(kind)))


def may_write(kind: SurveyKind, actor: Actor) -> bool:
    """Tell whether somebody writes questionnaires and campaigns of this kind."""
    return actor.has(*_writers(kind))


def _writers(kind: SurveyKind) -> tuple[Role, ...]:
    own = (Role.SURVEY_DESIGNER,)
    return (*own, Role.EXTERNAL_EVALUATOR) if kind is SurveyKind.POLICY else own


def start(
    identifier: str,
    title: str,
    kind: SurveyKind,
    questions: tuple[Question, ...],
    actor: Actor,
    now: datetime,
    rules: SurveyRules,
) -> Decision[Questionnaire]:
    """Begin a questionnaire, empty or from the questions of a template.

    Raises:
        Forbidden: `role-needed`.
        Invalid: at `/title`.
    """
    check_author(kind, actor)
    _check_title(title, rules)
    begun = Questionnaire(
        identifier,
        title.strip(),
        kind,
        actor.org,
        actor.person,
        now,
        (Version(1, questions),),
        last_question=len(questions),
    )
    return _decided("created", begun, now)


def rename(
    found: Questionnaire, title: str, actor: Actor, now: datetime, rules: SurveyRules
) -> Decision[Questionnaire]:
    """Give a questionnaire another title.

    Raises:
        Forbidden: `role-needed`.
        Invalid: at `/title`.
    """
    check_author(found.kind, actor)
    _check_title(title, rules)
    return _decided("renamed", replace(found, title=title.strip()), now)


def put_question(
    found: Questionnaire, question: Question, actor: Actor, now: datetime, rules: SurveyRules
) -> Decision[Questionnaire]:
    """Add a question at the end, or put it in the place of the one with its id.

    Raises:
        Forbidden: `role-needed`.
        Invalid: with everything that is wrong with it at once.
        Conflict: `questions-max`.
        NotFound: when it has an id that this draft does not know.
    """
    check_author(found.kind, actor)
    before = found.latest.questions
    made = found.last_question
    if question.id == NEW:
        if len(before) >= rules.questions_max:
            raise Conflict("questions-max", max=rules.questions_max)
        made += 1
        question = replace(question, id=f"q{made}")
        after = (*before, question)
    else:
        found.latest.question(question.id)
        after = tuple(question if one.id == question.id else one for one in before)
    errors = [*question_errors(question, rules), *order_errors(after)]
    if errors:
        raise Invalid(errors=errors)
    return _edited("question_put", replace(found, last_question=made), after, now)


def remove_question(
    found: Questionnaire, identifier: str, actor: Actor, now: datetime
) -> Decision[Questionnaire]:
    """Take a question out of the draft.

    Raises:
        Forbidden: `role-needed`.
        NotFound: when it is not there.
        Conflict: `question-skipped-to` while a skip leads to it.
    """
    check_author(found.kind, actor)
    found.latest.question(identifier)
    after = tuple(one for one in found.latest.questions if one.id != identifier)
    return _edited("question_removed", found, _held(after), now)


def move_question(
    found: Questionnaire, identifier: str, steps: int, actor: Actor, now: datetime
) -> Decision[Questionnaire]:
    """Move a question by so many places, back where negative; at either end it stays.

    Raises:
        Forbidden: `role-needed`.
        NotFound: when it is not there.
        Conflict: `question-skipped-to` where a skip would lead back.
    """
    check_author(found.kind, actor)
    moving = found.latest.question(identifier)
    rest = [one for one in found.latest.questions if one.id != identifier]
    place = found.latest.questions.index(moving) + steps
    rest.insert(max(0, min(len(rest), place)), moving)
    return _edited("question_moved", found, _held(tuple(rest)), now)


def freeze(found: Questionnaire, number: int, now: datetime) -> Decision[Questionnaire] | None:
    """Freeze a version, because a campaign with it is approved; None when it is frozen already."""
    version = found.version(number)
    if version.frozen_at is not None:
        return None
    frozen = replace(version, frozen_at=now)
    versions = tuple(frozen if one.number == number else one for one in found.versions)
    return _decided("frozen", replace(found, versions=versions), now)


def title_hash(title: str) -> str:
    """Return the hash under which a title is published, so that lists can show it and the ledger need not."""
    return digest({"title": title})


def _check_title(title: str, rules: SurveyRules) -> None:
    if not title.strip():
        raise Invalid(errors=[FieldError("/title", "required")])
    if len(title) > rules.title_max_chars:
        raise Invalid(errors=[FieldError("/title", "too-long", {"max": rules.title_max_chars})])


def _held(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    if order_errors(questions):
        raise Conflict("question-skipped-to")
    return questions


def _edited(
    event: str, found: Questionnaire, questions: tuple[Question, ...], now: datetime
) -> Decision[Questionnaire]:
    """Change the draft; a frozen version stays as it is, and the change begins the next one."""
    latest = found.latest
    if latest.frozen_at is None:
        versions = (*found.versions[:-1], replace(latest, questions=questions))
    else:
        versions = (*found.versions, Version(latest.number + 1, questions))
    return _decided(event, replace(found, versions=versions), now)


def _decided(event: str, found: Questionnaire, now: datetime) -> Decision[Questionnaire]:
    latest = found.latest
    data: dict[str, Json] = {
        "kind": found.kind.value,
        "version": latest.number,
        "questions": len(latest.questions),
        "sha256": latest.sha256,
        "is_frozen": latest.frozen_at is not None,
        "text_hash": title_hash(found.title),
    }
    return Decision(replace(found, changed_at=now), Event(f"questionnaire.{event}", data))
