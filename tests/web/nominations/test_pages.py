"""The department's pages: from the template to the undone import, and whatever a file may hold."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.nominations.template import COLUMNS
from chalicelib.kernel.actors import SYSTEM, Role
from chalicelib.kernel.csv_text import BYTE_ORDER_MARK
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person
from tests.factories.agencies import ASSESSMENT, SURVEY, draft_agency, submitted
from tests.journeys.steps import uscc
from tests.journeys.tables import (
    BOSS,
    CONTACT,
    MOBILE,
    Department,
    agencies,
    line,
    official_for,
    officials,
    table,
)
from tests.web.shell.markup import find_faults, parse, text

PAGE = "/department/nominations"
HEADINGS = table().rstrip()


def page(department: Department, path: str = "", as_: DemoPerson | None = None) -> Answer:
    return department.runtime.get(PAGE + path, as_=as_ or department.official)


def shown(answer: Answer) -> str:
    """Return the text of a page whose markup has no fault."""
    root = parse(answer.text)
    assert find_faults(root) == []
    main = root.find(".//main")
    assert main is not None
    return text(main)


def act(department: Department, path: str, **fields: str) -> Answer:
    return department.runtime.post_form(PAGE + path, fields, as_=department.official)


def uploaded(department: Department, content: bytes) -> str:
    """Upload a table by the form of the page and return the file id that the browser comes back with."""
    form = parse(page(department).text).find(".//form[@enctype='multipart/form-data']")
    assert form is not None
    fields = {one.attrib["name"]: one.attrib["value"] for one in _hidden(form)}
    visit = department.runtime.visit(department.official)
    arrived = visit.get(visit.upload(form.attrib["action"], fields, content, "t.csv").location)
    assert arrived.status == 200
    (found,) = (one.attrib["value"] for one in _hidden(parse(arrived.text)) if one.get("name") == "file_id")
    return found


def _hidden(element: ET.Element) -> list[ET.Element]:
    return element.findall(".//input[@type='hidden']")


def checked(department: Department, content: bytes) -> str:
    """Have a table checked and return the path of its import below the pages."""
    answer = act(department, "", file_id=uploaded(department, content))
    assert answer.status == 303, shown(answer)
    return answer.location.removeprefix(PAGE)


def test_the_template_opens_in_any_office_program_and_passes_its_own_check(department: Department) -> None:
    for service_type in (SURVEY, ASSESSMENT):
        desk = Department(department.runtime, official_for(service_type))
        template = page(desk, "/template.csv")

        assert template.text.startswith(BYTE_ORDER_MARK)
        assert "attachment" in str(template.header("Content-Disposition"))
        rows = list(csv.reader(io.StringIO(template.text.removeprefix(BYTE_ORDER_MARK))))
        assert rows[0] == [column.heading for column in COLUMNS]
        assert desk.stage(template.text.encode()).json()["state"] == "STAGED"


def test_every_column_and_every_code_of_the_department_is_explained(department: Department) -> None:
    words = shown(page(department))

    for column in COLUMNS:
        assert column.heading in words
    assert "CH01 工程测绘" in words
    assert "HP01" not in words


def test_a_table_goes_from_upload_through_preview_to_drafts_and_back(department: Department) -> None:
    path = checked(department, table(line(0), line(1), encoding="gb18030"))
    preview = shown(page(department, path))
    assert "2 行全部通过检查，共 2 家机构" in preview
    assert "推荐测绘1有限公司" in preview
    assert "确认导入" in preview

    assert act(department, f"{path}/accept").location == PAGE + path
    done = shown(page(department, path))
    assert "导入完成" in done
    assert "写入了资料的机构已经收到消息" in done
    assert department.status(path[1:])["number"] in done

    assert act(department, f"{path}/undo").location == PAGE + path
    assert "已经撤回" in shown(page(department, path))


def test_where_every_agency_was_skipped_the_page_says_that_nobody_was_told(department: Department) -> None:
    waiting = submitted(draft_agency(uscc(0)))
    added = Decision(waiting, Event("agency.submitted", {"uscc": uscc(0), "moves": []}))
    department.runtime.house.transact(lambda uow, _: uow.agencies.add(added, SYSTEM))
    path = checked(department, table(line(0, service_types="CH02")))

    act(department, f"{path}/accept")

    done = shown(page(department, path))
    assert "没有写入任何机构的资料，也没有向机构发送消息" in done
    assert "跳过了 1 家机构" in done
    assert "已经收到消息" not in done


def test_a_table_that_was_taken_back_is_as_new_as_the_first_time(department: Department) -> None:
    first = checked(department, agencies(2))
    effects = department.status(first[1:])["effects"]
    act(department, f"{first}/accept")
    act(department, f"{first}/undo")

    again = checked(department, agencies(2))

    found = department.status(again[1:])
    assert (found["state"], found["effects"]) == ("STAGED", effects)
    assert effects["new"] == 2


def test_a_staged_table_can_be_dropped(department: Department) -> None:
    path = checked(department, agencies(1))

    act(department, f"{path}/discard")

    assert department.status(path[1:])["state"] == "UNDONE"
    assert "确认导入" not in shown(page(department, path))


def test_all_errors_stand_on_the_page_by_line_and_column_page_by_page(department: Department) -> None:
    path = checked(department, table(*(line(number, mobile="1", kind="合伙") for number in range(15))))
    first = page(department, path)

    words = shown(first)
    assert "表中有 30 处错误" in words
    assert "第 2 行 机构类型没有这种机构类型" in words
    assert "第 2 行 联系人手机请填写 11 位手机号码" in words
    assert "第 16 行" not in words
    onward = parse(first.text).find(".//a[@rel='next']")
    assert onward is not None
    rest = shown(department.runtime.get(onward.attrib["href"], as_=department.official))
    assert "第 16 行 联系人手机" in rest


def test_the_error_file_gives_every_faulty_line_back_and_runs_no_formula(department: Department) -> None:
    formula = '=HYPERLINK("http://x","y")'
    path = checked(department, table(line(0), line(1, name=formula, mobile="+1"), line(2, kind="")))

    answer = page(department, f"{path}/errors.csv")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix(BYTE_ORDER_MARK))))
    assert [row[0] for row in rows[1:]] == ["3", "4"]
    assert rows[1][1] == "联系人手机：请填写 11 位手机号码。"
    assert rows[1][3] == f"'{formula}"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_same_file_twice_says_so_and_shows_the_import_there_is(department: Department) -> None:
    path = checked(department, agencies(1))
    act(department, f"{path}/accept")

    again = checked(department, agencies(1))

    assert again == f"{path}?known=yes"
    assert "这个文件以前已经提交过" in shown(page(department, again))


def test_a_table_without_news_offers_nothing_to_accept(department: Department) -> None:
    department.applied(agencies(2))

    path = checked(department, table(line(1), line(0)))

    words = shown(page(department, path))
    assert "导入不会产生任何变化" in words
    assert "确认导入" not in words


def test_whoever_accepts_second_is_told_and_sees_what_happened(department: Department) -> None:
    path = checked(department, agencies(1))
    act(department, f"{path}/accept")

    second = act(department, f"{path}/accept")

    assert second.status == 409
    assert "导入完成" in shown(second)


HOSTILE = {
    "nothing": b"\r\n",
    "null bytes": HEADINGS + b"\r\n\0\0\0",
    "a workbook": b"PK\x03\x04\x14\x00\x06\x00",
    "utf-16": table(line(0)).decode("utf-8-sig").encode("utf-16"),
    "half a character": HEADINGS + b"\r\n\xe4\xbd",
    "an endless cell": table(line(0, name="长" * 1_000_000)),
    "an open quote": HEADINGS + b'\r\n"' + b"x\n" * 50_000,
    "too many rows": HEADINGS + b"\r\nx" * 5_001,
    "a sea of line ends": HEADINGS + b"\n" * 5_000_000,
    "a sea of commas": HEADINGS + b"," * 5_000_000,
    "a virus": HEADINGS + b"\r\n" + rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
}


def test_an_empty_file_is_refused_on_the_page_with_the_form_to_choose_another(department: Department) -> None:
    form = parse(page(department).text).find(".//form[@enctype='multipart/form-data']")
    assert form is not None
    fields = {one.attrib["name"]: one.attrib["value"] for one in _hidden(form)}
    visit = department.runtime.visit(department.official)

    sent = visit.upload(form.attrib["action"], fields, b"", "t.csv")
    answer = visit.get(sent.location)

    assert (sent.status, answer.status) == (303, 422)
    assert "有 1 处需要修改" in shown(answer)
    assert "文件是空的" in shown(answer)
    assert parse(answer.text).find(".//form[@enctype='multipart/form-data']") is not None


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_in_one_clear_sentence(department: Department, name: str) -> None:
    answer = act(department, "", file_id=uploaded(department, HOSTILE[name]))

    assert answer.status == 422
    assert "有 1 处需要修改" in shown(answer)


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "\u202eemas\u202c"},
        {"address": "=cmd|' /C calc'!A0", "mobile": "x"},
        {"uscc": "９１３７０７００ＭＡ３Ｃ００００Ｘ８"},
        {"service_types": "13912345678"},
        {"qualification_expires_on": "9999-99-99"},
        {"legal_representative": "<script>alert(1)</script>", "kind": "?"},
    ],
)
def test_a_hostile_cell_is_an_error_of_its_line(department: Department, cells: dict[str, str]) -> None:
    path = checked(department, table(line(0, **cells)))

    answer = page(department, path)

    assert "整张表都没有导入" in shown(answer)
    assert "<script>alert" not in answer.text


def test_a_rare_character_and_a_formula_in_a_name_are_kept_as_text(department: Department) -> None:
    path = checked(department, table(line(0, name="𠮷祥测绘有限公司"), line(1, name="=1+1")))

    act(department, f"{path}/accept")

    first, second = department.agency(0), department.agency(1)
    assert first is not None
    assert second is not None
    assert first.draft.organisation.name == "𠮷祥测绘有限公司"
    assert second.draft.organisation.name == "=1+1"


def test_no_page_shows_a_person_of_the_table(department: Department) -> None:
    path = checked(department, agencies(2))
    refused = checked(department, table(line(0, kind="x")))
    act(department, f"{path}/accept")

    for each in ("", path, refused):
        for secret in (BOSS, CONTACT, MOBILE):
            assert secret not in page(department, each).text


def test_an_import_belongs_to_its_department(department: Department) -> None:
    path = checked(department, agencies(1))
    colleague = officials(department.official.org.uscc)[1]
    stranger = Department(department.runtime, official_for(ASSESSMENT))

    assert page(department, path, as_=colleague).status == 200
    for there in (path, f"{path}/errors.csv"):
        assert page(stranger, there).status == 403
    for command in ("accept", "discard", "undo"):
        assert act(stranger, f"{path}/{command}").status == 403
        assert stranger.api("POST", f"{path}/{command}").status == 403


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEPARTMENT}))
def test_nobody_but_a_department_nominates(department: Department, role: Role) -> None:
    person = find_person(role)

    assert page(department, as_=person).status == 403
    assert department.runtime.get_json("/api/v1/nominations", as_=person).status == 403


@pytest.mark.parametrize(
    "file_id", ["sealed/f_01J9Z3K4M5N6P7Q8R9S0T1V2W3", "exports/../sealed/x", "x", "dossier/f_1"]
)
def test_a_file_of_another_bucket_cannot_be_read_as_a_table(department: Department, file_id: str) -> None:
    assert department.api("POST", "", {"file_id": file_id}).status == 422
    assert page(department, f"/uploaded?file={file_id}").status == 404


def test_a_file_that_never_came_is_not_found(department: Department) -> None:
    missing = "exports/f_01J9Z3K4M5N6P7Q8R9S0T1V2W3"

    assert department.api("POST", "", {"file_id": missing}).status == 404
    assert page(department, "/nothing-of-ours").status == 404


def test_the_api_shows_the_same_agencies_errors_and_list(department: Department) -> None:
    good = department.staged(agencies(3))
    bad = department.staged(table(line(0, mobile="1")))

    shown_agencies = department.api("GET", f"/{good}/agencies?limit=2").json()
    rest = department.api("GET", f"/{good}/agencies?limit=2&cursor={shown_agencies['next']}").json()
    errors = department.api("GET", f"/{bad}/errors").json()
    listed = department.api("GET", "").json()["items"]

    assert [one["effect"] for one in shown_agencies["items"] + rest["items"]] == ["new"] * 3
    assert (shown_agencies["count"], rest["next"]) == (3, None)
    assert [(one["row"], one["column"], one["code"]) for one in errors["items"]] == [
        (2, "mobile", "not-a-mobile")
    ]
    assert {(one["id"], one["state"]) for one in listed} == {(bad, "REJECTED"), (good, "STAGED")}


def test_repeating_a_command_under_its_key_gets_the_first_answer(department: Department) -> None:
    identifier = department.staged(agencies(1))
    runtime, address = department.runtime, f"/api/v1/nominations/{identifier}/accept"

    answers = [runtime.post_json(address, None, as_=department.official, key="k1") for _ in range(2)]

    assert [answer.status for answer in answers] == [202, 202]
    assert department.status(identifier)["state"] == "APPLIED"


def test_a_line_that_repeats_another_names_each_of_the_services_it_repeats(department: Department) -> None:
    identifier = department.staged(table(line(0), line(0)))

    errors = shown(page(department, f"/{identifier}"))

    for service_type in ("CH01", "CH02"):
        assert f"第 2 行已经推荐了同一家机构的服务 {service_type}" in errors
