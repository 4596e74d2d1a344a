"""Catalogues lose and double no row: under redelivery, folding by several at once, ends anywhere."""

import random
from contextlib import suppress
from typing import Any

import boto3
import pytest

from chalicelib.domain.marketplace.catalogues.entries import Rows, read_segment, write_segment
from chalicelib.gateways.clients import Clients
from chalicelib.gateways.segments import PREFIX as FOLDER
from chalicelib.gateways.segments import S3Segments
from chalicelib.kernel.errors import Unavailable
from chalicelib.projections.compaction import FOLD_AT, contents, fold, fold_catalogues
from chalicelib.projections.rebuild import rebuild
from chalicelib.store.catalogues import Catalogues, CatalogueShelves
from chalicelib.store.ledger_items import LedgerReader
from chalicelib.store.reporting import ReportingStore
from chalicelib.usecases.catalogue_ports import Shelf
from chalicelib.usecases.projection_ports import CatalogueChange, RowChange, RowsMovedError
from infra.local.capacity import meter
from infra.local.injector import faults
from tests.store.shop import PREFIX, REGION, Segments, Shop, at_once, insist
from tests.store.test_projector import live, make_projector
from tests.store.weather import WEATHERS

NAME = "notices"
Told = dict[str, dict[str, Any]]


@pytest.fixture
def files() -> Segments:
    return Segments()


@pytest.fixture
def shelves(shop: Shop, files: Segments) -> CatalogueShelves:
    return CatalogueShelves(shop.tables, files)


def pages(shop: Shop, files: Segments) -> Catalogues:
    return Catalogues(shop.tables, files, shop.lists)


def shown(catalogues: Catalogues) -> Rows:
    entries = list(catalogues.entries(NAME))
    rows = {entry.key: entry.data for entry in entries}
    assert len(rows) == len(entries), "a row stands twice"
    return rows


class Writer:
    """The projector's side: commits rows one after another and knows what must be shown."""

    def __init__(self, shop: Shop, generation: int = 1) -> None:
        self.store, self.generation = ReportingStore(shop.tables), generation
        self.told: Told = {}
        self.seqs: dict[str, int] = {}

    def tell(self, key: str, data: dict[str, Any] | None, year: str = "2026") -> None:
        before = self.seqs.get(key, 0)
        change = CatalogueChange(NAME, key, year, data)
        row = RowChange("notice", key, before, before + 1, {"id": key}, (), (change,))
        insist(lambda: self._commit(row))
        self.seqs[key] = before + 1
        if data is None:
            self.told.pop(key, None)
        else:
            self.told[key] = data

    def _commit(self, row: RowChange) -> None:
        """Commit a row until it stands, by this attempt or by an earlier one whose answer was lost."""
        pair = (row.kind, row.identifier)
        while self.store.rows(self.generation, [pair])[pair].seq < row.seq:
            with suppress(RowsMovedError):
                self.store.commit(self.generation, [row], {})

    def tell_many(self, numbers: range, year: str = "2026") -> None:
        for number in numbers:
            self.tell(f"n_{number}", {"title": f"第{number}号", "state": "AWARDED"}, year)


