"""Writing questions: what is refused, what a version keeps, and what an edit after approval does."""

from dataclasses import replace

import pytest

from chalicelib.domain.satisfaction.questionnaires import editing
from chalicelib.domain.satisfaction.questionnaires.question import (
    Mark,
    Option,
    QuestionKind,
    Skip,
    SurveyKind,
    question_errors,
)
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import MONDAY
from tests.factories.surveys import DESIGNER, EVALUATOR, REGULATOR, a_questionnaire, question
from tests.factories.work_orders import rules_of

RULES = rules_of().survey
K = QuestionKind


def codes(made: object) -> set[str]:
    return {error.code for error in question_errors(made, RULES)}  # type: ignore[arg-type]


def test_a_question_says_everything_that_is_wrong_with_it_at_once() -> None:
    wrong = question("q1", text=" ", options=(Option("a", "是"),), low=3, skips=(Skip("z", "q2"),))

    assert codes(wrong) == {"required", "options-count", "bounds-not-for-kind", "skip-answer-unknown"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (question("q", K.TEXT, options=(Option("a", "是"),)), "options-not-for-kind"),
        (question("q", options=(Option("a", "是"), Option("b", "是"))), "options-twice"),
        (question("q", K.NUMBER, low=5, high=4), "high-below-low"),
        (question("q", K.TEXT, mark=Mark.OVERALL), "mark-not-for-kind"),
        (question("q", mark=Mark.GROUP, is_personal=True), "mark-on-personal"),
        (question("q", K.MULTI, skips=(Skip("a", "q2"),)), "skips-not-for-kind"),
        (question("q", skips=(Skip("a", "q2"), Skip("a", "END"))), "skip-answer-twice"),
        (question("q", text="长" * 201), "too-long"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wrong: object, code: str) -> None:
    assert codes(wrong) == {code}


def test_skips_lead_forward_only() -> None:
    found = a_questionnaire()

    with pytest.raises(Invalid) as refused:
        editing.put_question(found, question("q3", skips=(Skip("a", "q1"),)), DESIGNER, MONDAY, RULES)

    assert [error.code for error in refused.value.errors] == ["skip-not-forward"]


def test_a_question_to_which_a_skip_leads_is_neither_removed_nor_moved_in_front_of_it() -> None:
    found = a_questionnaire()

    for change in (
        lambda: editing.remove_question(found, "q4", DESIGNER, MONDAY),
        lambda: editing.move_question(found, "q4", -3, DESIGNER, MONDAY),
    ):
        with pytest.raises(Conflict, match="question-skipped-to"):
            change()


def test_an_id_is_never_given_to_another_question() -> None:
    found = editing.remove_question(a_questionnaire(), "q5", DESIGNER, MONDAY).state

    put = editing.put_question(found, question(editing.NEW), DESIGNER, MONDAY, RULES).state

    assert [one.id for one in put.latest.questions] == ["q1", "q2", "q3", "q4", "q6"]


def test_an_edit_after_approval_makes_a_version_and_leaves_the_frozen_one() -> None:
    frozen = editing.freeze(a_questionnaire(), 1, MONDAY)
    assert frozen is not None

    moved = editing.move_question(frozen.state, "q5", -1, DESIGNER, MONDAY).state
    again = editing.remove_question(moved, "q3", DESIGNER, MONDAY).state

    assert [version.number for version in again.versions] == [1, 2]
    assert again.version(1) == frozen.state.version(1)
    assert [one.id for one in again.latest.questions] == ["q1", "q2", "q5", "q4"]
    assert editing.freeze(again, 1, MONDAY) is None


def test_the_external_evaluator_writes_about_policies_only() -> None:
    policy = a_questionnaire(kind=SurveyKind.POLICY)

    editing.rename(policy, "政策", EVALUATOR, MONDAY, RULES)
    with pytest.raises(Forbidden):
        editing.rename(a_questionnaire(), "每月", EVALUATOR, MONDAY, RULES)
    with pytest.raises(Forbidden):
        editing.rename(policy, "政策", REGULATOR, MONDAY, RULES)


def test_questions_have_an_end() -> None:
    full = a_questionnaire(*(question(f"q{n}") for n in range(1, RULES.questions_max + 1)))

    with pytest.raises(Conflict, match="questions-max"):
        editing.put_question(full, question(editing.NEW), DESIGNER, MONDAY, RULES)
    editing.put_question(full, replace(question("q7"), text="改"), DESIGNER, MONDAY, RULES)
