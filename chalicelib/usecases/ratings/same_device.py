"""How many ratings of services that nobody received came from one device: a sign of malice (§2.4).

The system counts, neither the unit nor a reviewer. A rating without a served case behind it is about a
service that nobody is known to have received; a device of the hall is there for everybody and says nothing.
"""

from datetime import timedelta

from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.usecases.ports import House


def note_unserved(house: House, invitation: Invitation, rules: SatisfactionRules) -> None:
    """Remember a rating of a service that nobody received by its device; nothing for any other rating."""
    trait = _trait(invitation)
    if trait:
        until = house.clock.product_now() + timedelta(days=rules.retention.device_days)
        house.sightings.note(trait, invitation.id, until)


def count_unserved(house: House, invitation: Invitation | None) -> int:
    """Return how many such ratings came from the device of this one, itself included; 0 where it is none."""
    trait = _trait(invitation) if invitation else ""
    return len(house.sightings.seen(trait)) if trait else 0


def _trait(invitation: Invitation) -> str:
    rating = invitation.rating
    if rating is None or invitation.case or not rating.arrival.device:
        return ""
    if Channel(rating.arrival.channel).is_in_hall:
        return ""
    return sha256_hex(f"unserved|{rating.arrival.device}")
