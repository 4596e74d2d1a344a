"""Writing down that a sanction is over, so that lists move it by themselves (docs/rules.md §2.6).

What is over is decided by the clock and by nothing else; this only leaves a trace of it in the ledger.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.conduct.facts import Conduct, Sanction
from chalicelib.domain.marketplace.conduct.reading import ends_at


def note_ends(conduct: Conduct, now: datetime) -> Conduct:
    """Mark every sanction whose last effect has ended; the same record when there is none."""
    if not any(end <= now for end in open_ends(conduct)):
        return conduct
    return Conduct(tuple(_noted(one, now) for one in conduct.sanctions))


def open_ends(conduct: Conduct) -> Iterator[datetime]:
    """Yield when the sanctions that are not marked yet will end."""
    for one in conduct.sanctions:
        if not one.is_noted and (end := ends_at(one)) is not None:
            yield end


def _noted(sanction: Sanction, now: datetime) -> Sanction:
    end = ends_at(sanction)
    return sanction if end is None or now < end else replace(sanction, is_noted=True)
