"""Answers held against a version: all errors at once, only what was asked, when they are complete."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.questionnaires.answers import (
    asked_of,
    check_answers,
    integrity_lines,
    integrity_of,
)
from chalicelib.domain.satisfaction.questionnaires.question import END, Mark, QuestionKind, Skip
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Invalid
from tests.factories.surveys import a_version, question
from tests.factories.work_orders import rules_of

RULES = rules_of().survey
K = QuestionKind


def errors(answers: Mapping[str, Json]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        check_answers(a_version(), answers, RULES)
    return {error.pointer: error.code for error in refused.value.errors}


def test_every_error_is_said_at_once_where_it_is() -> None:
    assert errors({"q2": "z", "q3": 21, "q4": "长" * 501, "q9": 1}) == {
        "/answers/q9": "unknown-question",
        "/answers/q1": "required",
        "/answers/q2": "unknown-option",
        "/answers/q3": "out-of-bounds",
        "/answers/q4": "too-long",
    }


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (K.SCALE5, 0, "not-on-scale"),
        (K.SCALE5, True, "not-on-scale"),
        (K.SCALE11, 11, "not-on-scale"),
        (K.MULTI, ["a", "a"], "unknown-option"),
        (K.MULTI, "a", "unknown-option"),
        (K.NUMBER, "3", "not-a-figure"),
        (K.NUMBER, 10_000, "out-of-bounds"),
        (K.DATE, "2026-02-30", "not-a-date"),
        (K.TEXT, 3, "wrong-type"),
    ],
)
def test_a_value_that_is_no_answer_is_refused(kind: QuestionKind, value: Json, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_answers(a_version(question("q1", kind)), {"q1": value}, RULES)

    assert [error.code for error in refused.value.errors] == [code]


def test_what_a_skip_leaves_out_is_not_asked_and_not_kept() -> None:
    said = check_answers(a_version(), {"q1": 5, "q2": "b", "q3": 7, "q5": "a"}, RULES)

    assert said.asked == ("q1", "q2", "q4", "q5")
    assert said.answers == {"q1": 5, "q2": "b", "q5": "a"}


def test_a_skip_may_end_the_questionnaire() -> None:
    version = a_version(question("q1", skips=(Skip("b", END),)), question("q2", is_required=True))

    assert check_answers(version, {"q1": "b"}, RULES).asked == ("q1",)


def test_complete_is_the_overall_level_and_four_fifths_of_what_was_asked() -> None:
    without_level = {"q2": "a", "q3": 1, "q4": "好", "q5": "a"}
    four = check_answers(a_version(), {"q1": 4, "q2": "a", "q3": 0, "q5": "a"}, RULES)
    three = check_answers(a_version(), {"q1": 4, "q2": "a", "q5": "a"}, RULES)

    assert (four.share_bp, four.is_complete) == (10_000, True), "nobody must say anything in words"
    assert (three.share_bp, three.is_complete) == (7500, False)
    assert not check_answers(a_version(), without_level, RULES, is_partial=True).is_complete


def test_words_and_personal_data_are_never_counted() -> None:
    version = a_version(
        question("q1", K.SCALE5), question("q2", K.TEXT), question("q3", K.NUMBER, is_personal=True)
    )
    said = check_answers(version, {"q1": 2, "q2": "慢", "q3": 37}, RULES)

    assert said.counted(version) == {"q1": 2}
    assert said.sealed(version) == {"q2": "慢", "q3": 37}


def test_whoever_mends_reads_words_but_nothing_personal_and_nothing_about_integrity() -> None:
    version = a_version(
        question("q1", K.SCALE5),
        question("q2", K.TEXT),
        question("q3", K.TEXT, is_personal=True),
        question("q4", K.TEXT, mark=Mark.INTEGRITY),
        question("q5", K.TEXT),
    )
    given = {"q1": 1, "q2": "跑了三趟", "q3": "王五", "q4": "收了礼", "q5": "窗口没人"}

    assert check_answers(version, given, RULES).spoken(version) == "跑了三趟；窗口没人"


def test_an_integrity_answer_is_anything_but_its_last_option() -> None:
    version = a_version(question("q1", mark=Mark.INTEGRITY), question("q2", K.TEXT, mark=Mark.INTEGRITY))

    def flagged(answers: Mapping[str, Json]) -> tuple[str, ...]:
        return integrity_of(version, check_answers(version, answers, RULES))

    assert flagged({"q1": "b"}) == ()
    assert flagged({"q1": "a", "q2": "收了费"}) == ("q1", "q2")


def test_of_integrity_nothing_is_counted_since_only_the_content_would_be() -> None:
    version = a_version(question("q1", mark=Mark.INTEGRITY), question("q2", K.SCALE5))

    for answer in ("a", "b"):
        assert check_answers(version, {"q1": answer, "q2": 5}, RULES).counted(version) == {"q2": 5}
    told = check_answers(version, {"q1": "a"}, RULES)
    assert integrity_lines(version, told) == [
        {"question": version.question("q1").text, "answer": version.question("q1").options[0].text}
    ]


@given(st.lists(st.sampled_from(["a", "b", ""]), min_size=6, max_size=6), st.data())
def test_whatever_is_answered_the_questions_asked_come_in_order_and_none_is_asked_twice(
    given_answers: list[str], data: st.DataObject
) -> None:
    made = [
        question(
            f"q{n}",
            skips=(Skip("b", data.draw(st.sampled_from([*(f"q{m}" for m in range(n + 1, 7)), END]))),),
        )
        for n in range(1, 7)
    ]
    version = a_version(*made)

    asked = [one.id for one in asked_of(version, {f"q{n + 1}": a for n, a in enumerate(given_answers)})]

    assert asked == sorted(set(asked))
    assert asked[0] == "q1"
