"""Events as AWS sends them, with every field it documents for them."""

import json
from typing import Any

ACCOUNT = "123456789012"


def rest_call(method: str, path: str, *, accept: str = "text/html", query: str = "") -> dict[str, Any]:
    """An API Gateway REST proxy event (payload 1.0) of a `{proxy+}` resource."""
    pairs = [pair.split("=", 1) for pair in query.split("&") if pair]
    headers = {"Accept": accept, "Host": "market.example.cn", "X-Forwarded-Proto": "https"}
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": {
            name: [value for other, value in pairs if other == name] for name, _ in pairs
        }
        or None,
        "pathParameters": {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "abcdef1234",
            "domainName": "market.example.cn",
            "httpMethod": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "requestId": "3f2e1d0c-0000-4000-8000-000000000001",
            "requestTimeEpoch": 1735689600000,
            "resourceId": "x1y2z3",
            "resourcePath": "/{proxy+}",
            "stage": "live",
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "Mozilla/5.0"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def schedule() -> dict[str, Any]:
    """An EventBridge scheduled event."""
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": "2025-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [f"arn:aws:events:us-east-1:{ACCOUNT}:rule/timers"],
        "detail": {},
    }


def queue_batch(queue: str, *bodies: dict[str, Any]) -> dict[str, Any]:
    """An SQS event of a FIFO queue; message ids are m-1, m-2, …."""
    return {"Records": [_message(queue, number, body) for number, body in enumerate(bodies, 1)]}


def _message(queue: str, number: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": f"m-{number}",
        "receiptHandle": f"handle-{number}",
        "body": json.dumps(body),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1735689600000",
            "SequenceNumber": f"1885333071675{number:07d}",
            "MessageGroupId": "group",
            "SenderId": "AROAEXAMPLE:market-timers",
            "MessageDeduplicationId": f"dedup-{number}",
            "ApproximateFirstReceiveTimestamp": "1735689600001",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:{ACCOUNT}:market-{queue}.fifo",
        "awsRegion": "us-east-1",
    }


def stream_batch(*images: dict[str, Any], event_name: str = "INSERT") -> dict[str, Any]:
    """A DynamoDB stream event of the ledger; sequence numbers are 101, 102, …."""
    return {
        "Records": [
            {
                "eventID": f"e-{number}",
                "eventName": event_name,
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "us-east-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1735689600,
                    "Keys": {"pk": image["pk"], "sk": image["sk"]},
                    "NewImage": image,
                    "SequenceNumber": str(100 + number),
                    "SizeBytes": 300,
                    "StreamViewType": "NEW_IMAGE",
                },
                "eventSourceARN": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/market-ledger/stream/2025",
            }
            for number, image in enumerate(images, 1)
        ]
    }


def ledger_image(aggregate: str, seq: int, event_type: str, **data: Any) -> dict[str, Any]:
    """An entry of the ledger as its stream shows it."""
    fields = {
        "pk": aggregate,
        "sk": f"{seq:012d}",
        "kind": aggregate.split("#")[0].lower(),
        "type": event_type,
        "at": "2025-01-01T00:00:00.000Z",
        "actor": "system",
        "org": "",
        "data": json.dumps(data),
        "prev": "",
        "hash": "0" * 64,
        "day_pk": "DAY#2025-01-01",
        "day_sk": f"{aggregate}#{seq:012d}",
    }
    return {name: {"S": value} for name, value in fields.items()} | {"seq": {"N": str(seq)}}
