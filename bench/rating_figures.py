"""What a rating costs to be counted, and what the pages of figures cost at a hundred and a million ratings.

Departments have forty matters each, every one of them rated four ways this year: what a batch writes is the
item that holds them all.

Units of the projection are those of rows and counters, a clerk's own among them; list rows stand apart, as in
bench/projecting.py. The pages are filled with counters as the projector would leave them: a district's
figures are as many as its units and months, whatever was rated.
"""

from collections.abc import Iterator

from bench.figures import Figure
from bench.stage import Stage
from bench.units_seen import units_by_part
from chalicelib import bootstrap
from chalicelib.domain.decisions import Event
from chalicelib.domain.ledger import Entry, Head, append, head_of
from chalicelib.domain.satisfaction.statistics.columns import (
    FIGURES,
    channel_column,
    figure_name,
    hall_column,
    state_column,
    suppression_column,
)
from chalicelib.domain.satisfaction.statistics.halves import half_of
from chalicelib.domain.satisfaction.statistics.names import CASES, name_of_unit
from chalicelib.domain.satisfaction.statistics.names import UNITS as NAMED
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.domain.satisfaction.statistics.ways import COVERAGE, matter_key
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.projections.kinds import PROJECTIONS
from chalicelib.projections.matters import known
from chalicelib.projections.projector import Projector
from chalicelib.projections.rows import column_of
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import define_tables
from infra.local.capacity import meter
from infra.local.people import organisations
from tests.factories.notices import MONDAY

RATINGS, UNITS, MONTHS, MATTERS = 100, 24, 12, 40
SIZES = (100, 1_000_000)
ABOUT = {
    "unit": "",
    "case": f"c_{32 * '0'}",
    "hall": "H1",
    "staff": "W-108",
    "done_at": format_instant(MONDAY),
}
GENERATION = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A ledger in memory: every invitation was sent, and from the second look on answered."""

    chains: dict[str, list[Entry]]

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's entries after a number."""
        return (entry for entry in self.chains[aggregate] if entry.seq > after)

    def aggregates(self) -> Iterator[str]:
        """Yield every aggregate."""
        return iter(self.chains)


def measure(stage: Stage) -> list[Figure]:
    """Count a batch of ratings of eight units, then ask for the pages at each size."""
    stage.new_town()
    units = [one.uscc for one in organisations()][:UNITS]
    figures = [_projection(units[:8])]
    for size in SIZES:
        stage.new_town()
        _fill(units, size)
        figures.append(_dashboard(stage, f"ratings_page@{size}", "/ratings"))
        figures.append(_dashboard(stage, f"ratings_unit_page@{size}", f"/ratings/units/{units[0]}"))
        figures.append(_dashboard(stage, f"half_year_page@{size}", f"/ratings/half-years/{half_of(MONDAY)}"))
        figures.append(_dashboard(stage, f"coverage_page@{size}", "/coverage"))
        figures.append(_dashboard(stage, f"coverage_unit_page@{size}", f"/coverage?unit={units[0]}"))
    return figures


def _dashboard(stage: Stage, operation: str, address: str) -> Figure:
    """Count the Queries of a page that was asked for before; the one read is which generation is in use.

    A process believes the generation for half a minute, so that some requests read it and most do not.
    """
    stage.page(address)
    with meter(this_thread_only=True) as usage:
        stage.page(address)
    queries = usage.by_operation["Query"].calls
    parts = {"queries": float(queries), "reads": float(usage.calls - queries)}
    return Figure(operation, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)


def _projection(units: list[str]) -> Figure:
    chains = {_name(number): _sent(number, units) for number in range(RATINGS)}
    projector = Projector(Told(chains), _reporting(), None, PROJECTIONS)  # type: ignore[arg-type]
    projector.project(GENERATION, list(chains))
    for unit in units:
        # The ratings come to units that have counted all their matters this year.
        _fill_matters(_reporting(), unit, 10)
    for number, (name, chain) in enumerate(chains.items()):
        chain.append(_entry(name, chain, "answered", {**_about(number, units), **_rating(number)}))
    with meter(this_thread_only=True) as usage, units_by_part() as parts:
        projector.project(GENERATION, list(chains))
    apart = {f"{part}_wcu": number / RATINGS for part, number in sorted(parts.items())}
    apart["wcu_per_event"] = (parts["row"] + parts["counter"]) / RATINGS
    return Figure(
        "projection_of_ratings@100",
        items=RATINGS,
        calls=usage.calls,
        rcu=usage.rcu,
        wcu=usage.wcu,
        apart=apart,
    )


