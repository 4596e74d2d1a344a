"""The nomination table: any office encoding, every error of every line, nothing half-read."""

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.agencies.dossier import AgencyKind
from chalicelib.domain.marketplace.nominations.cells import parse_date
from chalicelib.domain.marketplace.nominations.error_file import error_csv
from chalicelib.domain.marketplace.nominations.merging import nominated_agency, nominees
from chalicelib.domain.marketplace.nominations.parsing import parse_table
from chalicelib.domain.marketplace.nominations.template import COLUMNS, template_csv
from chalicelib.domain.table_text import MAX_SIZE_BYTES, decode_table
from chalicelib.kernel.csv_text import harmless
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import Invalid, TooLarge
from tests.factories.agencies import OTHER_USCC, USCC, service_types

TODAY = date(2026, 3, 2)
DEPARTMENT = "natural-resources"
EXAMPLE = {column.key: column.example for column in COLUMNS}


def line(**changes):
    return {**EXAMPLE, **changes}


def table(*lines):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.heading for column in COLUMNS])
    for one in lines:
        writer.writerow([one[column.key] for column in COLUMNS])
    return out.getvalue()


def parse(*lines, text=None):
    return parse_table(text if text is not None else table(*lines), DEPARTMENT, service_types(), TODAY)


def found(*lines):
    return {(error.row, error.column, error.code) for error in parse(*lines).errors}


def file_error(call):
    with pytest.raises(Invalid) as refused:
        call()
    return refused.value.errors[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_every_encoding_an_office_saves_in_is_read(encoding):
    parsed = parse(text=decode_table(table(line()).encode(encoding)))

    assert (len(parsed.rows), parsed.errors) == (1, ())


def test_the_template_itself_is_a_table_without_errors():
    parsed = parse(text=decode_table(template_csv().encode()))

    assert (len(parsed.rows), parsed.errors) == (1, ())


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "统一社会信用代码".encode("utf-16"),
        b"\xff" * 10,
        b"a\x07b",
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data):
    assert file_error(lambda: decode_table(data)) == "not-a-text-file"


def test_an_empty_or_oversized_file_is_refused():
    assert file_error(lambda: decode_table(b"\xef\xbb\xbf \r\n")) == "file-empty"
    with pytest.raises(TooLarge):
        decode_table(b"a" * (MAX_SIZE_BYTES + 1))


def test_other_headings_no_rows_and_torn_quotes_are_errors_of_the_file():
    assert file_error(lambda: parse(text="a,b\r\n1,2\r\n")) == "headings-differ"
    assert file_error(lambda: parse(text="")) == "headings-differ"
    assert file_error(lambda: parse()) == "no-rows"
    assert file_error(lambda: parse(text=table() + '"open')) == "not-a-table"
    assert (
        file_error(lambda: parse(text=table() + ",".join("x") + "\r\n" * 2 + "y\r\n" * 5001))
        == "too-many-rows"
    )


def test_a_good_line_gives_its_public_and_its_personal_part_apart():
    row = parse(line(uscc="９１３７０７００ＭＡ３Ｃ００００Ｘ７", mobile="+86 138-0000-0000")).rows[0]

    assert row.public.uscc == USCC
    assert row.public.kind is AgencyKind.ENTERPRISE
    assert row.public.service_types == ("CH01", "CH02")
    assert row.public.qualification.expires_on == date(2028, 6, 30)
    assert row.personal.mobile == "13800000000"
    assert "张三" not in repr(row)
    assert "138" not in repr(row)


def test_a_bad_line_tells_all_of_its_errors_at_once():
    bad = line(
        uscc="91370700MA3C0000X8",
        name="",
        kind="合伙",
        division="37",
        mobile="12345",
        service_types="CH01;HP01;ZZ9",
        qualification_level="C",
        qualification_issued_on="2030-01-01",
        qualification_expires_on="2020-01-01",
    )

    assert found(bad) == {
        (2, "uscc", "wrong-check-character"),
        (2, "name", "required"),
        (2, "kind", "unknown-agency-kind"),
        (2, "division", "not-a-division"),
        (2, "mobile", "not-a-mobile"),
        (2, "service_types", "not-your-field"),
        (2, "service_types", "unknown-service-type"),
        (2, "qualification_level", "unknown-level"),
        (2, "qualification_issued_on", "future-date"),
        (2, "qualification_expires_on", "past-date"),
    }


