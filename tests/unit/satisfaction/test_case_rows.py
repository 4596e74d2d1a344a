"""The table of served cases line by line: what the API takes, and everything wrong with a line at once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.satisfaction.cases.case_columns import CODES, COLUMNS, SYSTEMS, template_csv
from chalicelib.domain.satisfaction.cases.case_rows import CaseRow, Declared, broken_csv, parse_cases
from chalicelib.domain.satisfaction.codes.applicants import read_applicant
from chalicelib.domain.satisfaction.codes.matter import read_promise
from chalicelib.usecases.cases.take_in_case import case_errors
from chalicelib.web.validation import find_errors
from tests.factories.case_tables import NAME, PHONE, line, table

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)


def rows(*lines: dict[str, str], declared: Declared | None = None) -> tuple[CaseRow, ...]:
    text = table(*lines).decode("utf-8-sig")
    return parse_cases(text, declared or Declared(), lambda body: case_errors(body, NOW))


def errors(*lines: dict[str, str], declared: Declared | None = None) -> list[tuple[int, str, str]]:
    found = rows(*lines, declared=declared)
    return [(error.row, error.column, error.code) for row in found for error in row.errors]


def body(**changes: str) -> Any:
    (row,) = rows(line(**changes))
    assert row.errors == ()
    return row.body


def test_a_line_is_what_the_api_takes() -> None:
    assert find_errors("take-in-case", body()) == []


def test_the_limits_of_the_columns_are_those_of_the_api() -> None:
    schema = json.loads((Path("schemas") / "take-in-case.json").read_text(encoding="utf-8"))["properties"]
    limits = {name: one["maxLength"] for name, one in schema.items() if "maxLength" in one}

    found = {column.key: column.max_chars for column in COLUMNS if column.key in limits}

    assert found == limits


def test_every_code_of_the_templates_sheet_is_one_that_its_system_has() -> None:
    read = {"promise_type": read_promise, "user_type": read_applicant}

    for column, system, code, _meaning in CODES:
        assert read[column](code, system)
    assert {system for _, system, _, _ in CODES} == {*SYSTEMS["promise"], *SYSTEMS["user"]}


def test_the_example_of_the_template_is_nobodys_case() -> None:
    found = parse_cases(template_csv(), Declared(), lambda body: case_errors(body, NOW))

    assert [(one.column, one.code) for row in found for one in row.errors] == [("project_no", "example-line")]


def test_all_errors_of_a_line_are_told_at_once() -> None:
    bad = line(
        project_no="", dept_code="11370700MA3C000082", accept_time="昨天", is_minor="也许", promise_type="7"
    )

    assert errors(bad) == [
        (2, "project_no", "required"),
        (2, "dept_code", "wrong-check-character"),
        (2, "accept_time", "not-an-instant"),
        (2, "promise_type", "unknown-code"),
        (2, "is_minor", "not-yes-or-no"),
    ]


def test_a_code_without_its_system_is_refused_and_never_guessed() -> None:
    unsaid = line(promise_system="", user_system="")

    assert [column for _, column, _ in errors(unsaid)] == ["promise_system", "user_system"]
    assert {code for _, _, code in errors(unsaid)} == {"code-system-undeclared"}


def test_the_system_of_a_file_holds_where_a_line_names_none_and_gives_way_where_it_does() -> None:
    declared = Declared(promise="ZJ", user="FROM_ONE")

    unsaid, said = rows(
        line(1, promise_system="", user_system=""), line(2, user_system=""), declared=declared
    )

    assert unsaid.body is not None
    assert unsaid.body["promise_type"] == {"code_system": "ZJ", "code": "1"}
    assert unsaid.body["user_type"] == {"code_system": "FROM_ONE", "code": "1"}
    assert said.body is not None
    assert said.body["promise_type"]["code_system"] == "GBT39046_A6"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-02 09:00", "2026-03-02T09:00:00+08:00"),
        ("2026/3/2 9:00", "2026-03-02T09:00:00+08:00"),
        ("2026年3月2日 9时00分", "2026-03-02T09:00:00+08:00"),
        ("２０２６－０３－０２　０９：００", "2026-03-02T09:00:00+08:00"),
        ("2026-03-02T01:00:00Z", "2026-03-02T09:00:00+08:00"),
        ("2026-03-02", "2026-03-02T00:00:00+08:00"),
    ],
)
def test_times_are_read_as_people_write_them_and_are_chinas(typed: str, meant: str) -> None:
    assert body(accept_time=typed)["accept_time"] == meant


def test_a_time_that_is_none_and_one_in_the_future_are_refused() -> None:
    assert errors(line(done_time="2026-02-30 09:00")) == [(2, "done_time", "not-an-instant")]
    assert errors(line(done_time="2026-03-10 09:00")) == [(2, "done_time", "in-the-future")]
    assert errors(line(done_time="2026-03-01 09:00")) == [(2, "done_time", "before-accepted")]


def test_who_objects_who_is_a_minor_and_who_acts_for_another_is_kept() -> None:
    found = body(contact_consent="否", is_minor="是", is_proxy="是")

    assert (found["contact_consent"], found["is_minor"], found["is_proxy"]) == ("OBJECTED", True, True)


def test_the_same_service_twice_in_a_table_names_the_first_line() -> None:
    assert errors(line(1), line(2), line(1)) == [(4, "project_no", "case-stands-in-row")]
    assert errors(line(1), line(1, service_no="2")) == []


def test_the_broken_lines_come_back_as_they_were_and_pass_once_they_are_mended() -> None:
    found = rows(line(1), line(2, is_minor="也许"))

    mended = broken_csv(found).replace("也许", "否")

    (again,) = parse_cases(mended, Declared(), lambda body: case_errors(body, NOW))
    assert again.errors == ()
    assert again.body is not None
    assert again.body["project_no"] == line(2)["project_no"]


def test_a_line_shows_nothing_of_a_person_in_a_log_or_traceback() -> None:
    (row,) = rows(line())

    assert PHONE not in repr(row)
    assert NAME not in repr(row)