def _name(number: int) -> str:
    return f"INVITATION#{sha256_hex(str(number))}"


def _sent(number: int, units: list[str]) -> list[Entry]:
    name = _name(number)
    chain: list[Entry] = []
    for event in ("scheduled", "sending", "sent"):
        chain.append(_entry(name, chain, event, _about(number, units)))
    return chain


def _entry(name: str, chain: list[Entry], event: str, data: dict[str, object]) -> Entry:
    head = head_of(chain[-1]) if chain else Head()
    return append(head, name, "invitation", Event(f"invitation.{event}", data), SYSTEM, MONDAY)


def _about(number: int, units: list[str]) -> dict[str, object]:
    task = _task(number // len(units) % MATTERS)
    return {**ABOUT, "unit": units[number % len(units)], "state": "SENT", "task_code": task}


def _task(number: int) -> str:
    """Return a matter's code, as long as the national list has them."""
    return f"11370700MB2857833A43701150150{number:02d}"


def _rating(number: int) -> dict[str, object]:
    return {
        "level": 5 - number % 7 % 5,
        "channel": (7, 3, 4)[number % 3],
        "indicators": ["510"],
        "rated_at": format_instant(MONDAY),
        "late": False,
        "flags": [],
        "order_id": "",
    }


def _fill(units: list[str], ratings: int) -> None:
    """Write the counters of a year of a district."""
    stored = _reporting()
    each = max(1, ratings // (UNITS * MONTHS))
    columns = {
        "c": each * 3, "n": each * 2, **{f"e{level}": each // 5 + level for level in range(1, 6)},
        "i1": 1, "w5": 1, "l4": 2, "od": each // 9, "oc": each // 9, "or": each // 10, "ot": each // 11,
        **{channel_column(channel, level): each // 15 + 1 for channel in (3, 4, 7) for level in range(1, 6)},
        **{hall_column(hall, str(level)): each // 10 + 1 for hall in ("H1", "H2") for level in range(1, 6)},
        **{suppression_column(reason): each // 20 + 1 for reason in ("NO_PHONE", "CAP_REACHED", "MINOR")},
        **{state_column(state): each // 50 + 1 for state in list(OrderState)[:6]},
    }  # fmt: skip
    for unit in units:
        deltas = {
            (FIGURES, column_of(period[:4], figure_name(unit, period), column)): count
            for period in last_periods(MONDAY, MONTHS)
            for column, count in columns.items()
            if count
        }
        named = {(FIGURES, column_of(NAMED, name_of_unit(unit, "潍坊市自然资源和规划局"), CASES)): each}
        stored.commit(GENERATION, [], {**deltas, **named})
        _fill_matters(stored, unit, ratings // (UNITS * MATTERS))


def _fill_matters(stored: ReportingStore, unit: str, each: int) -> None:
    """Write the counters of a unit's matters: each was completed, rated four ways, and is at a window."""
    year = str(MONDAY.year)
    for number in range(MATTERS):
        code = _task(number)
        ways = {f"{way}{matter_key(code)}": each + 1 for way in ("c", "3", "4", "7", "p")}
        counts = {(COVERAGE, column_of(year, unit, column)): count for column, count in ways.items()}
        for how in ("n", "q"):
            counts |= known(unit, code, f"第 {number} 项建设工程规划许可证核发和变更登记", how)
        stored.commit(GENERATION, [], counts)


def _reporting() -> ReportingStore:
    settings = bootstrap.settings()
    return ReportingStore(define_tables(settings.table_prefix, settings.region))