@pytest.mark.parametrize("column", [column.key for column in COLUMNS if column.is_required])
def test_each_required_cell_is_asked_for(column):
    assert (2, column, "required") in found(line(**{column: " "}))


def test_a_qualification_is_given_whole_or_not_at_all():
    blank = {column.key: "" for column in COLUMNS if column.key.startswith("qualification_")}

    assert found(line(**blank)) == set()
    half = found(line(**{**blank, "qualification_number": "N1"}))
    assert {(column, code) for _, column, code in half} == {
        ("qualification_kind", "required"),
        ("qualification_issuer", "required"),
        ("qualification_issued_on", "required"),
        ("qualification_expires_on", "required"),
    }


def test_a_qualification_of_no_use_or_unknown_is_named():
    assert found(line(qualification_kind="cma")) == {(2, "qualification_kind", "serves-no-service-type")}
    assert found(line(qualification_kind="x")) == {(2, "qualification_kind", "unknown-qualification")}
    assert found(line(qualification_level="")) == {(2, "qualification_level", "required")}


def test_an_agency_of_any_division_may_be_nominated():
    assert found(line(division="440100")) == set()


def test_the_same_agency_and_service_type_twice_is_named_with_the_first_line():
    again = line(service_types="CH02")

    table_ = parse(line(), line(uscc=OTHER_USCC), again)

    assert [(one.row, one.code, one.params["row"]) for one in table_.errors] == [(4, "duplicate-of-row", 2)]
    assert found(line(service_types="CH01 CH01")) == {(2, "service_types", "duplicate-entry")}


def test_two_lines_of_one_agency_must_agree():
    other = line(
        service_types="CH03", qualification_kind="geological-hazard", name="别的公司", contact="王五"
    )

    assert found(line(), other) == {(3, "name", "contradicts-row"), (3, "contact", "contradicts-row")}


def test_lines_are_numbered_as_a_spreadsheet_shows_them():
    text = table(line(address="一行\n两行")) + "\r\n" + ",".join(["x"] * 16) + "\r\n"

    table_ = parse(text=text)

    assert [row.number for row in table_.rows] == [2, 5]
    assert table_.errors[0].code == "too-many-cells"


def test_endless_cells_are_refused():
    assert (2, "name", "too-long") in found(line(name="长" * 201))
    assert (2, "address", "too-long") in found(line(address="长" * 201))


@pytest.mark.parametrize("text", ["2023-07-01", "2023/7/1", "2023.7.1", "2023年7月1日"])
def test_dates_are_read_as_people_write_them(text):
    assert parse_date(text) == date(2023, 7, 1)


@pytest.mark.parametrize("text", ["2023-02-30", "20230701", "1/7/2023", "٢٠٢٣-07-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Unreadable, match="not-a-date"):
        parse_date(text)


@given(st.text(max_size=400))
def test_no_text_whatsoever_makes_the_reader_fail_otherwise(text):
    with suppress(Invalid):
        assert parse(text=table() + text).rows


@given(st.binary(max_size=300))
def test_no_bytes_whatsoever_make_the_decoder_fail_otherwise(data):
    with suppress(Invalid):
        assert decode_table(data).strip()


def test_the_error_file_holds_faulty_lines_only_and_runs_no_formula():
    evil = line(uscc="bad", name="=HYPERLINK(1)", contact="@x", address="+1")
    parsed = parse(line(uscc=OTHER_USCC), evil)

    text = error_csv(parsed, lambda error: f"{error.column}:{error.code}", "行号", "问题")

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 2
    assert rows[1][0] == "3"
    assert rows[1][1] == "uscc:not-a-uscc"
    assert {"'=HYPERLINK(1)", "'@x", "'+1"} <= set(rows[1])


@given(st.text())
def test_a_harmless_cell_never_begins_like_a_formula(text):
    assert not harmless(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert harmless(text).endswith(text)


def test_lines_of_one_agency_become_one_nomination():
    second = line(service_types="CH03", qualification_kind="geological-hazard", qualification_number="N2")
    parsed = parse(line(), line(uscc=OTHER_USCC), second)
    assert parsed.rows
    assert not parsed.errors

    first, other = nominees(parsed.rows)
    nominated = nominated_agency(first.lines)

    assert (first.uscc, other.uscc) == (USCC, OTHER_USCC)
    assert first.personal.contact == "李四"
    assert nominated.service_types == ("CH01", "CH02", "CH03")
    assert [one.number for one in nominated.qualifications] == ["乙测资字00000000", "N2"]
    assert nominated_agency(first.lines) == nominated
