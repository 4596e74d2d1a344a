"""Dataclasses to JSON and back, compiled once a type.

Understood: str, int, bool, None, StrEnum, datetime (RFC 3339 with milliseconds), date, Decimal,
Fraction ("n/d"), nested dataclasses (generic ones too), `X | None`, tuple[X, ...], frozenset[X],
Mapping[str, X], Any.
A field that a stored item lacks takes the dataclass's default, so a new field with a default needs no
migration; a stored field that the dataclass no longer has is ignored.
"""

import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from chalicelib.kernel.clock import format_instant, parse_instant

T = TypeVar("T")
Step = Callable[[Any], Any]


def dumps(value: Any, kind: type[Any]) -> str:
    """Write a value of a known type as compact JSON; fields that hold their default are left out."""
    return json.dumps(_encoder(_key(kind))(value), ensure_ascii=False, separators=(",", ":"))


def loads(text: str, kind: type[T]) -> T:
    """Read a value of a known type back.

    Raises:
        TypeError: when a field without a default is missing.
    """
    return cast(T, _decoder(_key(kind))(json.loads(text)))


def from_json(raw: Any, kind: type[T]) -> T:
    """Build a value of a known type from JSON that a schema has checked already."""
    return cast(T, _decoder(_key(kind))(raw))


def fields_from_json(raw: Mapping[str, Any], kind: type[Any]) -> dict[str, Any]:
    """Build some of a dataclass's fields from checked JSON, for a command that changes only those."""
    hints = get_type_hints(kind)
    return {name: _decoder(hints[name])(value) for name, value in raw.items()}


def to_json(value: Any, kind: type[Any]) -> Any:
    """Write a value of a known type as JSON; fields that hold their default are left out."""
    return _encoder(_key(kind))(value)


_PLAIN: dict[Any, tuple[Step, Step]] = {
    datetime: (format_instant, parse_instant),
    date: (date.isoformat, date.fromisoformat),
    Decimal: (str, Decimal),
    Fraction: (str, Fraction),
}


def _key(kind: Any) -> Hashable:
    """Let a type be a cache key: every type is hashable, which its checker does not know."""
    return cast(Hashable, kind)


def _same(value: Any) -> Any:
    return value


@cache
def _encoder(kind: Hashable) -> Step:
    if is_dataclass(get_origin(kind) or kind):
        return _dataclass_encoder(kind)
    if kind in _PLAIN:
        return _PLAIN[kind][0]
    origin, inner = _shape(kind)
    if origin is None:
        return _same
    step = _encoder(inner)
    if origin is Union:
        return lambda value: None if value is None else step(value)
    if origin is frozenset:
        return lambda value: sorted(step(item) for item in value)
    if origin is tuple:
        return lambda value: [step(item) for item in value]
    return lambda value: {key: step(item) for key, item in value.items()}


@cache
def _decoder(kind: Hashable) -> Step:
    if is_dataclass(get_origin(kind) or kind):
        return _dataclass_decoder(kind)
    if kind in _PLAIN:
        return _PLAIN[kind][1]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    origin, inner = _shape(kind)
    if origin is None:
        return _same
    step = _decoder(inner)
    if origin is Union:
        return lambda value: None if value is None else step(value)
    if origin in (tuple, frozenset):
        return lambda value: origin(step(item) for item in value)
    return lambda value: {key: step(item) for key, item in value.items()}


def _shape(kind: Any) -> tuple[Any, Any]:
    """Reduce a generic type to its container and the one type inside; (None, None) for a plain one."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [arg for arg in args if arg is not type(None)]
        if len(inner) == 1:
            return Union, inner[0]
        if all(arg in (str, int, bool) for arg in inner):
            return None, None
        raise TypeError(f"a union of two structured types cannot be stored: {kind}")
    if origin is tuple and not (len(args) == 2 and args[1] is Ellipsis):
        if len(set(args)) != 1:
            raise TypeError(f"a tuple of several types cannot be stored: {kind}")
        return tuple, args[0]
    if origin in (tuple, frozenset):
        return origin, args[0]
    if origin is not None and issubclass(origin, Mapping):
        return dict, args[1]
    return None, None


def _field_types(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields; of a generic one, with its type variables filled in."""
    record = get_origin(kind)
    if record is None:
        return get_type_hints(kind)
    bound = dict(zip(record.__parameters__, get_args(kind), strict=True))
    return {name: bound.get(hint, hint) for name, hint in get_type_hints(record).items()}


def _default(field: "Field[Any]") -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _dataclass_encoder(kind: Any) -> Step:
    hints = _field_types(kind)
    record = get_origin(kind) or kind
    steps = [(field.name, _encoder(hints[field.name]), _default(field)) for field in fields(record)]

    def encode(value: Any) -> dict[str, Any]:
        out = {}
        for name, step, default in steps:
            item = getattr(value, name)
            if item != default:
                out[name] = step(item)
        return out

    return encode


def _dataclass_decoder(kind: Any) -> Step:
    hints = _field_types(kind)
    record = get_origin(kind) or kind
    steps = {field.name: _decoder(hints[field.name]) for field in fields(record)}

    def decode(raw: dict[str, Any]) -> Any:
        return record(**{name: steps[name](item) for name, item in raw.items() if name in steps})

    return decode
