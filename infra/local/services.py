"""Keys, buckets and queues of the local runtime, under the names that the gateways look for.

On AWS the merge template creates them; names and kinds are the same.
"""

from typing import Any
from unittest.mock import patch

from moto.kms import models as moto_keys

from chalicelib.gateways.queues import QUEUES
from chalicelib.gateways.sealing import KEYS, MAC_KEYS
from infra.local import calls
from infra.local.fifo_queues import FifoQueues

PURPOSES = ("public", "dossier", "sealed", "exports", "incoming", "photos")
"""What the buckets are for; `sealed` may be read by the opening only."""


def create_keys(kms: Any, alias_prefix: str) -> None:
    """Create one key for each purpose, and the HMAC keys of slots and persons."""
    # moto makes an RSA key pair for every key, even for those that are not made of one; it takes seconds.
    with calls.LOCK, patch.object(moto_keys, "generate_private_key", lambda _spec: b""):
        for name in KEYS:
            _create_key(kms, f"{alias_prefix}-{name}", KeyUsage="ENCRYPT_DECRYPT")
        for name in MAC_KEYS:
            _create_key(kms, f"{alias_prefix}-{name}", KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")


def create_buckets(s3: Any, prefix: str) -> None:
    """Create one bucket for each purpose."""
    region = s3.meta.region_name
    # S3 refuses to be told the one region that is its default.
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for purpose in PURPOSES:
        s3.create_bucket(Bucket=f"{prefix}-{purpose}", **where)


def create_queues(queues: FifoQueues, prefix: str) -> None:
    """Create the queues between the timers, the effects router and the duties."""
    for name in QUEUES:
        queues.create(queue_name(prefix, name))


def queue_name(prefix: str, queue: str) -> str:
    """Return a queue's full name."""
    return f"{prefix}-{queue}.fifo"


def _create_key(kms: Any, alias: str, **kind: str) -> None:
    key_id = kms.create_key(Description=alias, **kind)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=alias, TargetKeyId=key_id)
