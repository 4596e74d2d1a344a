"""The local OIDC issuer under /dev/oidc/: authorization code with PKCE, as a real issuer; never packaged.

The product signs people in by the same path locally and on AWS; only the settings differ.

`LocalIdentity.handle` answers its own addresses and leaves all others to the server; the product reaches
it through `InProcessTransport`, so that no port of one's own has to be dialled while a request waits.
"""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from chalicelib.gateways.discovery import Endpoints
from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.gateways.identity import IdentitySettings, code_challenge
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import Clock
from infra.local.dev_http import DevAnswer, DevRequest, json_answer, not_allowed, redirect_answer
from infra.local.dev_tokens import answer_token_request
from infra.local.issuer_keys import ALGORITHM, IssuerKey
from infra.local.people import DemoPerson, find_person
from infra.local.sign_in_page import sign_in_page

BASE_PATH = "/dev/oidc"
CLIENT_ID = "wf-market-local"
API_AUDIENCE = "wf-market-api"
CALLBACK_PATH = "/sign-in/callback"
CODE_LIVES = timedelta(seconds=60)
TOKEN_LIVES_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for until it is redeemed."""

    person: DemoPerson
    redirect_uri: str
    nonce: str
    challenge: str = field(repr=False)
    expires_at: datetime


def local_settings(issuer: str) -> IdentitySettings:
    """Return the relying party's settings; browser addresses are paths, whichever name localhost has."""
    browser = Endpoints(authorization=f"{BASE_PATH}/authorize", end_session=f"{BASE_PATH}/end-session")
    return IdentitySettings(issuer, CLIENT_ID, API_AUDIENCE, endpoints=browser)


