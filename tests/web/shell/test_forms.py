"""What a form sends becomes the command's JSON, or says what is wrong with it and keeps what was typed."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import DomainError, FieldError, Invalid, Malformed, TooLarge
from chalicelib.web import csrf, form_data, schema_files
from chalicelib.web.coercion import coerce
from chalicelib.web.form_data import parse_form
from chalicelib.web.forms import Form
from chalicelib.web.hostile_text import clean_body, clean_text
from chalicelib.web.validation import all_errors, check_errors, find_errors

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "project", "ceiling_fen"],
    "properties": {
        "title": {"type": "string", "minLength": 2, "maxLength": 10},
        "project": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "days": {"type": "integer", "minimum": 1, "maximum": 365},
            },
        },
        "ceiling_fen": {"type": "integer", "x-type": "fen", "minimum": 1, "maximum": 10_000_000},
        "rate_bp": {"type": "integer", "x-type": "basis-points"},
        "starts_on": {"type": "string", "format": "date", "x-type": "date"},
        "closes_at": {"type": "string", "format": "date-time", "x-type": "instant"},
        "uscc": {"$ref": "types.json#/$defs/uscc"},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$", "x-error-code": "not-an-item-code"},
        "method": {"enum": ["draw", "lowest"]},
        "declared": {"type": "boolean", "const": True, "x-error-code": "must-be-declared"},
        "divisions": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "uniqueItems": True},
        "staff": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["role"],
                "properties": {"role": {"type": "string"}, "count": {"type": "integer"}},
            },
        },
    },
}
TYPES = {"$defs": {"uscc": {"type": "string", "format": "uscc", "x-type": "uscc"}}}


@pytest.fixture(autouse=True)
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample-shell.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "types.json").write_text(json.dumps(TYPES))
    monkeypatch.setattr(schema_files, "schema_folder", lambda: tmp_path)
    schema_files.load_schema.cache_clear()
    yield
    schema_files.load_schema.cache_clear()


def sent(*pairs: tuple[str, str]) -> form_data.FormData:
    return parse_form(urlencode(pairs).encode())


def errors_of(body: object) -> set[tuple[str, str]]:
    return {(error.pointer, error.code) for error in find_errors("sample-shell", body)}


def read_body(body: object) -> object:
    """Read a body as a command of the API is read."""
    cleaned, errors = clean_body(body)
    check_errors(all_errors("sample-shell", cleaned, errors))
    return cleaned


def test_a_form_becomes_the_same_json_that_the_api_takes() -> None:
    form = sent(
        ("csrf_token", "t"), ("_key", "k-1"),
        ("title", "  测绘服务  "), ("project.name", "老旧小区"), ("project.days", "３０"),
        ("ceiling_fen", "1.2万"), ("rate_bp", "12.5%"),
        ("starts_on", "2026年1月5日"), ("closes_at", "2026-01-05T17:30"),
        ("divisions", "370705"), ("divisions", "370702"), ("declared", "true"),
        ("staff.0.role", "测绘师"), ("staff.0.count", "2"),
    )  # fmt: skip

    body, errors = coerce(form, "sample-shell")

    assert errors == []
    assert form.own == {"csrf_token": "t", "_key": "k-1"}
    assert body == {
        "title": "测绘服务",
        "project": {"name": "老旧小区", "days": 30},
        "ceiling_fen": 1_200_000,
        "rate_bp": 1250,
        "starts_on": "2026-01-05",
        "closes_at": "2026-01-05T09:30:00.000Z",
        "divisions": ["370705", "370702"],
        "declared": True,
        "staff": [{"role": "测绘师", "count": 2}],
    }


def test_the_csrf_field_is_the_forms_own() -> None:
    assert form_data.CSRF_FIELD == csrf.FIELD


def test_a_row_left_blank_is_no_row_and_the_rows_after_it_move_up() -> None:
    form = sent(("staff.0.role", ""), ("staff.0.count", " "), ("staff.3.role", "甲"), ("staff.7.role", "乙"))

    body, _ = coerce(form, "sample-shell")

    assert body["staff"] == [{"role": "甲"}, {"role": "乙"}]
    assert Form.again(form, []).value("staff.1.role") == "乙"


def test_a_blank_field_is_missing_and_each_field_of_a_required_group_asks_for_itself() -> None:
    body, _ = coerce(sent(("title", "   "), ("project.name", "")), "sample-shell")

    found = errors_of(body)

    assert {("/title", "required"), ("/project/name", "required"), ("/ceiling_fen", "required")} <= found


def test_a_box_not_ticked_is_false() -> None:
    body, _ = coerce(sent(("title", "测绘")), "sample-shell")

    assert body["declared"] is False
    assert ("/declared", "must-be-declared") in errors_of(body)


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("project.days", "三十", "not-an-integer"),
        ("project.days", "1.5", "not-an-integer"),
        ("ceiling_fen", "很多", "not-an-amount"),
        ("ceiling_fen", "1.234", "too-many-decimals"),
        ("starts_on", "2026-02-30", "not-a-date"),
        ("closes_at", "明天", "not-an-instant"),
    ],
)
def test_a_text_that_cannot_be_read_gets_an_error_and_stays_as_typed(
    name: str, typed: str, code: str
) -> None:
    form = sent((name, typed))

    _, errors = coerce(form, "sample-shell")

    assert (errors[0].pointer, errors[0].code) == (form_data.pointer_of(name), code)
    assert Form.again(form, errors).value(name) == typed


def test_all_errors_of_a_body_come_at_once_with_their_places() -> None:
    body = {
        "title": "长" * 11,
        "project": {"name": 5, "days": 0},
        "ceiling_fen": 20_000_000,
        "starts_on": "2026-2-3",
        "closes_at": "2026-01-05T17:30:00",
        "uscc": "91370700MA3C1B2X3A",
        "code": "abc",
        "method": "auction",
        "divisions": ["a", "a", "b"],
        "staff": [{}],
        "a/b": 1,
    }

    assert errors_of(body) == {
        ("/title", "too-long"),
        ("/project/name", "wrong-type"),
        ("/project/days", "too-small"),
        ("/ceiling_fen", "too-large"),
        ("/starts_on", "not-a-date"),
        ("/closes_at", "not-an-instant"),
        ("/uscc", "wrong-check-character"),
        ("/code", "not-an-item-code"),
        ("/method", "not-one-of"),
        ("/divisions", "too-many-items"),
        ("/divisions", "duplicate-items"),
        ("/staff/0/role", "required"),
        ("/a~1b", "unknown-field"),
    }


def test_at_one_place_the_first_error_is_enough() -> None:
    with pytest.raises(Invalid) as refused:
        read_body({"title": "测绘", "project": {"name": "x"}, "ceiling_fen": 1, "divisions": ["a", "a", "b"]})

    assert [error.pointer for error in refused.value.errors] == ["/divisions"]


def test_a_plane_2_character_survives_and_composed_spelling_is_stored() -> None:
    body = {"title": "𠮷e\u0301", "project": {"name": "甲\u200b乙"}, "ceiling_fen": 1}

    assert read_body(body) == {"title": "𠮷é", "project": {"name": "甲乙"}, "ceiling_fen": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("测绘\u202e服务", "reordering-characters"),
        ("测\x00绘", "control-characters"),
        ("测\ud800", "control-characters"),
    ],
)
def test_a_text_that_deceives_or_cannot_be_shown_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_body({"title": text, "project": {"name": "x"}, "ceiling_fen": 1})

    assert refused.value.errors == (FieldError("/title", code),)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"title=%ff%fe", Malformed),
        ("title=测绘".encode(), Malformed),
        (b"Title=x", Malformed),
        (b"a.b=1&a=2", Malformed),
        (b"a=1&a.b=2", Malformed),
        (b"__proto__.x=1&constructor[x]=1", Malformed),
        (b"a=" + b"x" * 30_000, TooLarge),
        (b"a=1&" * 3_000, TooLarge),
        (b"x" * 1_100_000, TooLarge),
    ],
)
def test_a_form_nobody_could_have_sent_from_our_page_is_refused(
    body: bytes, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        parse_form(body).tree()


def leaves(tree: Mapping[str, object] | list[str]) -> Iterator[str]:
    """Yield every value of a tree of a form."""
    if isinstance(tree, list):
        yield from tree
        return
    for below in tree.values():
        yield from leaves(below)  # type: ignore[arg-type]


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,3}(\.[a-z0-9]{1,2}){0,4}", fullmatch=True), st.text()), max_size=12
    )
)
def test_whatever_a_form_sends_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        form = parse_form(urlencode(pairs, errors="surrogatepass").encode())
        tree = form.tree()
    except (Malformed, TooLarge):
        return

    sent = sorted(clean_text(value) for _, value in pairs if clean_text(value))
    assert sorted(value for value in leaves(tree) if value) == sent


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_json_comes_is_accepted_or_refused_as_invalid(body: object) -> None:
    with pytest.raises(Invalid):
        read_body(body)


UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u180b\u200b\u200f\u2060\u206a\u2800\u3164"
    "\ufe0f\ufeff\uffa0\ufff9\U0001d173\U000e0041\U000e0100"
)


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda character: f"U+{ord(character):04X}")
def test_what_nobody_sees_is_no_text(unseen: str) -> None:
    form = parse_form(urlencode({"title": unseen * 20, "name": f"张{unseen}三"}).encode())

    assert form.values["title"] == ("",)
    assert form.values["name"] == ("张三",)
    assert form.errors == ()


@pytest.mark.parametrize("seen", ["𠮷野𪚥", "é", "👨", "ア", "한글", "العربية", "a b", "一　二", "①㎡℃"])
def test_what_can_be_read_stays(seen: str) -> None:
    assert clean_text(seen) == seen


def test_the_summary_stands_in_the_order_of_the_fields_and_falls_back_to_the_group() -> None:
    form = Form(
        errors=[
            FieldError("/staff/0/role", "required"),
            FieldError("/title", "required"),
            FieldError("", "required"),
        ]
    )
    form.introduce("title", "项目名称")
    form.introduce("staff", "人员")

    lines = [(line.target, line.label) for line in form.summary()]

    assert lines == [(None, None), ("f-title", "项目名称"), ("f-staff", "人员")]


def test_a_form_filled_from_a_draft_reads_back_as_the_same_body() -> None:
    draft = {
        "title": "测绘服务",
        "project": {"name": "小区", "days": 30},
        "ceiling_fen": 1_200_050,
        "closes_at": "2026-01-05T09:30:00.000Z",
        "divisions": ["370705", "370702"],
        "declared": True,
        "staff": [{"role": "甲", "count": 2}],
    }
    form = Form.filled(draft, "sample-shell")

    body, errors = coerce(
        sent(*((name, value) for name, values in form.values.items() for value in values)), "sample-shell"
    )

    assert (body, errors) == (draft, [])
    assert form.value("ceiling_fen") == "12000.50"
    assert form.rows("staff", at_least=3) == ["staff.0", "staff.1", "staff.2"]
