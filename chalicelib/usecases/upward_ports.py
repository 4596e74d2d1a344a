"""What the use cases need of the provincial rating system (evaluation.md §0, ADR 0075)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.upward.reconciling import Reconciliation
    from chalicelib.domain.satisfaction.upward.report import Report


class ReportRefusedError(DomainError):
    """The provincial system has read the report and will not have it; `text` is its own words."""

    def __init__(self, code: str, text: str) -> None:
        """Keep its code and its words, both already made short and plain."""
        super().__init__(code)
        self.text = text


class ReportNotTakenError(DomainError):
    """The provincial system has not taken the report, and may take it later; `text` is its own words."""

    def __init__(self, code: str, text: str = "") -> None:
        """Keep its code and its words."""
        super().__init__(code)
        self.text = text


@dataclass(frozen=True, slots=True)
class Listed:
    """One report as the far side lists it: our name of it and the level under ZWFW_IF."""

    name: str
    level: str = field(default="")


class Upward(Protocol):
    """The provincial system; telling it the same name twice tells it once."""

    is_connected: bool

    def report(self, name: str, message: Mapping[str, Json], /) -> str:
        """Tell it something and return its receipt.

        Raises:
            ReportRefusedError: for good.
            ReportNotTakenError: for now.
            Unavailable: when nobody can say whether it has it.
        """

    def receipt_of(self, name: str, /) -> str | None:
        """Return the receipt of what it was told under a name; None when it has no such thing.

        Raises:
            ReportNotTakenError, Unavailable: when it does not answer.
        """

    def listed(self, on: date, /) -> Iterator[Listed]:
        """Yield what it was told on a day.

        Raises:
            ReportNotTakenError, Unavailable: when it does not answer.
        """


class ReportReads(Protocol):
    """Reports and compared days outside a command."""

    def find_many(self, identifiers: Sequence[str], /) -> Mapping[str, Report]:
        """Return the reports that are there by id, read consistently, a hundred a call."""

    def day(self, on: str, /) -> Reconciliation | None:
        """Return a compared day, or None."""
