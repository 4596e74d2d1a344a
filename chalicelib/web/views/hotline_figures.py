"""The figures of items as their pages show them: rates rounded so that they never flatter (§5.17, §5.18)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.satisfaction.hotline.figures import STEPS, ItemFigures
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.usecases.hotline.read_figures import HotlineFigures

View = dict[str, Any]


def figures_view(found: HotlineFigures, names: Mapping[str, str]) -> View:
    """Return the figures of all and of each unit; the office's own last."""
    units = sorted(found.units, key=lambda unit: (not unit, names.get(unit, unit)))
    return {
        "whole": unit_figures(found.whole),
        "rows": [
            {"unit": unit, "name": names.get(unit, unit), **unit_figures(found.units[unit])} for unit in units
        ],
        "steps": list(STEPS),
    }


def unit_figures(figures: ItemFigures) -> View:
    """Return the figures of a unit, or of all."""
    return {
        "received": figures.received,
        "unsatisfied": figures.unsatisfied,
        "contacted": figures.contacted,
        "median_hours": figures.median_hours,
        "p90_hours": figures.p90_hours,
        "rates": [
            {
                "step": step,
                "due": one.due,
                "in_time": one.in_time,
                "percent": percent(one.in_time, one.due, Rounding.DOWN),
            }
            for step, one in figures.steps.items()
        ],
    }
