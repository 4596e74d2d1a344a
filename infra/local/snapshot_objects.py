"""The S3 objects of a snapshot: every bucket's current objects with their content type and metadata."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import boto3

Row = dict[str, Any]

_KEPT_HEADERS = ("ContentType", "ContentEncoding", "ContentDisposition", "CacheControl", "Metadata")


def rows(region: str) -> Iterator[Row]:
    """Yield every object, by bucket and key."""
    s3: Any = boto3.client("s3", region_name=region)
    for bucket in sorted(each["Name"] for each in s3.list_buckets()["Buckets"]):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for entry in page.get("Contents", ()):
                yield _row(s3, bucket, entry["Key"])


def restorer(region: str) -> Callable[[Row], None]:
    """Return what restores one row, creating its bucket when it is missing; other objects stay."""
    s3: Any = boto3.client("s3", region_name=region)
    present = {each["Name"] for each in s3.list_buckets()["Buckets"]}

    def restore(row: Row) -> None:
        if row["bucket"] not in present:
            _create_bucket(s3, row["bucket"], region)
            present.add(row["bucket"])
        body = base64.b64decode(row["body"])
        s3.put_object(Bucket=row["bucket"], Key=row["key"], Body=body, **row["headers"])

    return restore


def _row(s3: Any, bucket: str, key: str) -> Row:
    found = s3.get_object(Bucket=bucket, Key=key)
    return {
        "kind": "object",
        "bucket": bucket,
        "key": key,
        "headers": {name: found[name] for name in _KEPT_HEADERS if found.get(name)},
        "body": base64.b64encode(found["Body"].read()).decode(),
    }


def _create_bucket(s3: Any, bucket: str, region: str) -> None:
    # The API refuses the default region as an explicit location.
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **where)