class LocalIdentity:
    """Issuer, sign-in page and token shortcut of the local runtime."""

    def __init__(self, issuer: str, clock: Clock, key_path: Path) -> None:
        """Load or make the key; `issuer` is the absolute address of /dev/oidc."""
        self.issuer = issuer
        self._clock = clock
        self._key = IssuerKey.load_or_make(key_path)
        self._grants: dict[str, Grant] = {}
        self._lock = threading.Lock()
        self._routes = {
            ("GET", f"{BASE_PATH}/.well-known/openid-configuration"): lambda _: json_answer(
                200, self._about()
            ),
            ("GET", f"{BASE_PATH}/jwks"): lambda _: json_answer(200, self._key.public_document()),
            ("GET", f"{BASE_PATH}/authorize"): self._authorize,
            ("POST", f"{BASE_PATH}/token"): self._redeem,
            ("GET", f"{BASE_PATH}/end-session"): self._end_session,
            ("GET", "/dev/sign-in"): lambda asked: sign_in_page(asked.query(), f"{BASE_PATH}/authorize"),
            ("POST", "/dev/token"): self._grant_directly,
        }

    def handle(self, request: DevRequest) -> DevAnswer | None:
        """Answer a request to one of the issuer's addresses; None for any other address."""
        route = self._routes.get((request.method, request.path))
        if route is not None:
            return route(request)
        allowed = [method for method, path in self._routes if path == request.path]
        return not_allowed(*allowed) if allowed else None

    def access_token(self, person: DemoPerson) -> str:
        """Sign an access token for the product's API."""
        more = {"aud": API_AUDIENCE, "client_id": CLIENT_ID, "jti": secrets.token_urlsafe(16)}
        return self._key.sign({**self._claims(person), **more}, kind="at+jwt")

    def _authorize(self, request: DevRequest) -> DevAnswer:
        query = request.query()
        wrong = _wrong_parameter(query, request.origin)
        if wrong:
            return _refused("invalid_request", f"wrong or missing: {wrong}")
        person = find_person(subject=query["login_hint"]) if "login_hint" in query else None
        if person is None:
            return redirect_answer(f"/dev/sign-in?{urlencode(query)}")
        code = secrets.token_urlsafe(32)
        expires_at = self._clock.wall_now() + CODE_LIVES
        grant = Grant(person, query["redirect_uri"], query["nonce"], query["code_challenge"], expires_at)
        with self._lock:
            self._grants = {**self._unexpired(), code: grant}
        back = urlencode({"code": code, "state": query["state"]})
        return redirect_answer(f"{query['redirect_uri']}?{back}")

    def _unexpired(self) -> dict[str, Grant]:
        now = self._clock.wall_now()
        return {code: grant for code, grant in self._grants.items() if now < grant.expires_at}

    def _redeem(self, request: DevRequest) -> DevAnswer:
        form = request.form()
        if form.get("grant_type") != "authorization_code":
            return _refused("unsupported_grant_type", "only authorization_code")
        if form.get("client_id") != CLIENT_ID:
            return _refused("invalid_client", "unknown client")
        with self._lock:
            # Taken out before it is checked: a code is tried once, rightly or wrongly.
            grant = self._grants.pop(form.get("code", ""), None)
        if grant is None or self._clock.wall_now() >= grant.expires_at:
            return _refused("invalid_grant", "unknown, used or expired code")
        if form.get("redirect_uri") != grant.redirect_uri:
            return _refused("invalid_grant", "another redirect_uri")
        if code_challenge(form.get("code_verifier", "")) != grant.challenge:
            return _refused("invalid_grant", "the verifier does not fit the challenge")
        more = {"aud": CLIENT_ID, "nonce": grant.nonce}
        tokens = {
            "id_token": self._key.sign({**self._claims(grant.person), **more}, kind="JWT"),
            "access_token": self.access_token(grant.person),
            "token_type": "Bearer",
            "expires_in": TOKEN_LIVES_SECONDS,
        }
        return json_answer(200, tokens)

    def _end_session(self, request: DevRequest) -> DevAnswer:
        """Send the browser back; this issuer keeps no session of its own to end."""
        back = request.query().get("post_logout_redirect_uri", "")
        return redirect_answer(back if back.startswith(f"{request.origin}/") else "/")

    def _grant_directly(self, request: DevRequest) -> DevAnswer:
        return answer_token_request(request, self.access_token, TOKEN_LIVES_SECONDS)

    def _claims(self, person: DemoPerson) -> dict[str, Json]:
        at = self._clock.wall_now().timestamp()
        return {
            "iss": self.issuer,
            "sub": person.subject,
            # To the millisecond (RFC 7519 §2): a new token must count right after everything was ended.
            "iat": round(at, 3),
            "exp": int(at) + TOKEN_LIVES_SECONDS,
            "name": person.display_name,
            "org": person.org.uscc,
            "org_name": person.org.name,
            "roles": [str(role) for role in person.roles],
        }

    def _about(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end-session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
        }


class InProcessTransport:
    """Carries the relying party's calls to the local issuer without a network."""

    def __init__(self, identity: LocalIdentity) -> None:
        """Keep the issuer."""
        self._identity = identity

    def send(self, call: HttpCall) -> HttpAnswer:
        """Answer as the issuer would over HTTP."""
        parts = urlsplit(call.url)
        request = DevRequest(call.method, parts.path, parts.query, call.body or b"")
        answer = self._identity.handle(request)
        return HttpAnswer(404, b"") if answer is None else HttpAnswer(answer.status, answer.body)


def _wrong_parameter(query: dict[str, str], origin: str) -> str | None:
    """Name the first parameter of an authorization request that is not as it must be."""
    exact = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{origin}{CALLBACK_PATH}",
        "code_challenge_method": "S256",
    }
    for name, value in exact.items():
        if query.get(name) != value:
            return name
    if "openid" not in query.get("scope", "").split():
        return "scope"
    return next((name for name in ("state", "nonce", "code_challenge") if not query.get(name)), None)


def _refused(error: str, description: str) -> DevAnswer:
    return json_answer(400, {"error": error, "error_description": description})
