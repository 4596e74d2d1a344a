"""Response headers of every page: a strict policy for the browser, and how long an answer may be kept.

Nothing may be loaded but our own files, nothing runs inline, nobody may frame us: a page that shows who was
chosen must not be dressed up by somebody else's script.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping

from chalicelib.kernel.errors import DomainError, TooMany, Unavailable

ASSET_CACHE = "public, max-age=31536000, immutable"
"""For addresses that carry the hash of their content."""

PUBLIC_CACHE = "public, max-age=30"
"""For public pages looked at by somebody not signed in; thirty seconds keep a closing notice honest."""

LOCAL_CACHE = "no-cache"
"""For the same on the local runtime: whoever moves its clock must not meet the page from before."""

PRIVATE_CACHE = "no-store"
"""For whatever belongs to a person, and for every answer to a command."""


def security_headers(*, https: bool, form_origins: Iterable[str] = ()) -> Mapping[str, str]:
    """Return the headers of an HTML answer.

    `form_origins` are the only foreign places a form may lead to: the identity provider, to which signing in
    redirects, and the bucket that takes uploads. `https` is false only on the local runtime.
    """
    headers = {
        "Content-Security-Policy": content_security_policy(form_origins, https=https),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


def content_security_policy(form_origins: Iterable[str] = (), *, https: bool) -> str:
    """Write the policy: all is forbidden, then our own files are allowed."""
    directives = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        " ".join(["form-action 'self'", *form_origins]),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    if https:
        directives.append("upgrade-insecure-requests")
    return "; ".join(directives)


def resident_headers(html: str, form_origins: Iterable[str] = ()) -> Mapping[str, str]:
    """Return what differs on a page that a secret address opens: its one inline style is allowed by its hash.

    Nobody keeps it, lists it, or learns its address from where it leads (evaluation.md §7.4).
    """
    style = html.partition("<style>")[2].partition("</style>")[0]
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'sha256-{hashed}'",
        "connect-src 'self'",
        " ".join(["form-action 'self'", *form_origins]),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": PRIVATE_CACHE,
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }


def page_cache(*, signed_in: bool, https: bool) -> Mapping[str, str]:
    """Return the cache headers of a page that was read; what a cookie changes is named in `Vary`."""
    value = PRIVATE_CACHE if signed_in else PUBLIC_CACHE if https else LOCAL_CACHE
    return {"Cache-Control": value, "Vary": "Cookie, Accept-Language"}


def retry_headers(error: DomainError) -> Mapping[str, str]:
    """Return `Retry-After` for the refusals that time alone mends."""
    seconds = error.params.get("retry_after_seconds", 5)
    return {"Retry-After": str(seconds)} if error.status in (TooMany.status, Unavailable.status) else {}
