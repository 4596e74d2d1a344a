"""Publishing, returning and retiring a version of a service item (docs/rules.md §4.3, §5)."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.rules import CatalogueRules
from chalicelib.domain.marketplace.service_items.authority import check_department, check_publisher
from chalicelib.domain.marketplace.service_items.content import (
    TEXT_MAX_CHARS,
    ItemContent,
    content_problems,
)
from chalicelib.domain.marketplace.service_items.editing import item_decided
from chalicelib.domain.marketplace.service_items.item import (
    SERVICE_ITEM,
    ItemState,
    ItemVersion,
    ServiceItem,
    with_latest,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import FieldError, Invalid


def return_to_draft(item: ServiceItem, note: str, actor: Actor) -> Decision[ServiceItem]:
    """Give a proposed version back with what is to be mended.

    Raises:
        Forbidden: `not-an-operator-publisher` or `same-person`.
        Conflict: `wrong-state` unless the newest version is proposed.
        Invalid: without a note, or with one that is too long.
    """
    check_publisher(actor, item.latest.proposed_by)
    SERVICE_ITEM.check(item.latest.state, "returned", ItemState.DRAFT)
    if not note.strip():
        raise Invalid(errors=[FieldError("/note", "required")])
    if len(note) > TEXT_MAX_CHARS:
        raise Invalid(errors=[FieldError("/note", "too-long", {"max": TEXT_MAX_CHARS})])
    returned = replace(item.latest, state=ItemState.DRAFT, proposed_by="", return_note=note)
    return item_decided("item.returned", with_latest(item, returned))


def publish_item(
    item: ServiceItem, actor: Actor, now: datetime, effective_from: datetime | None = None
) -> Decision[ServiceItem]:
    """Publish a proposed version, at once or from a later instant; it takes over from the one before.

    Raises:
        Forbidden: `not-an-operator-publisher` or `same-person`.
        Conflict: `wrong-state` unless the newest version is proposed.
        Invalid: when an element is missing or no law carries what it demands, when it would begin in the
            past, or not after the version before it.
    """
    check_publisher(actor, item.latest.proposed_by)
    SERVICE_ITEM.check(item.latest.state, "published", ItemState.PUBLISHED)
    problems = content_problems(item.latest.content)
    if problems:
        raise Invalid(errors=problems)
    begins_at = effective_from or now
    _check_beginning(item, begins_at, now)
    published = replace(
        item.latest,
        state=ItemState.PUBLISHED,
        published_at=now,
        published_by=actor.person,
        effective_from=begins_at,
    )
    earlier = tuple(_ended(version, begins_at) for version in item.versions[:-1])
    data = {"effective_from": format_instant(begins_at), "content_hash": content_hash(item.latest.content)}
    state = replace(item, versions=(*earlier, published), turned_at=now)
    return item_decided("item.published", state, **data)


def retire(
    item: ServiceItem, actor: Actor, now: datetime, types: ServiceTypes, effective_to: datetime | None = None
) -> Decision[ServiceItem]:
    """End an item, at once or at a later instant.

    A version that was still to begin never does, and one that was never published is dropped.

    Raises:
        Forbidden: when the actor is not of the department of the field.
        Conflict: `wrong-state` when nothing is published, or the item is retired already.
        Invalid: when the end lies in the past.
    """
    check_department(actor, item.department, types)
    ends_at = effective_to or now
    published = [version for version in item.versions if version.published_at is not None] or [item.latest]
    SERVICE_ITEM.check(published[-1].state, "retired", ItemState.RETIRED)
    if ends_at < now:
        raise Invalid(errors=[FieldError("/effective_to", "past-date")])
    versions = tuple(_ended(version, ends_at) for version in published)
    last = replace(versions[-1], state=ItemState.RETIRED)
    retired = replace(item, versions=(*versions[:-1], last), turned_at=now)
    return item_decided("item.retired", retired, effective_to=format_instant(ends_at))


def check_not_too_far(pointer: str, at: datetime, now: datetime, rules: CatalogueRules) -> None:
    """Refuse a day so far ahead that it can only be a slip (docs/rules.md §4.3).

    Raises:
        Invalid: `too-far-ahead` with the last day there may be.
    """
    latest = (now + timedelta(days=rules.ahead_max_days)).astimezone(CHINA).date()
    if at.astimezone(CHINA).date() > latest:
        raise Invalid(errors=[FieldError(pointer, "too-far-ahead", {"latest_on": latest.isoformat()})])


def content_hash(content: ItemContent) -> str:
    """Return the hash by which the ledger remembers what was published."""
    return digest(asdict(content))


def _check_beginning(item: ServiceItem, begins_at: datetime, now: datetime) -> None:
    if begins_at < now:
        raise Invalid(errors=[FieldError("/effective_from", "past-date")])
    for version in item.versions[:-1]:
        if version.effective_from is not None and begins_at <= version.effective_from:
            raise Invalid(errors=[FieldError("/effective_from", "not-after-previous-version")])


def _ended(version: ItemVersion, at: datetime) -> ItemVersion:
    """Close a version's interval at an instant, unless it ended earlier; it never ends before it begins."""
    if version.effective_from is None:
        return version
    end = max(at, version.effective_from)
    return (
        version
        if version.effective_to is not None and version.effective_to <= end
        else replace(version, effective_to=end)
    )
