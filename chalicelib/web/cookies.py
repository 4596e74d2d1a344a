"""Signed cookies: how they are named, sealed and read; sessions and sign-ins are made of them.

With TLS every name carries `__Host-`, so that no other host and no path can plant one. The local runtime
without TLS uses plain names, which the package's settings refuse. Payloads are signed, not secret.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import field

from itsdangerous import BadData, URLSafeSerializer

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

_MIN_KEY_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class CookieSettings:
    """The signing keys, newest first (it signs, all verify), and whether the site is served over TLS."""

    keys: tuple[str, ...] = field(repr=False)
    secure: bool = True

    def __post_init__(self) -> None:
        """Refuse keys that could be guessed.

        Raises:
            ValueError: with the sentence the operator needs.
        """
        if not self.keys or any(len(key) < _MIN_KEY_CHARACTERS for key in self.keys):
            raise ValueError(
                f"Give at least one cookie key, each of {_MIN_KEY_CHARACTERS} characters or more."
            )

    def name(self, kind: str) -> str:
        """Return the full name of a cookie."""
        return f"__Host-{kind}" if self.secure else kind


def seal(settings: CookieSettings, kind: str, payload: Mapping[str, Json]) -> str:
    """Sign a payload with the newest key, for one kind of cookie only."""
    return str(_serializer(settings, kind).dumps(dict(payload)))


def unseal(settings: CookieSettings, kind: str, text: str) -> dict[str, Json] | None:
    """Return the payload of a text that `seal` made for this kind, else None."""
    try:
        payload = _serializer(settings, kind).loads(text)
    except BadData:
        return None
    return payload if isinstance(payload, dict) else None


def set_cookie(settings: CookieSettings, kind: str, value: str, *, max_age_seconds: int | None = None) -> str:
    """Return the Set-Cookie header; without an age the cookie ends with the browser (shared computers)."""
    parts = [f"{settings.name(kind)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if settings.secure:
        parts.append("Secure")
    if max_age_seconds is not None:
        parts.append(f"Max-Age={max_age_seconds}")
    return "; ".join(parts)


def clear_cookie(settings: CookieSettings, kind: str) -> str:
    """Return the Set-Cookie header that removes a cookie."""
    return set_cookie(settings, kind, "", max_age_seconds=0)


def find_cookie(cookie_header: str | None, settings: CookieSettings, kind: str) -> str | None:
    """Return the value of a cookie in a request's Cookie header; None when absent or empty."""
    wanted = settings.name(kind)
    for pair in (cookie_header or "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted:
            return value or None
    return None


def _serializer(settings: CookieSettings, kind: str) -> URLSafeSerializer:
    # The kind is the salt, so that a signed sign-in can never be shown as a signed session.
    return URLSafeSerializer(
        list(reversed(settings.keys)),
        salt=f"cookie:{kind}",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
