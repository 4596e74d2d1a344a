"""One way to write JSON, so that a hash of it can be recomputed by anyone (RFC 8785 for our value set).

Values are objects, arrays, strings, integers, booleans and null; floats are refused because money and
rates never are floats here and because they have no single spelling.
"""

import hashlib
import json
from typing import Any

Json = Any
"""A JSON value without floats; recursive types buy nothing at this boundary."""


def canonical_json(value: Json) -> str:
    """Write a value with sorted keys, no spaces and no escapes beyond the required ones.

    Raises:
        TypeError: when the value holds a float or something JSON cannot hold.

    >>> canonical_json({"b": [1, True, None], "a": "测绘"})
    '{"a":"测绘","b":[1,true,null]}'
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_hex(data: str | bytes) -> str:
    """Return the lower-case hexadecimal SHA-256 of bytes, or of a text's UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256_hex(canonical_json(value))


def _refuse_floats(value: Json) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form here")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
