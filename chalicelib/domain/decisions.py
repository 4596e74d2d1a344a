"""What deciding returns: the new state of one aggregate and the fact to be written in its ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.kernel.errors import StaleVersion
from chalicelib.kernel.records import dataclass

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Event:
    """A fact, named in the past tense (`notice.published`).

    `data` is JSON without floats, without personal data and without free text: identifiers, numbers,
    instants as RFC 3339, hashes, codes.
    """

    type: str
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Decision(Generic[S]):
    """One command on one aggregate: its new state and exactly one event."""

    state: S
    event: Event

    def with_state(self, state: S) -> "Decision[S]":
        """Return the same fact with a state that the caller has completed."""
        return Decision(state, self.event)

    def noting(self, **data: Json) -> "Decision[S]":
        """Add facts that only the caller knows, such as the name an organisation had at the time."""
        return Decision(self.state, Event(self.event.type, {**self.event.data, **data}))


@dataclass(frozen=True, slots=True)
class Due:
    """The next instant at which time itself acts on an aggregate, and what it will do then."""

    kind: str
    at: datetime


def is_due(due: Due | None, now: datetime) -> bool:
    """Tell whether the next work of the clock has come."""
    return due is not None and now >= due.at


def check_seen(seen_at: str | None, at: datetime | None) -> None:
    """Refuse a decision about what another thing took the place of since it was read.

    `seen_at` is the instant of what was read, as RFC 3339; None from whoever does not say.

    Raises:
        StaleVersion: `changed-meanwhile`.
    """
    if seen_at and at and format_instant(at) > format_instant(parse_instant(seen_at)):
        raise StaleVersion
