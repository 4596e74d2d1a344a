"""The board says where tasks stand now: nothing is held for ever, nothing open after the end (§2.5)."""

from chalicelib.domain.satisfaction.callbacks.board import UnitBoard
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.projections.callbacks import tally_task

S = TaskState
ROW = {"campaign": "cp_1", "unit": "A", "state": "ASSIGNED", "outcome": "NO_ANSWER"}


def columns(**more: int) -> set[str]:
    return {name.rpartition("|")[2].rpartition("#")[2] for _, name in tally_task({**ROW, **more})}


def test_what_somebody_holds_waits_to_be_called_or_called_again() -> None:
    assert any("s_QUEUED" in one for one in columns())
    assert any("s_RETRY" in one for one in columns(attempts=1))
    assert not any("ASSIGNED" in one for one in columns() | columns(attempts=1))


def test_once_a_campaign_is_over_nothing_is_open() -> None:
    board = UnitBoard("A", {"planned": 12, "s_RETRY": 2, "s_VISIT": 1, "s_UNREACHED": 1, "s_DONE": 3})

    running, over = board.standing(is_over=False), board.standing(is_over=True)

    assert (running[S.QUEUED], running[S.RETRY], running[S.UNREACHED]) == (5, 2, 1)
    assert (over[S.CLOSED_NOT_TRIED], over[S.UNREACHED], over[S.DONE]) == (5, 4, 3)
    assert {S.QUEUED, S.RETRY, S.VISIT, S.ASSIGNED}.isdisjoint(over)
    assert sum(running.values()) == sum(over.values())
