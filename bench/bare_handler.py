"""The yardstick of a request: a handler that makes the same calls with boto3 and does nothing else.

It parses the body, calls, and answers with the last thing it got; it knows no rules, no errors, no people.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import boto3
from botocore import xform_name

from infra.local.calls import Call

Handler = Callable[[Mapping[str, Any], object], dict[str, Any]]


def bare_handler(calls: Sequence[Call]) -> Handler:
    """Return a handler that makes these calls; clients are made once, as a function's would be."""
    clients = {name: boto3.client(name) for name in {call.service for call in calls}}
    steps = [(getattr(clients[call.service], xform_name(call.operation)), _own(call)) for call in calls]

    def handle(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
        json.loads(event["body"] or "{}")
        answer: dict[str, Any] = {}
        for step, params in steps:
            answer = step(**params)
        body = json.dumps({"status": answer["ResponseMetadata"]["HTTPStatusCode"]})
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}

    return handle


def _own(call: Call) -> dict[str, Any]:
    """Return a call's parameters as a bare handler would write them, without bookkeeping."""
    return {name: value for name, value in call.params.items() if name != "ReturnConsumedCapacity"}
