"""The coverage report as its pages read it: two Queries of all departments, three of one (ADR 0074, 0086)."""

from chalicelib.domain.satisfaction.statistics.columns import FIGURES, read_figures
from chalicelib.domain.satisfaction.statistics.snapshot import hides_any_month
from chalicelib.domain.satisfaction.statistics.ways import (
    COVERAGE,
    KNOWN,
    NAMES,
    MatterRow,
    UnitRow,
    matters_of,
    units_of,
)
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House


def this_year(house: House) -> str:
    """Return the year that the report counts."""
    return str(house.clock.product_now().astimezone(CHINA).year)


def all_units(house: House) -> tuple[UnitRow, ...]:
    """Return every department that has a matter."""
    known = house.lists.figures(COVERAGE, KNOWN)
    counted = house.lists.figures(COVERAGE, this_year(house))
    return units_of(known, counted, can_text=house.texts.is_connected)


def unit_matters(house: House, unit: str) -> tuple[MatterRow, ...]:
    """Return every matter of a department with every way to rate it."""
    named = house.lists.figures(COVERAGE, NAMES, f"{unit}#")
    counted = house.lists.figures(COVERAGE, this_year(house), unit)
    return matters_of(unit, named, counted.get(unit, {}), can_text=house.texts.is_connected)


def matter_names(house: House) -> dict[str, str]:
    """Return what every known matter is called, by its code, for lists that only carry codes: one Query."""
    figures = (figure.split("#", 2) for figure in sorted(house.lists.figures(COVERAGE, NAMES)))
    return {code: name for _unit, code, name in figures}


def is_count_hidden(house: House, unit: str) -> bool:
    """Tell whether the ratings of a month of the year are hidden: the year's by way would give them away."""
    months = read_figures(house.lists.figures(FIGURES, this_year(house)))
    below = house.rating_rules.load().statistics.small_cell_below
    return hides_any_month(unit, (month.tally for month in months), below)
