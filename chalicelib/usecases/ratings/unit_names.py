"""What units are called: by their own cases, whatever the market knows of them."""

from chalicelib.domain.satisfaction.statistics.columns import FIGURES
from chalicelib.domain.satisfaction.statistics.names import UNITS, name_of_unit, names_of_units
from chalicelib.usecases.ports import House


def name_by_cases(house: House, unit: str) -> str:
    """Return what most cases of a unit call it; blank where it has none. A Query in some minutes."""
    return names_of_units(house.lists.remembered(FIGURES, UNITS, name_of_unit(unit, ""))).get(unit, "")
