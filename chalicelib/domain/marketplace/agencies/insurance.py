"""The social-insurance record (社保缴费证明) of a person: the last months, up to the present (§4.2).

An agency names the last month its record covers. A month's contributions are booked in the month after, so a
record may end a little before the present; how many months it shows and how far behind it may be are rules.
"""

from datetime import date

from chalicelib.domain.marketplace.rules import ListingRules
from chalicelib.kernel.errors import FieldError


def oldest_end(today: date, listing: ListingRules) -> str:
    """Return the month that a record must reach at least, as `YYYY-MM`."""
    place = _place(f"{today:%Y-%m}") - listing.social_insurance_lag_months
    return f"{place // 12:04}-{place % 12 + 1:02}"


def record_problems(last_month: str, today: date, listing: ListingRules, pointer: str) -> list[FieldError]:
    """Name what is wrong with the last month of a record: missing, still to come, or too long ago."""
    if not last_month:
        return [FieldError(pointer, "required")]
    if _place(last_month) > _place(f"{today:%Y-%m}"):
        return [FieldError(pointer, "future-month")]
    until = oldest_end(today, listing)
    if _place(last_month) < _place(until):
        figures = {"months": listing.social_insurance_months, "until": until}
        return [FieldError(pointer, "record-too-old", figures)]
    return []


def _place(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1
