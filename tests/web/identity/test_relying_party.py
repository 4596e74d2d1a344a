"""What the relying party sends to the issuer, and which issuers it believes."""

import base64
import http.server
import subprocess
import sys
import threading
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from chalicelib.gateways.discovery import Endpoints
from chalicelib.gateways.http import HttpCall, HttpTransport, is_safe_endpoint
from chalicelib.gateways.identity import IdentitySettings, RelyingParty, code_challenge
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.identity_ports import SignInAttempt
from tests.web.identity.fakes import API, CLIENT, ISSUER, NOW, claims, parameters, signed

ATTEMPT = SignInAttempt("the-state", "the-nonce", "v" * 43, "https://market.example/sign-in/callback")


def test_the_browser_is_sent_with_state_nonce_and_challenge_but_never_the_verifier(relying_party):
    url = relying_party.authorization_url(ATTEMPT, "p-1")

    assert url.startswith("https://issuer.example/authorize?")
    assert ATTEMPT.code_verifier not in url
    assert parameters(url) == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": ATTEMPT.redirect_uri,
        "scope": "openid profile",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": code_challenge("v" * 43),
        "code_challenge_method": "S256",
        "login_hint": "p-1",
    }


def test_the_verifier_and_the_secret_go_to_the_token_endpoint(issuer):
    party = RelyingParty(IdentitySettings(ISSUER, CLIENT, API, client_secret="s:cret"), issuer)
    issuer.answer_with(signed(claims()))

    party.redeem("the-code", ATTEMPT, NOW)

    call = next(call for call in issuer.calls if call.url == "https://issuer.example/token")
    assert call.headers["Authorization"] == "Basic " + base64.b64encode(b"market-client:s%3Acret").decode()
    assert parse_qs(call.body.decode())["code_verifier"] == ["v" * 43]
    assert "s:cret" not in repr(party._settings)


def test_discovery_is_read_once_and_not_at_all_for_endpoints_given_by_settings(issuer):
    discovered = RelyingParty(IdentitySettings(ISSUER, CLIENT, API), issuer)
    discovered.authorization_url(ATTEMPT)
    discovered.authorization_url(ATTEMPT)
    assert len(issuer.calls) == 1

    given = Endpoints(authorization="/dev/oidc/authorize", end_session="/dev/oidc/end-session")
    party = RelyingParty(IdentitySettings(ISSUER, CLIENT, API, endpoints=given), issuer)

    assert party.authorization_url(ATTEMPT).startswith("/dev/oidc/authorize?")
    assert party.sign_out_url("https://market.example/").startswith("/dev/oidc/end-session?")
    assert len(issuer.calls) == 1


def test_signing_out_at_the_issuer_is_offered_only_where_the_issuer_offers_it(relying_party, issuer):
    assert relying_party.sign_out_url("https://market.example/") is None

    issuer.about["end_session_endpoint"] = "https://issuer.example/logout"
    party = RelyingParty(IdentitySettings(ISSUER, CLIENT, API), issuer)

    assert parameters(party.sign_out_url("https://market.example/")) == {
        "client_id": CLIENT,
        "post_logout_redirect_uri": "https://market.example/",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://other.example"},
        {"authorization_endpoint": "http://issuer.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
)
def test_a_discovery_document_of_another_issuer_or_without_tls_is_not_believed(issuer, change):
    issuer.about.update(change)
    party = RelyingParty(IdentitySettings(ISSUER, CLIENT, API), issuer)

    with pytest.raises(Unavailable, match="identity-unavailable"):
        party.authorization_url(ATTEMPT)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://issuer.example/token", True),
        ("http://localhost:8000/dev/oidc/token", True),
        ("http://127.0.0.1:8000/token", True),
        ("http://issuer.example/token", False),
        ("http://localhost.evil.example/token", False),
        ("file:///etc/passwd", False),
        ("/token", False),
    ],
)
def test_secrets_travel_by_tls_or_stay_on_this_machine(url, safe):
    assert is_safe_endpoint(url) is safe


class _Endpoint(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        body = b"x" * (300_000 if self.path == "/large" else 2)
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep the test's output clean."""


@pytest.fixture
def endpoint():
    server = http.server.HTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _Endpoint.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.enable_socket
def test_the_network_transport_follows_no_redirect(endpoint):
    answer = HttpTransport().send(HttpCall(f"{endpoint}/moved"))

    assert (answer.status, answer.body) == (302, b"xx")
    assert _Endpoint.asked == ["/moved"]


@pytest.mark.enable_socket
def test_the_network_transport_refuses_floods_silence_and_plain_http(endpoint):
    for url in (f"{endpoint}/large", "http://127.0.0.1:1/closed", "http://issuer.example/plain"):
        with pytest.raises(Unavailable, match="try-again-later"):
            HttpTransport().send(HttpCall(url))


def test_an_issuer_that_does_not_answer_is_named_to_whoever_signs_in(issuer):
    issuer.down = True
    party = RelyingParty(IdentitySettings(ISSUER, CLIENT, API), issuer)

    with pytest.raises(Unavailable, match="identity-unavailable"):
        party.authorization_url(ATTEMPT)


def test_importing_the_relying_party_loads_neither_jose_nor_tls():
    program = (
        "import sys, chalicelib.gateways.identity;"
        "print(sorted({'joserfc', 'cryptography', 'ssl', 'http.client'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
