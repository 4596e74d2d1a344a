"""What signing in needs from the world: the issuer, marks that work once, epochs of sessions, the roster.

The issuer knows persons; this product only ever sees a pseudonymous subject, the organisation and the
roles it vouches for. `gateways/identity.py` implements the issuer, `store` everything else.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.access import Access
    from chalicelib.usecases.ports import ListPage


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who the issuer says is asking; the names are for the page header only and are never stored.

    `badge` is the work number by which the house calls the person, empty for one it has never let in.
    """

    actor: Actor
    display_name: str
    org_name: str
    badge: str = ""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is kept of a person's access, in one item: epoch, bar, and the line of the roster.

    `badge` is empty for somebody who never came; `seen_on` is the day of the last sign-in.
    """

    person: str
    epoch: int = 0
    is_ended: bool = False
    badge: str = ""
    org: str = ""
    roles: frozenset[Role] = frozenset()
    seen_on: date | None = None

    def is_of(self, actor: Actor) -> bool:
        """Tell whether the roster has a person as the issuer names them now."""
        return bool(self.badge) and (self.org, self.roles) == (actor.org, actor.roles)


class Standings(Protocol):
    """What a session or token has to be held against."""

    def of(self, actor: Actor) -> Standing:
        """Return the standing of whoever a session or token names, by one consistent read."""


class SessionEpochs(Standings, Protocol):
    """One figure per person: when everything was last ended at once, in milliseconds since 1970.

    A session holds the epoch it was opened in and ends with it; an access token made before it is refused.
    """

    def get(self, person: str) -> Standing:
        """Return the person's epoch, and what is kept beside it, by one consistent read."""

    def raise_to(self, person: str, wall_now: datetime) -> None:
        """Begin a new epoch now; of two at once both count, and none is ever lowered."""


class Roster(Protocol):
    """Who has signed in, by work number and by organisation; never a name (ADR 0064)."""

    def enter(self, actor: Actor, known: Standing, on: date) -> str:
        """Bring a person's line up to date and return the work number; nothing is written where it is.

        Raises:
            AccessEnded: when access was ended meanwhile.
        """

    def find(self, badge: str) -> Standing:
        """Return who holds a work number, read consistently in two calls; NotFound when nobody does."""

    def access(self, person: str) -> Access:
        """Return what was decided about a person's access, read consistently."""

    def page(self, org: str, request: PageRequest) -> ListPage:
        """Return a page of an organisation's lines by work number, in one call."""
