"""A half-year's ranking: what is published of its months, added up, with who is clear of the middle."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.satisfaction.statistics.half_years import (
    Month,
    csv_lines,
    is_right,
    line_of,
    ranking_document,
)
from chalicelib.domain.satisfaction.statistics.halves import half_before, half_of, is_half, months_of_half
from chalicelib.domain.satisfaction.statistics.snapshot import Document, shown_of
from tests.factories.work_orders import rules_of
from tests.unit.satisfaction.tallies import tally

AT = datetime(2026, 7, 23, 1, tzinfo=UTC)
RULES = rules_of()


def half(*months: dict[str, tuple[int, int]]) -> Document:
    """Rank units of which each month says how many of how many were satisfied."""
    given = [
        Month(
            f"2026-{number:02d}",
            shown_of(
                [
                    tally(unit=unit, period=f"2026-{number:02d}", effective=(n - good, 0, 0, 0, good))
                    for unit, (good, n) in month.items()
                ],
                5,
            ),
            "ab" * 32,
        )
        for number, month in enumerate(months, start=1)
    ]
    return ranking_document("2026-H1", given, RULES, AT, is_frozen=True)


def line(document: Document, unit: str) -> dict[str, Any]:
    found = line_of(document.body, unit)
    assert found is not None
    return dict(found)


CITY = {
    "a": (1000, 1000), "b": (990, 1000), "c": (950, 1000), "d": (940, 1000), "e": (930, 1000),
    "f": (600, 1000), "g": (36, 40), "some": (25, 25), "few": (20, 20),
    "tiny": (2, 2),
}  # fmt: skip


def test_first_and_last_units_are_named_with_whether_they_are_clear_of_the_middle() -> None:
    document = half(CITY)

    groups = {unit: line(document, unit)["group"] for unit in CITY}
    assert [unit for unit, group in groups.items() if group == "TOP"] == ["a", "b", "c"]
    assert {unit for unit, group in groups.items() if group == "BOTTOM"} == {"e", "f", "g"}
    assert [line(document, unit)["is_clear"] for unit in ("a", "f", "g")] == [True, True, False]
    # g has nine of ten: forty ratings do not part it from a middle of 94 %.
    assert (groups["d"], line(document, "d")["is_clear"]) == ("MIDDLE", None)


def test_few_ratings_are_no_place_and_the_fewest_are_no_number() -> None:
    document = half(CITY)

    assert (line(document, "some")["group"], line(document, "some")["place"]) == ("TOO_FEW", None)
    # The next smallest is hidden beside the tiny one, as the month hides it.
    assert [line(document, unit)["ratings"] for unit in ("tiny", "few")] == [None, None]
    assert ("tiny", "HIDDEN", "", "<5", "<5", "<5") in [row[:6] for row in csv_lines(document.body)]


def test_months_add_up_and_a_hidden_month_is_in_no_sum() -> None:
    document = half({"a": (29, 30), "b": (70, 80), "c": (90, 100)}, {"a": (3, 4), "b": (70, 80), "c": (1, 3)})

    assert (line(document, "a")["satisfied"], line(document, "a")["ratings"]) == (29, 30)
    assert line(document, "b")["ratings"] == 160


def test_two_units_have_neither_first_nor_last() -> None:
    document = half({"a": (90, 100), "b": (50, 100)})

    assert {line(document, unit)["group"] for unit in "ab"} == {"MIDDLE"}


def test_units_that_nothing_parts_are_neither_first_nor_last() -> None:
    document = half(dict.fromkeys("abcde", (90, 100)))

    assert {line(document, unit)["group"] for unit in "abcde"} == {"MIDDLE"}


def test_whoever_changes_a_count_a_place_or_a_group_is_found_out() -> None:
    document = half(CITY)
    units: Any = document.body["units"]

    assert is_right(document.body, document.sha256)
    for change in ({"ratings": 1001}, {"place": 2}, {"group": "TOP"}, {"is_clear": True}):
        wrong = {**document.body, "units": [*units[:4], {**units[4], **change}, *units[5:]]}
        assert not is_right(wrong, document.sha256), change
    assert not is_right({}, document.sha256)


@pytest.mark.parametrize("text", ["2026-H0", "2026H1", "26-H1", "2026-h1", "", "2026-H1.json"])
def test_what_is_no_half_year_is_none(text: str) -> None:
    assert not is_half(text)


def test_half_years_follow_each_other_and_hold_six_months_each() -> None:
    assert half_of(datetime(2026, 12, 31, 16, tzinfo=UTC)) == "2027-H1"
    assert half_before("2027-H1") == "2026-H2"
    assert months_of_half("2026-H1") == tuple(f"2026-0{number}" for number in range(1, 7))
