"""What a page of an indexed list costs, and that a hundred times the rows cost the same (design §3)."""

from collections import Counter
from datetime import timedelta

from bench.figures import Figure
from bench.stage import Stage
from chalicelib import bootstrap
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.numbers import format_notice_number
from chalicelib.projections.notices import NOTICES
from chalicelib.projections.rows import Row, Showing
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import define_tables
from chalicelib.usecases.projection_ports import CardChange, RowChange
from infra.local.capacity import meter
from tests.factories.notices import MONDAY

SIZES = (100, 10_000)
LIST, FACET = "draws", "all"
A_COMMIT = 50
"""Notices of one commit: each is a row and a card."""

GENERATION = 1


def measure(stage: Stage) -> list[Figure]:
    """Ask for the first page of twenty at each size, signed out."""
    return [_figure(stage, size) for size in SIZES]


def _figure(stage: Stage, size: int) -> Figure:
    stage.new_town()
    _fill(size)
    address = "/draws?limit=20"
    stage.page(address)
    with meter(this_thread_only=True) as usage:
        stage.page(address)
    # The page is one Query; whatever else is read, by key or as the counts of the facets, is the one read.
    queries = min(1, usage.by_operation["Query"].calls)
    parts = {"queries": float(queries), "reads": float(usage.calls - queries)}
    return Figure(f"list_page@{size}", items=20, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)


def _fill(size: int) -> None:
    """Write the cards of one facet, and the counts of all, as the projector would after that many notices."""
    settings = bootstrap.settings()
    store = ReportingStore(define_tables(settings.table_prefix, settings.region))
    rows = [row_of(number) for number in range(size)]
    for start in range(0, size, A_COMMIT):
        store.commit(GENERATION, [_change(row) for row in rows[start : start + A_COMMIT]], {})
    store.commit(GENERATION, [], Counter((LIST, facet) for row in rows for facet in _shown(row).facets))


def _change(row: Row) -> RowChange:
    shown = _shown(row)
    card = CardChange(LIST, FACET, shown.sort, shown.data)
    return RowChange("notice", row["id"], 0, 1, {"id": row["id"]}, (card,))


def _shown(row: Row) -> Showing:
    return next(shown for shown in NOTICES.show(row) if shown.list_name == LIST)


def row_of(number: int) -> Row:
    """Return the reporting row of one of many published notices, spread over the facets of a city."""
    published = MONDAY - timedelta(minutes=number)
    return {
        "id": f"n_{number:05d}",
        "notice_no": format_notice_number("370700", 2026, number + 1),
        "title": f"潍坊市第{number}号道路改造工程施工图设计文件审查及工程测量服务采购公告",
        "owner_name": "潍坊市滨河建设投资发展集团有限公司",
        "owner": "91370700MA3C0000X7",
        "state": ("SELECTING", "PUBLICITY", "AWARDED", "CONTRACTING", "FAILED")[number % 5],
        "service_type": f"CH{number % 30:02d}",
        "department": f"1137070000{number % 9:04d}",
        "division": f"3707{number % 13:02d}",
        "method": ("RANDOM", "LOWEST")[number % 2],
        "price_basis": "CEILING",
        "ceiling_fen": 48_500_00 + number,
        "published_at": format_instant(published),
        "closes_at": format_instant(published + timedelta(days=3)),
        "frozen_at": format_instant(published + timedelta(days=3)),
        "timeout_at": format_instant(published + timedelta(days=4)),
        "updated_at": format_instant(published),
    }
