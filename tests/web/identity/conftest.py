import pytest

from chalicelib.gateways.identity import IdentitySettings, RelyingParty
from chalicelib.web.cookies import CookieSettings
from infra.local.identity import InProcessTransport, LocalIdentity, local_settings
from tests.web.identity.fakes import API, CLIENT, ISSUER, FakeClock, FakeEpochs, FakeIssuer, FakeMarks

LOCAL_ISSUER = "http://localhost:8000/dev/oidc"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def marks():
    return FakeMarks()


@pytest.fixture
def epochs():
    return FakeEpochs()


@pytest.fixture
def cookies():
    return CookieSettings(("k" * 40,), secure=True)


@pytest.fixture
def issuer():
    return FakeIssuer()


@pytest.fixture
def relying_party(issuer):
    return RelyingParty(IdentitySettings(ISSUER, CLIENT, API), issuer)


@pytest.fixture
def local_identity(tmp_path, clock):
    return LocalIdentity(LOCAL_ISSUER, clock, tmp_path / "issuer-key.json")


@pytest.fixture
def local_party(local_identity):
    return RelyingParty(local_settings(LOCAL_ISSUER), InProcessTransport(local_identity))
