"""A transition table allows what it lists and nothing else."""

from enum import StrEnum

import pytest

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.transitions import Move, TransitionTable


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


MOVES = [
    Move(None, "built", Door.SHUT, "joiner"),
    Move(Door.SHUT, "opened", Door.OPEN, "anyone"),
    Move(Door.OPEN, "closed", Door.SHUT, "anyone"),
    Move(Door.SHUT, "locked", Door.LOCKED, "owner"),
]
TABLE = TransitionTable("door", MOVES)


def test_listed_moves_are_allowed_and_every_other_triple_is_refused() -> None:
    events = {move.event for move in MOVES}
    triples = [(source, event, target) for source in (None, *Door) for event in events for target in Door]

    allowed = {triple for triple in triples if TABLE.allows(*triple)}

    assert allowed == {(move.source, move.event, move.target) for move in MOVES}


@pytest.mark.parametrize("source", [None, *Door])
@pytest.mark.parametrize("event", ["built", "opened", "closed", "locked", "painted"])
@pytest.mark.parametrize("target", Door)
def test_the_check_passes_what_the_table_lists_and_nothing_else(
    source: Door | None, event: str, target: Door
) -> None:
    refused = False
    try:
        TABLE.check(source, event, target)
    except Conflict:
        refused = True

    assert refused != ((source, event, target) in {(move.source, move.event, move.target) for move in MOVES})


def test_a_refusal_names_the_kind_the_state_and_the_event() -> None:
    with pytest.raises(Conflict) as refusal:
        TABLE.check(Door.LOCKED, "opened", Door.OPEN)

    assert refusal.value.code == "wrong-state"
    assert refusal.value.params == {"kind": "door", "state": "locked", "event": "opened"}


def test_a_move_listed_twice_is_an_error_of_the_table() -> None:
    with pytest.raises(ValueError, match="door"):
        TransitionTable("door", [*MOVES, Move(Door.SHUT, "locked", Door.LOCKED, "guard")])


def test_the_possible_events_of_a_state_come_in_the_tables_order() -> None:
    assert list(TABLE.events_from(Door.SHUT)) == ["opened", "locked"]
    assert list(TABLE.events_from(Door.LOCKED)) == []
    assert list(TABLE.events_from(None)) == ["built"]


def test_the_table_draws_itself() -> None:
    assert TABLE.mermaid() == "\n".join(
        [
            "stateDiagram-v2",
            "    [*] --> shut: built (joiner)",
            "    shut --> open: opened (anyone)",
            "    open --> shut: closed (anyone)",
            "    shut --> locked: locked (owner)",
        ]
    )
