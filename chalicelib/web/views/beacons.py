"""What the beacon's page and the API show of the supervisor's chain; all of it is public."""

from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.beacons import BeaconChain
from chalicelib.kernel.clock import CHINA, format_instant


def beacon_page(chain: BeaconChain | None, now: datetime) -> dict[str, Any] | None:
    """Return the chain's state for its page, or None before the first anchor."""
    if chain is None:
        return None
    today = now.astimezone(CHINA).date()
    last = chain.reveals[-1] if chain.reveals else None
    return {
        "anchor": chain.anchor,
        "anchored_at": chain.anchored_at,
        "last": chain.last_value,
        "left": chain.links_left,
        "reveals": list(reversed(chain.reveals)),
        "is_revealed_today": last is not None and last.at.astimezone(CHINA).date() == today,
    }


def beacon_json(chain: BeaconChain | None) -> dict[str, Any]:
    """Return the chain as the API gives it; empty before the first anchor."""
    if chain is None:
        return {"anchor": None, "length": 0, "left": 0, "reveals": []}
    reveals = [
        {"link": found.link, "value": found.value, "at": format_instant(found.at)} for found in chain.reveals
    ]
    return {"anchor": chain.anchor, "length": chain.length, "left": chain.links_left, "reveals": reveals}
