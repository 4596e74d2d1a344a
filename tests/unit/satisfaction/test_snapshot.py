"""A frozen period proves itself, and says which figure is wrong when it does not (evaluation.md §8.14)."""

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.recipes import RECIPES
from chalicelib.domain.satisfaction.statistics.snapshot import Document, Snapshot, complete, published
from chalicelib.domain.satisfaction.statistics.snapshot_rows import COLUMNS, csv_rows
from chalicelib.domain.satisfaction.statistics.tally import OrderTally, Tally
from chalicelib.domain.satisfaction.statistics.verification import verify
from chalicelib.kernel.canonical import digest
from tests.unit.satisfaction.tallies import tallies, tally

EFFECTIVE = [f"effective_{level}" for level in range(1, 6)]
FROZEN_AT = datetime(2026, 12, 21, 16, tzinfo=UTC)


def snapshot(*counted: Tally) -> Snapshot:
    return Snapshot("2026-11", "SD-WF", FROZEN_AT, counted)


SMALL = snapshot(
    tally(unit="a"),
    tally(unit="b", effective=(0, 0, 1, 1, 1), orders=OrderTally(fell_due=1, rectified_on_time=1)),
    tally(unit="c", effective=(2, 2, 2, 2, 2)),
)


def as_a_stranger_reads(document: Document) -> Any:
    return json.loads(json.dumps(document.body))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    return snapshot(*(draw(tallies(unit=f"u{place}")) for place in range(draw(st.integers(0, 4)))))


@given(snapshots())
def test_what_is_kept_and_what_is_published_prove_themselves(frozen: Snapshot) -> None:
    for document in (complete(frozen), published(frozen, 5)):
        assert verify(as_a_stranger_reads(document), document.sha256).first_wrong is None


@given(snapshots())
def test_the_order_of_the_units_does_not_change_the_hash(frozen: Snapshot) -> None:
    turned = snapshot(*reversed(frozen.tallies))

    assert complete(turned).sha256 == complete(frozen).sha256


