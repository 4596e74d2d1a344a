"""Signing out everywhere over HTTP: found from every page, ends sessions and access tokens (ADR 0035)."""

from collections.abc import Iterator

import pytest

from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person
from infra.local.runtime import Runtime
from infra.local.visits import json_request
from tests.factories.notices import MONDAY
from tests.web.meta.world import fresh_visit

ASKED = "/api/v1/owner/notices"


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as running:
        yield running


@pytest.fixture
def person() -> DemoPerson:
    found = find_person(Role.OWNER_AGENT)
    assert found is not None
    return found


def ask(runtime: Runtime, token: str, method: str = "GET", address: str = ASKED) -> Answer:
    return runtime.request(json_request(method, address, None, token=token))


def test_every_page_leads_to_the_button(runtime: Runtime, person: DemoPerson) -> None:
    visit = fresh_visit(runtime, person)

    assert 'href="/account"' in visit.get("/notices").text
    shown = visit.get("/account")
    assert shown.status == 200
    assert person.display_name in shown.text
    assert "业主单位经办人" in shown.text
    assert 'action="/sign-out-everywhere"' in shown.text


def test_the_button_ends_the_other_browser_and_the_tokens_made_before(
    runtime: Runtime, person: DemoPerson
) -> None:
    here, there = fresh_visit(runtime, person), fresh_visit(runtime, person)
    token = runtime.identity.access_token(person)
    assert ask(runtime, token).status == 200

    assert here.post_form("/sign-out-everywhere").status == 303

    assert there.get("/account").location.startswith("/sign-in?")
    refused = ask(runtime, token)
    assert refused.status == 401
    assert refused.json()["type"] == "/problems/token-ended"
    assert refused.header("WWW-Authenticate") == 'Bearer error="token-ended"'
    assert ask(runtime, runtime.identity.access_token(person)).status == 200


def test_a_program_ends_everything_too_its_own_token_included(runtime: Runtime, person: DemoPerson) -> None:
    browser, token = fresh_visit(runtime, person), runtime.identity.access_token(person)

    assert ask(runtime, token, "POST", "/api/v1/sign-out-everywhere").status == 200

    assert ask(runtime, token, "POST", "/api/v1/sign-out-everywhere").status == 401
    assert browser.get("/account").location.startswith("/sign-in?")


def test_nobody_elses_token_ends(runtime: Runtime, person: DemoPerson) -> None:
    other = find_person(Role.OWNER_ADMIN)
    assert other is not None
    token = runtime.identity.access_token(other)

    fresh_visit(runtime, person).post_form("/sign-out-everywhere")

    assert ask(runtime, token).status == 200
