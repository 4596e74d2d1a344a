"""How far the calls of a survey came is in its results, and on a picture beside them (§5 no. 11, §8.4)."""

from typing import Any

from chalicelib.domain.satisfaction.surveys.reached import reached_lines
from chalicelib.web.views.survey_charts import survey_charts

UNITS = {
    "A": {
        "served": 60,
        "planned": 15,
        "r_RATED": 40,
        "r_MINOR": 5,
        "tried": 14,
        "reached": 12,
        "answered": 10,
    }
    | {"s_DONE": 10, "s_REFUSED": 2, "s_BAD_NUMBER": 2},
    "B": {
        "served": 33,
        "planned": 6,
        "r_RATED": 19,
        "r_NO_NUMBER": 7,
        "tried": 6,
        "reached": 6,
        "answered": 6,
    }
    | {"s_DONE": 6},
}


def test_the_funnel_of_all_stands_before_that_of_every_unit_and_a_rating_is_no_callback() -> None:
    lines: Any = reached_lines(UNITS, 5)

    assert [one["unit"] for one in lines] == ["", "A", "B"]
    steps = ("served", "eligible", "rated", "to_ask", "tried", "reached", "answered")
    assert [lines[0][step] for step in steps] == [93, 81, 59, 22, 20, 18, 16]
    assert (lines[0]["effective"], lines[0]["heard"]) == ("17.20", "80.64")
    assert lines[0]["coverage"] == "84.94"
    assert lines[0]["bad_numbers"] == 2
    assert reached_lines({}, 5) == []


def test_a_unit_that_served_few_is_hidden_with_the_one_that_would_give_it_away() -> None:
    lines: Any = reached_lines({**UNITS, "C": {"served": 3, "planned": 3, "tried": 3, "reached": 3}}, 5)

    assert [one["served"] for one in lines] == [96, 60, None, None]
    assert set(lines[3].values()) == {"C", None}


def test_where_few_answered_no_line_says_how_many() -> None:
    lines: Any = reached_lines(
        {"A": {"served": 60, "planned": 60, "tried": 9, "reached": 9, "answered": 3}}, 5
    )

    assert [(one["tried"], one["answered"], one["effective"], one["heard"]) for one in lines] == [
        (9, None, None, None)
    ] * 2


def test_a_survey_that_called_nobody_has_no_funnel_and_every_question_its_picture() -> None:
    answer = {"answer": "5", "text": "", "share": "60.00", "low": "40.00", "high": "78.00"}
    asked = {"id": "q1", "text": "总体满意吗？", "kind": "SCALE5", "answers": [answer]}
    unsaid = {"id": "q2", "text": "几趟？", "kind": "NUMBER", "answers": []}

    charts = survey_charts({"questions": [asked, unsaid], "reached": []}, "zh-Hans")
    called = survey_charts({"questions": [], "reached": reached_lines(UNITS, 5)}, "zh-Hans")

    assert set(charts) == {"q1"}
    assert "非常满意" in charts["q1"]
    assert "60.00%" in charts["q1"]
    assert ">93<" in called["funnel"]
