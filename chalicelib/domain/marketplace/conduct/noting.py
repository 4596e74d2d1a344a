"""Writing down that a sanction is over or out of public view, so that lists follow (docs/rules.md §2.6).

What is over is decided by the clock and by nothing else; this only leaves a trace of it in the ledger.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.conduct.facts import Conduct, Phase, Sanction
from chalicelib.domain.marketplace.conduct.reading import ends_at


def note_ends(conduct: Conduct, now: datetime) -> Conduct:
    """Mark every sanction by what the clock has done to it; the same record when nothing has turned."""
    if not any(at <= now for at in next_turns(conduct)):
        return conduct
    noted = tuple(replace(one, phase=phase_at(one, now)) for one in conduct.sanctions)
    return replace(conduct, sanctions=noted)


def next_turns(conduct: Conduct) -> Iterator[datetime]:
    """Yield when each sanction turns next: to its end, then out of public view."""
    for one in conduct.sanctions:
        if one.phase is Phase.RUNNING and (end := ends_at(one)) is not None:
            yield end
        if one.phase is Phase.ENDED and one.hidden_at is not None:
            yield one.hidden_at


def phase_at(sanction: Sanction, at: datetime) -> Phase:
    """Return the phase of a sanction at an instant."""
    end = ends_at(sanction)
    if end is None or at < end:
        return Phase.RUNNING
    is_hidden = sanction.hidden_at is not None and at >= sanction.hidden_at
    return Phase.HIDDEN if is_hidden else Phase.ENDED
