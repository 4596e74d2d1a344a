"""Questionnaires and campaigns as values."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.satisfaction.campaigns.plan import Method, Plan, SamplePlan, Scope, Window
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires.question import (
    Mark,
    Option,
    Question,
    QuestionKind,
    Skip,
    SurveyKind,
)
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire, Version
from chalicelib.kernel.actors import Actor, Role
from tests.factories.notices import MONDAY

K = QuestionKind
DESIGNER = Actor("p-designer", "centre", frozenset({Role.SURVEY_DESIGNER}))
EVALUATOR = Actor("p-evaluator", "institute", frozenset({Role.EXTERNAL_EVALUATOR}))
REGULATOR = Actor("p-regulator", "bureau", frozenset({Role.REGULATOR}))
LATER = timedelta(days=7)


def question(identifier: str, kind: QuestionKind = K.SINGLE, **fields: Any) -> Question:
    """Return a question; a choice has two options unless it says which."""
    options = (Option("a", "是"), Option("b", "否")) if kind in (K.SINGLE, K.MULTI) else ()
    return replace(Question(identifier, kind, f"{identifier}?", options), **fields)


QUESTIONS = (
    question("q1", K.SCALE5, mark=Mark.OVERALL, is_required=True),
    question("q2", skips=(Skip("b", "q4"),)),
    question("q3", K.NUMBER, low=0, high=20),
    question("q4", K.TEXT),
    question("q5", mark=Mark.GROUP),
)


def a_version(*questions: Question) -> Version:
    """Return the first version of a questionnaire."""
    return Version(1, questions or QUESTIONS)


def a_questionnaire(*questions: Question, kind: SurveyKind = SurveyKind.MONTHLY) -> Questionnaire:
    """Return a questionnaire with one draft."""
    version = a_version(*questions)
    return Questionnaire(
        "qn_1",
        "每月回访问卷",
        kind,
        "centre",
        DESIGNER.person,
        MONDAY,
        (version,),
        last_question=len(version.questions),
    )


def a_plan(**fields: Any) -> Plan:
    """Return the plan of a census by telephone in the week after next Monday."""
    plan = Plan(
        "三月回访",
        Scope(("2026-02",)),
        "qn_1",
        1,
        Window(MONDAY + LATER, MONDAY + 2 * LATER),
        (Mode.CALL,),
        SamplePlan(Method.CENSUS),
    )
    return replace(plan, **fields)
