"""The months whose figures are frozen, and the half-years whose ranking is, as the public lists show them."""

from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing


def apply(_row: Row, _entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """A month or half-year is frozen once, and the fact says all there is."""
    return dict(data)


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of a frozen month."""
    card = {name: row[name] for name in ("period", "frozen_at", "sha256", "units")}
    return (Showing("frozen-periods", ("all",), row["period"], card),)


PERIODS = Projection("period", apply, show)


def show_half_year(row: Row) -> tuple[Showing, ...]:
    """Return the card of a half-year."""
    card = {name: row[name] for name in ("half", "frozen_at", "sha256", "units", "ranked")}
    return (Showing("half-years", ("all",), row["half"], card),)


HALF_YEARS = Projection("half-year", apply, show_half_year)
