"""Signed tokens: which keys, which algorithms, which claims hold (RFC 7515, 7517, 7519; BCP 225).

joserfc does the cryptography and the claims. This module narrows it: two asymmetric algorithms, a key
named by its kid and of the algorithm's own type, all four of issuer, audience, expiry and time of issue
required, and one stable code per reason of refusal. Times are the wall clock's: the movable product
clock must not be able to revive a token.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotSignedIn, Unavailable
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, RSAKey

KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
"""The allowed algorithms, each with the only type of key it is verified with."""

LEEWAY_SECONDS = 60
KEYS_LIVE = timedelta(hours=1)
REFRESH_AT_MOST_EVERY = timedelta(seconds=10)

_REFUSALS = {
    "iss": "token-wrong-issuer",
    "aud": "token-wrong-audience",
    "nbf": "token-not-yet-valid",
    "iat": "token-not-yet-valid",
    "nonce": "token-wrong-nonce",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say; `audience_claim` is `client_id` for issuers whose access tokens have no aud."""

    issuer: str
    audience: str
    audience_claim: str = "aud"
    nonce: str | None = None


class KeyRing:
    """The issuer's public keys, fetched when first needed and again when an unknown kid turns up.

    Refreshing is rate limited, so that made-up kids cannot turn this service into a load on the issuer.
    """

    def __init__(self, fetch: Callable[[], Mapping[str, Json]]) -> None:
        """Keep how to fetch a JWKS document; nothing is fetched yet."""
        self._fetch = fetch
        self._keys: dict[str, RSAKey | ECKey] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._lock = threading.Lock()

    def find(self, kid: str, wall_now: datetime) -> "RSAKey | ECKey":
        """Return the key of that name.

        Raises:
            NotSignedIn: `token-unknown-key`.
            Unavailable: no keys are known and the issuer does not give any.
        """
        with self._lock:
            stale = self._fetched_at is None or wall_now - self._fetched_at > KEYS_LIVE
            if (stale or kid not in self._keys) and self._may_try(wall_now):
                self._refresh(wall_now)
            if self._fetched_at is None:
                raise Unavailable("identity-unavailable")
            if kid not in self._keys:
                raise NotSignedIn("token-unknown-key")
            return self._keys[kid]

    def _may_try(self, wall_now: datetime) -> bool:
        return self._tried_at is None or abs(wall_now - self._tried_at) >= REFRESH_AT_MOST_EVERY

    def _refresh(self, wall_now: datetime) -> None:
        self._tried_at = wall_now
        try:
            self._keys = _usable_keys(self._fetch())
        except Unavailable:
            # Keys we have stay good: an issuer's outage must not sign everybody out.
            if self._fetched_at is None:
                raise
        else:
            self._fetched_at = wall_now


def verified_claims(token: str, keys: KeyRing, expected: Expected, wall_now: datetime) -> dict[str, Json]:
    """Return the claims of a token whose signature and claims hold.

    Raises:
        NotSignedIn: one of the `token-*` codes.
        Unavailable: the issuer's keys cannot be had.
    """
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, JoseError

    algorithm, kid = _read_header(token)
    key = keys.find(kid, wall_now)
    if key.key_type != KEY_TYPES[algorithm]:
        raise NotSignedIn("token-wrong-algorithm")
    try:
        claims = jwt.decode(token, key, algorithms=[algorithm]).claims
    except BadSignatureError as error:
        raise NotSignedIn("token-bad-signature") from error
    except (JoseError, ValueError) as error:
        raise NotSignedIn("token-malformed") from error
    _check_claims(claims, expected, wall_now)
    return claims


def _read_header(token: str) -> tuple[str, str]:
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as error:
        raise NotSignedIn("token-malformed") from error
    if not isinstance(header, dict):
        raise NotSignedIn("token-malformed")
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in KEY_TYPES:
        raise NotSignedIn("token-wrong-algorithm")
    if not isinstance(kid, str):
        raise NotSignedIn("token-unknown-key")
    return algorithm, kid


def _check_claims(claims: dict[str, Json], expected: Expected, wall_now: datetime) -> None:
    from joserfc.errors import ClaimError, ExpiredTokenError, MissingClaimError
    from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

    required: dict[str, ClaimsOption] = {
        "iss": {"essential": True, "value": expected.issuer},
        "exp": {"essential": True},
        "iat": {"essential": True},
        expected.audience_claim: {"essential": True, "value": expected.audience},
    }
    if expected.nonce is not None:
        required["nonce"] = {"essential": True, "value": expected.nonce}
    registry = JWTClaimsRegistry(now=int(wall_now.timestamp()), leeway=LEEWAY_SECONDS, **required)
    try:
        registry.validate(claims)
    except MissingClaimError as error:
        raise NotSignedIn("token-incomplete") from error
    except ExpiredTokenError as error:
        raise NotSignedIn("token-expired") from error
    except ClaimError as error:
        aliases = {expected.audience_claim: "aud"}
        code = _REFUSALS.get(aliases.get(error.claim, error.claim), "token-malformed")
        raise NotSignedIn(code) from error


def _usable_keys(document: Mapping[str, Json]) -> "dict[str, RSAKey | ECKey]":
    """Keep the named signature keys of the two types; others are ignored as RFC 7517 §5 asks."""
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    kinds: dict[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise Unavailable("identity-unavailable")
    found: dict[str, RSAKey | ECKey] = {}
    for entry in listed:
        kind = kinds.get(str(entry.get("kty"))) if isinstance(entry, dict) else None
        if kind is None or not isinstance(entry.get("kid"), str) or entry.get("use", "sig") != "sig":
            continue
        try:
            found[entry["kid"]] = kind.import_key(entry)
        except (JoseError, ValueError):
            continue
    return found
