"""The service centre imports cases from a table: nothing real before it is accepted, and nothing twice."""

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from chalicelib.domain.satisfaction.cases.case_columns import COLUMNS
from chalicelib.domain.satisfaction.cases.case_import import CaseImport
from chalicelib.domain.satisfaction.cases.served_case import ServedCase, Source, case_id
from chalicelib.kernel.actors import Role
from chalicelib.usecases.cases.import_cases import (
    CASES_A_STEP,
    accept_cases,
    advance_case_import,
    find_case_import,
)
from infra.local.http_event import Answer
from tests.factories.case_tables import NAME, PHONE, line, table
from tests.web.contracts.conftest import acting
from tests.web.nominations.test_pages import parse
from tests.web.ratings.conftest import Hall, person_of
from tests.web.shell.markup import find_faults, text

PAGE = "/served-cases/import"


def shown(answer: Answer) -> str:
    root = parse(answer.text)
    assert find_faults(root) == []
    main = root.find(".//main")
    assert main is not None
    return text(main)


def checked(hall: Hall, content: bytes, name: str = "cases.csv", **systems: str) -> str:
    """Upload a table by the page's own form, have it checked, and return the id of its import."""
    form = parse(hall.runtime.get(PAGE, as_=hall.centre).text).find(".//form[@enctype='multipart/form-data']")
    assert form is not None
    fields = {one.attrib["name"]: one.attrib["value"] for one in form.findall(".//input[@type='hidden']")}
    visit = hall.runtime.visit(hall.centre)
    arrived = visit.get(visit.upload(form.attrib["action"], fields, content, name).location)
    assert arrived.status == 200
    (file_id,) = re.findall(r'name="file_id" value="([^"]+)"', arrived.text)
    answer = hall.runtime.post_form(PAGE, {"file_id": file_id, **systems}, as_=hall.centre)
    assert answer.status == 303, answer.text
    return answer.location.removeprefix(f"{PAGE}/")


def page(hall: Hall, identifier: str) -> str:
    return shown(hall.runtime.get(f"{PAGE}/{identifier}", as_=hall.centre))


def accept(hall: Hall, identifier: str) -> Answer:
    answer = hall.runtime.post_form(f"{PAGE}/{identifier}/accept", {}, as_=hall.centre)
    hall.runtime.drain()
    return answer


def found(hall: Hall, identifier: str) -> CaseImport:
    return find_case_import(hall.runtime.house, identifier)


def case(hall: Hall, number: int) -> ServedCase | None:
    project = line(number)["project_no"]
    return hall.runtime.house.transact(lambda uow, _now: uow.cases.find(case_id(project, 1)))


def test_a_table_is_checked_shown_accepted_and_taken_in(hall: Hall) -> None:
    identifier = checked(hall, table(line(1), line(2), encoding="gb18030"))
    assert "全部行都通过检查" in page(hall, identifier)
    assert case(hall, 1) is None

    assert accept(hall, identifier).status == 303

    done = page(hall, identifier)
    assert "导入完成" in done
    assert found(hall, identifier).number in done
    assert found(hall, identifier).outcomes == {"created": 2}
    taken = case(hall, 1)
    assert taken is not None
    assert taken.source is Source.FILE
    assert taken.service.staff == line(1)["staff_id"]


def test_a_workbook_is_read_like_a_text_and_the_template_has_a_sheet_of_codes(hall: Hall) -> None:
    answer = hall.runtime.get(f"{PAGE}/template.xlsx", as_=hall.centre)
    book = load_workbook(io.BytesIO(answer.body))
    assert [cell.value for cell in book.worksheets[0][1]] == [column.heading for column in COLUMNS]
    assert ("申请人类型代码", "FROM_ZERO", "1", "法人") in set(book["代码"].iter_rows(values_only=True))

    written = Workbook()
    written.active.append([column.heading for column in COLUMNS])
    written.active.append([line(1)[column.key] for column in COLUMNS])
    out = io.BytesIO()
    written.save(out)
    identifier = checked(hall, out.getvalue(), "cases.xlsx")

    accept(hall, identifier)
    assert found(hall, identifier).outcomes == {"created": 1}


def test_a_file_can_be_declared_to_have_a_code_system_and_is_never_guessed_to(hall: Hall) -> None:
    unsaid = table(line(1, promise_system=""))

    refused = checked(hall, unsaid)
    assert "没有一行可以导入" in page(hall, refused)
    assert "必须写明代码出自哪一套编码" in page(hall, refused)

    accept(hall, checked(hall, unsaid, promise_system="ZJ"))
    taken = case(hall, 1)
    assert taken is not None
    assert taken.promise_type == "PROMISED"  # 1 in Zhejiang's list, done at once in the standard's


