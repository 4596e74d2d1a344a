"""What signing in needs from the world: the issuer, marks that work once, and epochs of sessions.

The issuer knows persons; this product only ever sees a pseudonymous subject, the organisation and the
roles it vouches for. `gateways/identity.py` implements the issuer, `store` the marks and the epochs.
"""

from datetime import datetime
from typing import Protocol

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who the issuer says is asking; the names are for the page header only and are never stored."""

    actor: Actor
    display_name: str
    org_name: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an access token stands for, and when it was made, in the whole seconds that some issuers count."""

    signed_in: SignedIn
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """The secrets of one way to the issuer and back (RFC 6749 §10.12, RFC 7636, OIDC Core §3.1.2.1)."""

    state: str
    nonce: str
    code_verifier: str
    redirect_uri: str


class IdentityProvider(Protocol):
    """The issuer, whichever it is."""

    def authorization_url(self, attempt: SignInAttempt, person_hint: str | None = None) -> str:
        """Return where the browser goes to sign in; the verifier itself is not part of it."""

    def redeem(self, code: str, attempt: SignInAttempt, wall_now: datetime) -> SignedIn:
        """Exchange the code that came back for a verified person.

        Raises:
            NotSignedIn: with the precise reason.
            Unavailable: the issuer does not answer.
        """

    def verify_bearer(self, token: str, wall_now: datetime) -> Bearer:
        """Return what an API access token vouches for; raises as `redeem`."""

    def sign_out_url(self, return_url: str) -> str | None:
        """Return where the issuer's own session ends, or None when it offers no such place."""


class OneTimeMarks(Protocol):
    """Names that can be used once: a replayed one is known although the first use is long answered."""

    def use_once(self, key: str, ttl_seconds: int) -> bool:
        """Mark a key atomically; False when it was marked before. Kept at least `ttl_seconds`."""


class SessionEpochs(Protocol):
    """One figure per person: when everything was last ended at once, in milliseconds since 1970.

    A session holds the epoch it was opened in and ends with it; an access token made before it is refused.
    """

    def get(self, person: str) -> int:
        """Return the person's epoch by a consistent read; 0 for one never raised."""

    def raise_to(self, person: str, wall_now: datetime) -> None:
        """Begin a new epoch now; of two at once both count, and none is ever lowered."""
