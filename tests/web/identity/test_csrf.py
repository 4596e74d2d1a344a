"""A form of another site changes nothing here."""

import pytest

from chalicelib.kernel.errors import Forbidden
from chalicelib.web.csrf import check_csrf, csrf_token

OWN = "https://market.example"
SEED = "s" * 43
OWN_PAGE = {"origin": OWN, "sec-fetch-site": "same-origin"}


def test_a_form_of_ones_own_page_passes():
    check_csrf("POST", OWN_PAGE, csrf_token(SEED), SEED, OWN)


def test_a_browser_that_says_nothing_is_judged_by_the_token_alone():
    check_csrf("POST", {}, csrf_token(SEED), SEED, OWN)
    with pytest.raises(Forbidden, match="csrf-missing"):
        check_csrf("POST", {}, None, SEED, OWN)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "post"])
@pytest.mark.parametrize(
    ("token", "seed", "code"),
    [
        (None, SEED, "csrf-missing"),
        ("", SEED, "csrf-missing"),
        (csrf_token(SEED), None, "csrf-missing"),
        (csrf_token("o" * 43), SEED, "csrf-wrong"),
        (SEED, SEED, "csrf-wrong"),
        ("令牌", SEED, "csrf-wrong"),
        ("\ud800", SEED, "csrf-wrong"),
    ],
)
def test_a_missing_or_foreign_token_is_refused(method, token, seed, code):
    with pytest.raises(Forbidden) as refusal:
        check_csrf(method, OWN_PAGE, token, seed, OWN)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://market.example"},
        {"origin": "https://market.example:8443"},
        {"origin": "https://market.example.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": OWN},
    ],
)
def test_a_request_from_another_origin_is_refused_even_with_the_right_token(headers):
    with pytest.raises(Forbidden, match="csrf-foreign-origin"):
        check_csrf("POST", headers, csrf_token(SEED), SEED, OWN)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_needs_no_token(method):
    check_csrf(method, {"sec-fetch-site": "cross-site"}, None, None, OWN)


def test_a_bearer_request_needs_no_token():
    check_csrf("POST", {"authorization": "Bearer abc"}, None, None, OWN)


def test_another_kind_of_authorization_is_no_excuse():
    with pytest.raises(Forbidden, match="csrf-missing"):
        check_csrf("POST", {"authorization": "Basic abc"}, None, SEED, OWN)
