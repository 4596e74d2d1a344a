"""Ratings of the provincial page: declared systems, once each, defaults nowhere, bad ones with an order."""

from datetime import timedelta
from typing import Any

from chalicelib.domain.satisfaction.rating_table import COLUMNS, template_csv
from chalicelib.kernel.csv_text import csv_text
from infra.local.http_event import Answer
from tests.web.ratings.conftest import Hall

API = "/api/v1/ratings:import"


def row(hall: Hall, number: int = 1, **more: Any) -> dict[str, Any]:
    case = hall.case(number)
    return {
        "project_no": case["project_no"],
        "service_no": 1,
        "assess_no": 1,
        "level": {"code_system": "ZWFW_IF", "code": "5"},
        "channel": {"code_system": "SET_A", "code": "2"},
        "rated_at": hall.runtime.now().isoformat(),
        "case": case,
        **more,
    }


def sent(hall: Hall, *rows: dict[str, Any]) -> Answer:
    answer = hall.runtime.post_json(API, {"rows": list(rows)}, as_=hall.centre)
    hall.runtime.drain()
    return answer


def outcomes(answer: Answer) -> list[str]:
    return [one["outcome"] for one in answer.json()["items"]]


def effective(hall: Hall) -> int:
    """Return how many ratings count in the public figures of the year."""
    figures = hall.runtime.house.lists.figures("ratings", "2026")
    return sum(columns.get(f"e{level}", 0) for columns in figures.values() for level in range(1, 6))


def error_places(answer: Answer) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_the_same_table_counts_once_and_brings_its_case(hall: Hall) -> None:
    first = sent(hall, row(hall, 1), row(hall, 2, level={"code_system": "ZWFW_IF", "code": "4"}))
    again = sent(hall, row(hall, 1))

    assert outcomes(first) == ["imported", "imported"]
    assert outcomes(again) == ["unchanged"]
    assert effective(hall) == 2


def test_the_declared_system_decides_whether_a_one_is_praise_or_a_complaint(hall: Hall) -> None:
    sent(hall, row(hall, 1, level={"code_system": "GBT39046_A8", "code": "1"}))
    praise = hall.runtime.get("/api/v1/orders", as_=hall.centre).json()["count"]
    sent(hall, row(hall, 2, level={"code_system": "ZWFW_IF", "code": "1"}))

    assert praise == 0
    assert hall.runtime.get("/api/v1/orders", as_=hall.centre).json()["count"] == 1


def test_a_default_rating_is_on_record_and_counts_nowhere(hall: Hall) -> None:
    by_level = row(hall, 1, level={"code_system": "ZWFW_IF", "code": "0"})
    by_channel = row(hall, 2, channel={"code_system": "SET_B", "code": "7"})

    answer = sent(hall, by_level, by_channel)

    assert outcomes(answer) == ["default", "default"]
    assert outcomes(sent(hall, by_level)) == ["unchanged"]
    assert effective(hall) == 0
    assert outcomes(sent(hall, row(hall, 1))) == ["imported"]
    assert effective(hall) == 1


def test_a_rating_given_here_is_not_doubled_and_nobody_is_asked_about_an_imported_one(hall: Hall) -> None:
    hall.serve(1)
    hall.answer(hall.link(), level="5")
    told = len(hall.texts())
    known = {name: value for name, value in row(hall, 1).items() if name != "case"}

    here = sent(hall, known)
    sent(hall, row(hall, 2, case=hall.case(2, phone="13805360155")))
    hall.runtime.advance(timedelta(minutes=5))

    assert outcomes(here) == ["already-rated"]
    assert effective(hall) == 2
    assert len(hall.texts()) == told
    assert hall.texts("13805360155") == []


def test_a_follow_up_goes_to_the_first_rating_whatever_their_order_in_the_table(hall: Hall) -> None:
    later = row(hall, 1, assess_no=2, level={"code_system": "ZWFW_IF", "code": "2"}, text="后来又不行了")

    answer = sent(hall, later, row(hall, 1))

    assert outcomes(answer) == ["followed-up", "imported"]
    assert outcomes(sent(hall, later)) == ["unchanged"]
    assert effective(hall) == 1


def test_what_came_from_the_province_is_not_reported_to_it(hall: Hall) -> None:
    sent(hall, row(hall, 1), row(hall, 1, assess_no=2))

    counts = hall.runtime.house.lists.counts("upward")

    assert counts.get("state=KEPT_HERE") == 1
    assert not list(hall.runtime.province._held)


