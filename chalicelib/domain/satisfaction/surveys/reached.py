"""How far the calls of a survey came, in all and by unit, as its results hold it (§5 no. 11; ADR 0099)."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.domain.satisfaction.callbacks.board import UnitBoard, boards, together
from chalicelib.kernel.canonical import Json


def reached_lines(figures: Mapping[str, Mapping[str, int]]) -> list[Json]:
    """Return the funnel of all and then of every unit; nothing where nobody was called."""
    units = tuple(boards(figures))
    return [_line(one) for one in (together(units), *units)] if units else []


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
