"""Pure readings of a conduct record at an instant (docs/rules.md §2.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.conduct.facts import (
    Conduct,
    Interception,
    Measure,
    MeasureKind,
    Sanction,
)

EVERYTHING = frozenset({MeasureKind.REMOVAL, MeasureKind.BLACKLIST})
"""Measures that also close the entry: no listing is opened, handed in, nominated or passed."""
PAUSES = frozenset({MeasureKind.SUSPENSION, MeasureKind.RESTRICTION})
"""Measures under which an admission is SUSPENDED and comes back by itself."""
_GRAVITY = (MeasureKind.BLACKLIST, MeasureKind.REMOVAL, MeasureKind.SUSPENSION, MeasureKind.RESTRICTION)


def end_of(sanction: Sanction, measure: Measure) -> datetime | None:
    """Return when a measure really ends: a correction ends it early."""
    ends = [end for end in (measure.ends_at, sanction.revoked_at) if end is not None]
    return min(ends, default=None)


def holds_at(sanction: Sanction, measure: Measure, at: datetime) -> bool:
    """Tell whether a measure kept the agency away at an instant."""
    end = end_of(sanction, measure)
    return measure.starts_at <= at and (end is None or at < end)


def measures_of(
    conduct: Conduct, kinds: Iterable[MeasureKind], service_type: str | None = None
) -> Iterator[tuple[Sanction, Measure]]:
    """Yield the measures of some kinds; with a service type, those that concern it."""
    wanted = frozenset(kinds)
    for sanction in conduct.sanctions:
        for measure in sanction.measures:
            concerns = measure.service_type is None or measure.service_type == service_type
            if measure.kind in wanted and concerns:
                yield sanction, measure


def stop_at(
    conduct: Conduct,
    service_type: str | None,
    at: datetime,
    kinds: Iterable[MeasureKind] = tuple(MeasureKind),
) -> Interception | None:
    """Return the gravest measure that holds at an instant; of two alike the one that ends last."""
    held = [pair for pair in measures_of(conduct, kinds, service_type) if holds_at(*pair, at)]
    if not held:
        return None
    sanction, measure = min(held, key=lambda pair: (_GRAVITY.index(pair[1].kind), *_latest(*pair)))
    return as_interception(sanction, measure)


def as_interception(sanction: Sanction, measure: Measure) -> Interception:
    """Say a measure with the sanction it belongs to."""
    return Interception(
        measure.kind,
        sanction.basis,
        sanction.number,
        sanction.document_no,
        measure.starts_at,
        end_of(sanction, measure),
        measure.service_type,
    )


def paused_from(conduct: Conduct, service_type: str, since: datetime) -> datetime | None:
    """Return the first instant from `since` at which a suspension covers the service type."""
    starts = (
        max(measure.starts_at, since)
        for sanction, measure in measures_of(conduct, PAUSES, service_type)
        if (end := end_of(sanction, measure)) is None or end > max(measure.starts_at, since)
    )
    return min(starts, default=None)


def paused_until(conduct: Conduct, service_type: str, since: datetime) -> datetime | None:
    """Return the first instant from `since` at which no suspension covers the type; None without an end."""
    at = since
    while held := [pair for pair in measures_of(conduct, PAUSES, service_type) if holds_at(*pair, at)]:
        ends = [end_of(*pair) for pair in held]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            return None
        at = max(known)
    return at


def removed_from(conduct: Conduct, since: datetime) -> datetime | None:
    """Return when a removal that began at `since` or later took effect."""
    starts = (
        measure.starts_at
        for sanction, measure in measures_of(conduct, {MeasureKind.REMOVAL})
        if measure.starts_at >= since
        and (sanction.revoked_at is None or sanction.revoked_at > measure.starts_at)
    )
    return min(starts, default=None)


def removal_corrected(conduct: Conduct, since: datetime) -> datetime | None:
    """Return when the removal that took effect at `since` lost its basis, if it did."""
    found = (
        sanction.revoked_at
        for sanction, measure in measures_of(conduct, {MeasureKind.REMOVAL})
        if measure.starts_at == since and sanction.revoked_at is not None
    )
    return min(found, default=None)


def counts_at(sanction: Sanction, at: datetime) -> bool:
    """Tell whether a sanction's points count at an instant: from the decision, until they lapse."""
    ends = [end for end in (sanction.points_end_at, sanction.revoked_at) if end is not None]
    return sanction.points > 0 and sanction.decided_at <= at and all(at < end for end in ends)


def is_running(sanction: Sanction, at: datetime) -> bool:
    """Tell whether a sanction still stops the agency; where it has no measures, whether its points count."""
    if not sanction.measures:
        return counts_at(sanction, at)
    return any(holds_at(sanction, one, at) for one in sanction.measures)


def stops_until(sanction: Sanction) -> datetime | None:
    """Return when the measures of a sanction end, or its points where it has none; None without an end."""
    return ends_at(replace(sanction, points=0) if sanction.measures else sanction)


def ends_at(sanction: Sanction) -> datetime | None:
    """Return when the last effect of a sanction ends; None when a measure has no end."""
    if sanction.revoked_at is not None:
        return sanction.revoked_at
    ends = [measure.ends_at for measure in sanction.measures]
    if sanction.points:
        ends.append(sanction.points_end_at)
    known = [end for end in ends if end is not None]
    return None if len(known) < len(ends) else max(known, default=sanction.decided_at)


def is_public_at(sanction: Sanction, at: datetime) -> bool:
    """Tell whether the public may still read a sanction."""
    return sanction.hidden_at is None or at < sanction.hidden_at


def _latest(sanction: Sanction, measure: Measure) -> tuple[int, float]:
    end = end_of(sanction, measure)
    return (0, 0.0) if end is None else (1, -end.timestamp())
