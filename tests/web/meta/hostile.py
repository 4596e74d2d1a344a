"""Texts and bodies that people, pasted tables and attackers send."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from chalicelib.web.form_data import MAX_VALUE_CHARACTERS

TEXTS = {
    "plane-2": "𠮷野𪚥" * 4,
    "right-to-left-override": "授权\u202e人员姓名",
    "zero-width": "授\u200b权\u200d人\ufeff",
    "only-zero-width": "\u200b\u200d\ufeff\u3164\u2800\u206a\ufe0f\U000e0041",
    "full-width-digits": "１３８００１３８０００",
    "null": "a\x00b",
    "control": "a\x07\x1b[31mb",
    "markup": "<script>alert(1)</script>'\"{{7*7}}%(x)s",
    "key-separators": "NOTICE#x|y/../..?z",
    "huge-number": "9" * 400,
    "exponent": "1e400",
    "minus": "-1",
    "line-separators": "a\u2028b\u0085c\r\nd",
    "long": "长" * (MAX_VALUE_CHARACTERS - 1),
    "one-megabyte": "x" * 2**20,
}
"""What may stand in any field of a form and in any text of a body."""

SURROGATE = '"\\ud800"'
VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "huge-integer": 10**40,
    "negative": -1,
    "text-for-anything": "x",
    "empty-text": "",
    "empty-list": [],
    "empty-object": {},
    "list-of-everything": [None, True, 1, "x", [], {}],
    "object-for-anything": {"x": {"y": [1]}},
    "long-list": ["x"] * 5_000,
}
"""Values of a wrong type for any member of a body."""

BODIES = {
    "not-json": b"{",
    "not-utf-8": b"\xff\xfe{}",
    "a-list": b"[]",
    "a-text": b'"x"',
    "a-number": b"1",
    "null": b"null",
    "a-float": b'{"x": 1.5}',
    "nan": b'{"x": NaN}',
    "infinity": b'{"x": -Infinity}',
    "exponent": b'{"x": 1e400}',
    "long-integer": b'{"x": ' + b"9" * 5_000 + b"}",
    "deep": b'{"x":' * 50_000 + b"1" + b"}" * 50_000,
    "deep-list": b"[" * 100_000,
    "surrogate": b'{"x": ' + SURROGATE.encode() + b"}",
    "surrogate-name": b"{" + SURROGATE.encode() + b": 1}",
    "twice": b'{"x": 1, "x": 2}',
    "long-name": b'{"' + b"x" * 2**19 + b'": 1}',
    "one-megabyte-name": b'{"' + b"x" * 2**20 + b'": 1}',
    "one-megabyte": b'{"x": "' + b"x" * 2**20 + b'"}',
    "many-members": json.dumps({f"m{place}": place for place in range(5_000)}).encode(),
}
"""Whole bodies of the API that are no command."""


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value that has no members."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    below = [leaf for name, member in members for leaf in leaves(member, (*path, name))]
    yield from below or [path]


def with_all(value: Any, replacement: Any, kind: type) -> Any:
    """Return a copy in which every leaf of a type is replaced."""
    if isinstance(value, dict):
        return {name: with_all(member, replacement, kind) for name, member in value.items()}
    if isinstance(value, list):
        return [with_all(member, replacement, kind) for member in value]
    return replacement if isinstance(value, kind) else value


def with_one(value: Any, path: tuple[str | int, ...], replacement: Any) -> Any:
    """Return a copy in which the leaf at a path is replaced."""
    changed = copy.deepcopy(value)
    if not path:
        return replacement
    branch = changed
    for step in path[:-1]:
        branch = branch[step]
    branch[path[-1]] = replacement
    return changed


def as_fields(value: Any, text: str | None = None) -> dict[str, str]:
    """Return a body as the fields of a form, every field with the same text if one is given."""
    fields = {".".join(map(str, path)): at_path(value, path) for path in leaves(value) if path}
    return {name: str(found) if text is None else text for name, found in fields.items()}


def at_path(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
