"""What a page of a catalogue costs at ten thousand rows, warm: calls, units, processor time (design §3).

The rows are folded but for as many new ones as are left beside a segment. The question takes every part of
the search: words, the counts of all options, an order by amount.
"""

import statistics
import time

from bench.figures import Figure
from bench.list_pages import row_of
from bench.stage import Stage
from chalicelib import bootstrap
from chalicelib.domain.marketplace.catalogues.asking import ask
from chalicelib.domain.marketplace.catalogues.definitions import NOTICES
from chalicelib.domain.marketplace.catalogues.searching import page_of, search
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.projections import notices
from chalicelib.projections.compaction import FOLD_AT, fold
from chalicelib.usecases.projection_ports import CatalogueChange, RowChange
from infra.local.capacity import meter
from tests.factories.notices import MONDAY

ROWS = 10_000
NEW_ROWS = FOLD_AT - 1
RUNS = 15
GENERATION = 1
ASKED = {"q": "道路 测量", "sort": "-price"}
"""Fits every row, so that all of them are counted and put in order."""


def measure(stage: Stage) -> list[Figure]:
    """Ask for the first page of twenty, signed out, after the process has decoded the segment."""
    stage.new_town()
    _fill()
    address = "/notices?limit=20&q=%E9%81%93%E8%B7%AF&division=370705&sort=-price"
    stage.page(address)
    with meter(this_thread_only=True) as usage:
        stage.page(address)
    parts = {"reads": float(usage.calls), "cpu_ms": _cpu_ms()}
    return [Figure(f"catalogue_page@{ROWS}", items=20, calls=usage.calls, rcu=usage.rcu, apart=parts)]


def _cpu_ms() -> float:
    """Return the median of the processor time that a question takes, its read of the new rows included."""
    house = bootstrap.house()
    now = format_instant(MONDAY)
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        question, _errors = ask(NOTICES, lambda name: ASKED.get(name, ""), house.service_types)
        found = search(question, house.catalogues.entries(NOTICES.name), house.service_types, now)
        page_of(question, found, PageRequest(20))
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def _fill() -> None:
    """Write the rows as the projector would, folding whenever there are many; leave the last ones new."""
    store, shelves = bootstrap.projector().reporting, bootstrap.shelves()
    for start in range(0, ROWS, 50):
        changes = [_change(number) for number in range(start, start + 50)]
        if start + 50 == ROWS:
            store.commit(GENERATION, changes[:-NEW_ROWS], {})
            fold(shelves, GENERATION, NOTICES.name, at_least=1)
            changes = changes[-NEW_ROWS:]
        store.commit(GENERATION, changes, {})


def _change(number: int) -> RowChange:
    row = {**row_of(number), "service_type": f"CH{number % 3:02d}"}
    listed = next(one for one in notices.catalogue(row) if one.list_name == NOTICES.name)
    change = CatalogueChange(listed.list_name, listed.key, listed.year, listed.data)
    return RowChange("notice", row["id"], 0, 1, {"id": row["id"]}, (), (change,))