def test_broken_lines_are_named_left_out_and_handed_back_to_be_mended(hall: Hall) -> None:
    identifier = checked(hall, table(line(1), line(2, accept_time="昨天", is_minor="也许")))
    words = page(hall, identifier)
    assert "第 3 行" in words
    assert "受理时间" in words
    assert "编码 ZJ 中没有这个代码" in page(
        hall, checked(hall, table(line(3, promise_system="ZJ", promise_type="7")))
    )
    assert "申请人是否未成年" in words
    assert "确认导入这 1 行" in words

    broken = hall.runtime.get(f"{PAGE}/{identifier}/broken.csv", as_=hall.centre)
    accept(hall, identifier)
    assert case(hall, 1) is not None
    assert case(hall, 2) is None

    mended = broken.text.replace("昨天", "2026-03-02 09:00").replace("也许", "是").encode("utf-8-sig")
    accept(hall, checked(hall, mended))
    taken = case(hall, 2)
    assert taken is not None
    assert taken.is_minor


def test_the_same_file_twice_is_one_import_and_the_same_cases_in_another_change_nothing(hall: Hall) -> None:
    first = checked(hall, table(line(1)))
    accept(hall, first)
    before = taken_entries(hall, 1)

    assert checked(hall, table(line(1))) == first
    other = checked(hall, table(line(1), line(2)))
    accept(hall, other)

    assert found(hall, other).outcomes == {"created": 1, "unchanged": 1}
    assert taken_entries(hall, 1) == before


def test_what_is_on_record_otherwise_is_left_as_it_is_and_its_line_named(hall: Hall) -> None:
    accept(hall, checked(hall, table(line(1))))

    other = checked(hall, table(line(2), line(1, staff_id="W-999")))
    accept(hall, other)

    assert found(hall, other).differing == (3,)
    assert "1 行与已登记的办件不一致" in page(hall, other)
    taken = case(hall, 1)
    assert taken is not None
    assert taken.service.staff == line(1)["staff_id"]  # the clerk of the service, never found again later


def test_a_case_that_was_accepted_becomes_done_by_a_later_table(hall: Hall) -> None:
    accept(hall, checked(hall, table(line(1, done_time=""))))
    later = checked(hall, table(line(1)))
    accept(hall, later)

    assert found(hall, later).outcomes == {"completed": 1}


def test_a_dropped_table_leaves_no_case_and_no_file(hall: Hall) -> None:
    identifier = checked(hall, table(line(1), line(2, is_minor="也许")))

    hall.runtime.post_form(f"{PAGE}/{identifier}/discard", {}, as_=hall.centre)
    hall.runtime.drain()

    assert case(hall, 1) is None
    assert not exists(hall, found(hall, identifier))


def test_nothing_of_a_person_is_left_of_the_table_when_the_run_is_over(hall: Hall) -> None:
    identifier = checked(hall, table(line(1), line(2, is_minor="也许")))
    assert exists(hall, found(hall, identifier))

    accept(hall, identifier)

    assert not exists(hall, found(hall, identifier))
    events = json.dumps(
        [entry.data for entry in hall.runtime.house.queries.entries(f"CASE-IMPORT#{identifier}")]
    )
    assert PHONE not in events
    assert NAME not in events


def test_a_run_that_is_killed_at_any_point_ends_as_if_it_had_not_been(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line(number) for number in range(1, CASES_A_STEP * 2 + 3)]
    identifier = checked(hall, table(*lines))
    house = hall.runtime.house
    accept_cases(house, acting(hall.centre), identifier)

    steps = 0
    while found(hall, identifier).is_at_work:
        kill(monkeypatch, house, identifier)
        advance_case_import(house, identifier)
        steps += 1
    hall.runtime.drain()

    assert steps == 3
    assert found(hall, identifier).outcomes == {"created": len(lines)}
    assert {len(taken_entries(hall, number)) for number in range(1, len(lines) + 1)} == {1}


def kill(patch: pytest.MonkeyPatch, house: Any, identifier: str) -> None:
    """Let a step's process end when its rows are decided on and nothing is written yet."""

    def dies(*_args: Any) -> None:
        raise KeyboardInterrupt

    with patch.context() as dying:
        dying.setattr("chalicelib.usecases.cases.import_cases.case_import.progress", dies)
        with pytest.raises(KeyboardInterrupt):
            advance_case_import(house, identifier)


def test_only_the_service_centre_imports(hall: Hall) -> None:
    identifier = checked(hall, table(line(1)))
    clerk = person_of(Role.CLERK)

    assert hall.runtime.get(PAGE, as_=clerk).status == 403
    assert hall.runtime.get(f"{PAGE}/{identifier}", as_=clerk).status == 403
    assert hall.runtime.post_form(f"{PAGE}/{identifier}/accept", {}, as_=clerk).status == 403


def taken_entries(hall: Hall, number: int) -> list[Mapping[str, Any]]:
    name = f"CASE#{case_id(line(number)['project_no'], 1)}"
    return [json.loads(entry.data) for entry in hall.runtime.house.queries.entries(name)]


def exists(hall: Hall, one: CaseImport) -> bool:
    """Tell whether any file of an import is still there."""
    files = [one.file_id, *([one.stored.file_id] if one.stored else [])]
    return any(_is_there(hall, file_id) for file_id in files)


def _is_there(hall: Hall, file_id: str) -> bool:
    try:
        hall.runtime.house.files.read(file_id)
    except Exception:  # noqa: BLE001
        return False
    return True
