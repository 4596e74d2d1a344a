"""In-app messages and the outbox (design §1, effects): put once under a key made of the event.

A message holds a code and figures (a public title is one), never words and never a person: the page says it
in the reader's language. Recipients are organisations, departments and roles.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import keys
from chalicelib.store.card_pages import read_page
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import ListPage


class Inbox:
    """Messages by recipient, newest first."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def put(self, recipient: str, event_id: str, at: datetime, message: Mapping[str, Json]) -> None:
        """Keep a message; the same event and recipient twice is one message."""
        item = self._model(keys.inbox(recipient), f"{format_instant(at)}#{event_id}", kind="message")
        item.data = canonical_json(dict(message))
        item.save()

    def page(self, recipient: str, request: PageRequest) -> ListPage:
        """Return one page of a recipient's messages."""
        return read_page(self._model, keys.inbox(recipient), f"inbox/{recipient}", request, newest_first=True)


class OwnEntries:
    """What each agency quoted for, newest first: written after the opening, as its messages are."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def put(self, uscc: str, notice_id: str, at: datetime, data: Mapping[str, Json]) -> None:
        """Keep that an agency quoted for a notice; twice is once."""
        item = self._model(keys.inbox(_entries(uscc)), f"{format_instant(at)}#{notice_id}", kind="entry")
        item.data = canonical_json(dict(data))
        item.save()

    def page(self, uscc: str, request: PageRequest) -> ListPage:
        """Return one page of an agency's entries."""
        return read_page(
            self._model, keys.inbox(_entries(uscc)), f"entries/{uscc}", request, newest_first=True
        )


def _entries(uscc: str) -> str:
    """Name an agency's own list among the recipients: the notifier may write to those alone."""
    return f"entries:{uscc}"
