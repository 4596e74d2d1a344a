"""What registering an item costs, the hotline's board with a thousand of them, and a page of figures."""

from datetime import timedelta

from bench.calls_seen import TRANSACTION, counted, reads, transaction_items, watched
from bench.figures import Figure
from bench.stage import Stage
from chalicelib import bootstrap
from chalicelib.domain.satisfaction.hotline.facts import Source
from chalicelib.domain.satisfaction.hotline.figures import FIGURES, HOURS, IN_TIME, RECEIVED, STEPS
from chalicelib.domain.satisfaction.statistics.columns import figure_name
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import format_instant
from chalicelib.projections.rows import column_of, waits
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import define_tables
from chalicelib.usecases.hotline.register_item import register_item
from chalicelib.usecases.projection_ports import CardChange, RowChange
from infra.local.capacity import meter
from infra.local.people import find_person, organisations
from tests.factories.notices import MONDAY

UNITS, MONTHS, WAITING, A_COMMIT, GENERATION = 24, 12, 1_000, 40, 1
WAITS = (1, 2, 5, 8, 12, 20, 24, 30, 48, 72, 96, 120, 240)
SAID = {
    "door": "HOTLINE",
    "type": "COMPLAINT",
    "content": "营业执照变更已经过了承诺的日期，来了三趟还没有办好，没有人解释。",
    "phone": "13805360101",
}


def measure(stage: Stage) -> list[Figure]:
    """Register an item as a resident does, and ask for the pages that the office lives on."""
    stage.new_town()
    registered = _registration(stage)
    stage.new_town()
    _fill_board()
    _fill_figures()
    return [
        registered,
        _page(stage, f"hotline_workbench@{WAITING}", "/workbench"),
        _page(stage, "hotline_figures_page@24", "/hotline/figures"),
    ]


def _registration(stage: Stage) -> Figure:
    with meter(this_thread_only=True) as usage, watched() as seen:
        register_item(stage.runtime.house, RESIDENT, SAID, Source.WEB, "a" * 24)
    parts = {"reads": float(len(reads(seen))), "transactions": float(counted(seen, TRANSACTION))}
    items = transaction_items(seen)
    return Figure(
        "item_registration@1", items=items, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts
    )


def _page(stage: Stage, operation: str, address: str) -> Figure:
    operator = find_person(Role.HOTLINE_OPERATOR)
    stage.page(address, as_=operator)
    with meter(this_thread_only=True) as usage:
        stage.page(address, as_=operator)
    return Figure(operation, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu)


def _fill_board() -> None:
    """Let a thousand items wait for the office."""
    stored = _reporting()
    for start in range(0, WAITING, A_COMMIT):
        changes, deltas = [], dict[tuple[str, str], int]()
        for number in range(start, start + A_COMMIT):
            card = {"id": f"{number:032x}", "title": f"RX-370700-2026-{number:06d}-A", "state": "RECEIVED"}
            until = format_instant(MONDAY + timedelta(hours=number))
            shown = waits("hotline_operator", "send-item", until, card)
            (facet,) = shown.facets
            put = CardChange(shown.list_name, facet, shown.sort, shown.data)
            changes.append(RowChange("hotline", card["id"], 0, 1, {}, (put,), ()))
            key = shown.counters(facet)
            deltas[key] = deltas.get(key, 0) + 1
        stored.commit(GENERATION, changes, deltas)


def _fill_figures() -> None:
    """Write the counters of a year of a district."""
    stored = _reporting()
    columns = {RECEIVED: 90, **{f"{HOURS}{hours}": 7 for hours in WAITS}}
    columns |= {letter + more: 80 for letter in STEPS.values() for more in ("", IN_TIME)}
    for unit in [one.uscc for one in organisations()][:UNITS]:
        deltas = {
            (FIGURES, column_of(period[:4], figure_name(unit, period), column)): count
            for period in last_periods(MONDAY, MONTHS)
            for column, count in columns.items()
        }
        stored.commit(GENERATION, [], deltas)


def _reporting() -> ReportingStore:
    settings = bootstrap.settings()
    return ReportingStore(define_tables(settings.table_prefix, settings.region))
