"""An evaluation that is over counts towards the agency's credit (docs/rules.md §2.6, ADR 0053).

It counts from the end of its window, for some months. Whatever an objection changes ends the record and puts
the new mean in its place until the same day, so that the score of an earlier instant stays what it was.
"""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.conduct.facts import Evaluated
from chalicelib.domain.marketplace.conduct.terms import after_months
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant

EVALUATED = "agency.evaluated"


def count_evaluation(
    agency: Agency, notice_no: str, mean: Fraction | None, now: datetime, months: int
) -> Decision[Agency] | None:
    """Put the mean of a purchase on record from now on; None when nothing changes.

    A mean of None says that nobody's opinion counts (any more): there is no data, and none is filled in.
    """
    before = agency.conduct.evaluations
    held = next((one for one in before if one.notice_no == notice_no and one.set_aside_at is None), None)
    if mean == (held.mean if held else None):
        return None
    kept = tuple(replace(one, set_aside_at=now) if one is held else one for one in before)
    ends_at = held.ends_at if held else after_months(now, months)
    new = () if mean is None else (Evaluated(notice_no, mean, now, ends_at),)
    conduct = replace(agency.conduct, evaluations=(*kept, *new))
    facts: dict[str, Json] = {
        "notice_no": notice_no,
        "mean": f"{mean.numerator}/{mean.denominator}" if mean is not None else None,
        "since": format_instant(now),
        "ends_at": format_instant(ends_at),
    }
    return decided(EVALUATED, agency, settle(replace(agency, conduct=conduct), now), evaluation=facts)


def is_counted_at(one: Evaluated, at: datetime) -> bool:
    """Tell whether an evaluation counts at an instant."""
    return one.since <= at < one.ends_at and (one.set_aside_at is None or at < one.set_aside_at)
