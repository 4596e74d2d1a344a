"""A month that was frozen: which document was published of it, under which hash (evaluation.md §5, §8.14).

The document lies in a page that is named by its content; the ledger holds both hashes, that of what is
published and that of the whole, so that whoever replays the ledger can prove the hidden counts as well.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class FrozenPeriod:
    """A frozen month; `page` names the page of the published document, `sha256` is the document's own."""

    id: str
    profile: str
    frozen_at: datetime
    sha256: str
    complete_sha256: str
    page: str
    n_units: int


def freeze(period: FrozenPeriod) -> Decision[FrozenPeriod]:
    """Return the fact that a month is frozen; a month is frozen once."""
    facts: Mapping[str, Json] = {
        "period": period.id,
        "profile": period.profile,
        "frozen_at": format_instant(period.frozen_at),
        "sha256": period.sha256,
        "complete_sha256": period.complete_sha256,
        "page": period.page,
        "units": period.n_units,
    }
    return Decision(period, Event("period.frozen", facts))
