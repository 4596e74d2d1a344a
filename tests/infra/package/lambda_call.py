"""Run as a process of its own: calls handlers of an unpacked archive as Lambda would, on an embedded AWS.

Standard input holds the folder, the environment and the calls; standard output gets a line of JSON with
their answers and what lies in the queues afterwards. The archive comes first on the path, so the code and
the libraries under test are the packaged ones; only the embedded AWS is the development environment's.
"""

import importlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Context:
    """What the handlers may see of Lambda's context."""

    aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    function_name = "market"
    function_version = "$LATEST"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:market"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 3000


def main() -> None:
    order = json.load(sys.stdin)
    sys.path[:0] = [order["folder"]]
    os.environ.clear()
    os.environ.update(order["environment"])
    from moto import mock_aws

    with mock_aws():
        clients = _prepare(order)
        app = importlib.import_module("app")
        assert str(app.__file__).startswith(order["folder"])
        with _recorded() as calls:
            answers = [getattr(app, call["handler"])(call["event"], Context()) for call in order["calls"]]
        result = {"answers": answers, "queued": _queued(clients["sqs"]), "calls": calls}
        sys.stdout.write(json.dumps(result, default=str) + "\n")


@contextmanager
def _recorded() -> Iterator[list[tuple[str, str, Any]]]:
    """Note every call of the SDK: service, operation, parameters."""
    from botocore.client import BaseClient

    calls: list[tuple[str, str, Any]] = []
    send = BaseClient._make_api_call

    def note(client: Any, operation: str, params: Any) -> Any:
        calls.append((client.meta.service_model.service_name, operation, params))
        return send(client, operation, params)

    BaseClient._make_api_call = note
    try:
        yield calls
    finally:
        BaseClient._make_api_call = send


def _prepare(order: dict[str, Any]) -> dict[str, Any]:
    import botocore.session

    from infra.local.tables import create_tables

    session = botocore.session.get_session()
    clients = {name: session.create_client(name, "us-east-1") for name in ("dynamodb", "sqs", "s3")}
    create_tables(clients["dynamodb"], "market")
    for queue in ("opening", "drawing", "lifecycle", "messages", "invitations", "orders"):
        clients["sqs"].create_queue(QueueName=f"market-{queue}.fifo", Attributes={"FifoQueue": "true"})
    clients["s3"].create_bucket(Bucket=order["environment"]["BUCKET_PREFIX"] + "-public")
    for table in ("marketplace", "reporting"):
        for item in order[table]:
            clients["dynamodb"].put_item(TableName=f"market-{table}", Item=item)
    return clients


def _queued(sqs: Any) -> dict[str, list[Any]]:
    found = {}
    for url in sqs.list_queues().get("QueueUrls", ()):
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ())
        found[url.rsplit("-", 1)[-1].removesuffix(".fifo")] = [json.loads(each["Body"]) for each in messages]
    return found


if __name__ == "__main__":
    main()
