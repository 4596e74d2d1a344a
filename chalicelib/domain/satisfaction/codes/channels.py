"""Rating channels (评价渠道, evaluation.md §3.2): set A is ours; sets B and C are read and written by name.

Zhejiang's set B calls 6 what is 7 here, and its 7 is a rating that nobody gave. A sub-channel is ours alone:
no report carries it, but some are reported as a channel.
"""

from enum import IntEnum, StrEnum
from typing import Final

from chalicelib.domain.satisfaction.codes.declared import DeclaredCodes
from chalicelib.kernel.records import dataclass


class Channel(IntEnum):
    """A canonical channel (set A, the order of GB/T 39046 table 9)."""

    PC = 1
    MOBILE = 2
    QR = 3
    HALL_TABLET = 4
    HALL_TERMINAL = 5
    PHONE = 6
    SMS = 7

    @property
    def is_in_hall(self) -> bool:
        """Tell whether it is a device of the hall, which many residents share."""
        return self in (Channel.HALL_TABLET, Channel.HALL_TERMINAL)


class ChannelSystem(StrEnum):
    """A code system of channels."""

    SET_A = "SET_A"
    """National set of most adapters."""
    SET_B = "SET_B"
    """Zhejiang."""
    SET_C = "SET_C"
    """Older adapters, without phone and text message."""


class SubChannel(StrEnum):
    """Where a rating came in more precisely; never exported."""

    PAPER_FORM = "PAPER_FORM"
    """满意度评价表."""
    VISIT = "VISIT"
    """上门走访."""
    WINDOW_COMPLAINT = "WINDOW_COMPLAINT"
    """吐槽找茬窗口."""
    SUGGESTION_BOX = "SUGGESTION_BOX"
    """综合点评."""
    UNMATCHED = "UNMATCHED"
    """At a counter or on the web, of a service that was matched with no case."""
    SUPERVISION = "SUPERVISION"
    """监督查评."""

    @property
    def exported_as(self) -> Channel | None:
        """Return the channel it is reported as; None for what rates no service and is not reported."""
        return _EXPORTED.get(self)


_EXPORTED: Final = {SubChannel.PAPER_FORM: Channel.HALL_TERMINAL, SubChannel.VISIT: Channel.PHONE}


@dataclass(frozen=True, slots=True)
class ReadChannel:
    """What an outside code means: a channel, or a default rating that came in by none."""

    channel: Channel | None
    is_default: bool = False


_FIRST_FIVE: Final = {str(int(each)): ReadChannel(each) for each in Channel if each <= Channel.HALL_TERMINAL}
_CHANNELS: Final[DeclaredCodes[ReadChannel]] = DeclaredCodes(
    {
        ChannelSystem.SET_A: {str(int(each)): ReadChannel(each) for each in Channel},
        ChannelSystem.SET_B: {
            **_FIRST_FIVE,
            "6": ReadChannel(Channel.SMS),
            "7": ReadChannel(None, is_default=True),
        },
        ChannelSystem.SET_C: _FIRST_FIVE,
    }
)


def read_channel(code: str | int, system: str) -> ReadChannel:
    """Return what a channel's code means in a declared set.

    Raises:
        Invalid: `code-system-undeclared`, or `unknown-code` at `/channel`.
    """
    return _CHANNELS.read(code, system, "/channel")


def write_channel(channel: Channel, system: str) -> str:
    """Return the code of a channel in a declared set.

    Raises:
        Invalid: `code-system-undeclared`, or `no-code-for-it` when the set has no such channel.
    """
    return _CHANNELS.write(ReadChannel(channel), system, "/channel")
