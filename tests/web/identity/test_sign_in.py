"""From the product's sign-in link through the issuer and back, and every way in which that is refused."""

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import NotSignedIn
from chalicelib.web.cookies import CookieSettings
from chalicelib.web.session import read_session
from chalicelib.web.sign_in import begin_sign_in, finish_sign_in, local_path
from infra.local.dev_http import DevRequest
from infra.local.people import people
from tests.web.identity.fakes import parameters

ORIGIN = "http://localhost:8000"
CALLBACK = f"{ORIGIN}/sign-in/callback"
PERSON = people()[0]


@pytest.fixture
def begin(local_party, cookies, clock):
    def act(return_to="/notices?page=2", hint=PERSON.subject):
        return begin_sign_in(local_party, cookies, CALLBACK, return_to, clock.now, person_hint=hint)

    return act


@pytest.fixture
def visit_issuer(local_identity):
    def act(url):
        path, _, query = url.partition("?")
        answer = local_identity.handle(DevRequest("GET", path, query, origin=ORIGIN))
        assert answer.status == 302
        return parameters(dict(answer.headers)["Location"])

    return act


@pytest.fixture
def finish(local_party, cookies, clock, marks, epochs):
    def act(query, cookie):
        return finish_sign_in(
            local_party,
            cookies,
            query,
            cookie,
            clock.now,
            marks=marks,
            epochs=epochs,
            roster=epochs,
            today=clock.now.date(),
        )

    return act


def sent_back(set_cookie):
    return set_cookie.partition(";")[0]


def test_a_person_signs_in_through_the_local_issuer(begin, visit_issuer, finish, cookies, clock, epochs):
    begun = begin()
    query = visit_issuer(begun.redirect_url)

    done = finish(query, sent_back(begun.cookie))

    session, forget = done.cookies
    assert done.return_to == "/notices?page=2"
    assert session.startswith("__Host-session=")
    assert forget.startswith("__Host-sign-in=;")
    assert "Max-Age=0" in forget
    actor = read_session(sent_back(session), cookies, clock.now, epochs).actor
    assert (actor.person, actor.org, actor.roles) == (
        PERSON.subject,
        PERSON.org.uscc,
        frozenset(PERSON.roles),
    )


def test_the_attempts_cookie_is_shut_off_from_scripts_and_other_sites(begin):
    attributes = begin().cookie.split("; ")[1:]

    assert attributes == ["Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"]


def test_a_replayed_answer_is_refused_even_with_a_kept_cookie(begin, visit_issuer, finish):
    begun = begin()
    query = visit_issuer(begun.redirect_url)
    finish(query, sent_back(begun.cookie))

    with pytest.raises(NotSignedIn, match="sign-in-replayed"):
        finish(query, sent_back(begun.cookie))


def test_the_answer_to_another_browsers_attempt_is_refused(begin, visit_issuer, finish):
    attackers, victims = begin(), begin()
    query = visit_issuer(attackers.redirect_url)

    with pytest.raises(NotSignedIn, match="sign-in-wrong-state"):
        finish(query, sent_back(victims.cookie))


def test_a_code_of_another_attempt_is_refused_by_its_verifier(begin, visit_issuer, finish):
    stolen, own = visit_issuer(begin().redirect_url), begin()
    state = parameters(own.redirect_url)["state"]

    with pytest.raises(NotSignedIn, match="sign-in-refused"):
        finish({"code": stolen["code"], "state": state}, sent_back(own.cookie))


@pytest.mark.parametrize("cookie", [None, "", "__Host-sign-in=", "__Host-sign-in=forged", "sign-in=x"])
def test_an_answer_without_an_attempt_is_refused(begin, visit_issuer, finish, cookie):
    query = visit_issuer(begin().redirect_url)

    with pytest.raises(NotSignedIn, match="sign-in-not-begun"):
        finish(query, cookie)


def test_an_attempt_ends_after_ten_minutes(begin, visit_issuer, finish, clock):
    begun = begin()
    query = visit_issuer(begun.redirect_url)
    clock.pass_time(minutes=10)

    with pytest.raises(NotSignedIn, match="sign-in-not-begun"):
        finish(query, sent_back(begun.cookie))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"error": "access_denied"}, "sign-in-denied"),
        ({"error": "server_error"}, "sign-in-refused"),
        ({}, "sign-in-refused"),
        ({"code": ""}, "sign-in-refused"),
        ({"code": "made-up"}, "sign-in-refused"),
    ],
)
def test_an_issuers_refusal_is_named(begin, finish, answer, code):
    begun = begin()
    state = parameters(begun.redirect_url)["state"]

    with pytest.raises(NotSignedIn) as refusal:
        finish({"state": state, **answer}, sent_back(begun.cookie))

    assert refusal.value.code == code


@pytest.mark.parametrize("state", [None, "", "状态", "\ud800"])
def test_a_missing_or_strange_state_is_refused(begin, finish, state):
    query = {"code": "x"} if state is None else {"code": "x", "state": state}

    with pytest.raises(NotSignedIn, match="sign-in-wrong-state"):
        finish(query, sent_back(begin().cookie))


def test_a_session_cookie_does_not_pass_for_an_attempt(begin, visit_issuer, finish):
    begun = begin()
    done = finish(visit_issuer(begun.redirect_url), sent_back(begun.cookie))
    value = sent_back(done.cookies[0]).partition("=")[2]

    with pytest.raises(NotSignedIn, match="sign-in-not-begun"):
        finish({"code": "x", "state": "y"}, f"__Host-sign-in={value}")


def test_without_tls_the_cookie_has_a_plain_name(local_party, clock):
    plain = CookieSettings(("k" * 40,), secure=False)

    cookie = begin_sign_in(local_party, plain, CALLBACK, "/", clock.now).cookie

    assert cookie.startswith("sign-in=")
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    "outside",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "/notices\r\nSet-Cookie: x=y",
        "/通知",
        "/" + "a" * 1024,
        "/sign-in",
        "/sign-in/callback?code=x",
        "/sign-out",
        "/sign-out-everywhere",
        "",
        "/",
        None,
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(begin, visit_issuer, finish, outside):
    begun = begin(return_to=outside)

    done = finish(visit_issuer(begun.redirect_url), sent_back(begun.cookie))

    assert done.return_to == "/workbench"


@pytest.mark.parametrize("inside", ["/notices", "/notices?q=%E6%B5%8B&page=2#top", "/sign-information"])
def test_pages_of_this_site_are_come_back_to(inside):
    assert local_path(inside) == inside


def test_the_mark_outlives_the_attempt(begin, visit_issuer, local_party, cookies, clock, epochs):
    begun = begin()
    query = visit_issuer(begun.redirect_url)
    asked = []

    class Marks:
        def use_once(self, key, ttl_seconds):
            asked.append((key, ttl_seconds))
            return True

    finish_sign_in(
        local_party,
        cookies,
        query,
        sent_back(begun.cookie),
        clock.now,
        marks=Marks(),
        epochs=epochs,
        roster=epochs,
        today=clock.now.date(),
    )

    [(key, ttl_seconds)] = asked
    assert query["state"] not in key
    assert timedelta(seconds=ttl_seconds) >= timedelta(minutes=10)
