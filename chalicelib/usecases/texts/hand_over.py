"""Hand a text that was claimed to the provider, and have noted what it said (ADR 0073).

Whoever calls this has committed the claim. Silence of the provider leaves the claim as it stands: it is
settled later by what the provider knows of the name, and never by sending again unasked.
"""

from collections.abc import Callable
from dataclasses import field

from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.text_ports import OutgoingText, TextNotTakenError, TextRefusedError


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that is ours to send: its name, whose number it goes to, and its words."""

    name: str
    person_ref: str
    words: str = field(repr=False)


Took = Callable[[str], None]
"""Notes what the provider calls the text that it took."""
Failed = Callable[[str, bool], None]
"""Notes why the provider did not take it, and whether that is for good."""


def hand_over(house: House, text: Claimed, took: Took, failed: Failed) -> None:
    """Send a claimed text and note what came of it; nothing when nobody can say."""
    try:
        phone = str(house.queries.personal(text.person_ref)["phone"])
        provider_ref = house.texts.send(OutgoingText(text.name, phone, text.words))
    except (NotFound, TextRefusedError) as error:
        failed(error.code, True)
    except TextNotTakenError as error:
        failed(error.code, False)
    except Unavailable:
        return
    else:
        took(provider_ref)
