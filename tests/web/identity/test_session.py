"""How long a session lasts, what ends it, and that nobody can write one."""

from datetime import timedelta

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import AccessEnded, NotSignedIn
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.web.cookies import CookieSettings, seal
from chalicelib.web.session import (
    is_renewal_due,
    open_session,
    read_bearer,
    read_session,
    renew,
    session_cookie,
    sign_out_cookie,
)
from tests.web.identity.fakes import API, ORG, claims, signed

PERSON = SignedIn(Actor("p-1", ORG, frozenset({Role.OWNER_ADMIN, Role.OWNER_AGENT})), "林知远", "某某学校")


@pytest.fixture
def session(epochs, clock):
    return open_session(PERSON, epochs, epochs, clock.now, clock.now.date())


@pytest.fixture
def read(cookies, clock, epochs):
    def act(cookie, settings=cookies):
        return read_session(cookie.partition(";")[0], settings, clock.now, epochs)

    return act


def test_a_session_comes_back_from_its_cookie_as_it_was(session, cookies, read):
    assert read(session_cookie(session, cookies)) == session


def test_the_cookie_is_bound_to_the_host_and_ends_with_the_browser(session, cookies):
    cookie = session_cookie(session, cookies)

    assert cookie.startswith("__Host-session=")
    assert cookie.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]


def test_the_cookie_fits_into_a_browser_with_the_longest_names(epochs, clock, cookies):
    actor = Actor("s" * 128, ORG, frozenset(Role))
    longest = SignedIn(
        actor, "".join(map(chr, range(0x4E00, 0x4E40))), "".join(map(chr, range(0x5E00, 0x5E40)))
    )

    assert (
        len(session_cookie(open_session(longest, epochs, epochs, clock.now, clock.now.date()), cookies))
        < 4096
    )


def test_the_local_cookie_without_tls_has_a_plain_name(session, read):
    plain = CookieSettings(("k" * 40,), secure=False)

    cookie = session_cookie(session, plain)

    assert cookie.startswith("session=")
    assert read(cookie, plain) == session


def test_without_a_cookie_nobody_is_signed_in(cookies, clock, epochs):
    for header in (None, "", "other=1", "__Host-session=", "session=x"):
        assert read_session(header, cookies, clock.now, epochs) is None


def test_half_an_hour_of_rest_ends_a_session(session, cookies, read, clock):
    cookie = session_cookie(session, cookies)
    clock.pass_time(minutes=29, seconds=59)
    assert read(cookie)

    clock.pass_time(seconds=1)

    with pytest.raises(NotSignedIn, match="session-idle"):
        read(cookie)


def test_use_extends_a_session_but_not_beyond_eight_hours(session, cookies, read, clock):
    for _ in range(23):
        clock.pass_time(minutes=20)
        session = read(session_cookie(renew(session, clock.now), cookies))
    assert session.expires_at == session.ends_at
    clock.pass_time(minutes=20)

    with pytest.raises(NotSignedIn, match="session-expired"):
        read(session_cookie(session, cookies))


def test_the_expiry_shown_is_never_later_than_the_real_one(session, clock):
    assert (session.expires_at - clock.now).total_seconds() == 30 * 60

    clock.pass_time(hours=7, minutes=50)

    assert (renew(session, clock.now).expires_at - clock.now).total_seconds() == 10 * 60


def test_a_cookie_is_renewed_at_most_once_a_minute(session, clock):
    clock.pass_time(seconds=59)
    assert not is_renewal_due(session, clock.now)

    clock.pass_time(seconds=1)

    assert is_renewal_due(session, clock.now)


def test_signing_out_everywhere_ends_sessions_in_every_browser_and_no_new_one(
    session, cookies, read, epochs, clock
):
    elsewhere = session_cookie(open_session(PERSON, epochs, epochs, clock.now, clock.now.date()), cookies)

    epochs.raise_to("p-1", clock.now)

    for cookie in (session_cookie(session, cookies), elsewhere):
        with pytest.raises(NotSignedIn, match="session-ended"):
            read(cookie)
    assert read(session_cookie(open_session(PERSON, epochs, epochs, clock.now, clock.now.date()), cookies))


