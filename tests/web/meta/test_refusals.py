"""What no route takes, and what goes wrong on our side: the answer, its kind, and the line in the log."""

import json
from io import StringIO

import pytest

from chalicelib import bootstrap
from chalicelib.entrypoints.trace import logger
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Unavailable
from infra.local.http_event import Answer, Request
from tests.web.meta.world import World, found, fresh_visit

PERSONAL = "联系人 张三 13800005678 报价 4850000"
HTML, PROBLEM = "text/html", "application/problem+json"


def ask(world: World, method: str, address: str, accept: str = "*/*") -> Answer:
    return world.runtime.request(Request(method, address, "", (("Accept", accept),)))


def kind_of(answer: Answer) -> str:
    return (answer.header("Content-Type") or "").partition(";")[0]


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/nope", "text/html,*/*", HTML),
        ("/nope", "*/*", HTML),
        ("/nope", "application/json", PROBLEM),
        ("/nope", "application/problem+json, application/json;q=0.9", PROBLEM),
        ("/nope.json", "*/*", PROBLEM),
        ("/api/v1/nope", "*/*", PROBLEM),
        ("/api/v1/nope", "text/html,*/*", PROBLEM),
        ("/api/v1/notices/nonesuch/nope", "*/*", PROBLEM),
        ("/notices/nonesuch", "text/html", HTML),
        ("/notices/nonesuch", "application/json", PROBLEM),
        ("/unmatched", "*/*", HTML),
        ("/failed", "*/*", HTML),
    ],
)
def test_an_unknown_address_is_refused_in_the_words_of_who_asks(
    world: World, address: str, accept: str, kind: str
) -> None:
    answer = ask(world, "GET", address, accept)

    assert answer.status == 404
    assert kind_of(answer) == kind
    assert "/problems/not-found" in answer.text


@pytest.mark.parametrize(
    ("method", "address", "allow", "kind"),
    [
        ("PUT", "/api/v1/notices", "GET, HEAD, POST", PROBLEM),
        ("DELETE", "/api/v1/notices", "GET, HEAD, POST", PROBLEM),
        ("OPTIONS", "/api/v1/notices", "GET, HEAD, POST", PROBLEM),
        ("HEAD", "/api/v1/sign-out-everywhere", "POST", PROBLEM),
        ("POST", "/api/v1/awards", "GET, HEAD", PROBLEM),
        ("POST", "/notices", "GET, HEAD", HTML),
        ("GET", "/sign-out", "POST", HTML),
        ("PATCH", "/openapi.json", "GET, HEAD", PROBLEM),
    ],
)
def test_another_method_is_refused_with_those_that_are_offered(
    world: World, method: str, address: str, allow: str, kind: str
) -> None:
    answer = ask(world, method, address)

    assert answer.status == 405
    assert answer.header("Allow") == allow
    assert kind_of(answer) == kind
    assert method == "HEAD" or "/problems/method-not-allowed" in answer.text


def test_a_person_who_mistypes_an_address_stays_signed_in(world: World) -> None:
    person = found(Role.OWNER_AGENT)

    answer = fresh_visit(world.runtime, person).get("/nope")

    assert answer.status == 404
    assert person.display_name in answer.text


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(PERSONAL)
        except KeyError as error:
            raise ValueError(PERSONAL) from error

    monkeypatch.setattr(type(bootstrap.house().lists), "page", fail)


class Lines:
    """Everything the process writes, as Lambda would keep it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd, self._log = capfd, StringIO()
        for handler in logger().handlers:
            monkeypatch.setattr(handler, "stream", self._log)
        self.read()

    def read(self) -> list[str]:
        texts = [self._log.getvalue(), *self._capfd.readouterr()]
        self._log.truncate(0)
        self._log.seek(0)
        return [line for text in texts for line in text.splitlines() if line]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Lines:
    return Lines(monkeypatch, capfd)


@pytest.mark.parametrize(("address", "kind"), [("/api/v1/draws", PROBLEM), ("/draws", HTML)])
@pytest.mark.usefixtures("failing")
def test_a_fault_is_one_line_with_types_and_places_and_nothing_that_was_typed(
    world: World, lines: Lines, address: str, kind: str
) -> None:
    answer = ask(world, "GET", address)

    assert answer.status == 500
    assert kind_of(answer) == kind
    assert "张三" not in answer.text
    assert "ValueError" not in answer.text
    request_id = answer.header("X-Request-Id") or ""
    assert request_id in answer.text
    (line,) = lines.read()
    told = json.loads(line)
    assert told["request_id"] == request_id
    assert (told["level"], told["route"], told["status"]) == ("ERROR", address, 500)
    assert [fault["type"] for fault in told["faults"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert any("listing.py:" in frame for frame in told["faults"][0]["frames"])
    assert not any(part in line for part in PERSONAL.split())


def test_a_service_that_does_not_answer_is_told_with_what_it_came_of(
    world: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unavailable from OSError(PERSONAL)

    monkeypatch.setattr(type(bootstrap.house().lists), "page", fail)

    answer = ask(world, "GET", "/api/v1/draws")

    assert (answer.status, answer.json()["type"]) == (503, "/problems/try-again-later")
    assert answer.header("Retry-After")
    (line,) = lines.read()
    assert [fault["type"].rpartition(".")[2] for fault in json.loads(line)["faults"]] == [
        "Unavailable",
        "OSError",
    ]
    assert "张三" not in line


def test_a_fault_while_asking_who_it_is_has_its_line_and_page_too(
    world: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = fresh_visit(world.runtime, found(Role.OWNER_AGENT))
    lines.read()

    def fail(*_: object) -> None:
        raise ValueError(PERSONAL)

    monkeypatch.setattr(type(bootstrap.house().epochs), "get", fail)
    monkeypatch.setattr(type(bootstrap.house().queries), "standing_with_agency", fail)

    answer = visit.get("/workbench")

    assert (answer.status, kind_of(answer)) == (500, HTML)
    (line,) = lines.read()
    assert json.loads(line)["route"] == "/workbench"
    assert "张三" not in line


def test_the_head_of_a_page_is_its_page_without_the_body(world: World) -> None:
    for address in (
        "/",
        "/notices",
        f"/notices/{world.published.notice_no}",
        "/api/v1/notices",
        "/openapi.json",
    ):
        page, head = (ask(world, method, address) for method in ("GET", "HEAD"))

        assert (head.status, head.body) == (200, b"")
        assert page.body
        assert head.header("Content-Type") == page.header("Content-Type")


def test_a_download_begins_with_signing_in_and_a_program_is_told_so(world: World) -> None:
    address = f"/agency/notices/{world.published.notice_no}/receipt.json"

    assert ask(world, "GET", address, "text/html,*/*").location.startswith("/sign-in?")
    refused = ask(world, "GET", address, "application/json")
    assert (refused.status, kind_of(refused)) == (401, PROBLEM)
