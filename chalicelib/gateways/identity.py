"""The OIDC relying party: authorization code with PKCE, the same path locally and on AWS (design §5).

Issuer, client, claims and, where an issuer's discovery document is missing or behind a name the browser
cannot see, single endpoints are settings. Who a person is, is read from the id token only; an API caller
brings an access token of its own audience.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from chalicelib.gateways.claims import ClaimsMapping, read_person
from chalicelib.gateways.discovery import Discovery, Endpoints, json_object
from chalicelib.gateways.http import HttpAnswer, HttpCall, HttpTransport, Transport
from chalicelib.gateways.jose import Expected, KeyRing, verified_claims
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotSignedIn, Unavailable
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import Bearer, SignedIn, SignInAttempt


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """Everything that differs between issuers; a client without a secret is a public one (PKCE alone)."""

    issuer: str
    client_id: str
    api_audience: str
    client_secret: str | None = field(default=None, repr=False)
    api_audience_claim: str = "aud"
    claims: ClaimsMapping = field(default_factory=ClaimsMapping)
    endpoints: Endpoints = field(default_factory=Endpoints)

    def __post_init__(self) -> None:
        """Refuse settings under which an id token would pass for an access token.

        Raises:
            ValueError: with the sentence the operator needs.
        """
        if self.api_audience_claim == "aud" and self.api_audience == self.client_id:
            raise ValueError("The API's audience must differ from the client id of the sign-in.")


class _ToIssuer:
    """A transport whose silence is the issuer's, so that whoever signs in reads whose it is."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, call: HttpCall) -> HttpAnswer:
        """Return the issuer's answer; raises Unavailable `identity-unavailable` when there is none."""
        try:
            return self._transport.send(call)
        except Unavailable as error:
            raise Unavailable("identity-unavailable") from error


class RelyingParty:
    """Signs people in at one issuer; implements `usecases.identity_ports.IdentityProvider`."""

    def __init__(self, settings: IdentitySettings, transport: Transport | None = None) -> None:
        """Keep the settings; nothing is fetched before somebody signs in."""
        self._settings = settings
        self._transport = _ToIssuer(transport or HttpTransport())
        self._discovery = Discovery(settings.issuer, settings.endpoints, self._transport)
        self._keys = KeyRing(self._discovery.keys_document)

    def authorization_url(self, attempt: SignInAttempt, person_hint: str | None = None) -> str:
        """Return the issuer's address with the attempt's state, nonce and S256 challenge."""
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": attempt.redirect_uri,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": code_challenge(attempt.code_verifier),
            "code_challenge_method": "S256",
        }
        if person_hint:
            query["login_hint"] = person_hint
        return _with_query(self._discovery.authorization(), query)

    def redeem(self, code: str, attempt: SignInAttempt, wall_now: datetime) -> SignedIn:
        """Exchange a code for an id token and return the person it vouches for.

        Raises:
            NotSignedIn: `sign-in-refused` by the issuer, or the token's own reason.
            Unavailable: the issuer does not answer, or not as agreed.
        """
        id_token = self._exchange(code, attempt)
        settings = self._settings
        expected = Expected(settings.issuer, settings.client_id, nonce=attempt.nonce)
        claims = verified_claims(id_token, self._keys, expected, wall_now)
        # A token for several audiences must name us as the party it was issued to (OIDC Core §3.1.3.7).
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != settings.client_id:
            raise NotSignedIn("token-wrong-audience")
        _check_use(claims, "id")
        return read_person(claims, settings.claims)

    def verify_bearer(self, token: str, wall_now: datetime) -> Bearer:
        """Return the person of an access token made for this API, and when it was made.

        Raises:
            NotSignedIn: the token's reason.
            Unavailable: the issuer's keys cannot be had.
        """
        settings = self._settings
        expected = Expected(settings.issuer, settings.api_audience, settings.api_audience_claim)
        claims = verified_claims(token, self._keys, expected, wall_now)
        _check_use(claims, "access")
        issued_at = datetime.fromtimestamp(float(str(claims["iat"])), UTC)
        return Bearer(read_person(claims, settings.claims), issued_at)

    def sign_out_url(self, return_url: str) -> str | None:
        """Return the issuer's end-session address (OIDC RP-Initiated Logout), or None without one."""
        endpoint = self._discovery.end_session()
        if endpoint is None:
            return None
        query = {"client_id": self._settings.client_id, "post_logout_redirect_uri": return_url}
        return _with_query(endpoint, query)

    def _exchange(self, code: str, attempt: SignInAttempt) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect_uri,
            "client_id": self._settings.client_id,
            "code_verifier": attempt.code_verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self._settings.client_secret is not None:
            headers["Authorization"] = _basic(self._settings.client_id, self._settings.client_secret)
        call = HttpCall(self._discovery.token(), headers, urlencode(form).encode())
        answer = self._transport.send(call)
        document = json_object(answer)
        if answer.status != 200:
            # Only a refused grant is the person's affair; a refused client is ours and may pass.
            refused = document.get("error") == "invalid_grant"
            raise NotSignedIn("sign-in-refused") if refused else Unavailable("identity-unavailable")
        id_token = document.get("id_token")
        if not isinstance(id_token, str):
            raise Unavailable("identity-unavailable")
        return id_token


def code_challenge(code_verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636 §4.2, with its own example).

    >>> code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    digest = hashlib.sha256(code_verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _check_use(claims: Mapping[str, Json], use: str) -> None:
    """Refuse the other kind of token where the issuer tells them apart by `token_use`."""
    if claims.get("token_use", use) != use:
        raise NotSignedIn("token-wrong-use")


def _basic(client_id: str, client_secret: str) -> str:
    pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _with_query(endpoint: str, query: Mapping[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"
