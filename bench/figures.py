"""One measured operation beside its budget, and how it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.budgets import BUDGETS

MEASURED = ("items", "calls", "rcu", "wcu", "cpu_ratio")
"""The columns of a figure; every other number it has stands apart, under a name of its own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What an operation took; numbers that do not apply stay None.

    `apart` holds what the columns cannot say: the parts of a sum, and what the budget leaves out. A budget
    may bound a column or a name of `apart`.
    """

    operation: str
    items: int | None = None
    calls: int | None = None
    rcu: float | None = None
    wcu: float | None = None
    cpu_ratio: float | None = None
    apart: Mapping[str, float] = field(default_factory=dict)
    remark: str = ""

    @property
    def budget(self) -> Mapping[str, float]:
        """Return the most that each bounded number may be."""
        return BUDGETS[self.operation]

    def value(self, name: str) -> float | None:
        """Return a column or a number that stands apart."""
        found: float | None = getattr(self, name) if name in MEASURED else self.apart.get(name)
        return found

    @property
    def missed(self) -> tuple[str, ...]:
        """Return the bounds that were broken; a bounded number that was not measured breaks its bound."""
        return tuple(
            name
            for name, most in self.budget.items()
            if (value := self.value(name)) is None or round(value, 2) > most
        )

    def to_json(self) -> dict[str, Any]:
        """Return the figure as a line of results.json."""
        columns = {name: _rounded(getattr(self, name)) for name in MEASURED}
        return {
            "operation": self.operation,
            **columns,
            "budget": dict(self.budget),
            "ok": not self.missed,
        }


def _rounded(value: float | None) -> float | None:
    return round(value, 2) if isinstance(value, float) else value
