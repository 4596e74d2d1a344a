"""Holds every answer of the API that a test gets against its schema (design §6: meta-tests)."""

import json
from collections.abc import Iterator

import pytest
from chalice.app import Response

from chalicelib.entrypoints import mount
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.web.validation import find_errors


@pytest.fixture(autouse=True)
def answers_as_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Note where an answer is not what `/openapi.json` promises, and fail the test that asked for it."""
    broken: set[tuple[str, str, str]] = set()
    finish = mount._finish

    def noted(call: Call, reply: Reply) -> Response:
        if call.route.answer and call.route.surface == "api" and reply.status < 300:
            errors = find_errors(call.route.answer, json.loads(reply.body))
            broken.update((call.route.name, error.pointer, error.code) for error in errors)
        return finish(call, reply)

    monkeypatch.setattr(mount, "_finish", noted)
    yield
    if broken:
        pytest.fail(f"answers that are not what their schema says: {sorted(broken)}")
