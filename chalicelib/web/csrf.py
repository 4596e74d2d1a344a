"""Against forms that other sites make a browser send (OWASP: token plus fetch metadata).

Every page with a form carries a token: the HMAC of a seed that only this site can put into the browser's
cookie. A signed-in person's seed is the session's; before that, a visitor cookie holds one, so that the
sign-in form cannot be forged either. In addition the browser's own word on where a request comes from
must not contradict.

A request with a bearer token needs no CSRF token: no other site can make a browser send one. Its identity
must then come from that token alone and never from a cookie.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import field

from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.records import dataclass
from chalicelib.web.cookies import CookieSettings, find_cookie, seal, set_cookie, unseal
from chalicelib.web.session import new_token

FIELD = "csrf_token"
HEADER = "x-csrf-token"
KIND = "visitor"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody not signed in who is shown a form; `cookie` is set when the seed is new."""

    csrf_seed: str = field(repr=False)
    cookie: str | None = field(repr=False)


def visitor(cookie_header: str | None, settings: CookieSettings) -> Visitor:
    """Return the visitor of a request, a new one when the cookie is absent or not ours."""
    seed = find_visitor_seed(cookie_header, settings)
    if seed is not None:
        return Visitor(seed, None)
    fresh = new_token()
    return Visitor(fresh, set_cookie(settings, KIND, seal(settings, KIND, {"seed": fresh})))


def find_visitor_seed(cookie_header: str | None, settings: CookieSettings) -> str | None:
    """Return the seed that a visitor's cookie holds, or None."""
    text = find_cookie(cookie_header, settings, KIND)
    payload = None if text is None else unseal(settings, KIND, text)
    return None if payload is None else str(payload["seed"])


def csrf_token(seed: str) -> str:
    """Return the token that forms of this session or visitor carry in the field `csrf_token`."""
    return hmac.new(seed.encode(), b"csrf form token", hashlib.sha256).hexdigest()


def check_csrf(
    method: str, headers: Mapping[str, str], token: str | None, seed: str | None, own_origin: str
) -> None:
    """Refuse an unsafe request that this site's own page did not send.

    `headers` have lower-case names; `token` is the form's field or the `x-csrf-token` header; `seed` is
    the session's, else the visitor's; `own_origin` is scheme, host and port without a final slash.

    Raises:
        Forbidden: `csrf-foreign-origin`, `csrf-missing` or `csrf-wrong`.
    """
    if method.upper() in SAFE_METHODS or is_bearer(headers):
        return
    if not _comes_from_here(headers, own_origin):
        raise Forbidden("csrf-foreign-origin")
    if not token or not seed:
        raise Forbidden("csrf-missing")
    if not hmac.compare_digest(token.encode(errors="replace"), csrf_token(seed).encode()):
        raise Forbidden("csrf-wrong")


def is_bearer(headers: Mapping[str, str]) -> bool:
    """Tell whether a request identifies itself by a bearer token."""
    return headers.get("authorization", "")[:7].lower() == "bearer "


def _comes_from_here(headers: Mapping[str, str], own_origin: str) -> bool:
    """Believe the browser where it speaks; one that says nothing is left to the token."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OWN_SITES:
        return False
    return origin is None or origin == own_origin
