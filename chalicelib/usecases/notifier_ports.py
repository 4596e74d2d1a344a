"""What the use cases need from telephones, for those whom the house may not name in any table."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A message to a telephone; the number lives in memory only and is never printed."""

    phone: str = field(repr=False)
    event: str
    code: str
    at: datetime
    params: Mapping[str, Json]
    group: str = ""
    """The group of a message that lies in an inbox as well; blank for a registration, which has none."""


class Notifier(Protocol):
    """Text messages; `is_connected` says whether any provider is behind it."""

    is_connected: bool

    def send(self, message: TextMessage) -> None:
        """Send one message; a repeated event may reach a telephone twice, never not at all."""
