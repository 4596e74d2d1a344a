"""Questionnaires as the builder, the API and a resident's page show them."""

from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.questionnaires.question import (
    SCALES,
    Question,
    QuestionKind,
)
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire, Version
from chalicelib.kernel.canonical import Json

View = dict[str, Any]


def questionnaire_view(found: Questionnaire, number: int) -> View:
    """Return a questionnaire with the questions of one version.

    Raises:
        NotFound: when there is no such version.
    """
    version = found.version(number)
    return {
        "id": found.id,
        "title": found.title,
        "kind": found.kind.value,
        "version": version.number,
        "is_latest": version == found.latest,
        "frozen_at": version.frozen_at,
        "changed_at": found.changed_at or found.created_at,
        "sha256": version.sha256,
        "versions": [{"number": one.number, "frozen_at": one.frozen_at} for one in found.versions],
        "questions": [question_view(one) for one in version.questions],
    }


def question_view(question: Question) -> View:
    """Return one question."""
    return {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "options": [{"code": one.code, "text": one.text} for one in question.options],
        "answers": list(question.answers),
        "is_required": question.is_required,
        "is_personal": question.is_personal,
        "low": question.low,
        "high": question.high,
        "read_aloud": question.read_aloud,
        "skips": [{"answer": one.answer, "to": one.to} for one in question.skips],
        "mark": question.mark.value if question.mark else None,
        "measure": question.measure,
    }


def question_body(question: Question) -> dict[str, Json]:
    """Return a question as the command that puts it; every answer that may skip has its row."""
    view = question_view(question)
    leads = {one.answer: one.to for one in question.skips}
    rows = [{"answer": one, "to": leads.get(one, "")} for one in question.answers]
    names = ("kind", "text", "options", "is_required", "is_personal", "read_aloud", "measure")
    body: dict[str, Json] = {name: view[name] for name in names}
    return {
        **body,
        "skips": rows,
        **{name: view[name] for name in ("low", "high", "mark") if view[name] is not None},
    }


def survey_view(version: Version, title: str, introduction: str, until: datetime | None = None) -> View:
    """Return what a resident's page shows: the questions with their numbers, and where answers lead."""
    return {
        "title": title,
        "introduction": introduction,
        "until": until,
        "opens_order": version.overall is not None,
        "questions": [_asked(one, number) for number, one in enumerate(version.questions, 1)],
    }


def _asked(question: Question, number: int) -> View:
    labels = {one.code: one.text for one in question.options}
    scale = SCALES.get(question.kind, range(0))
    answers = list(labels.items()) or [(str(level), "") for level in _best_first(question.kind, scale)]
    return {
        **question_view(question),
        "name": f"answers.{question.id}",
        "number": number,
        "choices": [{"value": value, "text": text} for value, text in answers],
    }


def _best_first(kind: QuestionKind, scale: range) -> range:
    return scale[::-1] if kind is QuestionKind.SCALE5 else scale
