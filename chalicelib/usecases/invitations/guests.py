"""Who tried too many links that open nothing is turned away, with a right link as well (evaluation.md §7.6).

The count is read in the same call as the invitation, so that an answer costs one read; the refusal comes
before anything is made of what was found.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.rules import InvitationRules
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without a name: the keyed hash of an address, at an instant of the wall clock."""

    who: str
    wall_now: datetime


def open_link(house: House, uow: UnitOfWork, identifier: str, guest: Guest | None) -> Invitation | None:
    """Return the invitation of a link, or None; one read, whoever asks.

    Raises:
        TooMany: `too-many-wrong-links`.
    """
    if guest is not None:
        uow.read_together(invitations=identifier, guests=guest.who)
        wrongs = uow.guests.wrongs(guest.who, guest.wall_now)
        turn_away(wrongs, house.rating_rules.load().invitation)
    return uow.invitations.find(identifier)


def turn_away(wrongs: tuple[int, int], limits: InvitationRules) -> None:
    """Refuse whoever has so many wrong links on record, for the seconds that they are still held.

    Raises:
        TooMany: `too-many-wrong-links`.
    """
    held, left_seconds = wrongs
    if held >= limits.wrong_tokens:
        raise TooMany("too-many-wrong-links", retry_after_seconds=left_seconds)
