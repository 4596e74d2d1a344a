"""What only opening and notifier may read of the quotes of a notice (design §3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.quotes.sealed import SealedQuote


class OpeningReads(Protocol):
    """What only opening and notifier may read: all quotes of a notice, all quoting agencies."""

    def quotes(self, notice_id: str) -> Iterator[SealedQuote]:
        """Yield every quote of a notice, consistently."""

    def agencies(self, usccs: Sequence[str]) -> Mapping[str, Agency]:
        """Return agencies by USCC, consistently, a hundred a call."""
