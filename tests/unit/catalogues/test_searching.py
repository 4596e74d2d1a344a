"""Catalogues answer as a second, slow and plain implementation does, whatever is asked of whichever rows."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.marketplace.catalogues.asking import Question, ask
from chalicelib.domain.marketplace.catalogues.definitions import (
    AGENCIES,
    AWARDS,
    BASES,
    CONDUCT,
    CONTRACTS,
    NOTICES,
    Catalogue,
)
from chalicelib.domain.marketplace.catalogues.entries import Entry, fold, words_of
from chalicelib.domain.marketplace.catalogues.searching import Found, page_of, search
from chalicelib.domain.marketplace.violation_rules import LIST_BASIS
from chalicelib.gateways.profiles import shipped_service_types
from chalicelib.kernel.clock import CHINA, format_instant, parse_instant
from chalicelib.kernel.paging import PageRequest
from tests.factories.agencies import market_rules
from tests.factories.notices import MONDAY

TYPES = shipped_service_types()
CODES = [code for code, _ in TYPES.choices()][:3]
KINDS = sorted(TYPES.qualification_kinds)[:3]
DEPARTMENTS = list(TYPES.departments)[:2]
ORGS = ("91350100M000100Y43", "91370700MA3C0000X7")
DIVISIONS = ("370702", "370705")
NOW = format_instant(MONDAY)
AMOUNTS = (0, 49_999_99, 50_000_00, 199_999_99, 200_000_00, 999_999_99, 1_000_000_00)
BANDS = {
    "0-50000": (0, 50_000),
    "50000-200000": (50_000, 200_000),
    "200000-500000": (200_000, 500_000),
    "500000-1000000": (500_000, 1_000_000),
    "1000000-": (1_000_000, 10**12),
}
TITLES = ("滨河路测绘", "滨河路 ＣＡＤ制图", "中心医院造价", "School cad survey")
WORDS = ("滨河路", "cad", "ＣＡＤ", "造价", "y43", "nothing", "学校")

instants = st.integers(-200, 200).map(lambda hours: format_instant(MONDAY + timedelta(hours=hours)))
days = st.integers(-8, 8).map(
    lambda number: f"{(MONDAY + timedelta(days=number)).astimezone(CHINA):%Y-%m-%d}"
)


def some(**fields: Any) -> Any:
    return st.fixed_dictionaries(fields)


notices = some(
    notice_no=st.integers(1, 99).map(lambda number: f"ZJ-370700-2026-{number:06d}"),
    title=st.sampled_from(TITLES),
    owner=st.sampled_from(ORGS),
    owner_name=st.sampled_from(("云帆学校", "滨河公司")),
    state=st.sampled_from(("PUBLISHED", "AWARDED", "FAILED", "ARCHIVED")),
    service_type=st.sampled_from(CODES),
    department=st.sampled_from(DEPARTMENTS),
    division=st.sampled_from(DIVISIONS),
    method=st.sampled_from(("lowest", "random")),
    published_at=instants,
    closes_at=instants,
) | some(
    notice_no=st.just("ZJ-370700-2026-000777"),
    title=st.sampled_from(TITLES),
    owner=st.sampled_from(ORGS),
    state=st.just("AWARDED"),
    service_type=st.sampled_from(CODES),
    published_at=instants,
    closes_at=instants,
    ceiling_fen=st.sampled_from(AMOUNTS),
)
asked_of_notices = some(
    state=st.sampled_from(("", "", "PUBLISHED", "REG_CLOSED", "AWARDED", "ARCHIVED")),
    service_type=st.sampled_from(("", *CODES)),
    method=st.sampled_from(("", "lowest", "mean")),
    division=st.sampled_from(("", *DIVISIONS)),
    department=st.sampled_from(("", *DEPARTMENTS)),
    owner=st.sampled_from(("", "", *ORGS)),
    price=st.sampled_from(("", "", *BANDS)),
    closes_from=st.just("") | days,
    closes_to=st.just("") | days,
    q=st.lists(st.sampled_from(WORDS), max_size=2).map("　".join),
    sort=st.sampled_from(("", "published", "-closes", "closes", "price", "-price")),
).filter(lambda asked: not asked["closes_to"] or asked["closes_from"] <= asked["closes_to"])


def entries_of(catalogue: Catalogue, rows: list[dict[str, Any]]) -> list[Entry]:
    return [catalogue.entry(f"n_{number}", row) for number, row in enumerate(rows)]


def answer(catalogue: Catalogue, entries: list[Entry], **asked: str) -> tuple[Question, Found]:
    question, errors = ask(catalogue, lambda name: asked.get(name, ""), TYPES)
    assert not errors
    return question, search(question, entries, TYPES, NOW)


def keys(found: Found) -> list[str]:
    return [key for key, _ in found.rows]


def fits_plainly(row: dict[str, Any], asked: dict[str, str]) -> bool:
    """Judge one notice by the words of the rule book alone."""
    state = row["state"]
    if state == "PUBLISHED" and parse_instant(row["closes_at"]) <= MONDAY:
        state = "REG_CLOSED"
    if state == "ARCHIVED" and asked["state"] != "ARCHIVED":
        return False
    same = all(
        row.get(name) == asked[name]
        for name in ("service_type", "method", "division", "department", "owner")
        if asked[name]
    )
    if not same or asked["state"] not in ("", state):
        return False
    if asked["price"]:
        low, high = BANDS[asked["price"]]
        if "ceiling_fen" not in row or not low * 100 <= row["ceiling_fen"] < high * 100:
            return False
    day: datetime = parse_instant(row["closes_at"]).astimezone(CHINA)
    if asked["closes_from"] and f"{day:%Y-%m-%d}" < asked["closes_from"]:
        return False
    if asked["closes_to"] and f"{day:%Y-%m-%d}" > asked["closes_to"]:
        return False
    english = TYPES.in_english()
    said = [row["notice_no"], row["title"], row["owner"], row.get("owner_name", "")]
    said += [TYPES.name_of(row["service_type"]), english.name_of(row["service_type"])]
    wanted = [word for word in asked["q"].replace("　", " ").split(" ") if word]
    return all(any(half_width(word) in half_width(text) for text in said) for word in wanted)


def half_width(text: str) -> str:
    shifted = (chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    return "".join(shifted).lower()


@settings(max_examples=150, deadline=None)
@given(st.lists(notices, max_size=25), asked_of_notices)
def test_any_combination_of_filters_finds_what_a_plain_reading_finds(
    rows: list[dict[str, Any]], asked: dict[str, str]
) -> None:
    _, found = answer(NOTICES, entries_of(NOTICES, rows), **asked)

    assert set(keys(found)) == {f"n_{number}" for number, row in enumerate(rows) if fits_plainly(row, asked)}
    assert len(keys(found)) == len(set(keys(found)))


@settings(max_examples=100, deadline=None)
@given(st.lists(notices, max_size=25), asked_of_notices)
def test_the_number_at_an_option_is_what_choosing_it_shows(
    rows: list[dict[str, Any]], asked: dict[str, str]
) -> None:
    entries = entries_of(NOTICES, rows)
    _, found = answer(NOTICES, entries, **asked)

    for name in ("state", "service_type", "price", "owner"):
        for value, count in found.facets[name].items():
            assert len(keys(answer(NOTICES, entries, **{**asked, name: value})[1])) == count


@settings(max_examples=100, deadline=None)
@given(st.lists(notices, max_size=25), asked_of_notices, st.integers(1, 7))
def test_pages_show_every_row_once_in_the_order_of_the_whole(
    rows: list[dict[str, Any]], asked: dict[str, str], limit: int
) -> None:
    question, found = answer(NOTICES, entries_of(NOTICES, rows), **asked)
    shown, cursor = [], None
    while True:
        page, cursor = page_of(question, found, PageRequest(limit, cursor))
        shown += page
        if cursor is None:
            break

    assert shown == [row for _, row in found.rows]
    field = {"closes": "closes_at", "price": "ceiling_fen"}.get(
        asked["sort"].removeprefix("-"), "published_at"
    )
    values = [row[field] for row in shown if field in row]
    is_rising = asked["sort"] in ("published", "closes", "price")
    assert values == sorted(values, reverse=not is_rising)
    assert [field in row for row in shown] == sorted((field in row for row in shown), reverse=True)


def test_a_row_that_comes_between_two_pages_repeats_and_hides_none() -> None:
    rows = [
        {"title": str(n), "state": "AWARDED", "published_at": f"2026-03-0{n}", "closes_at": "2026"}
        for n in (1, 3, 5)
    ]
    entries = entries_of(NOTICES, rows)
    question, found = answer(NOTICES, entries)
    _, cursor = page_of(question, found, PageRequest(1))
    entries.append(Entry("n_new", {**rows[0], "title": "new", "published_at": "2026-03-09"}, ""))

    page, _ = page_of(question, search(question, entries, TYPES, NOW), PageRequest(5, cursor))

    assert [row["title"] for row in page] == ["3", "1"]


@pytest.mark.parametrize("typed", ["ＣＨ　ｃａｄ", "cad ch", "CAD"])
def test_width_and_case_do_not_count_in_a_search(typed: str) -> None:
    entries = entries_of(
        NOTICES, [{"title": "CH Cad制图", "state": "AWARDED", "closes_at": "", "published_at": ""}]
    )

    assert len(answer(NOTICES, entries, q=typed)[1].rows) == 1


def test_no_word_is_found_across_the_border_of_two_fields() -> None:
    entries = entries_of(AWARDS, [{"title": "滨河", "owner_name": "路桥", "winner": ORGS[0]}])

    assert not answer(AWARDS, entries, q="河路")[1].rows
    assert answer(AWARDS, entries, q="路桥 滨河 m000100")[1].rows


def test_a_service_is_found_by_its_name_in_either_language() -> None:
    code = CODES[0]
    entries = entries_of(AGENCIES, [{"name": "甲", "active": [code]}, {"name": "乙", "active": []}])

    for name in (TYPES.name_of(code), TYPES.in_english().name_of(code)):
        assert keys(answer(AGENCIES, entries, q=name)[1]) == ["n_0"]


def test_agencies_are_found_by_what_they_may_do_and_what_they_hold() -> None:
    rows = [
        {"name": "甲", "active": CODES[:2], "state": "ACTIVE", "qualifications": KINDS[:1]},
        {"name": "乙", "active": CODES[1:2], "state": "ACTIVE", "qualifications": KINDS[:2]},
        {"name": "丙", "active": [], "state": "SUSPENDED"},
    ]
    entries = entries_of(AGENCIES, rows)

    assert keys(answer(AGENCIES, entries, service_type=CODES[0])[1]) == ["n_0"]
    assert keys(answer(AGENCIES, entries, service_type=CODES[1], qualification=KINDS[1])[1]) == ["n_1"]
    assert keys(answer(AGENCIES, entries, state="SUSPENDED")[1]) == ["n_2"]
    # 丙 bǐng, 甲 jiǎ, 乙 yǐ: in the order of their sound.
    assert keys(answer(AGENCIES, entries, sort="name")[1]) == ["n_2", "n_0", "n_1"]


def test_an_agency_is_listed_from_the_beginning_of_its_entry_to_its_end_by_the_clock_alone() -> None:
    before, later = (format_instant(MONDAY + timedelta(days=days)) for days in (-1, 1))
    spans = [(before, later), (before, None), (before, NOW), (later, None)]
    row = {"active": CODES[:1], "state": "ACTIVE"}
    rows = [row | {"blocks": [{"starts_at": start, "ends_at": end}]} for start, end in spans]
    entries = entries_of(AGENCIES, rows)

    assert keys(answer(AGENCIES, entries, state="BLOCKED")[1]) == ["n_0", "n_1"]
    assert keys(answer(AGENCIES, entries, service_type=CODES[0])[1]) == ["n_2", "n_3"]
    assert all("blocks" not in data for _, data in answer(AGENCIES, entries)[1].rows)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("state", "DRAFT", "not-a-filter-value"),
        ("method", "lottery", "not-a-filter-value"),
        ("price", "1-2", "not-a-filter-value"),
        ("division", "000000", "not-a-division"),
        ("owner", "91350100M000100Y44", "wrong-check-character"),
        ("closes_from", "2026-02-30", "not-a-date"),
        ("closes_to", "20260301", "not-a-date"),
        ("sort", "-owner", "not-a-filter-value"),
        ("q", "x" * 81, "too-long"),
        ("q", "91350100m000100y44", "wrong-check-character"),
    ],
)
def test_what_is_not_understood_is_told_at_its_parameter(name: str, value: str, code: str) -> None:
    _, errors = ask(NOTICES, lambda asked: value if asked == name else "", TYPES)

    assert [(error.pointer, error.code) for error in errors] == [(f"/{name}", code)]


@pytest.mark.parametrize("catalogue", [NOTICES, CONTRACTS])
def test_what_is_archived_is_found_only_by_who_asks_for_it(catalogue: Catalogue) -> None:
    common = {"title": "滨河", "published_at": "", "closes_at": ""}
    rows = [{**common, "state": state} for state in ("COMPLETED", "ARCHIVED", "ARCHIVED")]
    entries = entries_of(catalogue, rows)

    assert keys(answer(catalogue, entries)[1]) == ["n_0"]
    assert keys(answer(catalogue, entries, q="滨河")[1]) == ["n_0"]
    assert set(keys(answer(catalogue, entries, state="ARCHIVED")[1])) == {"n_1", "n_2"}
    # The list tells how many there are to ask for, and a wrong price never makes up for it.
    assert answer(catalogue, entries)[1].facets["state"] == {"COMPLETED": 1, "ARCHIVED": 2}
    assert "ARCHIVED" not in answer(catalogue, entries, price="0-50000")[1].facets["state"]


def test_a_decision_is_over_and_out_of_view_by_the_clock_alone() -> None:
    soon = format_instant(MONDAY + timedelta(days=1))
    rows = [
        {"phase": "running", "decided_at": "1", "ends_at": soon},
        {"phase": "running", "decided_at": "2", "ends_at": NOW, "hidden_at": soon},
        {"phase": "ended", "decided_at": "3", "ends_at": NOW, "hidden_at": NOW},
        {"phase": "running", "decided_at": "4"},
    ]
    entries = entries_of(CONDUCT, rows)

    assert keys(answer(CONDUCT, entries)[1]) == ["n_3", "n_1", "n_0"]
    assert keys(answer(CONDUCT, entries, phase="running")[1]) == ["n_3", "n_0"]
    assert keys(answer(CONDUCT, entries, phase="ended")[1]) == ["n_1"]


def test_every_row_of_the_consequence_table_can_be_filtered_by() -> None:
    assert set(BASES) == {*market_rules().violations, LIST_BASIS}


def test_folding_is_stable_and_words_are_told_apart_by_any_space() -> None:
    assert fold(fold("ＳＴＲＡＳＳＥ Straße ﬁ")) == fold("ＳＴＲＡＳＳＥ Straße ﬁ")
    assert words_of("甲　乙\t甲\n丙") == ("甲", "乙", "丙")


@pytest.mark.parametrize(
    ("catalogue", "first", "last"),
    [
        (NOTICES, "closes_from", "closes_to"),
        (AWARDS, "awarded_from", "awarded_to"),
        (CONTRACTS, "public_from", "public_to"),
        (CONDUCT, "decided_from", "decided_to"),
    ],
)
def test_a_span_that_ends_before_it_begins_is_refused_at_its_end(
    catalogue: Catalogue, first: str, last: str
) -> None:
    asked = {first: "2026-03-12", last: "２０２６-03-11"}

    _, errors = ask(catalogue, lambda name: asked.get(name, ""), TYPES)

    assert [(error.pointer, error.code) for error in errors] == [(f"/{last}", "before-the-first-day")]
