"""The open notices that an agency is matched with, without reading them anew for every agency."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.marketplace.notices.notice import Notice


class OpenNotices(Protocol):
    """The open notices that close first, as a process remembers them for half a minute."""

    def nearest(self, service_types: Sequence[str], limit: int) -> tuple[Notice, ...]:
        """Return the notices of some service types that close first."""

    def forget(self) -> None:
        """Read everything again at the next question."""
