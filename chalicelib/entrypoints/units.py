"""The unit of an address, and what it is called."""

from chalicelib.entrypoints.call import Call
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.usecases.ratings.unit_names import name_by_cases


def unit_name(call: Call, unit: str) -> str:
    """Return the name of a unit: what its cases call it, or the market; its code where nobody named it."""
    found = call.types.department_by_org(unit)
    return name_by_cases(call.house, unit) or (found.name if found else unit)


def unit_names(call: Call) -> dict[str, str]:
    """Name the departments of the market; another unit is shown by its code."""
    return {one.org: one.name for one in call.types.departments.values()}


def unit_of(call: Call) -> str:
    """Return the unit of the address.

    Raises:
        NotFound: for what is no code of a body.
    """
    try:
        return check_uscc(call.params["unit"]).value
    except BadIdentifier as bad:
        raise NotFound from bad
