"""What everybody reads of a service item: the version in force, its history, what each version changed.

Only versions that were published are public (docs/rules.md §5).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.domain.marketplace.service_items.difference import difference
from chalicelib.domain.marketplace.service_items.item import ItemVersion, ServiceItem
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.codec import to_json
from chalicelib.kernel.errors import NotFound
from chalicelib.web.views.plain import plain

TEN_ELEMENTS = (
    "name", "code", "kind", "legal_bases", "levels", "conditions", "audience", "materials", "time_limit",
    "fee_type", "fee_standard",
)  # fmt: skip
"""The unified elements in their official order; the fee (收费项目) shows its type and its standard."""

FURTHER = (
    "department", "is_approval_condition", "linked_approvals", "body_nature", "deliverable", "procedure",
    "service_types", "qualification_note",
)  # fmt: skip
"""What docs/rules.md §4.3 adds to them."""


def card_at(card: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return a list's card with the words of the version that governs at an instant.

    A card without one shows the version that is next to begin, or the last one of a retired item.
    """
    at = format_instant(now)
    versions = [{**version, "standing": _card_standing(version, at)} for version in card["versions"]]
    by_standing = {version["standing"]: version for version in reversed(versions)}
    chosen = by_standing.get("in-force") or by_standing.get("scheduled") or versions[-1]
    shown = {name: value for name, value in chosen.items() if value is not None}
    return {**shown, **{name: card[name] for name in ("id", "code", "department")}}


def _card_standing(version: Mapping[str, Any], at: str) -> str:
    if version["ends_at"] is not None and version["ends_at"] <= max(at, version["begins_at"]):
        return "ended"
    return "in-force" if version["begins_at"] <= at else "scheduled"


def item_page(item: ServiceItem, now: datetime, wanted: str = "") -> dict[str, Any]:
    """Return everything the public page shows: one version in full, and the history.

    Raises:
        NotFound: for an item that was never published, or a version that was not.
    """
    published = _published(item)
    shown = _wanted(published, wanted) if wanted else _governing(item, published, now)
    return {
        "item": item,
        "shown": shown,
        "standing": standing(shown, now),
        "governs": item.version_at(now),
        "scheduled": item.scheduled_at(now),
        "ends_at": published[-1].effective_to,
        "history": _history(published, now),
        "ten_elements": TEN_ELEMENTS,
        "further": FURTHER,
    }


def item_json(item: ServiceItem, now: datetime) -> dict[str, Json]:
    """Return a published item as the API answers it.

    Raises:
        NotFound: for an item that was never published.
    """
    published = _published(item)
    governs = item.version_at(now)
    return {
        "id": item.id,
        "code": item.code,
        "department": item.department,
        "in_force": None if governs is None else governs.number,
        "versions": [_version_json(entry) for entry in _history(published, now)],
    }


def content_json(content: ItemContent) -> dict[str, Json]:
    """Return a content in the shape of the schema `edit-service-item`; blank fields are left out."""
    body: dict[str, Json] = to_json(content, ItemContent)
    return body


def standing(version: ItemVersion, now: datetime) -> str:
    """Tell whether a published version is in force, still to begin, or over."""
    if version.is_in_force_at(now):
        return "in-force"
    begins_at, ends_at = version.effective_from, version.effective_to
    is_ahead = begins_at is not None and now < begins_at and ends_at != begins_at
    return "scheduled" if is_ahead else "ended"


def _published(item: ServiceItem) -> list[ItemVersion]:
    found = [version for version in item.versions if version.published_at is not None]
    if not found:
        raise NotFound("not-found", kind="item")
    return found


def _wanted(published: list[ItemVersion], wanted: str) -> ItemVersion:
    for version in published:
        if str(version.number) == wanted:
            return version
    raise NotFound("not-found", kind="item")


def _governing(item: ServiceItem, published: list[ItemVersion], now: datetime) -> ItemVersion:
    return item.version_at(now) or item.scheduled_at(now) or published[-1]


def _history(published: list[ItemVersion], now: datetime) -> list[dict[str, Any]]:
    """Return the published versions, newest first, each with what it changed against the one before."""
    befores: list[ItemVersion | None] = [None, *published[:-1]]
    rows = [
        {
            "version": version,
            "standing": standing(version, now),
            "changes": () if before is None else difference(before.content, version.content),
        }
        for before, version in zip(befores, published, strict=True)
    ]
    return rows[::-1]


def _version_json(row: Mapping[str, Any]) -> dict[str, Json]:
    version: ItemVersion = row["version"]
    changes = [
        {"element": change.element, "before": plain(change.before), "after": plain(change.after)}
        for change in row["changes"]
    ]
    return {
        "number": version.number,
        "standing": row["standing"],
        "published_at": plain(version.published_at),
        "effective_from": plain(version.effective_from),
        "effective_to": plain(version.effective_to),
        "content": content_json(version.content),
        "changes": changes,
    }
