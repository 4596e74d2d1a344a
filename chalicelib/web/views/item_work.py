"""What those who write and publish service items see: the newest version, and what they may do with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.service_items.authority import (
    check_department,
    check_may_draft,
    check_publisher,
)
from chalicelib.domain.marketplace.service_items.difference import difference
from chalicelib.domain.marketplace.service_items.item import ItemState, ServiceItem
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Forbidden
from chalicelib.web.views.plain import plain
from chalicelib.web.views.service_items import FURTHER, TEN_ELEMENTS, content_json, standing


def work_page(item: ServiceItem, actor: Actor, types: ServiceTypes, now: datetime) -> dict[str, Any]:
    """Return what those who write and publish items see: the newest version and what may be done with it."""
    latest, governs = item.latest, item.version_at(now)
    before = item.versions[-2] if len(item.versions) > 1 else None
    changes = () if before is None else difference(before.content, latest.content)
    return {
        "item": item,
        "latest": latest,
        "governs": governs,
        "changes": changes,
        "before": before,
        "standing": standing(latest, now),
        "may": _possible(item, actor, types),
        "ten_elements": TEN_ELEMENTS,
        "further": FURTHER,
    }


def work_json(item: ServiceItem) -> dict[str, Json]:
    """Return the newest version, draft or not, as the API answers those who work on it."""
    latest = item.latest
    return {
        "id": item.id,
        "code": item.code,
        "department": item.department,
        "version": latest.number,
        "state": str(latest.state),
        "return_note": latest.return_note,
        "effective_from": plain(latest.effective_from),
        "effective_to": plain(latest.effective_to),
        "content": content_json(latest.content),
    }


def _possible(item: ServiceItem, actor: Actor, types: ServiceTypes) -> frozenset[str]:
    """Name what the actor may do next, by the item's state and by docs/rules.md §5."""
    state, was_published = item.latest.state, any(version.published_at for version in item.versions)
    drafts = _is_allowed(lambda: check_may_draft(actor, item.department, types))
    is_own = _is_allowed(lambda: check_department(actor, item.department, types))
    publishes = _is_allowed(lambda: check_publisher(actor, item.latest.proposed_by))
    possible = {
        "edit": drafts and state is ItemState.DRAFT,
        "propose": is_own and state is ItemState.DRAFT,
        "publish": publishes and state is ItemState.PROPOSED,
        "begin-version": drafts and state is ItemState.PUBLISHED,
        "retire": is_own and was_published and state is not ItemState.RETIRED,
    }
    return frozenset(name for name, is_possible in possible.items() if is_possible)


def _is_allowed(check: Callable[[], None]) -> bool:
    try:
        check()
    except Forbidden:
        return False
    return True
