"""The items an owner can choose from when it writes a notice: in force now, in one Query."""

from datetime import datetime

from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.paging import MAX_LIMIT, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import Card, House

PUBLISHED_ITEMS = "items"
"""The indexed list of published service items, by code."""


@dataclass(frozen=True, slots=True)
class ItemCard:
    """A service item in force, as a select shows it; `version` is the one that governs now."""

    id: str
    code: str
    name: str
    department: str
    service_types: tuple[str, ...]
    version: int


def published_items(house: House) -> tuple[ItemCard, ...]:
    """Return the items in force now, by code; at most a hundred, which one Query reads."""
    now = house.clock.product_now()
    page = house.lists.page(PUBLISHED_ITEMS, "all", PageRequest(MAX_LIMIT), newest_first=False)
    cards = (_card(card, now) for card in page.cards)
    return tuple(card for card in cards if card is not None)


def _card(card: Card, now: datetime) -> ItemCard | None:
    """Read the version in force from a card, or None when a change of this instant has not reached it."""
    for version in card.data["versions"]:
        ends_at = version.get("ends_at")
        if parse_instant(version["begins_at"]) <= now and (ends_at is None or now < parse_instant(ends_at)):
            return ItemCard(
                id=card.data["id"],
                code=card.data["code"],
                name=version["name"],
                department=card.data["department"],
                service_types=tuple(version["service_types"]),
                version=version["number"],
            )
    return None
