"""Message settings as page and API show them: the number masked, the hours that hold."""

from typing import Any

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.settings import MessageSettings
from chalicelib.domain.marketplace.rules import MessageRules
from chalicelib.kernel.identifiers import mask_mobile


def settings_json(
    settings: MessageSettings, mobile: str | None, rules: MessageRules, *, may_change: bool
) -> dict[str, Any]:
    """Return the settings in force."""
    quiet = settings.quiet
    return {
        "recipient": settings.id,
        "texts": [group.value for group in settings.texts],
        "alerts": settings.alerts,
        "phone": None if mobile is None else mask_mobile(mobile),
        "quiet_from": quiet.from_hour if quiet else rules.quiet_from_hour,
        "quiet_until": quiet.until_hour if quiet else rules.quiet_until_hour,
        "quiet_is_default": quiet is None,
        "may_change": may_change,
    }


def offered_groups(*, is_bidder: bool) -> list[str]:
    """Return the groups that somebody can have messages of; hints at opportunities are for agencies."""
    return [group.value for group in Group if is_bidder or group is not Group.MATCHING]
