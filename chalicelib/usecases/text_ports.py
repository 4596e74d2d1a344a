"""What the use cases need of a provider that texts those who were served (evaluation.md §2.1)."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.text_templates.template import TextTemplate


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """One text; `name` is ours and never repeated, the number lives in memory only and is never printed."""

    name: str
    phone: str = field(repr=False)
    words: str = field(repr=False)


class TextRefusedError(DomainError):
    """The provider will never take this text: the number does not exist, or refuses all texts."""


class TextNotTakenError(DomainError):
    """The provider has certainly not taken the text, and may take it later."""


class TextFate(StrEnum):
    """What a provider says of a text when it is asked."""

    TAKEN = "taken"
    NOT_THERE = "not-there"
    UNKNOWN = "unknown"
    """The provider cannot be asked."""


class Pace(Protocol):
    """The provider's pace, which all workers share."""

    def wait(self, per_minute: int, /) -> bool:
        """Take the next place in the line of texts and wait for it; False when it is too far ahead."""


class Texts(Protocol):
    """Text messages of a provider; whatever else goes wrong while sending leaves the fate of a text open."""

    is_connected: bool

    def send(self, text: OutgoingText, /) -> str:
        """Send a text and return what the provider calls it.

        Raises:
            TextRefusedError: for good.
            TextNotTakenError: for now.
            Unavailable: when nobody can say whether the provider has it.
        """

    def fate(self, name: str, phone: str, since: datetime, /) -> TextFate:
        """Return what became of a text to a number whose sending began at an instant and was broken off.

        Raises:
            Unavailable: when the provider does not say now.
        """


class TemplateReads(Protocol):
    """The words of texts by kind."""

    def find(self, identifier: str, /) -> TextTemplate | None:
        """Return all versions of a text, or None."""


class RememberedTemplates(TemplateReads, Protocol):
    """The same as they were at most half a minute ago, for whoever sends many texts."""

    def forget(self) -> None:
        """Remember nothing, as when the tables are replaced."""