@pytest.mark.parametrize("key", [recipe.key for recipe in RECIPES])
@pytest.mark.parametrize("name", ["numerator", "denominator", "value"])
def test_a_changed_figure_is_named(key: str, name: str) -> None:
    document = complete(SMALL)
    body = as_a_stranger_reads(document)
    place = [recipe.key for recipe in RECIPES].index(key)
    body["units"][1]["figures"][place][name] = "12.34"

    assert verify(body, digest(body)).first_wrong == f"units/1/figures/{key}"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda body: body["units"][0]["counts"].update(effective_5=61), "units/0/figures/participation"),
        (lambda body: body["units"][0]["counts"].pop("completed"), "units/0/figures/participation"),
        (lambda body: body["total"]["counts"].update(late_1=9), "total/counts/late_1"),
        (lambda body: body["units"][0]["counts"].update(late_1=9), "total/counts/late_1"),
        (lambda body: body.update(profile="SZ"), "sha256"),
        (lambda body: body.update(frozen_at="2026-12-01T00:00:00.000Z"), "sha256"),
        (lambda body: body.update(format="other/1"), "format"),
        (lambda body: body["recipes"][0].update(method="magic"), "recipes"),
        (lambda body: body["recipes"].pop(), "units/0/figures"),
        (lambda body: body["units"][2]["figures"].pop(), "units/2/figures/nps"),
        (lambda body: body.update(units=7), "shape"),
        (lambda body: body.pop("total"), "shape"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(change: Any, wrong: str) -> None:
    document = complete(SMALL)
    body = as_a_stranger_reads(document)
    change(body)

    checked = verify(body, document.sha256)

    assert checked.first_wrong == wrong
    assert not checked.is_right


def test_a_small_unit_is_hidden_and_so_is_the_smallest_beside_it() -> None:
    units = {part["unit"]: part for part in published(SMALL, 5).body["units"]}

    assert [units[name]["counts"]["effective_5"] for name in "abc"] == [60, None, None]
    hidden = {figure["key"]: figure["value"] for figure in units["b"]["figures"]}
    assert hidden["satisfied"] is hidden["participation"] is None
    assert {figure["key"]: figure["value"] for figure in units["a"]["figures"]}["satisfied"] == "97.00"


def test_a_single_work_order_of_a_large_unit_is_hidden_and_its_ratings_are_not() -> None:
    one = snapshot(
        tally(unit="a", orders=OrderTally(fell_due=1)),
        tally(unit="b", orders=OrderTally(fell_due=20, rectified_on_time=19)),
        tally(unit="c", orders=OrderTally(fell_due=9, rectified_on_time=9)),
    )

    units = published(one, 5).body["units"]

    assert [part["counts"]["orders_fell_due"] for part in units] == [None, 20, None]
    assert [part["counts"]["effective_5"] for part in units] == [60, 60, 60]


@given(snapshots())
def test_hidden_ratings_cannot_be_subtracted_from_the_total(frozen: Snapshot) -> None:
    body = published(frozen, 5).body
    hidden = [part["unit"] for part in body["units"] if part["counts"]["effective_1"] is None]
    total = [body["total"]["counts"][name] for name in EFFECTIVE]

    if hidden and None not in total:
        left = sum(total) - sum(
            part["counts"][name] for part in body["units"] for name in EFFECTIVE if part["unit"] not in hidden
        )
        assert left >= 5
        assert len(hidden) > 1


def test_every_row_of_the_spreadsheet_has_its_definition_and_hidden_ones_say_so() -> None:
    rows = list(csv_rows(published(SMALL, 5).body))
    table = {(row[0], row[1]): row for row in rows[1:]}

    assert rows[0] == COLUMNS
    assert len(rows) == 1 + 4 * len(RECIPES)
    assert table["b", "satisfied"][2:5] == ("<5", "<5", "<5")
    assert table["a", "satisfied"][2:] == (
        "97", "100", "97.00",
        f"§5.2 share-down: (effective_3 + effective_4 + effective_5) / ({' + '.join(EFFECTIVE)})",
        "2026-11", "SD-WF", "2026-12-21T16:00:00.000Z",
    )  # fmt: skip


def test_what_is_added_up_is_called_a_total_and_not_left_without_a_unit() -> None:
    written = list(csv_rows(published(snapshot(tally(unit="A"), tally(unit="B")), 5).body))[1:]

    assert {row[0] for row in written} == {"A", "B", "total"}


def test_a_figure_of_nothing_is_empty_and_not_hidden() -> None:
    rows = list(csv_rows(complete(snapshot(tally())).body))

    assert {row[2:5] for row in rows if row[1] == "nps"} == {("0", "0", "")}


@given(tallies())
def test_the_spreadsheet_alone_is_enough_to_recompute_a_share(counted: Tally) -> None:
    for row in csv_rows(complete(snapshot(counted)).body):
        if row[1] == "satisfied" and row[4]:
            part, whole = int(row[2]), int(row[3])
            assert 0 <= Decimal(part) * 100 / whole - Decimal(row[4]) < Decimal("0.01")


def test_counts_of_another_period_or_of_one_unit_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="another period"):
        snapshot(tally(period="2026-10"))
    with pytest.raises(ValueError, match="twice"):
        snapshot(tally(), tally())


def test_checking_changes_nothing() -> None:
    document = complete(SMALL)
    body = as_a_stranger_reads(document)
    before = copy.deepcopy(body)

    verify(body, document.sha256)

    assert body == before


@given(snapshots())
def test_what_is_published_hides_counts_and_neither_adds_nor_changes_any(frozen: Snapshot) -> None:
    whole, shown = complete(frozen).body, published(frozen, 5).body

    for kept, part in zip([*whole["units"], whole["total"]], [*shown["units"], shown["total"]], strict=True):
        assert part["counts"].keys() == kept["counts"].keys()
        assert all(count in (None, kept["counts"][name]) for name, count in part["counts"].items())
        assert part["counts"]["completed"] == kept["counts"]["completed"]
