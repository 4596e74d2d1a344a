"""Sessions of signed-in persons: half an hour idle, eight hours at most, ended everywhere at once.

All of a session is in its signed cookie; the one thing kept on the server is the person's epoch, which
"sign out everywhere" raises: it ends all sessions, and the API's access tokens made before it (ADR 0035).
Beside the epoch stands whether an administrator has ended the person's access: one read tells both.
Times are the wall clock's: the local product clock may jump by weeks.

A handler's way: `read_session` → (`is_renewal_due` → `renew` → `session_cookie`) → answer.
"""

import base64
from dataclasses import field, replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import milliseconds_of
from chalicelib.kernel.errors import AccessEnded, NotSignedIn
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import (
    IdentityProvider,
    Roster,
    SessionEpochs,
    SignedIn,
    Standing,
    Standings,
)
from chalicelib.web.cookies import CookieSettings, clear_cookie, find_cookie, seal, set_cookie, unseal

KIND = "session"
IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=8)
RENEW_AFTER = timedelta(minutes=1)
"""A cookie younger than this is not written anew: most answers then set no cookie at all."""


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in, since when and until when."""

    signed_in: SignedIn
    epoch: int
    csrf_seed: str = field(repr=False)
    renewed_at: datetime
    ends_at: datetime

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        return self.signed_in.actor

    @property
    def expires_at(self) -> datetime:
        """Return when the session ends unless it is used before: what the expiry warning counts down to."""
        return min(self.renewed_at + IDLE_LIMIT, self.ends_at)


def open_session(
    signed_in: SignedIn, epochs: SessionEpochs, roster: Roster, wall_now: datetime, today: date
) -> Session:
    """Begin a session of the person's present epoch, with a CSRF seed of its own, and note the day.

    Raises:
        AccessEnded: when the person's access was ended.
    """
    standing = epochs.get(signed_in.actor.person)
    badge = roster.enter(signed_in.actor, _admitted(standing), today)
    return Session(
        signed_in=replace(signed_in, badge=badge),
        epoch=standing.epoch,
        csrf_seed=new_token(),
        renewed_at=wall_now,
        ends_at=wall_now + ABSOLUTE_LIMIT,
    )


def read_session(
    cookie_header: str | None, settings: CookieSettings, wall_now: datetime, standings: Standings
) -> Session | None:
    """Return the session of a request, or None when it carries no session cookie.

    Raises:
        NotSignedIn: `session-unreadable` (forged, or of a key long gone), `session-idle` (30 minutes),
            `session-expired` (8 hours), `session-ended` (signed out everywhere). A public page then shows
            itself as to anybody; the cookie should be cleared with `sign_out_cookie`.
        AccessEnded: when the person's access was ended.
    """
    text = find_cookie(cookie_header, settings, KIND)
    if text is None:
        return None
    payload = unseal(settings, KIND, text)
    session = None if payload is None else _from_payload(payload)
    if session is None:
        raise NotSignedIn("session-unreadable")
    if wall_now >= session.ends_at:
        raise NotSignedIn("session-expired")
    if wall_now >= session.expires_at:
        raise NotSignedIn("session-idle")
    standing = _admitted(standings.of(session.actor))
    if standing.epoch != session.epoch:
        raise NotSignedIn("session-ended")
    return replace(session, signed_in=replace(session.signed_in, badge=standing.badge))


def read_bearer(
    token: str, identity: IdentityProvider, wall_now: datetime, standings: Standings
) -> tuple[SignedIn, Standing]:
    """Return the person of an access token and what is kept of them; costs the one read of the epoch.

    Raises:
        NotSignedIn: the token's own reason, or `token-ended` for one made before everything was ended.
        AccessEnded: when the person's access was ended.
    """
    bearer = identity.verify_bearer(token, wall_now)
    standing = _admitted(standings.of(bearer.signed_in.actor))
    if milliseconds_of(bearer.issued_at) <= standing.epoch:
        raise NotSignedIn("token-ended")
    return replace(bearer.signed_in, badge=standing.badge), standing


def _admitted(standing: Standing) -> Standing:
    if standing.is_ended:
        raise AccessEnded
    return standing


def is_renewal_due(session: Session, wall_now: datetime) -> bool:
    """Tell whether the answer should carry a renewed cookie."""
    return wall_now - session.renewed_at >= RENEW_AFTER


def renew(session: Session, wall_now: datetime) -> Session:
    """Start the idle half hour again; the eight hours stay."""
    return replace(session, renewed_at=wall_now)


def session_cookie(session: Session, settings: CookieSettings) -> str:
    """Return the Set-Cookie header of a session."""
    return set_cookie(settings, KIND, seal(settings, KIND, _to_payload(session)))


def sign_out_cookie(settings: CookieSettings) -> str:
    """Return the Set-Cookie header that ends the session in this browser."""
    return clear_cookie(settings, KIND)


def new_token() -> str:
    """Return 256 random bits as 43 URL-safe characters."""
    return base64.urlsafe_b64encode(new_secret()).rstrip(b"=").decode()


def _to_payload(session: Session) -> dict[str, Json]:
    return {
        "person": session.actor.person,
        "org": session.actor.org,
        "roles": sorted(session.actor.roles),
        "name": session.signed_in.display_name,
        "org_name": session.signed_in.org_name,
        "epoch": session.epoch,
        "seed": session.csrf_seed,
        "renewed": int(session.renewed_at.timestamp()),
        "ends": int(session.ends_at.timestamp()),
    }


def _from_payload(payload: dict[str, Json]) -> Session | None:
    """Rebuild a session; None for a signed payload of another release of this product."""
    try:
        actor = Actor(payload["person"], payload["org"], frozenset(Role(role) for role in payload["roles"]))
        return Session(
            signed_in=SignedIn(actor, payload["name"], payload["org_name"]),
            epoch=payload["epoch"],
            csrf_seed=payload["seed"],
            renewed_at=datetime.fromtimestamp(payload["renewed"], UTC),
            ends_at=datetime.fromtimestamp(payload["ends"], UTC),
        )
    except (KeyError, TypeError, ValueError):
        return None
