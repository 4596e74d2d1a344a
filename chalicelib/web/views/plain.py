"""Values of pages as JSON: what a page shows and what the API answers is the same thing."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant


def plain(value: object) -> Json:
    """Turn values, mappings, sequences and dataclasses into JSON.

    Raises:
        TypeError: for a value that has no JSON form here, a float among them.

    >>> plain({"on": date(2026, 3, 9), "codes": ("a", "b")})
    {'on': '2026-03-09', 'codes': ['a', 'b']}
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")