def test_all_that_is_wrong_with_all_rows_is_said_at_once_and_nothing_is_taken_in(hall: Hall) -> None:
    future = (hall.runtime.now() + timedelta(days=1)).isoformat()
    answer = sent(
        hall,
        row(hall, 1),
        {**row(hall, 2, level={"code_system": "ZWFW_IF", "code": "9"}), "rated_at": future},
        {name: value for name, value in row(hall, 3).items() if name != "case"},
        row(hall, 4, assess_no=2),
        row(hall, 5, indicators=["501", "107"]),
        row(hall, 6, case=hall.case(7)),
        row(hall, 7, assess_no=2, level={"code_system": "ZWFW_IF", "code": "0"}),
    )

    assert answer.status == 422
    assert error_places(answer) == {
        "/rows/1/level": "unknown-code",
        "/rows/1/rated_at": "in-the-future",
        "/rows/2/project_no": "case-missing",
        "/rows/3/assess_no": "no-first-rating",
        "/rows/4/indicators/1": "indicator-of-another-level",
        "/rows/5/case/project_no": "differs-from-row",
        "/rows/6/assess_no": "default-follow-up",
    }
    assert effective(hall) == 0


def test_retired_indicators_can_be_read_and_are_refused_in_a_new_rating(hall: Hall) -> None:
    hall.serve(9)

    assert outcomes(sent(hall, row(hall, 1, indicators=["501"]))) == ["imported"]
    assert hall.answer(hall.link(), level="5", indicators="501").status == 422


def table(hall: Hall, *changed: dict[str, str]) -> str:
    """Upload a table of example lines as its browser would and return the file's id."""
    example = {key: value for key, _, value in COLUMNS}
    lines = [[{**example, **one}[key] for key, _, _ in COLUMNS] for one in changed]
    text = csv_text([[heading for _, heading, _ in COLUMNS], *lines])
    return hall.runtime.house.files.put("exports", text.encode(), "text/csv")


def form(file_id: str, **more: str) -> dict[str, str]:
    systems = {"level_system": "ZWFW_IF", "channel_system": "SET_A"}
    return {
        "file_id": file_id,
        **systems,
        "promise_system": "GBT39046_A6",
        "user_system": "USER_PROP",
        **more,
    }


def test_a_table_is_taken_in_under_the_systems_that_were_declared(hall: Hall) -> None:
    file_id = table(hall, {}, {"project_no": "370700-X-2", "level": "4", "indicators": ""})

    asked = hall.runtime.get(f"/ratings-import/uploaded?file={file_id}", as_=hall.centre).text
    answer = hall.runtime.post_form("/ratings-import", form(file_id), as_=hall.centre)
    again = hall.runtime.post_form("/ratings-import", form(file_id), as_=hall.centre)

    assert "同一个数字在不同的体系里意思相反" in asked
    assert "新导入的评价" in answer.text
    assert "以前已经导入" in again.text
    assert effective(hall) == 2


def test_a_table_with_errors_names_line_column_and_remedy_and_takes_nothing_in(hall: Hall) -> None:
    file_id = table(
        hall, {}, {"project_no": "370700-X-2", "level": "7", "rated_at": "上周", "promise_type": "8"}
    )

    undeclared = hall.runtime.post_form("/ratings-import", {"file_id": file_id}, as_=hall.centre)
    answer = hall.runtime.post_form("/ratings-import", form(file_id), as_=hall.centre)

    assert undeclared.status == 422
    assert answer.status == 422
    for words in ("满意度代码", "评价时间", "办件类型代码", "一行也没有导入"):
        assert words in answer.text
    assert effective(hall) == 0


def test_the_template_is_a_table_that_the_page_takes(hall: Hall) -> None:
    file_id = hall.runtime.house.files.put("exports", template_csv().encode(), "text/csv")

    page = hall.runtime.get("/ratings-import", as_=hall.centre).text
    answer = hall.runtime.post_form("/ratings-import", form(file_id), as_=hall.centre)

    assert "下载模板" in page
    assert "新导入的评价" in answer.text


def test_a_row_that_says_something_else_than_before_differs(hall: Hall) -> None:
    first, later = row(hall, 1), row(hall, 1, assess_no=2, text="后来好了")
    sent(hall, first, later)

    worse = sent(hall, {**first, "level": {"code_system": "ZWFW_IF", "code": "1"}})
    reworded = sent(hall, {**later, "text": "后来又不行了"})

    assert outcomes(worse) == outcomes(reworded) == ["differs"]
    assert outcomes(sent(hall, first, later)) == ["unchanged", "unchanged"]


def test_who_asked_the_province_to_stay_anonymous_is_not_called_about_a_bad_rating(hall: Hall) -> None:
    bad = {"code_system": "ZWFW_IF", "code": "1"}
    sent(hall, row(hall, 1, level=bad, is_anonymous=True), row(hall, 2, level=bad, is_anonymous=False))

    listed = hall.runtime.get("/api/v1/orders", as_=hall.centre).json()["items"]
    orders = [hall.runtime.house.orders.find(one["id"]) for one in listed]
    assert {(one.is_anonymous, one.is_contactable) for one in orders if one} == {(False, True), (True, False)}
