"""The way to the issuer and back: begun with a short-lived cookie, finished once (OIDC Core §3.1).

State, nonce and the PKCE verifier travel in a signed cookie of ten minutes. The state must come back to
the browser that began; it is cleared there, and a mark on the server refuses it a second time even to
somebody who kept a copy of the cookie.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.kernel.errors import NotSignedIn
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import (
    IdentityProvider,
    OneTimeMarks,
    Roster,
    SessionEpochs,
    SignInAttempt,
)
from chalicelib.web.cookies import CookieSettings, clear_cookie, find_cookie, seal, set_cookie, unseal
from chalicelib.web.session import Session, new_token, open_session, session_cookie

KIND = "sign-in"
TIME_LIMIT = timedelta(minutes=10)
HOME = "/"
WORKBENCH = "/workbench"
"""Where a person's day begins: signing in with no page in mind leads there."""
_RETURN_TO_MAX_CHARACTERS = 1024
_SIGN_PATHS = ("/sign-in", "/sign-out", "/session")


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """Where to send the browser, and the Set-Cookie header to send along."""

    redirect_url: str
    cookie: str


@dataclass(frozen=True, slots=True)
class FinishedSignIn:
    """The new session, its Set-Cookie headers (the attempt's cookie is cleared), and where to go on."""

    session: Session
    cookies: tuple[str, ...]
    return_to: str


def begin_sign_in(
    provider: IdentityProvider,
    settings: CookieSettings,
    redirect_uri: str,
    return_to: str | None,
    wall_now: datetime,
    *,
    person_hint: str | None = None,
) -> BegunSignIn:
    """Start an attempt; `redirect_uri` is this site's absolute `/sign-in/callback`.

    Raises:
        Unavailable: the issuer does not answer.
    """
    attempt = SignInAttempt(new_token(), new_token(), new_token(), redirect_uri)
    payload = {
        "state": attempt.state,
        "nonce": attempt.nonce,
        "verifier": attempt.code_verifier,
        "redirect_uri": redirect_uri,
        "return_to": local_path(return_to),
        "began": int(wall_now.timestamp()),
    }
    age = int(TIME_LIMIT.total_seconds())
    cookie = set_cookie(settings, KIND, seal(settings, KIND, payload), max_age_seconds=age)
    return BegunSignIn(provider.authorization_url(attempt, person_hint), cookie)


def finish_sign_in(
    provider: IdentityProvider,
    settings: CookieSettings,
    query: Mapping[str, str],
    cookie_header: str | None,
    wall_now: datetime,
    *,
    marks: OneTimeMarks,
    epochs: SessionEpochs,
    roster: Roster,
    today: date,
) -> FinishedSignIn:
    """Turn the issuer's answer into a session.

    Raises:
        NotSignedIn: `sign-in-not-begun` (no cookie, a forged or an old one), `sign-in-wrong-state`,
            `sign-in-replayed`, `sign-in-denied` (the person said no), `sign-in-refused` by the issuer, or
            the token's own reason. The attempt's cookie is to be cleared with `forget_sign_in_cookie`.
        AccessEnded: an administrator has ended the person's access.
        Unavailable: the issuer does not answer.
    """
    attempt, return_to = _read_attempt(cookie_header, settings, wall_now)
    if not hmac.compare_digest(attempt.state.encode(), query.get("state", "").encode(errors="replace")):
        raise NotSignedIn("sign-in-wrong-state")
    if not marks.use_once(_mark(attempt.state), int(TIME_LIMIT.total_seconds())):
        raise NotSignedIn("sign-in-replayed")
    if query.get("error") == "access_denied":
        raise NotSignedIn("sign-in-denied")
    if "error" in query or not query.get("code"):
        raise NotSignedIn("sign-in-refused")
    signed_in = provider.redeem(query["code"], attempt, wall_now)
    session = open_session(signed_in, epochs, roster, wall_now, today)
    cookies = (session_cookie(session, settings), forget_sign_in_cookie(settings))
    return FinishedSignIn(session, cookies, return_to)


def forget_sign_in_cookie(settings: CookieSettings) -> str:
    """Return the Set-Cookie header that ends an attempt."""
    return clear_cookie(settings, KIND)


def local_path(text: str | None) -> str:
    r"""Return a path of this site to go back to; anything else becomes the workbench.

    Browsers drop tabs and line breaks and read a backslash as a slash, so those are refused and not
    cleaned. The pages of signing in and out are no place to come back to.

    >>> local_path("/notices?page=2"), local_path("//evil.example"), local_path("/\\evil.example")
    ('/notices?page=2', '/workbench', '/workbench')
    """
    if not text or text == HOME or len(text) > _RETURN_TO_MAX_CHARACTERS:
        return WORKBENCH
    if not text.startswith("/") or text.startswith("//"):
        return WORKBENCH
    if "\\" in text or any(not "!" <= character <= "~" for character in text):
        return WORKBENCH
    path = urlsplit(text).path
    if any(path == sign or path.startswith((f"{sign}/", f"{sign}-")) for sign in _SIGN_PATHS):
        return WORKBENCH
    return text


def _read_attempt(
    cookie_header: str | None, settings: CookieSettings, wall_now: datetime
) -> tuple[SignInAttempt, str]:
    text = find_cookie(cookie_header, settings, KIND)
    payload = None if text is None else unseal(settings, KIND, text)
    if payload is None or wall_now.timestamp() >= payload["began"] + TIME_LIMIT.total_seconds():
        raise NotSignedIn("sign-in-not-begun")
    attempt = SignInAttempt(payload["state"], payload["nonce"], payload["verifier"], payload["redirect_uri"])
    return attempt, payload["return_to"]


def _mark(state: str) -> str:
    """Name the server's mark; a hash, so that the store never holds a state that still could be used."""
    return "sign-in:" + hashlib.sha256(state.encode()).hexdigest()
