"""Which tokens sign somebody in, and with which code every other one is refused."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from chalicelib.bootstrap import identity_settings
from chalicelib.gateways.http import HttpAnswer
from chalicelib.gateways.identity import IdentitySettings, RelyingParty
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import NotSignedIn, Unavailable
from chalicelib.settings import load_settings
from chalicelib.usecases.identity_ports import SignInAttempt
from tests.web.identity.fakes import API, CLIENT, ISSUER, NOW, ORG, FakeIssuer, claims, signed

ATTEMPT = SignInAttempt("the-state", "the-nonce", "v" * 43, "https://market.example/sign-in/callback")


def redeem(party, issuer, token, at=NOW):
    issuer.answer_with(token)
    return party.redeem("the-code", ATTEMPT, at)


def deployed_party(issuer, **settings):
    """A relying party as a deployment's environment makes it."""
    environment = {
        "DUTY": "desk",
        "STAGE": "global",
        "PUBLIC_URL": "https://market.example",
        "SITE_ICP": "-",
        "SESSION_KEYS": "s" * 32,
        "CURSOR_KEY": "c" * 32,
        "OIDC_ISSUER": ISSUER,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_API_AUDIENCE": API,
    }
    return RelyingParty(identity_settings(load_settings(environment | settings).oidc), issuer)


def unsigned(payload, header):
    parts = (json.dumps(part).encode() for part in (header, payload))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def signed_by_stranger(payload):
    return signed(payload, RSAKey.generate_key(2048, {"kid": "rsa-1"}))


