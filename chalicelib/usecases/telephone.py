"""Reach a resident by telephone: staff read a masked number, a bridge connects (evaluation.md §2.3, §6).

Who may call, and when, is a rule of the room that asks.
"""

from collections.abc import Mapping

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.identifiers import mask_landline, mask_mobile
from chalicelib.usecases.ports import House


def masked_number(person: Mapping[str, Json]) -> str:
    """Return the number of a person as staff may read it; empty where there is none.

    >>> masked_number({"phone": "13800005678"})
    '138****5678'
    """
    landline = str(person.get("landline") or "")
    return mask_landline(landline) if landline else mask_mobile(str(person.get("phone") or ""))


def ring(house: House, actor: Actor, person_ref: str, ref: str) -> str:
    """Have the bridge ring the caller and the resident, and return what it calls the connection.

    Raises:
        NotFound: when the resident's number was deleted.
        Unavailable: `no-call-bridge` where none is connected, or nobody left a number.
    """
    person = house.queries.personal(person_ref)
    number = str(person.get("phone") or person.get("landline") or "")
    if not number or not house.call_bridge.is_connected:
        raise Unavailable("no-call-bridge")
    return house.call_bridge.connect(actor.person, number, ref)
