"""What the use cases need of messages: inboxes, the settings of their readers, texts that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.messages.settings import MessageSettings
    from chalicelib.usecases.ports import ListPage


class Inbox(Protocol):
    """In-app messages by recipient, newest first."""

    def put(self, recipient: str, event_id: str, at: datetime, message: Mapping[str, Json]) -> None:
        """Keep a message; the same event and recipient twice is one message."""

    def page(self, recipient: str, request: PageRequest) -> ListPage:
        """Return one page of a recipient's messages."""


class OwnEntries(Protocol):
    """What an agency quoted for, from the opening on; before it no list of this exists (design §3)."""

    def put(self, uscc: str, notice_id: str, at: datetime, data: Mapping[str, Json]) -> None:
        """Keep that an agency quoted for a notice; twice is once."""

    def page(self, uscc: str, request: PageRequest) -> ListPage:
        """Return one page of an agency's entries, newest first."""


class SettingsReads(Protocol):
    """The message settings of recipients, read consistently."""

    def of(self, recipients: Sequence[str]) -> Mapping[str, MessageSettings]:
        """Return the settings that are kept by recipient, in one call for a hundred."""

    def versioned(self, recipient: str) -> tuple[MessageSettings, int]:
        """Return a recipient's settings and their version; the plain ones and 0 before the first choice."""


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text that waits until `due_at`, or is done; it names whom it is for and never a number."""

    recipient: str
    event: str
    code: str
    params: Mapping[str, Json]
    due_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Tell whether it has gone out or nobody wanted it any more."""
        return self.due_at is None


class HeldTexts(Protocol):
    """Texts on their way to a telephone, each under its own key, in the due index until they are done."""

    def keep(self, identifier: str, at: datetime, text: HeldText) -> None:
        """Keep a text that is due at an instant; one that is kept or done already stays as it is."""

    def find(self, identifier: str) -> HeldText | None:
        """Return a text, read consistently, or None."""

    def postpone(self, identifier: str, at: datetime, text: HeldText) -> None:
        """Let a text wait for another instant."""

    def finish(self, identifier: str, text: HeldText, now: datetime) -> None:
        """Note that a text needs nothing more; what is left forgets itself when nothing can come twice."""
