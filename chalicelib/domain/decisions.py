"""What deciding returns: the new state of one aggregate and the fact to be written in its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.kernel.canonical import Json

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


@dataclass(frozen=True, slots=True)
class Due:
    """The next instant at which time itself acts on an aggregate, and what it will do then."""

    kind: str
    at: datetime
