"""Where the demo's snapshot is read and written, and where the story is told anew."""

import logging
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.local import demo
from infra.local.demo import cast
from infra.local.demo.agencies import STOPS
from infra.local.demo.conduct import PLOTS


@dataclass
class Tables:
    """A runtime that only knows where its tables are and whether they hold anything."""

    is_embedded: bool
    is_empty: bool = True
    done: list[str] = field(default_factory=list)

    def holds_nothing(self) -> bool:
        return self.is_empty

    def reset(self, _starts_at: Any) -> None:
        self.done.append("reset")


@pytest.fixture
def cache(monkeypatch):
    """A cache that notes what is asked of it; `kept` says whether it holds a snapshot."""
    kept: list[bool] = []

    def read(tables):
        tables.done.append("read")
        return bool(kept)

    monkeypatch.setattr(demo, "read_snapshot", read)
    monkeypatch.setattr(demo, "write_snapshot", lambda tables: tables.done.append("write"))
    monkeypatch.setattr(demo, "tell", lambda tables: tables.done.append("tell"))
    return kept


def test_the_story_is_told_once_and_read_from_then_on(cache):
    first, later = Tables(is_embedded=True), Tables(is_embedded=True)

    demo.load(first)
    cache.append(True)
    demo.load(later)

    assert first.done == ["read", "reset", "tell", "write", "read"]
    assert later.done == ["read"]


@pytest.mark.parametrize("kept", [True, False])
def test_tables_on_another_endpoint_neither_fill_nor_read_the_snapshot(cache, kept):
    cache += [True] * kept
    empty, used = Tables(is_embedded=False), Tables(is_embedded=False, is_empty=False)

    demo.load(empty)
    demo.load(used)

    assert empty.done == ["reset", "tell"]
    assert used.done == []


def test_who_waits_is_told_why_once_and_not_flooded_with_the_log_of_a_year(cache, monkeypatch, caplog):
    def tell(_tables):
        logging.getLogger("market").warning("something is wrong")
        logging.getLogger("market").info("day closed")

    monkeypatch.setattr(demo, "tell", tell)
    said: list[str] = []

    with caplog.at_level(logging.INFO):
        demo.load(Tables(is_embedded=True), said.append)
        logging.getLogger("market").info("request")
    cache.append(True)
    demo.load(Tables(is_embedded=True), said.append)

    assert len(said) == 1
    assert "demo data" in said[0]
    assert [record.message for record in caplog.records] == ["something is wrong", "request"]


def test_forty_agencies_are_listed_even_after_those_that_a_decision_removes():
    removed = {plot.place for plot in PLOTS if plot.ruling.bar_years}

    listed = set(range(len(cast.agencies()))) - STOPS.keys() - removed

    assert removed
    assert len(listed) >= 40
