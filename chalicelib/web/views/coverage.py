"""What the coverage report shows: open ways, empty cells by name, and no count that is small (ADR 0074)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from chalicelib.domain.satisfaction.statistics.cells import Published, protect
from chalicelib.domain.satisfaction.statistics.ways import MatterRow, Offer, UnitRow, Way
from chalicelib.web.i18n import translate
from chalicelib.web.labels import label

TONES: Final = {Offer.OPEN: "success", Offer.MISSING: "danger", Offer.NOT_YET: "quiet"}
WAYS: Final = tuple(str(way) for way in Way)


def units_view(
    rows: Iterable[UnitRow], ways: Sequence[Way], name_of: Callable[[str], str], *, only_empty: bool
) -> list[dict[str, Any]]:
    """Return departments with what is missing by way."""
    return [
        {
            "unit": row.unit,
            "name": name_of(row.unit),
            "matters": row.matters,
            "completed": row.completed,
            "empty": row.empty,
            "no_way": row.no_way,
            "ways": {str(way): {"open": row.open[way], "missing": row.missing(way)} for way in ways},
        }
        for row in rows
        if not only_empty or any(row.missing(way) for way in ways)
    ]


def matters_view(
    rows: Sequence[MatterRow], ways: Sequence[Way], below: int, *, only_empty: bool, is_hidden: bool
) -> list[dict[str, Any]]:
    """Return matters with every way that is asked for; counts are protected before any row is left out.

    Where ratings of the unit `is_hidden`, none are counted here either.
    """
    completed = protect({row.code: row.completed for row in rows}, below).cells
    nobody: Mapping[str, Published] = dict.fromkeys(row.code for row in rows)
    rated = {way: nobody if is_hidden else _protected(rows, way, below) for way in Way}
    return [
        {
            "code": row.code,
            "name": row.name,
            "known": _known(row),
            "completed": completed[row.code],
            "has_no_way": row.has_no_way,
            "reasons": _missing(row, ways),
            "cells": [
                {
                    "way": str(cell.way),
                    "offer": str(cell.offer),
                    "tone": TONES[cell.offer],
                    "reason": cell.reason,
                    "rated": rated[cell.way][row.code],
                }
                for cell in row.cells
                if cell.way in ways
            ],
        }
        for row in rows
        if not only_empty or set(row.empty) & set(ways)
    ]


def _protected(rows: Sequence[MatterRow], way: Way, below: int) -> Mapping[str, Published]:
    """Return how many rated by a way, matter by matter: what a way adds up to is published of the unit."""
    counts = {row.code: cell.rated for row in rows for cell in row.cells if cell.way is way}
    return protect(counts, below).cells


def _missing(row: MatterRow, ways: Sequence[Way]) -> list[str]:
    """Return what is missing for the empty cells that are shown, each once."""
    found = (cell.reason for cell in row.cells if cell.offer is Offer.MISSING and cell.way in ways)
    return list(dict.fromkeys(found))


def _known(row: MatterRow) -> list[str]:
    known = {"cases": row.served, "windows": row.windows, "items": row.items}
    return [how for how, count in known.items() if count]


def few(count: Published, below: int) -> str:
    """Write a count as it may be published.

    >>> few(None, 5), few(12, 5)
    ('<5', '12')
    """
    return f"<{below}" if count is None else str(count)


def units_table(rows: Iterable[dict[str, Any]], locale: str) -> list[list[str]]:
    """Return departments by ways as lines of a table."""
    heads = ["unit", "unit_name", "matters", "completed", "way", "way_name", "open", "missing"]
    lines = [
        [
            row["unit"],
            row["name"],
            str(row["matters"]),
            str(row["completed"]),
            way,
            translate(label(way, "way"), locale),
            str(found["open"]),
            str(found["missing"]),
        ]
        for row in rows
        for way, found in row["ways"].items()
    ]
    return [heads, *lines]


def matters_table(
    unit: str, name: str, rows: Iterable[dict[str, Any]], below: int, locale: str
) -> list[list[str]]:
    """Return matters by ways as lines of a table, the empty cells with what is missing."""
    heads = [
        "unit", "unit_name", "task_code", "task_name", "completed",
        "way", "way_name", "offer", "reason", "rated",
    ]  # fmt: skip
    lines = [
        [
            unit,
            name,
            row["code"],
            row["name"],
            few(row["completed"], below),
            cell["way"],
            translate(label(cell["way"], "way"), locale),
            cell["offer"],
            translate(label(cell["reason"], "way-reason"), locale),
            few(cell["rated"], below),
        ]
        for row in rows
        for cell in row["cells"]
    ]
    return [heads, *lines]
