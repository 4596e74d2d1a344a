"""How figures are shown: a table for people, results.json for whoever compares runs."""

import json
from collections.abc import Sequence
from pathlib import Path

from bench.figures import MEASURED, Figure

RESULTS = Path(__file__).parent / "results.json"
HEADINGS = ("operation", *MEASURED, "budget", "ok", "apart")


def write_results(figures: Sequence[Figure], path: Path = RESULTS) -> None:
    """Write the figures as JSON, one a line."""
    lines = ",\n".join(json.dumps(figure.to_json(), ensure_ascii=False) for figure in figures)
    path.write_text(f"[\n{lines}\n]\n", "utf-8")


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table, a figure a line."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(figure: Figure) -> tuple[str, ...]:
    columns = (_number(figure.value(name)) for name in MEASURED)
    verdict = "missed: " + ", ".join(figure.missed) if figure.missed else "ok"
    return figure.operation, *columns, _named(figure.budget), verdict, _named(figure.apart) + figure.remark


def _named(numbers: object) -> str:
    return ", ".join(f"{name} {_number(value)}" for name, value in dict(numbers).items())  # type: ignore[call-overload]


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}".rstrip("0").rstrip(".")