def test_rows_show_before_and_after_folding(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    writer = Writer(shop)
    writer.tell_many(range(FOLD_AT))
    before = shown(pages(shop, files))

    assert fold_catalogues(shelves) == FOLD_AT
    assert fold_catalogues(shelves) == 0

    assert before == shown(pages(shop, files)) == writer.told
    assert not shelves.look(1, NAME).news
    assert len(files.files) == 1


def test_few_rows_are_left_beside_segments(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    writer = Writer(shop)
    writer.tell_many(range(FOLD_AT - 1))

    assert fold_catalogues(shelves) == 0
    assert shown(pages(shop, files)) == writer.told


def test_each_year_is_a_segment_and_only_those_that_changed_are_written(
    shop: Shop, files: Segments, shelves: CatalogueShelves
) -> None:
    writer = Writer(shop)
    writer.tell_many(range(3), "2025")
    writer.tell_many(range(3, 6), "2026")
    fold(shelves, 1, NAME, 1)
    old = dict(shelves.look(1, NAME).segments)
    writer.tell("n_4", {"title": "新", "state": "FAILED"}, "2026")
    writer.tell("n_5", None, "2026")
    fold(shelves, 1, NAME, 1)

    new = shelves.look(1, NAME).segments
    assert (new["2025"] == old["2025"], new["2026"] == old["2026"]) == (True, False)
    assert shown(pages(shop, files)) == writer.told


def test_a_year_without_rows_has_no_segment(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    writer = Writer(shop)
    writer.tell("n_1", {"title": "一", "state": "AWARDED"})
    fold(shelves, 1, NAME, 1)
    writer.tell("n_1", None)
    fold(shelves, 1, NAME, 1)

    assert shelves.look(1, NAME).segments == {}
    assert shown(pages(shop, files)) == {}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("weather_name", ["plain", "answers-lost", "rough"])
def test_writing_and_folding_by_turns_in_any_weather_lose_and_double_nothing(
    shop: Shop, files: Segments, shelves: CatalogueShelves, seed: int, weather_name: str
) -> None:
    rng, writer, reader = random.Random(seed), Writer(shop), pages(shop, files)
    with faults(*WEATHERS[weather_name], seed=seed):
        for turn in range(60):
            key = f"n_{rng.randrange(8)}"
            data = None if rng.random() < 0.25 else {"title": f"{turn}", "state": "AWARDED"}
            writer.tell(key, data, "2025" if key < "n_4" else "2026")
            if rng.random() < 0.4:
                insist(lambda: fold(shelves, 1, NAME, rng.randrange(1, 4)))
            if rng.random() < 0.2:
                insist(lambda: shown(reader))

    assert shown(reader) == shown(pages(shop, files)) == writer.told == contents(shelves, 1, NAME)


class Slow(CatalogueShelves):
    """A run that pauses wherever it is told to, while others go on."""

    def __init__(self, shop: Shop, files: Segments, pause_at: str, meanwhile: Any) -> None:
        super().__init__(shop.tables, files)
        self._pause_at, self._meanwhile = pause_at, meanwhile

    def _pause(self, at: str) -> None:
        if at == self._pause_at:
            self._pause_at = ""
            self._meanwhile()

    def look(self, generation: int, name: str) -> Shelf:
        found = super().look(generation, name)
        self._pause("looked")
        return found

    def keep(self, rows: Rows) -> str:
        name = super().keep(rows)
        self._pause("kept")
        return name

    def point(self, *arguments: Any) -> bool:
        moved = super().point(*arguments)
        self._pause("pointed")
        return moved


@pytest.mark.parametrize("pause_at", ["looked", "kept", "pointed"])
@pytest.mark.parametrize("rival_folds", [True, False])
def test_a_run_that_sleeps_while_rows_change_and_a_rival_folds_writes_nothing_old_over_them(
    shop: Shop, files: Segments, shelves: CatalogueShelves, pause_at: str, rival_folds: bool
) -> None:
    writer = Writer(shop)
    writer.tell_many(range(4))

    def meanwhile() -> None:
        writer.tell("n_0", {"title": "newer", "state": "FAILED"})
        writer.tell("n_1", None)
        writer.tell("n_9", {"title": "late", "state": "AWARDED"})
        if rival_folds:
            fold(shelves, 1, NAME, 1)
        assert shown(pages(shop, files)) == writer.told

    fold(Slow(shop, files, pause_at, meanwhile), 1, NAME, 1)
    assert shown(pages(shop, files)) == writer.told
    fold(shelves, 1, NAME, 1)

    assert shown(pages(shop, files)) == writer.told == contents(shelves, 1, NAME)


class Ends(Exception):
    """The process was ended."""


@pytest.mark.parametrize("at", ["looked", "kept", "pointed"])
def test_a_run_that_ends_anywhere_is_made_good_by_the_next(
    shop: Shop, files: Segments, shelves: CatalogueShelves, at: str
) -> None:
    def end() -> None:
        raise Ends

    writer = Writer(shop)
    writer.tell_many(range(4))
    with pytest.raises(Ends):
        fold(Slow(shop, files, at, end), 1, NAME, 1)
    assert shown(pages(shop, files)) == writer.told

    assert fold(shelves, 1, NAME, 1) == 4
    assert shown(pages(shop, files)) == writer.told
    assert not shelves.look(1, NAME).news


def test_many_runs_fold_every_row_once(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    writer = Writer(shop)
    writer.tell_many(range(30))

    at_once([lambda: insist(lambda: fold(shelves, 1, NAME, 1))] * 6)

    assert shown(pages(shop, files)) == writer.told
    assert not shelves.look(1, NAME).news


def test_redelivered_entries_write_nothing(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    projector = make_projector(shop)
    live(shop, range(3))
    aggregates = [f"NOTICE#n_{number}" for number in range(3)]
    projector.catch_up(aggregates)
    fold(shelves, 1, NAME, 1)

    projector.catch_up(aggregates * 2)

    assert not shelves.look(1, NAME).news
    assert shown(pages(shop, files)).keys() == {"n_0", "n_1", "n_2"}


def test_a_rebuild_yields_the_same_catalogues_and_folds_them(
    shop: Shop, files: Segments, shelves: CatalogueShelves
) -> None:
    projector = make_projector(shop)
    live(shop, range(9))
    for aggregate in list(LedgerReader(shop.tables).aggregates())[:5]:
        projector.catch_up([aggregate])
    fold(shelves, 1, NAME, 1)
    projector.catch_up(list(LedgerReader(shop.tables).aggregates()))
    before = shown(pages(shop, files))
    assert len(before) == 9

    assert rebuild(projector, shelves) is True

    assert shown(Catalogues(shop.tables, files, type(shop.lists)(shop.tables))) == before
    assert contents(shelves, 2, NAME) == before
    assert not shelves.look(2, NAME).news


def test_a_rebuild_tells_of_a_wrong_catalogue(shop: Shop, files: Segments, shelves: CatalogueShelves) -> None:
    projector = make_projector(shop)
    live(shop, range(2))
    projector.catch_up(list(LedgerReader(shop.tables).aggregates()))
    fold(shelves, 1, NAME, 1)
    wrong = shelves.keep({"n_7": {"title": "erfunden"}})
    shelves.point(1, NAME, shelves.look(1, NAME).version, {"2026": wrong})

    assert rebuild(projector, shelves) is False
    assert contents(shelves, 2, NAME).keys() == {"n_0", "n_1"}


def test_a_page_of_folded_rows_is_one_query_and_segments_are_read_once(
    shop: Shop, files: Segments, shelves: CatalogueShelves
) -> None:
    writer, reader = Writer(shop), pages(shop, files)
    writer.tell_many(range(60))
    fold(shelves, 1, NAME, 1)
    writer.tell_many(range(50, 50 + FOLD_AT - 1))
    shown(reader)
    files.files.clear()

    with meter() as usage:
        shown(reader)

    assert usage.calls == 1
    assert usage.rcu <= 5


def test_equal_rows_make_one_segment_in_whatever_order_and_a_damaged_one_is_refused() -> None:
    one, content = write_segment({"a": {"x": 1, "y": "甲"}, "b": {}})
    other, _ = write_segment({"b": {}, "a": {"y": "甲", "x": 1}})

    assert one == other
    assert read_segment(one, content) == {"a": {"x": 1, "y": "甲"}, "b": {}}
    with pytest.raises(ValueError, match="differs"):
        read_segment(other[::-1], content)


@pytest.fixture
def bucket(client: Any) -> str:
    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket=f"{PREFIX}-public", CreateBucketConfiguration={"LocationConstraint": REGION})
    return f"{PREFIX}-public"


def test_segments_in_s3_are_never_written_over(bucket: str) -> None:
    segments = S3Segments(Clients(REGION), PREFIX)
    segments.put("abc", b"first")
    segments.put("abc", b"second")

    assert segments.get("abc") == b"first"
    listed = boto3.client("s3", region_name=REGION).list_objects_v2(Bucket=bucket)["Contents"]
    assert [each["Key"] for each in listed] == [f"{FOLDER}abc"]
    with pytest.raises(Unavailable):
        segments.get("missing")
