"""What is read of the beacon outside a command: its chains and every value revealed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.beacons import BeaconChain, Reveal


class Rounds(Protocol):
    """The rounds of a public beacon outside the house."""

    @property
    def is_offered(self) -> bool:
        """Tell whether this deployment can fetch rounds."""

    def value(self, chain: str, number: int) -> str:
        """Return the randomness of a round in hexadecimal; Unavailable when it cannot be had (yet)."""


@dataclass(frozen=True, slots=True)
class RevealPage:
    """A chain, some of its reveals, and where the next ones begin."""

    chain: BeaconChain
    reveals: tuple[Reveal, ...]
    next: Cursor | None


def reveals_of(anchor: str) -> str:
    """Name the list of a chain's reveals, to which its cursors are bound."""
    return f"reveals/{anchor}"


class BeaconReads(Protocol):
    """The beacon as everybody may read it."""

    def chains(self) -> tuple[BeaconChain, ...]:
        """Return the beacon's chains, the newest first, which notices are bound to now; none at first."""

    def reveals(self, anchor: str, request: PageRequest) -> RevealPage:
        """Return a page of all values revealed of a chain, newest first; NotFound for no anchor of ours."""
