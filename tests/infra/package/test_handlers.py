"""The packaged handlers, called with events as AWS sends them, each under the environment of its duty."""

import json
import subprocess
import sys
from typing import Any

import pytest

from chalicelib.projections.compaction import FOLD_AT
from infra.package import ROOT
from infra.packaging.environment import environment_of
from infra.packaging.merge import duties_of
from tests.infra.package import aws_events
from tests.infra.package.conftest import Package, statements_of
from tests.infra.package.permissions import requests_of
from tests.infra.package.policy_evaluator import is_allowed

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "us-east-1"}


def _call(
    package: Package,
    duty: str,
    *events: dict[str, Any],
    items: tuple[dict[str, Any], ...] = (),
    rows: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """Call the handler of a duty once an event, in one fresh process."""
    (name,) = [name for name, each in duties_of(package.sam).items() if each == duty]
    handler = package.resources[name]["Properties"]["Handler"].removeprefix("app.")
    order = {
        "folder": str(package.unpacked),
        "environment": environment_of(package.sam, name, package.parameters) | CREDENTIALS,
        "calls": [{"handler": handler, "event": event} for event in events],
        "marketplace": items,
        "reporting": rows,
    }
    script = (
        "import sys; sys.path.append(sys.argv[1]); from tests.infra.package.lambda_call import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-B", "-c", script, str(ROOT)],
        cwd=package.unpacked,
        input=json.dumps(order),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    _assert_permitted(package, duty, answer["calls"])
    return answer | {"log": result.stdout}


def _assert_permitted(package: Package, duty: str, calls: list[tuple[str, str, Any]]) -> None:
    """Hold every call that a handler made against the policy of its duty."""
    statements = statements_of(package, duty)
    for service, operation, params in calls:
        for request in requests_of(service, operation, params):
            assert is_allowed(statements, request), (duty, request)


@pytest.mark.parametrize("duty", ["public", "resident", "sealed", "desk"])
def test_each_http_function_answers(one_package: Package, duty: str) -> None:
    (answer,) = _call(one_package, duty, aws_events.rest_call("GET", "/healthz"))["answers"]

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["release"] == one_package.parameters["Release"]


def test_pages_heads_and_unknown_addresses(one_package: Package) -> None:
    page, head, unknown, chinese = _call(
        one_package,
        "public",
        aws_events.rest_call("GET", "/problems"),
        aws_events.rest_call("HEAD", "/problems"),
        aws_events.rest_call("GET", "/no/such/page"),
        aws_events.rest_call("GET", "/problems/%E6%B2%A1%E6%9C%89"),
    )["answers"]

    assert page["statusCode"] == 200
    assert page["body"].lstrip().startswith("<!doctype html>") or "<html" in page["body"]
    assert (head["statusCode"], head["body"]) == (200, "")
    assert unknown["statusCode"] == 404
    assert chinese["statusCode"] == 404


def test_several_cookies_survive_the_gateway(one_package: Package) -> None:
    event = aws_events.rest_call("GET", "/preferences", query="lang=en&theme=dark&back=/problems")

    (answer,) = _call(one_package, "public", event)["answers"]

    assert answer["statusCode"] == 303
    assert len(answer["multiValueHeaders"]["Set-Cookie"]) == 2
    assert all("Secure" in cookie for cookie in answer["multiValueHeaders"]["Set-Cookie"])


def test_timers_enqueue_what_is_due_and_nothing_else(one_package: Package) -> None:
    due = _due_item("n_1", "2025-01-01T00:00:00.000Z")
    later = _due_item("n_2", "2999-01-01T00:00:00.000Z")

    result = _call(one_package, "timers", aws_events.schedule(), items=(due, later))

    assert [message["id"] for message in result["queued"]["lifecycle"]] == ["n_1"]
    assert result["queued"]["opening"] == []


def test_timers_say_how_late_the_oldest_work_is_for_the_alarm(one_package: Package) -> None:
    result = _call(one_package, "timers", aws_events.schedule(), aws_events.schedule())

    lines = [json.loads(line) for line in result["log"].splitlines() if '"due work"' in line]
    assert [(line["message"], line["oldest_overdue_seconds"]) for line in lines] == [("due work", 0)] * 2


def test_digests_close_yesterday_once(one_package: Package) -> None:
    result = _call(one_package, "digests", aws_events.schedule(), aws_events.schedule())

    assert result["log"].count('"day closed"') == 1


def test_catalogues_fold_what_is_new_once(one_package: Package) -> None:
    rows = tuple(_new_row(number) for number in range(FOLD_AT))

    result = _call(one_package, "catalogues", aws_events.schedule(), aws_events.schedule(), rows=rows)

    assert result["log"].count('"catalogues folded"') == 1
    written = [operation for service, operation, _ in result["calls"] if service == "s3"]
    assert written == ["PutObject"]


def _new_row(number: int) -> dict[str, Any]:
    data = json.dumps({"year": "2026", "row": {"title": str(number)}})
    place = {"pk": {"S": "G1#CATALOGUE#notices"}, "sk": {"S": f"ROW#n_{number}"}}
    return {**place, "seq": {"N": "1"}, "data": {"S": data}}


def _due_item(identifier: str, at: str, queue: str = "lifecycle") -> dict[str, Any]:
    fields = {
        "pk": f"NOTICE#{identifier}",
        "sk": "ROOT",
        "kind": "notice",
        "due_pk": f"DUE#{queue}#0",
        "due_sk": f"{at}#notice#{identifier}",
    }
    return {name: {"S": value} for name, value in fields.items()}


def test_projector_answers_a_stream_batch(one_package: Package) -> None:
    batch = aws_events.stream_batch(aws_events.ledger_image("OTHER#o_1", 1, "other.made"))

    (answer,) = _call(one_package, "projector", batch)["answers"]

    assert answer == {"batchItemFailures": []}


def test_effects_queue_a_message_for_whoever_is_concerned(one_package: Package) -> None:
    batch = aws_events.stream_batch(aws_events.ledger_image("NOTICE#n_1", 3, "notice.submitted"))

    result = _call(one_package, "effects", batch)

    assert result["answers"] == [{"batchItemFailures": []}]
    assert [message["to"] for message in result["queued"]["messages"]] == ["role:operator_reviewer"]


def test_a_revealed_beacon_wakes_the_draws_that_wait_for_it(one_package: Package) -> None:
    waiting = _due_item("n_1", "2999-01-01T00:00:00.000Z", queue="drawing")
    batch = aws_events.stream_batch(aws_events.ledger_image("BEACON#supervisor", 2, "beacon.revealed"))

    result = _call(one_package, "effects", batch, items=(waiting,))

    assert [message["id"] for message in result["queued"]["drawing"]] == ["n_1"]


@pytest.mark.parametrize("duty", ["projector", "effects"])
def test_anything_but_a_new_entry_on_the_ledger_s_stream_is_logged_for_the_alarm(
    one_package: Package, duty: str
) -> None:
    image = aws_events.ledger_image("NOTICE#n_1", 3, "notice.submitted")

    result = _call(one_package, duty, aws_events.stream_batch(image, event_name="MODIFY"))

    lines = [json.loads(line) for line in result["log"].splitlines() if '"ledger changed"' in line]
    assert lines
    assert lines[0]["message"] == "ledger changed"
    assert result["queued"]["messages"] == []


@pytest.mark.parametrize("duty", ["opening", "drawing", "lifecycle"])
def test_a_worker_reports_the_failed_message_and_those_behind_it(one_package: Package, duty: str) -> None:
    missing = {"kind": "notice", "id": "n_0", "due_at": "2025-01-01T00:00:00.000Z"}

    (answer,) = _call(one_package, duty, aws_events.queue_batch(duty, missing, missing))["answers"]

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}, {"itemIdentifier": "m-2"}]}


def test_a_message_that_was_delivered_is_not_delivered_again_for_a_later_one_s_failure(
    one_package: Package,
) -> None:
    told = {"event": "NOTICE#n_1#3", "at": "2025-01-01T00:00:00.000Z", "code": "notice-to-review"}
    good = {**told, "to": "role:operator_reviewer", "params": {}}
    bad = {**told, "to": "registrants:none", "params": {"notice_no": "none"}}

    (answer,) = _call(one_package, "messages", aws_events.queue_batch("messages", good, bad, good))["answers"]

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-2"}, {"itemIdentifier": "m-3"}]}
