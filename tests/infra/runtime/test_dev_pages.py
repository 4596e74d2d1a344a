import re
from datetime import UTC, datetime
from itertools import pairwise

import html5lib
import pytest

from chalicelib.domain.marketplace.selection.beacon import follows
from infra.local.http_event import Request
from infra.local.outbox import Letter
from infra.local.visits import json_request
from tests.infra.runtime.conftest import MONDAY

FORM = ("Content-Type", "application/x-www-form-urlencoded")


def post_clock(runtime, body, *headers):
    return runtime.request(Request("POST", "/dev/clock", headers=headers, body=body))


@pytest.fixture
def quiet(runtime):
    """The day before has been closed, which is the first thing the clock brings about."""
    runtime.move_to(MONDAY)
    return runtime


def test_the_clock_moves_forward_by_json(quiet):
    answer = quiet.post_json("/dev/clock", {"to": "2026-03-03T09:00:00+08:00"})

    assert answer.status == 200
    assert answer.json() == {"now": "2026-03-03T01:00:00.000Z", "fired": 0}
    assert quiet.now() == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


def test_moving_the_clock_back_is_a_409(runtime):
    answer = runtime.post_json("/dev/clock", {"to": "2026-03-02T08:59:59.999+08:00"})

    assert answer.status == 409
    assert answer.header("Content-Type") == "application/problem+json"
    assert (answer.json()["code"], answer.json()["type"]) == ("clock-backwards", "about:blank")
    assert runtime.now() == MONDAY


NO_INSTANTS = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"{",
    b'{"to": 5}',
    b'{"to": "tomorrow"}',
    b'{"to": "2026-03-03T09:00:00"}',
    b'{"to": "9999-12-31T23:59:59Z"}',
    b'{"to": "0001-01-01T00:00:00+23:59"}',
    b'{"to": "2026-03-03T00:00:00Z", "x": 1}',
    b"[" * 100_000,
    b"\xff\xfe",
)


def test_a_local_refusal_that_links_a_page_links_one_that_exists(runtime):
    refused = runtime.post_json("/dev/clock", {"to": "tomorrow"})

    assert refused.json()["type"] == "/problems/invalid-fields"
    assert runtime.get(refused.json()["type"]).status == 200


@pytest.mark.parametrize("body", NO_INSTANTS)
def test_a_body_that_names_no_instant_is_a_422(runtime, body):
    answer = post_clock(runtime, body)

    assert answer.status == 422
    assert answer.header("Content-Type") == "application/problem+json"
    assert runtime.now() == MONDAY


def test_json_is_understood_whatever_type_the_sender_names(runtime):
    answer = post_clock(runtime, b'{"to": "2026-03-03T01:00:00Z"}', FORM)

    assert answer.json()["now"] == "2026-03-03T01:00:00.000Z"


@pytest.mark.parametrize(
    ("form", "now"),
    [
        (b"step=hour", datetime(2026, 3, 2, 2, 0, tzinfo=UTC)),
        (b"step=workday", datetime(2026, 3, 3, 1, 0, tzinfo=UTC)),
        (b"step=due", MONDAY),
        (b"to=2026-03-05T17:30", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
    ],
)
def test_the_forms_of_the_clock_page_move_it_and_lead_back(quiet, form, now):
    answer = post_clock(quiet, form, FORM)

    assert (answer.status, answer.location) == (303, "/dev/clock?fired=0")
    assert quiet.now() == now


def test_a_form_with_a_bad_date_shows_the_page_again_with_the_reason(runtime):
    answer = post_clock(runtime, b"to=%3Cscript%3E", FORM)

    assert answer.status == 422
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text


def test_the_page_says_what_the_clock_shows(runtime):
    assert "2026年03月02日 09:00:00" in runtime.get("/dev/clock").text


@pytest.mark.parametrize("path", ["/dev/clock", "/dev/outbox", "/dev/sign-in"])
def test_pages_are_valid_labelled_and_without_script(runtime, path):
    page = runtime.get(path)

    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page.text)
    assert "<script" not in page.text
    assert "default-src 'none'" in page.header("Content-Security-Policy")
    for identifier in re.findall(r'<input id="([^"]+)"', page.text):
        assert f'<label for="{identifier}">' in page.text


def test_another_site_can_neither_move_the_clock_nor_make_tokens(runtime):
    for path in ("/dev/clock", "/dev/token"):
        for header in (("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")):
            answer = runtime.request(Request("POST", path, headers=(header,), body=b"{}"))
            assert answer.status == 403
            assert answer.json()["code"] == "csrf-foreign-origin"


def test_a_token_is_made_for_a_demo_person_and_opens_the_api(runtime):
    answer = runtime.request(json_request("POST", "/dev/token", {"role": "owner_agent"}))

    assert answer.status == 200
    assert answer.json()["roles"] == ["owner_agent"]
    assert answer.json()["token_type"] == "Bearer"


def test_the_outbox_lists_every_letter_newest_first_and_escapes_it(runtime):
    runtime.outbox.send(
        Letter("in-app", "91370700DEM000014Q", "e1", "notice-published", "2026-03-02T01:00:00.000Z")
    )
    runtime.outbox.send(
        Letter("sms", "<b>", "e2", "quote-due", "2026-03-02T02:00:00.000Z", text="请<于>截止前提交")
    )

    page = runtime.get("/dev/outbox").text

    assert page.index("quote-due") < page.index("notice-published")
    assert "<b>" not in page
    assert "请&lt;于&gt;截止前提交" in page


def test_the_same_letter_twice_is_one(runtime):
    letter = Letter("sms", "x", "e1", "notice-published", "2026-03-02T01:00:00.000Z")

    runtime.outbox.send(letter)
    runtime.outbox.send(letter)

    assert runtime.outbox.letters("x") == (letter,)


def test_an_unknown_local_address_is_a_404(runtime):
    assert runtime.get("/dev/nothing").status == 404


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/dev", "GET, HEAD"),
        ("/dev/clock", "GET, HEAD, POST"),
        ("/dev/outbox", "GET, HEAD"),
        ("/dev/sign-in", "GET, HEAD"),
        ("/dev/s3/market-exports", "POST"),
        ("/dev/s3/market-exports/key", "GET, HEAD"),
    ],
)
def test_a_wrong_method_gets_a_problem_that_names_the_right_ones(runtime, path, allow):
    answer = runtime.request(Request("DELETE", path))

    assert (answer.status, answer.header("Allow")) == (405, allow)
    assert answer.header("Content-Type").startswith("application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (405, "/problems/method-not-allowed")
    assert problem["allow"] == allow
    assert problem["title"]


def test_the_demo_chains_file_lies_beside_the_supervisor_and_is_the_chain_that_is_revealed(runtime):
    answer = runtime.get("/dev/beacon-chain.json")

    assert '<a href="/dev/beacon-chain.json" download>' in runtime.get("/dev/sign-in").text
    assert answer.header("Content-Disposition") == 'attachment; filename="beacon-chain.json"'
    file = answer.json()
    assert file["format"] == "beacon-chain/1"
    assert file["length"] == len(file["values"])
    chain = [file["anchor"], *file["values"]]
    assert all(follows(before, after) for before, after in pairwise(chain))
