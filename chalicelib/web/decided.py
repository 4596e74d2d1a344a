"""What a person has just decided, remembered by the browser for two minutes.

Queues come from a projection that may lag behind by a moment, and asking every row for its own state would
cost more reads than a page of a list may (design §3). So the browser takes along what was decided and when: a
card that is older than the decision is not offered again, a newer one has come back and is.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.web.cookies import CookieSettings, find_cookie, seal, set_cookie, unseal

KIND = "decided"
KEPT_SECONDS = 120
MOST = 8

Decided = Mapping[str, Json]
"""The instant of the decision by the identifier of what was decided."""


def read_decided(settings: CookieSettings, cookie_header: str | None) -> Decided:
    """Return what this browser has decided a moment ago."""
    text = find_cookie(cookie_header, settings, KIND)
    return (unseal(settings, KIND, text) if text else None) or {}


def decided_cookie(settings: CookieSettings, known: Decided, identifier: str, at: datetime) -> str:
    """Return the Set-Cookie header that adds a decision; the oldest beyond the last few are let go."""
    kept = [*((key, then) for key, then in known.items() if key != identifier), (identifier, at)]
    payload = {
        key: format_instant(then) if isinstance(then, datetime) else then for key, then in kept[-MOST:]
    }
    return set_cookie(settings, KIND, seal(settings, KIND, payload), max_age_seconds=KEPT_SECONDS)


def is_decided(card: Mapping[str, Json], known: Decided) -> bool:
    """Tell whether a card of a queue shows what was so before the person decided on it."""
    at = known.get(str(card.get("id") or card.get("uscc")))
    since = card.get("updated_at") or card.get("submitted_at")
    return at is not None and since is not None and str(since) < str(at)
