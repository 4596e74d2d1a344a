"""A sanction comes into force on an agency, is corrected, or leaves public view (docs/rules.md §2.6).

Who may do it was decided by the case, the list's confirmation or the system; here its effects are written on
the agency, whose admissions follow at once by the clock's own rules.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.drafting import blank_agency
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.conduct.facts import Measure, Sanction
from chalicelib.domain.marketplace.conduct.reading import ends_at
from chalicelib.domain.marketplace.conduct.terms import after_months
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, NotFound

SANCTIONED, CORRECTED = "agency.sanctioned", "agency.sanction-corrected"


def impose(
    agency: Agency | None, uscc: str, sanctions: Iterable[Sanction], now: datetime
) -> Decision[Agency] | None:
    """Put sanctions on record; None when all of them are there already.

    Whoever is on a list and has no file yet gets one without a register.

    Raises:
        Invalid: when the USCC does not hold.
    """
    before = blank_agency(uscc, now) if agency is None else agency
    new = tuple(one for one in sanctions if before.conduct.sanction(one.number) is None)
    if not new:
        return None
    conduct = replace(before.conduct, sanctions=(*before.conduct.sanctions, *new))
    known = replace(before, conduct=conduct)
    facts: list[Json] = [sanction_facts(one) for one in new]
    return decided(SANCTIONED, agency, settle(known, now), sanctions=facts)


def correct(agency: Agency, number: str, now: datetime) -> Decision[Agency]:
    """Take a sanction back because its basis fell: its points and measures end now, everywhere at once.

    Raises:
        NotFound: when the agency has no such sanction.
        Conflict: `already-corrected`.
    """
    sanction = agency.conduct.sanction(number)
    if sanction is None:
        raise NotFound
    if sanction.revoked_at is not None:
        raise Conflict("already-corrected", number=number)
    taken_back = replace(sanction, revoked_at=now)
    sanctions = tuple(taken_back if one is sanction else one for one in agency.conduct.sanctions)
    after = settle(replace(agency, conduct=replace(agency.conduct, sanctions=sanctions)), now)
    return decided(CORRECTED, agency, after, number=number, revoked_at=format_instant(now))


def hidden_after(sanction: Sanction, years: int) -> datetime | None:
    """Return when a sanction leaves public view: some years after its last effect ended [L5 art 38]."""
    end = ends_at(sanction)
    return None if end is None else after_months(end - timedelta(milliseconds=1), 12 * years)


def sanction_facts(sanction: Sanction) -> dict[str, Json]:
    """Return a sanction as the ledger and the lists hold it."""
    facts: dict[str, Any] = {
        "number": sanction.number,
        "source": sanction.source.value,
        "basis": sanction.basis,
        "document_no": sanction.document_no,
        "authority": sanction.authority,
        "decided_at": format_instant(sanction.decided_at),
        "points": sanction.points,
        "points_end_at": _instant(sanction.points_end_at),
        "ends_at": _instant(ends_at(sanction)),
        "measures": [_measure(one) for one in sanction.measures],
        "notice_no": sanction.notice_no,
        "hidden_at": _instant(sanction.hidden_at),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _measure(measure: Measure) -> dict[str, Json]:
    return {
        "kind": measure.kind.value,
        "starts_at": format_instant(measure.starts_at),
        "ends_at": _instant(measure.ends_at),
        "service_type": measure.service_type,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
