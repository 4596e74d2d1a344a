"""Stand-ins of the identity tests: a settable clock, marks and epochs in memory, an issuer that can lie."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.badges import badges_of
from chalicelib.kernel.clock import milliseconds_of
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.identity_ports import Standing

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ISSUER = "https://issuer.example/pool"
CLIENT = "market-client"
API = "market-api"
ORG = "91350100M000100Y43"
"""The example of GB 32100's own check character, an organisation with a valid USCC."""


@dataclass
class FakeClock:
    now: datetime = NOW

    def wall_now(self) -> datetime:
        return self.now

    def product_now(self) -> datetime:
        raise AssertionError("signatures, tokens and cookies live by the wall clock")

    def pass_time(self, **units: float) -> None:
        self.now += timedelta(**units)


@dataclass
class FakeMarks:
    used: set[str] = field(default_factory=set)

    def use_once(self, key: str, ttl_seconds: int) -> bool:
        assert ttl_seconds > 0
        fresh = key not in self.used
        self.used.add(key)
        return fresh


@dataclass
class FakeEpochs:
    epochs: dict[str, int] = field(default_factory=dict)

    ended: set[str] = field(default_factory=set)
    badges: dict[str, str] = field(default_factory=dict)

    def get(self, person: str) -> Standing:
        epoch, badge = self.epochs.get(person, 0), self.badges.get(person, "")
        return Standing(person, epoch, person in self.ended, badge)

    def of(self, actor: Actor) -> Standing:
        return self.get(actor.person)

    def raise_to(self, person: str, wall_now: datetime) -> None:
        self.epochs[person] = max(self.get(person).epoch + 1, milliseconds_of(wall_now))

    def enter(self, actor: Actor, known: Standing, _on: date) -> str:
        self.badges[actor.person] = known.badge or next(badges_of(actor.person))
        return self.badges[actor.person]


class FakeIssuer:
    """An issuer on the other side of a transport; its documents and tokens are whatever a test sets."""

    rsa = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
    ec = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})

    def __init__(self) -> None:
        self.about = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://issuer.example/authorize",
            "token_endpoint": "https://issuer.example/token",
            "jwks_uri": "https://issuer.example/keys",
        }
        self.keys = [self.rsa, self.ec]
        self.token_answer = HttpAnswer(200, b"{}")
        self.calls: list[HttpCall] = []
        self.down = False

    def send(self, call: HttpCall) -> HttpAnswer:
        self.calls.append(call)
        if self.down:
            raise Unavailable
        path = urlsplit(call.url).path
        if path.endswith("/openid-configuration"):
            return HttpAnswer(200, json.dumps(self.about).encode())
        if path == "/keys":
            return HttpAnswer(200, json.dumps(KeySet(self.keys).as_dict(private=False)).encode())
        return self.token_answer

    def answer_with(self, token: str) -> None:
        self.token_answer = HttpAnswer(200, json.dumps({"id_token": token}).encode())

    def calls_to(self, path: str) -> int:
        return sum(urlsplit(call.url).path == path for call in self.calls)


def claims(**changes: object) -> dict[str, object]:
    """The claims of a sound id token; a change to None leaves the claim out."""
    now = int(NOW.timestamp())
    sound = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "subject-1",
        "iat": now,
        "exp": now + 300,
        "nonce": "the-nonce",
        "org": ORG,
        "org_name": "某某测绘公司",
        "name": "林知远",
        "roles": ["owner_agent"],
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not None}


def signed(payload: dict[str, object], key=FakeIssuer.rsa, alg: str = "RS256", **header: object) -> str:
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, payload, key, algorithms=[alg])


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
