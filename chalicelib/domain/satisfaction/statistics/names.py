"""What may stand in the name of a figure, and what units are called by those who report their cases.

A figure's name is put together with colons, exclamation marks and hashes; none stands in a code or a name.
"""

from collections.abc import Mapping
from typing import Final

UNITS: Final = "units"
"""The facet of what units are called; a figure is `unit#name`, and says how many cases call it so."""
CASES: Final = "n"

_SEPARATORS: Final = str.maketrans({":": "：", "!": "！", "#": "＃"})


def without_separators(text: str) -> str:
    """Return a text as it may stand in the name of a figure."""
    return text.translate(_SEPARATORS)


def name_of_unit(unit: str, name: str) -> str:
    """Name the figure that says what a unit is called."""
    return f"{unit}#{without_separators(name)}"


def names_of_units(figures: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Return what each unit is called by most of its cases.

    >>> names_of_units({"U#民政局": {"n": 2}, "U#市民政局": {"n": 3}})
    {'U': '市民政局'}
    """
    found: dict[str, tuple[int, str]] = {}
    for figure, columns in figures.items():
        unit, _, name = figure.partition("#")
        found[unit] = max(found.get(unit, (0, "")), (columns.get(CASES, 0), name))
    return {unit: name for unit, (count, name) in found.items() if count > 0}
