"""Half-years: January to June and July to December, by the months in which services were completed."""

from datetime import datetime

from chalicelib.domain.satisfaction.statistics.periods import is_period, period_of

_MONTHS = 6


def half_of(at: datetime) -> str:
    """Return the half-year of an instant.

    >>> from datetime import UTC
    >>> half_of(datetime(2026, 6, 30, 16, tzinfo=UTC))
    '2026-H2'
    """
    year, month = period_of(at).split("-")
    return f"{year}-H{1 if int(month) <= _MONTHS else 2}"


def is_half(text: str) -> bool:
    """Tell whether a text names a half-year.

    >>> is_half("2026-H1"), is_half("2026-H3"), is_half("2026-1")
    (True, False, False)
    """
    year, mark, half = text.partition("-H")
    return bool(mark) and half in ("1", "2") and is_period(f"{year}-01")


def half_before(half: str) -> str:
    """Return the half-year before.

    >>> half_before("2026-H1"), half_before("2026-H2")
    ('2025-H2', '2026-H1')
    """
    year, number = half.split("-H")
    return f"{year}-H1" if number == "2" else f"{int(year) - 1:04d}-H2"


def months_of_half(half: str) -> tuple[str, ...]:
    """Return the months of a half-year, the first one first.

    >>> months_of_half("2026-H2")[0], months_of_half("2026-H2")[-1]
    ('2026-07', '2026-12')
    """
    year, number = half.split("-H")
    first = 1 if number == "1" else 1 + _MONTHS
    return tuple(f"{year}-{month:02d}" for month in range(first, first + _MONTHS))
