"""Judges the service item a notice buys under: only a version in force can be bought (docs/rules.md §4.3).

A version may end or be followed by another while a draft is written and reviewed; whoever wrote the notice
then looks at the new version before it goes on.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.errors import Conflict, FieldError


def item_errors(content: NoticeContent, item: ServiceItem | None, now: datetime) -> Iterator[FieldError]:
    """Name what keeps a notice from buying under its item now; a notice without one has another error."""
    if not content.service_item:
        return
    version = None if item is None else item.version_at(now)
    if version is None:
        yield FieldError("/service_item", "service-item-ended")
    elif version.number != content.service_item_version:
        yield FieldError("/service_item", "service-item-changed")
    elif content.service_type and content.service_type not in version.content.service_types:
        yield FieldError("/service_type", "not-of-this-item")


def check_item(content: NoticeContent, item: ServiceItem | None, now: datetime) -> None:
    """Refuse to publish a notice whose item is not in force any more as it was reviewed.

    Raises:
        Conflict: `service-item-not-in-force`.
    """
    if any(item_errors(content, item, now)):
        raise Conflict("service-item-not-in-force")
