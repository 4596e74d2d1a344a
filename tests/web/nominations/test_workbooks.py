"""Nominations as a workbook: the same rows and the same errors as CSV, and nothing more."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from chalicelib.domain.marketplace.nominations.template import COLUMNS
from chalicelib.gateways.workbooks import MAX_UNPACKED_BYTES, Workbooks
from chalicelib.kernel.errors import DomainError, Invalid, TooLarge
from tests.journeys.tables import Department, line, table
from tests.web.nominations.test_pages import PAGE, act, shown, uploaded


def workbook(*lines: dict[str, object]) -> bytes:
    """Write lines as an office program does."""
    book = Workbook()
    book.active.append([column.heading for column in COLUMNS])
    for one in lines:
        book.active.append([one[column.key] for column in COLUMNS])
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def staged(department: Department, content: bytes) -> str:
    """Upload and check a table; return the words of its page."""
    answer = act(
        department, "", file_id=uploaded(department, content), _key=hashlib.sha256(content).hexdigest()[:32]
    )
    assert answer.status == 303, answer.text
    return shown(department.runtime.get(answer.location, as_=department.official))


def code_of(content: bytes) -> str:
    with pytest.raises(DomainError) as refused:
        Workbooks().text_of(content, 10)
    return refused.value.errors[0].code if isinstance(refused.value, Invalid) else refused.value.code


def test_a_workbook_is_staged_like_the_same_lines_as_csv(department: Department) -> None:
    said = staged(department, workbook(line(0), line(1)))

    assert "推荐测绘0有限公司" in said
    assert "推荐测绘1有限公司" in said


def test_numbers_and_days_of_a_workbook_read_as_people_wrote_them(department: Department) -> None:
    typed = {"mobile": 13912345678, "qualification_issued_on": date(2023, 7, 1), "division": 370705.0}
    content = workbook({**line(0), **typed})

    plain = table({**line(0), "mobile": "13912345678", "qualification_issued_on": "2023-07-01"})
    assert Workbooks().text_of(content, 10) == plain.decode("utf-8-sig")
    assert "推荐测绘0有限公司" in staged(department, content)


def test_a_faulty_line_of_a_workbook_is_named_like_in_csv(department: Department) -> None:
    faulty = line(0, mobile="12")

    book, text = staged(department, workbook(faulty)), staged(department, table(faulty))

    assert "手机" in book
    assert book.partition("第")[2][:1] == text.partition("第")[2][:1]


def test_the_template_as_a_workbook_keeps_codes_and_numbers_as_text(department: Department) -> None:
    answer = department.runtime.get(f"{PAGE}/template.xlsx", as_=department.official)

    sheet = load_workbook(io.BytesIO(answer.body)).active
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert all(cell.data_type == "s" for cell in sheet[2] if cell.value)


def test_a_formula_is_refused_with_its_row() -> None:
    assert code_of(workbook({**line(0), "name": '=HYPERLINK("http://x")'})) == "workbook-formula"


def test_an_error_value_is_refused_and_not_taken_for_an_address() -> None:
    assert code_of(workbook({**line(0), "address": "#REF!"})) == "workbook-error"


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (MAX_UNPACKED_BYTES + 1))

    assert len(out.getvalue()) < 100_000
    with pytest.raises(TooLarge):
        Workbooks().text_of(out.getvalue(), 10)


def test_a_document_type_is_refused() -> None:
    good, out = zipfile.ZipFile(io.BytesIO(workbook(line(0)))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in good.namelist():
            start = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name == "xl/workbook.xml" else b""
            archive.writestr(name, start + good.read(name))

    assert code_of(out.getvalue()) == "workbook-unreadable"


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500])
def test_half_an_archive_is_refused(content: bytes) -> None:
    assert code_of(content) == "workbook-unreadable"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_whose_bytes_were_damaged_is_refused(part: str) -> None:
    content = bytearray(workbook(*(line(number) for number in range(30))))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = archive.getinfo(part)
    start = found.header_offset + 30 + len(found.filename)
    content[start : start + found.compress_size] = b"\xff" * found.compress_size

    assert code_of(bytes(content)) == "workbook-unreadable"


def test_no_more_rows_are_read_than_are_counted() -> None:
    found = Workbooks().text_of(workbook(*(line(number) for number in range(30))), 10)

    assert found.count("\r\n") == 12
