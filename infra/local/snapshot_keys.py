"""The KMS keys of a snapshot: the same key ids, aliases and material, so that what was sealed opens again."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.kms.models import Key, kms_backends

Row = dict[str, Any]

_PLAIN_FIELDS = ("id", "arn", "policy", "key_usage", "key_spec", "description", "enabled", "key_state")


def rows(region: str) -> Iterator[Row]:
    """Yield every key of a region, in order of its id."""
    for key in sorted(kms_backends[DEFAULT_ACCOUNT_ID][region].keys.values(), key=lambda each: each.id):
        yield {
            "kind": "key",
            "fields": {name: getattr(key, name) for name in _PLAIN_FIELDS},
            "material": base64.b64encode(key.key_material).decode(),
            "private_key": _pem(key) if key.key_usage == "SIGN_VERIFY" else None,
            "aliases": sorted(key.aliases),
        }


def restorer(region: str) -> Callable[[Row], None]:
    """Forget the keys of a region and return what restores one row."""
    kms: Any = kms_backends[DEFAULT_ACCOUNT_ID][region]
    kms.keys.clear()
    # moto's class leaves methods abstract that only CloudFormation would call.
    make_key: Any = Key

    def restore(row: Row) -> None:
        fields = row["fields"]
        key = make_key(
            fields["policy"],
            fields["key_usage"],
            fields["key_spec"],
            fields["description"],
            DEFAULT_ACCOUNT_ID,
            region,
        )
        for name, value in fields.items():
            setattr(key, name, value)
        key.key_material = base64.b64decode(row["material"])
        if row["private_key"] is not None:
            key.private_key.private_key = load_pem_private_key(row["private_key"].encode(), password=None)
        kms.keys[key.id] = key
        for alias in row["aliases"]:
            kms.create_alias(key.id, alias)

    return restore


def _pem(key: Any) -> str:
    private: Any = key.private_key.private_key
    pem: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode()