def hmac_with_public_key(payload):
    """The classic confusion: the public key's own text used as a shared secret."""
    pem = FakeIssuer.rsa.as_pem(private=False)
    head = unsigned(payload, {"alg": "HS256", "kid": "rsa-1"}).rstrip(".")
    mac = hmac.new(pem, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


@pytest.mark.parametrize(("key", "alg"), [(FakeIssuer.rsa, "RS256"), (FakeIssuer.ec, "ES256")])
def test_a_sound_token_of_either_algorithm_says_who_is_there(relying_party, issuer, key, alg):
    person = redeem(relying_party, issuer, signed(claims(), key, alg))

    assert person.actor == Actor("subject-1", ORG, frozenset({Role.OWNER_AGENT}))
    assert (person.display_name, person.org_name) == ("林知远", "某某测绘公司")


FORGERIES = {
    "alg none": (lambda: unsigned(claims(), {"alg": "none", "kid": "rsa-1"}), "token-wrong-algorithm"),
    "alg none in capitals": (
        lambda: unsigned(claims(), {"alg": "None", "kid": "rsa-1"}),
        "token-wrong-algorithm",
    ),
    "HS256 with the public key": (lambda: hmac_with_public_key(claims()), "token-wrong-algorithm"),
    "RS512": (lambda: signed(claims(), alg="RS512"), "token-wrong-algorithm"),
    "kid of a key of another type": (
        lambda: signed(claims(), alg="RS256", kid="ec-1"),
        "token-wrong-algorithm",
    ),
    "unknown kid": (lambda: signed(claims(), kid="rsa-2"), "token-unknown-key"),
    "no kid": (lambda: unsigned(claims(), {"alg": "RS256"}), "token-unknown-key"),
    "known kid, other key": (lambda: signed_by_stranger(claims()), "token-bad-signature"),
    "signature cut off": (lambda: signed(claims()).rsplit(".", 1)[0] + ".", "token-bad-signature"),
    "not a token": (lambda: "hello", "token-malformed"),
    "two parts": (lambda: "a.b", "token-malformed"),
    "header no object": (lambda: "W10.e30.AA", "token-malformed"),
    "header a text": (lambda: "ImFsZyI.e30.AA", "token-malformed"),
    "header deeply nested": (
        lambda: base64.urlsafe_b64encode(b"[" * 100_000).decode() + ".e30.AA",
        "token-malformed",
    ),
    "Chinese": (lambda: "测.绘.院", "token-malformed"),
    "unknown critical header": (
        lambda: unsigned(claims(), {"alg": "RS256", "kid": "rsa-1", "crit": ["x"], "x": 1}),
        "token-malformed",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_token_is_refused_by_its_own_code(relying_party, issuer, name):
    forge, code = FORGERIES[name]

    with pytest.raises(NotSignedIn) as refusal:
        redeem(relying_party, issuer, forge())

    assert refusal.value.code == code


_NOW = int(NOW.timestamp())
WRONG_CLAIMS = {
    "another issuer": ({"iss": "https://evil.example"}, "token-wrong-issuer"),
    "issuer with a slash more": ({"iss": ISSUER + "/"}, "token-wrong-issuer"),
    "no issuer": ({"iss": None}, "token-incomplete"),
    "another audience": ({"aud": "someone-else"}, "token-wrong-audience"),
    "the API's audience": ({"aud": API}, "token-wrong-audience"),
    "no audience": ({"aud": None}, "token-incomplete"),
    "several audiences without a party": ({"aud": [CLIENT, "other"]}, "token-wrong-audience"),
    "several audiences, made for another": (
        {"aud": [CLIENT, "other"], "azp": "other"},
        "token-wrong-audience",
    ),
    "expired": ({"exp": _NOW - 61}, "token-expired"),
    "no expiry": ({"exp": None}, "token-incomplete"),
    "expiry a text": ({"exp": "tomorrow"}, "token-malformed"),
    "not yet valid": ({"nbf": _NOW + 61}, "token-not-yet-valid"),
    "issued in the future": ({"iat": _NOW + 61}, "token-not-yet-valid"),
    "no time of issue": ({"iat": None}, "token-incomplete"),
    "another nonce": ({"nonce": "replayed"}, "token-wrong-nonce"),
    "no nonce": ({"nonce": None}, "token-incomplete"),
    "an access token": ({"token_use": "access"}, "token-wrong-use"),
    "no subject": ({"sub": None}, "person-unusable"),
    "the ledger's own name": ({"sub": "system"}, "person-unusable"),
    "a key separator in the subject": ({"sub": "a#b"}, "person-unusable"),
    "no organisation": ({"org": None}, "organisation-unusable"),
    "an organisation that is no USCC": ({"org": "91350100M000100Y44"}, "organisation-unusable"),
    "an unknown role": ({"roles": ["owner_agent", "emperor"]}, "role-unknown"),
    "no role": ({"roles": []}, "person-without-role"),
    "roles missing": ({"roles": None}, "person-without-role"),
    "a role that is a number": ({"roles": [7]}, "role-unknown"),
}


@pytest.mark.parametrize("name", WRONG_CLAIMS)
def test_a_signed_token_with_wrong_claims_is_refused_by_its_own_code(relying_party, issuer, name):
    changes, code = WRONG_CLAIMS[name]

    with pytest.raises(NotSignedIn) as refusal:
        redeem(relying_party, issuer, signed(claims(**changes)))

    assert refusal.value.code == code


def test_clocks_may_differ_by_a_minute(relying_party, issuer):
    assert redeem(relying_party, issuer, signed(claims(iat=_NOW + 59, nbf=_NOW + 59)))
    assert redeem(relying_party, issuer, signed(claims(exp=_NOW - 59)))


def test_a_token_for_several_audiences_made_for_us_is_accepted(relying_party, issuer):
    assert redeem(relying_party, issuer, signed(claims(aud=[CLIENT, "other"], azp=CLIENT)))


def test_the_api_takes_access_tokens_of_its_own_audience_only(relying_party):
    access = signed(claims(aud=API, nonce=None))

    assert relying_party.verify_bearer(access, NOW).signed_in.actor.person == "subject-1"
    with pytest.raises(NotSignedIn, match="token-wrong-audience"):
        relying_party.verify_bearer(signed(claims()), NOW)
    with pytest.raises(NotSignedIn, match="token-expired"):
        relying_party.verify_bearer(access, NOW + timedelta(hours=1))


def test_an_issuer_without_audience_in_access_tokens_is_served_by_settings(issuer):
    party = deployed_party(issuer, OIDC_API_AUDIENCE=CLIENT, OIDC_API_AUDIENCE_CLAIM="client_id")

    assert party.verify_bearer(signed(claims(aud=None, client_id=CLIENT, token_use="access")), NOW)
    with pytest.raises(NotSignedIn, match="token-wrong-audience"):
        party.verify_bearer(signed(claims(aud=None, client_id="other", token_use="access")), NOW)
    with pytest.raises(NotSignedIn, match="token-wrong-use"):
        party.verify_bearer(signed(claims(client_id=CLIENT, token_use="id")), NOW)


def test_one_audience_for_sign_in_and_api_is_refused_as_a_setting():
    with pytest.raises(ValueError, match="audience must differ"):
        IdentitySettings(ISSUER, CLIENT, CLIENT)


def test_claim_names_and_role_words_are_settings(issuer):
    party = deployed_party(
        issuer,
        CLAIM_ORG="custom:uscc",
        CLAIM_ROLES="custom:roles",
        CLAIM_ROLE_VALUES="Supervision=supervisor,Review=operator_reviewer",
    )
    own = {"custom:uscc": ORG, "custom:roles": "Supervision, Review", "org": None, "roles": None}

    actor = redeem(party, issuer, signed(claims(**own))).actor

    assert actor == Actor("subject-1", ORG, frozenset({Role.SUPERVISOR, Role.OPERATOR_REVIEWER}))
    with pytest.raises(NotSignedIn, match="role-unknown"):
        redeem(party, issuer, signed(claims(**{**own, "custom:roles": "supervisor"})))


def test_endpoints_are_settings_for_an_issuer_that_cannot_be_discovered(issuer):
    issuer.about = {}
    party = deployed_party(
        issuer,
        OIDC_AUTHORIZATION_ENDPOINT="https://login.example/authorize",
        OIDC_TOKEN_ENDPOINT="https://issuer.example/token",
        OIDC_KEYS_ENDPOINT="https://issuer.example/keys",
        OIDC_END_SESSION_ENDPOINT="https://login.example/logout",
    )

    assert party.authorization_url(ATTEMPT).startswith("https://login.example/authorize?")
    assert str(party.sign_out_url("https://market.example/")).startswith("https://login.example/logout?")
    assert redeem(party, issuer, signed(claims())).actor.person == "subject-1"


def test_names_lose_characters_that_could_disguise_the_page(relying_party, issuer):
    person = redeem(relying_party, issuer, signed(claims(name="林\u202e知\n远" + "长" * 100)))

    assert person.display_name == "林知远" + "长" * 61


def test_keys_are_fetched_once_and_again_for_a_new_kid(relying_party, issuer):
    for _ in range(3):
        redeem(relying_party, issuer, signed(claims()))
    assert issuer.calls_to("/keys") == 1

    fresh = ECKey.generate_key("P-256", {"kid": "ec-2"})
    issuer.keys = [fresh]
    later = NOW + timedelta(seconds=10)

    assert redeem(relying_party, issuer, signed(claims(), fresh, "ES256"), later)
    assert issuer.calls_to("/keys") == 2


def test_made_up_kids_cannot_make_us_hammer_the_issuer(relying_party, issuer):
    redeem(relying_party, issuer, signed(claims()))

    for number in range(50):
        with pytest.raises(NotSignedIn, match="token-unknown-key"):
            relying_party.verify_bearer(signed(claims(aud=API), kid=f"made-up-{number}"), NOW)

    assert issuer.calls_to("/keys") == 1


def test_a_withdrawn_key_stops_working_within_the_hour(relying_party, issuer):
    redeem(relying_party, issuer, signed(claims()))
    issuer.keys = [issuer.ec]
    later = NOW + timedelta(hours=1, seconds=1)

    with pytest.raises(NotSignedIn, match="token-unknown-key"):
        relying_party.verify_bearer(signed(claims(aud=API, exp=_NOW + 7200)), later)


def test_an_outage_of_the_issuer_does_not_refuse_tokens_of_known_keys(relying_party, issuer):
    redeem(relying_party, issuer, signed(claims()))
    issuer.down = True
    access = signed(claims(aud=API, exp=_NOW + 36000))

    assert relying_party.verify_bearer(access, NOW + timedelta(hours=2))


def test_an_outage_before_any_key_is_known_is_no_fault_of_the_person(relying_party, issuer):
    issuer.down = True

    with pytest.raises(Unavailable, match="identity-unavailable"):
        relying_party.verify_bearer(signed(claims(aud=API)), NOW)


def test_unusable_entries_of_a_key_document_are_passed_over(relying_party, issuer):
    issuer.keys = [
        OctKey.generate_key(256, {"kid": "shared"}),
        RSAKey.generate_key(2048, {"kid": "for-encryption", "use": "enc"}),
        issuer.rsa,
    ]

    assert redeem(relying_party, issuer, signed(claims()))


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (HttpAnswer(400, b'{"error": "invalid_grant"}'), NotSignedIn, "sign-in-refused"),
        (HttpAnswer(401, b'{"error": "invalid_client"}'), Unavailable, "identity-unavailable"),
        (HttpAnswer(302, b"{}"), Unavailable, "identity-unavailable"),
        (HttpAnswer(500, b"<html>"), Unavailable, "identity-unavailable"),
        (HttpAnswer(200, b"[]"), Unavailable, "identity-unavailable"),
        (HttpAnswer(200, b'{"access_token": "only"}'), Unavailable, "identity-unavailable"),
    ],
)
def test_only_a_refused_code_is_the_persons_affair(relying_party, issuer, answer, error, code):
    issuer.token_answer = answer

    with pytest.raises(error, match=code):
        relying_party.redeem("the-code", ATTEMPT, NOW)
