"""The frame of a campaign: the population on one day, as pages, with one hash over all of it (§2.6).

The frame is built shard by shard of the population index. Every shard is a list of pages; the hash of the
whole is over the shards' own, so that it can be recomputed from the pages alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from chalicelib.domain.satisfaction.campaigns.plan import Strata
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.records import dataclass

SHARDS = 16
"""Of the population index; the first hexadecimal digit of a person's key."""
PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class ServedBrief:
    """One completed case of a person, as the population index has it; nothing personal."""

    case: str
    unit: str
    hall: str
    done_at: datetime
    window: str = ""
    staff: str = ""
    has_objected: bool = False
    is_minor: bool = False
    is_vulnerable: bool = False
    has_landline: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """A person of the population: the MAC of the telephone, blank where none was left, and the cases."""

    contact: str
    cases: tuple[ServedBrief, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the frame: whom to ask, about which case; `unit` and `hall` are those of that case."""

    contact: str
    case: str
    unit: str
    hall: str


@dataclass(frozen=True, slots=True)
class ShardFrame:
    """What a shard came to: the page that lists its pages, blank without any, and its figures."""

    index: str
    served: int
    """Persons served, whether they can be asked or not."""
    eligible: int
    """Rows of the frame."""
    strata: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame as far as it is built; `sha256` and the sample come with the last step."""

    asked_at: datetime
    shards: tuple[ShardFrame, ...] = ()
    sha256: str = ""
    seed: str = ""
    sample_index: str = ""
    """The page that lists the pages of the sample; blank of a census."""
    sampled: int = 0

    @property
    def is_complete(self) -> bool:
        """Tell whether the frame and its sample are there."""
        return bool(self.sha256)

    @property
    def served(self) -> int:
        """Return how many persons were served, as far as they are counted."""
        return sum(one.served for one in self.shards)

    @property
    def eligible(self) -> int:
        """Return how many of them can be asked."""
        return sum(one.eligible for one in self.shards)

    @property
    def strata(self) -> dict[str, int]:
        """Return how many can be asked in each stratum."""
        total: Counter[str] = Counter()
        for one in self.shards:
            total.update(one.strata)
        return dict(sorted(total.items()))


def stratum_of(person: Person, strata: Strata | None) -> str:
    """Return the stratum of a person; all are one where there are none."""
    if strata is None:
        return ""
    return person.unit if strata is Strata.UNIT else person.hall


def frame_hash(shards: tuple[ShardFrame, ...]) -> str:
    """Return the hash of a whole frame: over what every shard's list of pages is called, in their order."""
    return digest([one.index for one in shards])


def seed_of(campaign: str, frame_sha256: str) -> str:
    """Return the seed of a sample: it follows from the campaign and its frame, so that nobody chooses it."""
    return digest(["campaign-seed/1", campaign, frame_sha256])
