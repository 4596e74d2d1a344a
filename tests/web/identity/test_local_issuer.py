"""The local issuer is as strict as a real one; its page and its token shortcut know every demo person."""

import json
from urllib.parse import urlencode, urlsplit

import html5lib
import pytest

from chalicelib.gateways.identity import RelyingParty, code_challenge
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotSignedIn
from infra.local.dev_http import DevRequest
from infra.local.identity import CLIENT_ID, InProcessTransport, LocalIdentity, local_settings
from infra.local.people import find_person, people
from tests.web.identity.fakes import parameters

ORIGIN = "http://localhost:8000"
VERIFIER = "v" * 43
AUTHORIZE = {
    "response_type": "code",
    "client_id": CLIENT_ID,
    "redirect_uri": f"{ORIGIN}/sign-in/callback",
    "scope": "openid profile",
    "state": "s&<t",
    "nonce": "n",
    "code_challenge": code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}
XHTML = "{http://www.w3.org/1999/xhtml}"


def get(identity, path, **query):
    return identity.handle(DevRequest("GET", path, urlencode(query), origin=ORIGIN))


def location(answer):
    assert answer.status == 302
    return dict(answer.headers)["Location"]


def exchange(identity, **changes):
    code = parameters(
        location(get(identity, "/dev/oidc/authorize", **AUTHORIZE, login_hint=people()[0].subject))
    )["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": CLIENT_ID,
        "redirect_uri": AUTHORIZE["redirect_uri"],
        "code_verifier": VERIFIER,
    }
    body = urlencode({**form, **changes}).encode()
    return [identity.handle(DevRequest("POST", "/dev/oidc/token", body=body)) for _ in range(2)]


def ask_token(identity, wish):
    body = wish if isinstance(wish, bytes) else json.dumps(wish).encode()
    answer = identity.handle(DevRequest("POST", "/dev/token", body=body))
    return answer, json.loads(answer.body)


def test_a_code_is_good_once_and_for_a_minute(local_identity, clock):
    first, second = exchange(local_identity)

    assert first.status == 200
    assert json.loads(second.body)["error"] == "invalid_grant"


def test_a_code_expires(local_identity, clock):
    code = parameters(
        location(get(local_identity, "/dev/oidc/authorize", **AUTHORIZE, login_hint=people()[0].subject))
    )
    clock.pass_time(seconds=60)
    form = {"grant_type": "authorization_code", "code": code["code"], "client_id": CLIENT_ID}

    answer = local_identity.handle(DevRequest("POST", "/dev/oidc/token", body=urlencode(form).encode()))

    assert json.loads(answer.body)["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "http://evil.example/"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_exchange_is_refused(local_identity, change, error):
    answer, _ = exchange(local_identity, **change)

    assert (answer.status, json.loads(answer.body)["error"]) == (400, error)


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/sign-in/callback"},
        {"redirect_uri": f"{ORIGIN}/elsewhere"},
        {"client_id": "other"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"state": ""},
        {"nonce": ""},
        {"scope": "profile"},
    ],
)
def test_a_wrong_authorization_request_is_refused_without_a_redirect(local_identity, change):
    answer = get(local_identity, "/dev/oidc/authorize", **{**AUTHORIZE, **change})

    assert answer.status == 400


def test_discovery_names_addresses_that_answer(local_identity):
    about = json.loads(get(local_identity, "/dev/oidc/.well-known/openid-configuration").body)

    assert about["issuer"] == local_identity.issuer
    for name in ("authorization_endpoint", "jwks_uri", "end_session_endpoint"):
        assert get(local_identity, urlsplit(about[name]).path).status < 500


def test_the_key_document_holds_no_private_part(local_identity):
    [key] = json.loads(get(local_identity, "/dev/oidc/jwks").body)["keys"]

    assert "d" not in key
    assert (key["kty"], key["use"], key["alg"]) == ("EC", "sig", "ES256")


def test_the_key_is_kept_over_a_restart_and_readable_by_its_owner_alone(tmp_path, clock):
    path = tmp_path / "local" / "key.json"
    issuer = "http://localhost:8000/dev/oidc"
    token = LocalIdentity(issuer, clock, path).access_token(people()[0])
    restarted = LocalIdentity(issuer, clock, path)

    person = RelyingParty(local_settings(issuer), InProcessTransport(restarted)).verify_bearer(
        token, clock.now
    )

    assert person.signed_in.actor.person == people()[0].subject
    assert path.stat().st_mode & 0o077 == 0


def test_a_token_of_another_installation_is_refused(tmp_path, clock, local_party):
    other = LocalIdentity("http://localhost:8000/dev/oidc", clock, tmp_path / "other.json")

    with pytest.raises(NotSignedIn, match="token-unknown-key"):
        local_party.verify_bearer(other.access_token(people()[0]), clock.now)


def test_an_address_of_the_product_is_left_to_the_product(local_identity):
    assert get(local_identity, "/notices") is None
    assert local_identity.handle(DevRequest("POST", "/dev/sign-in")).status == 405


def test_signing_out_comes_back_to_this_site_only(local_identity):
    def back(uri):
        return location(get(local_identity, "/dev/oidc/end-session", post_logout_redirect_uri=uri))

    assert back(f"{ORIGIN}/notices") == f"{ORIGIN}/notices"
    assert back("https://evil.example/") == "/"
    assert back(f"{ORIGIN}.evil.example/") == "/"


def page(answer):
    return html5lib.parse(answer.body, transport_encoding="utf-8")


