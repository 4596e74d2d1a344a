"""The open notices that close first, remembered by a process for half a minute.

They are public and the same for every agency; without this each workbench would read ten notices again.
Whoever shows them asks each for its state at the present instant, so none stays open beyond its deadline.
"""

import time
from collections.abc import Sequence

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.paging import PageRequest
from chalicelib.store.lists import Lists
from chalicelib.store.reading import Queries

BELIEVED_SECONDS = 30
"""How long a process believes what it read; a new or amended notice may appear that much later."""


class OpenNotices:
    """Open notices by service type, those that close first in front."""

    def __init__(self, lists: Lists, queries: Queries) -> None:
        """Use a process's reads."""
        self._lists, self._queries = lists, queries
        self._kept: dict[str, tuple[float, tuple[Notice, ...]]] = {}

    def nearest(self, service_types: Sequence[str], limit: int) -> tuple[Notice, ...]:
        """Return the notices of some service types that close first: nothing to read when remembered.

        Otherwise 1 Query a service type and 1 batch for their notices.
        """
        name = f"{limit}|{'|'.join(service_types)}"
        read_at, found = self._kept.get(name, (float("-inf"), ()))
        if time.monotonic() - read_at > BELIEVED_SECONDS:
            found = self._read(service_types, limit)
            self._kept = {**self._fresh(), name: (time.monotonic(), found)}
        return found

    def forget(self) -> None:
        """Read everything again at the next question: the tables were replaced."""
        self._kept = {}

    def _fresh(self) -> dict[str, tuple[float, tuple[Notice, ...]]]:
        """Return what is still believed, so that what nobody asks for does not stay in memory."""
        since = time.monotonic() - BELIEVED_SECONDS
        return {name: kept for name, kept in self._kept.items() if kept[0] > since}

    def _read(self, service_types: Sequence[str], limit: int) -> tuple[Notice, ...]:
        request = PageRequest(limit=limit)
        pages = (
            self._lists.page("closing", f"service_type={one}", request, newest_first=False)
            for one in service_types
        )
        cards = sorted((card for page in pages for card in page.cards), key=lambda card: card.sort)
        wanted = [str(card.data["id"]) for card in cards[:limit]]
        notices = self._queries.notices(wanted) if wanted else {}
        return tuple(notices[one] for one in wanted if one in notices)
