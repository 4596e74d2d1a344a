"""The operator's last word on a version, and the department's end of an item (docs/rules.md §4.3, §5)."""

from datetime import date, datetime, time

from chalicelib.domain.marketplace.service_items import publishing
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House, Once
from chalicelib.usecases.service_items.changing import Changed, change_item


def publish_item(
    house: House, actor: Actor, code: str, begins_on: date | None = None, once: Once | None = None
) -> Changed:
    """Publish a proposed version from the beginning of a day on; today or no day means at once.

    Raises:
        Forbidden, Conflict, Invalid: as `publishing.publish_item`.
    """
    return change_item(
        house,
        actor,
        code,
        lambda item, now: publishing.publish_item(
            item, actor, now, _beginning(house, "/effective_from", begins_on, now)
        ),
        is_of_desk=True,
        once=once,
    )


def return_item(house: House, actor: Actor, code: str, note: str, once: Once | None = None) -> Changed:
    """Give a proposed version back with everything that is to be mended.

    Raises:
        Forbidden, Conflict, Invalid: as `publishing.return_to_draft`.
    """
    return change_item(
        house,
        actor,
        code,
        lambda item, _now: publishing.return_to_draft(item, note, actor),
        is_of_desk=True,
        once=once,
    )


def retire_item(
    house: House, actor: Actor, code: str, ends_on: date | None = None, once: Once | None = None
) -> Changed:
    """End an item with the beginning of a day; today or no day means at once.

    Raises:
        Forbidden, Conflict, Invalid: as `publishing.retire`.
    """
    types = house.service_types
    return change_item(
        house,
        actor,
        code,
        lambda item, now: publishing.retire(
            item, actor, now, types, _beginning(house, "/effective_to", ends_on, now)
        ),
        once=once,
    )


def _beginning(house: House, pointer: str, on: date | None, now: datetime) -> datetime | None:
    """Return the first instant of a day in China, or None for at once.

    Raises:
        Invalid: as `publishing.check_not_too_far`.
    """
    if on is None or on == now.astimezone(CHINA).date():
        return None
    at = datetime.combine(on, time(), CHINA)
    publishing.check_not_too_far(pointer, at, now, house.rules.load().catalogue)
    return at
