"""The figures of ratings are those of the ledger, counted a second way, however its hints arrive."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.statistics.columns import FAILING, FIGURES, TEXTED, read_figures
from chalicelib.domain.satisfaction.statistics.ways import COVERAGE, NAMES, matter_key, matters_of
from chalicelib.kernel.clock import format_instant
from chalicelib.projections.kinds import PROJECTIONS
from chalicelib.projections.projector import Projector
from tests.unit.projections.rating_events import START, TASKS, UNITS, Life, counted_anew, lives, ways_anew
from tests.unit.projections.test_projector import FakeReporting


@dataclass
class Growing:
    """A ledger of which the projector sees more and more."""

    chains: Mapping[str, list[Entry]]
    seen: dict[str, int]

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        shown = self.chains[aggregate][: self.seen[aggregate]]
        return (entry for entry in shown if entry.seq > after)

    def aggregates(self) -> Iterator[str]:
        return iter(self.chains)


def projected(found: list[Life], seed: int | None = None) -> FakeReporting:
    """Project lives at once, or with a seed bit by bit: late, twice, and in any order."""
    chains = {f"{life.kind.upper()}#{life.name}": life.entries() for life in found}
    reporting = FakeReporting()
    ledger = Growing(chains, {name: 0 if seed is not None else len(chain) for name, chain in chains.items()})
    projector = Projector(ledger, reporting, None, PROJECTIONS)  # type: ignore[arg-type]
    if seed is not None:
        shuffled = random.Random(seed)
        hints = [name for name, chain in chains.items() for _ in chain]
        shuffled.shuffle(hints)
        for name in hints:
            ledger.seen[name] = min(ledger.seen[name] + shuffled.choice((0, 1, 2)), len(chains[name]))
            projector.project(1, [name, shuffled.choice(hints)])
        ledger.seen |= {name: len(chain) for name, chain in chains.items()}
    projector.project(1, list(chains))
    return reporting


def figures(reporting: FakeReporting) -> dict[tuple[str, str], dict[str, int]]:
    """Return every count of the tallies that is not nought, as a page reads them."""
    stored: dict[str, dict[str, int]] = {}
    for (_, counted), count in reporting.figures.items():
        name, _, column = counted.partition("!")[2].partition(":")
        stored.setdefault(name, {})[column] = count
    tallies = [month.tally for month in read_figures(stored)]
    return {
        (tally.unit, tally.period): {name: n for name, n in tally.counts().items() if n} for tally in tallies
    }


@given(lives())
def test_every_figure_is_what_a_second_count_of_the_ledger_says(found: list[Life]) -> None:
    by_hand = {place: counts for place, counts in counted_anew(found).items() if counts}

    shown = {place: counts for place, counts in figures(projected(found)).items() if counts}

    assert shown == by_hand


@given(lives(), st.integers(0, 10**6))
def test_hints_that_come_late_twice_or_out_of_order_change_no_figure(found: list[Life], seed: int) -> None:
    at_once, bit_by_bit = projected(found), projected(found, seed)

    left = {key: count for key, count in bit_by_bit.figures.items() if count}
    assert left == {key: count for key, count in at_once.figures.items() if count}
    assert bit_by_bit.cards == at_once.cards


def ways(reporting: FakeReporting) -> dict[tuple[str, str, str, str], int]:
    """Return every count of the coverage report that is not nought, as its page reads them."""
    keys = {matter_key(task): task for task in TASKS}
    found = {}
    for (name, counted), count in reporting.figures.items():
        year, _, rest = counted.partition("!")
        unit, _, column = rest.partition(":")
        if name == COVERAGE and year.isdigit() and count:
            found[year, unit, keys[column[1:]], column[0]] = count
    return found


@given(lives(), st.integers(0, 10**6))
def test_every_cell_of_the_coverage_report_is_what_a_second_count_says_however_hints_arrive(
    found: list[Life], seed: int
) -> None:
    by_hand = dict(ways_anew(found))

    assert ways(projected(found)) == by_hand
    assert ways(projected(found, seed)) == by_hand


@given(lives())
def test_a_matter_is_known_by_its_completed_cases_under_its_code_and_name(found: list[Life]) -> None:
    figures: dict[str, dict[str, int]] = {}
    for (name, counted), count in projected(found).figures.items():
        facet, _, rest = counted.partition("!")
        figure, _, column = rest.partition(":")
        if (name, facet) == (COVERAGE, NAMES):
            figures.setdefault(figure, {})[column] = count

    served = {place[1:3]: 0 for place in ways_anew(found) if place[3] == "c"}
    for (_, unit, task, way), count in ways_anew(found).items():
        if way == "c":
            served[unit, task] += count
    counted: dict[str, dict[str, int]] = {unit: {} for unit in UNITS}
    for (_, unit, task, way), count in ways_anew(found).items():
        columns = counted[unit]
        columns[way + matter_key(task)] = columns.get(way + matter_key(task), 0) + count
    rows = [
        row for unit in UNITS for row in matters_of(unit, _of(figures, unit), counted[unit], can_text=True)
    ]
    shown = {(row.unit, row.code.replace("：", ":").replace("＃", "#")): row.served for row in rows}
    assert shown == served
    assert [row.completed for row in rows] == list(shown.values())
    assert all(row.name.startswith("事项") for row in rows)


def _of(figures: Mapping[str, Mapping[str, int]], unit: str) -> dict[str, Mapping[str, int]]:
    return {name: columns for name, columns in figures.items() if name.startswith(f"{unit}#")}


@given(lives())
def test_what_channels_and_halls_add_up_to_is_never_more_than_the_whole(found: list[Life]) -> None:
    stored: dict[str, dict[str, int]] = {}
    for (_, counted), count in projected(found).figures.items():
        name, _, column = counted.partition("!")[2].partition(":")
        stored.setdefault(name, {})[column] = count

    for month in read_figures(stored):
        in_force = month.tally.effective
        assert tuple(map(sum, zip(*month.by_channel.values(), strict=True))) in ((), in_force)
        assert all(sum(counts) <= sum(in_force) for counts in month.by_hall.values())
        assert sum(month.hall_completed.values()) <= month.tally.completed


@pytest.mark.parametrize(("is_number_fault", "expected"), [(True, (1, 1)), (False, (0, 0))])
def test_an_outage_is_no_failing_number_of_the_unit(is_number_fault: bool, expected: tuple[int, int]) -> None:
    about = {"unit": UNITS[0], "done_at": format_instant(START), "task_code": "T1"}
    events = (
        ("invitation.scheduled", about, START),
        ("invitation.send_refused", {**about, "fault": "any", "is_number_fault": is_number_fault}, START),
    )

    stored = {
        counted.partition("!")[2].partition(":")[2]: count
        for (name, counted), count in projected([Life("invitation", "x", events)]).figures.items()
        if name == FIGURES
    }

    assert (stored.get(TEXTED, 0), stored.get(FAILING, 0)) == expected


def test_a_paper_form_has_a_row_of_its_own_among_the_channels() -> None:
    about = {"unit": UNITS[0], "done_at": format_instant(START), "task_code": "T1", "case": "c_1"}
    rated = {"level": 5, "indicators": [], "channel": 5, "rated_at": format_instant(START)}
    found = [
        Life("invitation", f"x{number}", (("invitation.answered", {**about, **rated, **more}, START),))
        for number, more in enumerate(({}, {"sub_channel": "PAPER_FORM"}))
    ]

    stored: dict[str, dict[str, int]] = {}
    for (_, counted), count in projected(found).figures.items():
        name, _, column = counted.partition("!")[2].partition(":")
        stored.setdefault(name, {})[column] = count
    months = [one for one in read_figures(stored) if one.by_channel]

    assert [dict(one.by_channel) for one in months] == [{"5": (0, 0, 0, 0, 1), "p": (0, 0, 0, 0, 1)}]