def test_without_a_choice_the_person_is_asked_and_the_request_carried_on(local_identity):
    path, _, query = location(get(local_identity, "/dev/oidc/authorize", **AUTHORIZE)).partition("?")

    answer = local_identity.handle(DevRequest("GET", path, query, origin=ORIGIN))

    form = page(answer).find(f".//{XHTML}form")
    carried = {field.get("name"): field.get("value") for field in form.iter(f"{XHTML}input")}
    assert (path, form.get("action")) == ("/dev/sign-in", "/dev/oidc/authorize")
    assert carried == AUTHORIZE
    chosen = next(form.iter(f"{XHTML}button"))
    done = get(local_identity, form.get("action"), **carried, **{chosen.get("name"): chosen.get("value")})
    assert location(done).startswith(AUTHORIZE["redirect_uri"])
    assert parameters(location(done))["state"] == AUTHORIZE["state"]


def test_without_a_request_a_choice_begins_the_products_own_sign_in(local_identity):
    form = page(get(local_identity, "/dev/sign-in", back="/awards")).find(f".//{XHTML}form")

    assert (form.get("method"), form.get("action")) == ("get", "/sign-in")
    assert {button.get("name") for button in form.iter(f"{XHTML}button")} == {"person_hint"}
    assert [field.get("value") for field in form.iter(f"{XHTML}input")] == ["/awards"]


def test_the_page_lists_every_person_under_each_of_their_roles(local_identity):
    sections = page(get(local_identity, "/dev/sign-in")).iter(f"{XHTML}section")

    listed = {
        (section.get("aria-labelledby"), button.get("value"), "".join(button.itertext()))
        for section in sections
        for button in section.iter(f"{XHTML}button")
    }
    assert listed == {
        (role, person.subject, f"{person.display_name}{person.org.name}{person.org.uscc}")
        for person in people()
        for role in person.roles
    }


def test_the_page_needs_no_script_and_escapes_what_it_carries(local_identity):
    hostile = {"client_id": CLIENT_ID, "state": '"><script>alert(1)</script>', "x<y": "1"}

    answer = get(local_identity, "/dev/sign-in", **hostile)

    assert b"<script" not in answer.body
    assert "default-src 'none'" in dict(answer.headers)["Content-Security-Policy"]


@pytest.mark.parametrize("role", list(Role))
def test_a_token_for_any_role_signs_its_person_in(local_identity, local_party, clock, role):
    answer, granted = ask_token(local_identity, {"role": role})

    assert answer.status == 200
    assert set(granted) == {"access_token", "token_type", "expires_in", "person", "org", "roles"}
    actor = local_party.verify_bearer(granted["access_token"], clock.now).signed_in.actor
    assert (actor.person, actor.org) == (granted["person"], granted["org"])
    assert granted["roles"] == [role]
    assert actor.roles == {role}


def test_the_same_wish_names_the_same_person(local_identity):
    assert (
        ask_token(local_identity, {"role": "department"})[1]["person"]
        == (ask_token(local_identity, {"role": "department"})[1]["person"])
    )


def test_organisation_and_person_narrow_the_choice(local_identity):
    second = [person for person in people() if Role.DEPARTMENT in person.roles][1]
    agency = [person for person in people() if Role.AGENCY_AGENT in person.roles][30]

    _, by_person = ask_token(local_identity, {"role": "department", "person": second.subject})
    _, by_org = ask_token(local_identity, {"role": "agency_agent", "org": agency.org.uscc})

    assert by_person["person"] == second.subject
    assert by_org["person"] == agency.subject


def test_an_unknown_role_is_refused_with_the_valid_ones(local_identity):
    answer, problem = ask_token(local_identity, {"role": "emperor"})

    assert answer.status == 422
    assert dict(answer.headers)["Content-Type"] == "application/problem+json"
    assert problem["errors"][0]["pointer"] == "/role"
    assert problem["valid_roles"] == [str(role) for role in Role]


@pytest.mark.parametrize(
    ("wish", "status", "pointer"),
    [
        ({}, 422, "/role"),
        ({"role": None}, 422, "/role"),
        ({"role": ["department"]}, 422, "/role"),
        ({"role": "department", "org": "91350100M000100Y43"}, 422, "/org"),
        ({"role": "department", "org": 7}, 422, "/org"),
        ({"role": "department", "person": "p-nobody"}, 422, "/person"),
        ({"role": "department", "person": people()[0].subject}, 422, "/person"),
        ({"role": "department", "a/b~\ud800": 1}, 422, "/a~1b~0?"),
        ([], 400, None),
        (b"{", 400, None),
        (b"\xff", 400, None),
        (b"[" * 100_000, 400, None),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_problem_and_never_an_error(local_identity, wish, status, pointer):
    answer, problem = ask_token(local_identity, wish)

    assert (answer.status, problem["status"]) == (status, status)
    assert [error["pointer"] for error in problem.get("errors", [])] == ([pointer] if pointer else [])


def test_a_token_lasts_as_long_as_it_says(local_identity, local_party, clock):
    _, granted = ask_token(local_identity, {"role": "supervisor"})
    clock.pass_time(seconds=granted["expires_in"] + 61)

    with pytest.raises(NotSignedIn, match="token-expired"):
        local_party.verify_bearer(granted["access_token"], clock.now)


def test_the_first_choice_for_every_role_holds_that_role_alone():
    for role in Role:
        assert find_person(role).roles == (role,)
