"""Against forms that other sites make a browser send (OWASP: token plus fetch metadata).

Every page with a form carries a token: the HMAC of the session's seed, which only this site can put into the
browser's cookie. Nobody who is not signed in is shown a form, but for residents, whose address is itself a
secret that no other site knows; a sign-in is guarded by its own state. In
addition the browser's own word on where a request comes from must not contradict.

A request with a bearer token needs no CSRF token: no other site can make a browser send one. Its identity
must then come from that token alone and never from a cookie.
"""

import hashlib
import hmac
from collections.abc import Mapping

from chalicelib.kernel.errors import Forbidden

FIELD = "csrf_token"
HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


def csrf_token(seed: str) -> str:
    """Return the token that forms of this session carry in the field `csrf_token`."""
    return hmac.new(seed.encode(), b"csrf form token", hashlib.sha256).hexdigest()


def check_csrf(
    method: str, headers: Mapping[str, str], token: str | None, seed: str | None, own_origin: str
) -> None:
    """Refuse an unsafe request that this site's own page did not send.

    `headers` have lower-case names; `token` is the form's field or the `x-csrf-token` header; `seed` is
    the session's, if any; `own_origin` is scheme, host and port without a final slash.

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


def check_origin(method: str, headers: Mapping[str, str], own_origin: str) -> None:
    """Refuse an unsafe request of another site where nobody signs in and the address is the secret.

    Such a page tells nobody its address (`Referrer-Policy: no-referrer`), and a browser then calls the origin
    of its forms `null`: that says as little as no header.

    Raises:
        Forbidden: `csrf-foreign-origin`.
    """
    said = {name: value for name, value in headers.items() if (name, value) != ("origin", "null")}
    if method.upper() not in SAFE_METHODS and not _comes_from_here(said, own_origin):
        raise Forbidden("csrf-foreign-origin")


def is_bearer(headers: Mapping[str, str]) -> bool:
    """Tell whether a request identifies itself by a bearer token."""
    return headers.get("authorization", "")[:7].lower() == "bearer "


def _comes_from_here(headers: Mapping[str, str], own_origin: str) -> bool:
    """Believe the browser where it speaks; one that says nothing is left to the token."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OWN_SITES:
        return False
    return origin is None or origin == own_origin
