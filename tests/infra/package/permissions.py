"""What a call of the SDK needs: each botocore call as the IAM requests that AWS would judge it by.

Names become the references the policy files use (`market-ledger` is `${LedgerTable.Arn}`), so a recorded
call can be evaluated against the packaged roles. Anything unknown is an error: a new kind of call has to
be written down here, and then in the policy of its duty.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.infra.package.policy_evaluator import Request

ITEM_ACTIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_FIRST_EQUALS = re.compile(r"= (:\w+)")

Params = Mapping[str, Any]


def requests_of(service: str, operation: str, params: Params) -> Iterator[Request]:
    """Yield every permission a call needs."""
    yield from _READERS[service](operation, params)


def _dynamodb(operation: str, params: Params) -> Iterator[Request]:
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((name, body),) = item.items()
            yield _item(ITEM_ACTIONS[name], body)
    elif operation == "BatchGetItem":
        for table, asked in params["RequestItems"].items():
            keys = tuple(key["pk"]["S"] for key in asked["Keys"])
            yield Request("dynamodb:BatchGetItem", _table(table), keys)
    elif operation == "Query":
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        value = _FIRST_EQUALS.search(params["KeyConditionExpression"])
        assert value, params["KeyConditionExpression"]
        key = params["ExpressionAttributeValues"][value[1]]["S"]
        yield Request("dynamodb:Query", _table(params["TableName"]) + index, (key,))
    else:
        yield _item(operation, params)


def _item(operation: str, body: Params) -> Request:
    assert operation in {*ITEM_ACTIONS.values(), "GetItem"}, operation
    key = (body.get("Key") or body["Item"])["pk"]["S"]
    return Request(f"dynamodb:{operation}", _table(body["TableName"]), (key,))


def _kms(operation: str, params: Params) -> Iterator[Request]:
    yield Request(f"kms:{operation}", f"${{{_role(params['KeyId'])}Key.Arn}}")


def _sqs(operation: str, params: Params) -> Iterator[Request]:
    name = params.get("QueueName") or params["QueueUrl"]
    yield Request(f"sqs:{operation}", f"${{{_role(name.removesuffix('.fifo'))}Queue.Arn}}")


def _s3(operation: str, params: Params) -> Iterator[Request]:
    yield Request(f"s3:{operation}", f"${{{_role(params['Bucket'])}Bucket.Arn}}/{params['Key']}")


def _sns(operation: str, params: Params) -> Iterator[Request]:
    yield Request(f"sns:{operation}", params["PhoneNumber"])


_READERS = {"dynamodb": _dynamodb, "kms": _kms, "sqs": _sqs, "s3": _s3, "sns": _sns}


def _table(name: str) -> str:
    return f"${{{_role(name)}Table.Arn}}"


def _role(name: str) -> str:
    return name.rsplit("-", 1)[-1].capitalize()
