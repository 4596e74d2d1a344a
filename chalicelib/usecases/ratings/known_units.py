"""The units that the rating side knows: those that served somebody in the last year (evaluation.md §2.3)."""

from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.ports import House
from chalicelib.usecases.ratings.read_figures import last_months


def known_units(house: House) -> frozenset[str]:
    """Return every unit with a completed case; two Queries at most."""
    return frozenset(month.tally.unit for month in last_months(house).months if month.tally.completed)


def check_unit(house: House, unit: str) -> None:
    """Refuse a unit to which no order can be sent.

    Raises:
        Invalid: `unit-without-cases`.
    """
    if not any(month.tally.completed for month in last_months(house, unit).months):
        raise Invalid(errors=[FieldError("/unit", "unit-without-cases")])