def token(issued_at):
    return signed(claims(aud=API, iat=issued_at, nonce=None))


def test_signing_out_everywhere_ends_the_tokens_made_before_and_no_later_one(relying_party, epochs, clock):
    at = clock.now.timestamp()
    epochs.raise_to("subject-1", clock.now + timedelta(milliseconds=200))

    for made_before in (at, at + 0.2):
        with pytest.raises(NotSignedIn, match="token-ended"):
            read_bearer(token(made_before), relying_party, clock.now, epochs)
    assert read_bearer(token(at + 0.3), relying_party, clock.now, epochs)[0].actor.person == "subject-1"


def test_a_token_of_a_person_who_never_ended_everything_counts(relying_party, epochs, clock):
    assert read_bearer(token(clock.now.timestamp()), relying_party, clock.now, epochs)


def test_signing_out_removes_the_cookie(cookies):
    assert sign_out_cookie(cookies).startswith("__Host-session=; ")
    assert "Max-Age=0" in sign_out_cookie(cookies)


@pytest.mark.parametrize("place", [0, 10, -2])
def test_a_tampered_cookie_is_refused(session, cookies, read, place):
    name, _, value = session_cookie(session, cookies).partition(";")[0].partition("=")
    letters = list(value)
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(NotSignedIn, match="session-unreadable"):
        read(f"{name}={''.join(letters)}")


@pytest.mark.parametrize("value", ["x", "a.b.c", ".", "测绘", "{}", "x" * 5000])
def test_nonsense_is_refused_and_never_an_error(read, value):
    with pytest.raises(NotSignedIn, match="session-unreadable"):
        read(f"__Host-session={value}")


def test_a_signed_payload_of_another_release_is_refused_and_never_an_error(cookies, read):
    for payload in ({}, {"person": "p-1"}, {"person": "p-1", "org": ORG, "roles": ["emperor"]}):
        with pytest.raises(NotSignedIn, match="session-unreadable"):
            read(f"__Host-session={seal(cookies, 'session', payload)}")


def test_a_cookie_of_another_kind_is_no_session(session, cookies, read):
    payload = {"person": "p-1", "org": ORG, "roles": ["sysadmin"]}

    with pytest.raises(NotSignedIn, match="session-unreadable"):
        read(f"__Host-session={seal(cookies, 'sign-in', payload)}")


def test_keys_rotate_the_newest_signs_and_the_older_still_verify(session, read):
    old, new = "o" * 40, "n" * 40
    signed_before = session_cookie(session, CookieSettings((old,)))
    both = CookieSettings((new, old))

    assert read(signed_before, both) == session
    assert read(session_cookie(session, both), CookieSettings((new,))) == session
    with pytest.raises(NotSignedIn, match="session-unreadable"):
        read(signed_before, CookieSettings((new,)))


@pytest.mark.parametrize("keys", [(), ("short",), ("k" * 40, "short")])
def test_keys_that_could_be_guessed_are_refused_as_a_setting(keys):
    with pytest.raises(ValueError, match="cookie key"):
        CookieSettings(keys)


def test_keys_and_seeds_do_not_appear_in_representations(session, cookies):
    assert "kkkk" not in repr(cookies)
    assert session.csrf_seed not in repr(session)


def test_whoever_has_come_is_called_by_a_work_number(session, cookies, read):
    assert read(session_cookie(session, cookies)).signed_in.badge == session.signed_in.badge != ""


def test_ended_access_ends_the_session_the_token_and_the_way_in(
    session, cookies, read, epochs, clock, relying_party
):
    cookie, made = session_cookie(session, cookies), token(clock.now.timestamp())
    epochs.ended |= {"p-1", "subject-1"}

    with pytest.raises(AccessEnded):
        read(cookie)
    with pytest.raises(AccessEnded):
        read_bearer(made, relying_party, clock.now, epochs)
    with pytest.raises(AccessEnded):
        open_session(PERSON, epochs, epochs, clock.now, clock.now.date())
