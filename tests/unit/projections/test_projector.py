from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.decisions import Event
from chalicelib.domain.ledger import Entry, Head, append, head_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.projections.projector import ROUNDS, Projector
from chalicelib.projections.rows import Projection, Row, Showing
from chalicelib.usecases.projection_ports import Comparison, RowChange, RowsMovedError, StoredRow
from tests.factories.notices import MONDAY


def _apply(row: Row, _entry: Entry, data: Mapping[str, Any], text: Mapping[str, str]) -> Row:
    return {**row, "state": data["state"], **text}


def _show(row: Row) -> tuple[Showing, ...]:
    return (Showing("things", ("all", row["state"]), "a", {"title": row.get("title", "")}),)


THINGS = Projection("thing", _apply, _show, lambda row: {("extra", row["state"]): 1}, reads_texts=True)


@dataclass
class FakeLedger:
    chains: dict[str, list[Entry]] = field(default_factory=dict)

    def tell(self, aggregate: str, state: str, text: str | None = None) -> None:
        chain = self.chains.setdefault(aggregate, [])
        head = head_of(chain[-1]) if chain else Head()
        chain.append(
            append(
                head, aggregate, "thing", Event("told", {"state": state, "text_hash": text}), SYSTEM, MONDAY
            )
        )

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        return (entry for entry in self.chains.get(aggregate, []) if entry.seq > after)

    def aggregates(self) -> Iterator[str]:
        return iter(self.chains)


@dataclass
class FakeReporting:
    """Rows, cards and counters in memory; `rivals` is how often somebody else is first."""

    rivals: int = 0
    stored: dict[tuple[str, str], StoredRow] = field(default_factory=dict)
    cards: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    figures: dict[tuple[str, str], int] = field(default_factory=dict)
    owed: list[Mapping[tuple[str, str], int]] = field(default_factory=list)

    def rows(self, _generation: int, ids: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], StoredRow]:
        return {pair: self.stored.get(pair, StoredRow(0, {})) for pair in ids}

    def commit(
        self,
        _generation: int,
        changes: Sequence[RowChange],
        deltas: Mapping[tuple[str, str], int],
        *,
        later: bool = False,
    ) -> None:
        if self.rivals:
            self.rivals -= 1
            raise RowsMovedError
        for change in changes:
            self.stored[change.kind, change.identifier] = StoredRow(change.seq, change.row)
            for card in change.cards:
                place = (card.list_name, card.facet, card.sort)
                self.cards.pop(place, None)
                if card.data is not None:
                    self.cards[place] = card.data
        self.owed.append(deltas)
        if not later:
            self.settle(1)

    def settle(self, _generation: int) -> None:
        for deltas in self.owed:
            for key, delta in deltas.items():
                self.figures[key] = self.figures.get(key, 0) + delta
        self.owed.clear()

    def generation(self) -> tuple[int, int | None]:
        return 1, None

    def point(self, _generation: int, _building: int | None) -> None: ...

    def dump(self, _generation: int) -> Mapping[tuple[str, str], tuple[int | None, str | None]]:
        return {}

    def compare(self, _one: int, _other: int) -> Comparison:
        return Comparison(equal=True, moved=())

    def drop_all_but(self, _kept: frozenset[int]) -> int:
        return 0


class FakeTexts:
    def get_many(self, hashes: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {each: {"title": f"title of {each}"} for each in hashes}


def make(reporting: FakeReporting | None = None) -> tuple[Projector, FakeLedger, FakeReporting]:
    ledger, rows = FakeLedger(), reporting or FakeReporting()
    return Projector(ledger, rows, FakeTexts(), {"thing": THINGS}), ledger, rows


def figures(reporting: FakeReporting) -> dict[str, int]:
    return {
        facet: number for (name, facet), number in reporting.figures.items() if name == "things" and number
    }


def test_a_hint_brings_the_row_up_to_the_ledger_however_far_it_is_behind() -> None:
    projector, ledger, reporting = make()
    for state in ("DRAFT", "LIVE", "DONE"):
        ledger.tell("THING#1", state)

    assert projector.catch_up(["THING#1"]) == 3
    assert reporting.stored["thing", "1"].seq == 3
    assert set(reporting.cards) == {("things", "all", "a"), ("things", "DONE", "a")}
    assert figures(reporting) == {"all": 1, "DONE": 1}


def test_a_hint_that_comes_again_changes_nothing() -> None:
    projector, ledger, reporting = make()
    ledger.tell("THING#1", "DRAFT")
    projector.catch_up(["THING#1"])

    assert projector.catch_up(["THING#1", "THING#1"]) == 0
    assert figures(reporting) == {"all": 1, "DRAFT": 1}


def test_a_hint_at_something_that_is_not_reported_is_passed_over() -> None:
    projector, ledger, reporting = make()
    ledger.tell("DIGEST#daily", "DRAFT")

    assert projector.catch_up(["DIGEST#daily"]) == 0
    assert reporting.stored == {}


def test_a_card_moves_when_its_facet_does_and_counts_follow() -> None:
    projector, ledger, reporting = make()
    ledger.tell("THING#1", "DRAFT")
    projector.catch_up(["THING#1"])
    ledger.tell("THING#1", "LIVE", "t1")

    projector.catch_up(["THING#1"])

    assert reporting.cards == {
        ("things", "all", "a"): {"title": "title of t1"},
        ("things", "LIVE", "a"): {"title": "title of t1"},
    }
    assert figures(reporting) == {"all": 1, "LIVE": 1}
    assert reporting.figures["extra", "LIVE"] == 1
    assert reporting.figures["extra", "DRAFT"] == 0


def test_rows_that_a_rival_moved_are_read_again() -> None:
    projector, ledger, reporting = make(FakeReporting(rivals=3))
    ledger.tell("THING#1", "DRAFT")

    assert projector.catch_up(["THING#1"]) == 1
    assert figures(reporting) == {"all": 1, "DRAFT": 1}


def test_a_projector_that_is_never_first_gives_the_batch_back() -> None:
    projector, ledger, _ = make(FakeReporting(rivals=ROUNDS))
    ledger.tell("THING#1", "DRAFT")

    with pytest.raises(RowsMovedError):
        projector.catch_up(["THING#1"])


def test_a_batch_of_many_transactions_is_settled_once_at_its_end() -> None:
    projector, ledger, reporting = make()
    for number in range(150):
        ledger.tell(f"THING#{number}", "DRAFT")

    assert projector.catch_up(ledger.aggregates()) == 150
    assert reporting.owed == []
    assert figures(reporting) == {"all": 150, "DRAFT": 150}


def test_what_a_dead_batch_left_owed_is_settled_by_the_next_one() -> None:
    projector, _, reporting = make()
    reporting.owed.append({("things", "all"): 2})

    projector.catch_up(["THING#1"])

    assert figures(reporting) == {"all": 2}
