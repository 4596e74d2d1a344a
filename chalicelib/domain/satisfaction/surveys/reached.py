"""How far the calls of a survey came, in all and by unit, as its results hold it (§5 no. 11, 15; ADR 0099).

A unit that served few is hidden, and with it what would give it away; where few answered calls, nothing says
how many.
"""

from collections.abc import Container, Mapping
from decimal import Decimal
from typing import Final

from chalicelib.domain.satisfaction.callbacks.board import UnitBoard, boards, together
from chalicelib.domain.satisfaction.statistics.cells import protect
from chalicelib.kernel.canonical import Json

COUNTED: Final = ("served", "eligible", "to_ask", "tried", "reached", "rated", "bad_numbers", "coverage")
OF_ANSWERS: Final = ("answered", "effective", "heard")


def reached_lines(figures: Mapping[str, Mapping[str, int]], below: int) -> list[Json]:
    """Return the funnel of all and then of every unit; nothing where nobody was called."""
    units = tuple(boards(figures))
    if not units:
        return []
    served = protect({one.unit: one.coverage.served for one in units}, below)
    whole = together(units)
    few_answers = OF_ANSWERS if whole.coverage.answered < below else ()
    return [
        _without(_line(one), (*COUNTED, *OF_ANSWERS) if shown is None else few_answers)
        for one, shown in ((whole, served.total), *((one, served.cells[one.unit]) for one in units))
    ]


def _without(line: dict[str, Json], hidden: Container[str]) -> dict[str, Json]:
    return {name: None if name in hidden else value for name, value in line.items()}


def _line(board: UnitBoard) -> dict[str, Json]:
    found = board.coverage
    persons: dict[str, Json] = {step.name: step.persons for step in found.steps}
    return {
        "unit": board.unit,
        **persons,
        "rated": found.rated,
        "bad_numbers": found.bad_numbers,
        "coverage": _text(found.coverage),
        "effective": _text(found.answered_rate),
        "heard": _text(found.heard_rate),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
