"""Reads the settings of a rule profile: `{"group.setting": {"value", "source"}}` into frozen dataclasses.

Both bounded contexts have their own dataclass of groups; every refusal names the setting, because it is
read by whoever wrote the district's own figures.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import time
from typing import Any, get_type_hints

from chalicelib.kernel.canonical import Json

Reader = Callable[[str, Json], Any]


def name_of(profile: Mapping[str, Json]) -> str:
    """Return a profile's name.

    Raises:
        ValueError: when it is none.
    """
    name = profile.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[A-Z][A-Z0-9-]{1,31}", name):
        raise ValueError("name: two to 32 capital letters, digits and hyphens")
    return name


def settings_of(profile: Mapping[str, Json]) -> Mapping[str, Any]:
    """Return a profile's settings.

    Raises:
        ValueError: when they are not an object.
    """
    settings = profile.get("settings")
    if not isinstance(settings, dict):
        raise ValueError("settings: an object is needed")
    return settings


def sources_of(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """Return where each figure comes from, once all were read."""
    return {key: str(entry["source"]) for key, entry in settings.items()}


def read_groups(
    kind: type[Any],
    groups: Sequence[str],
    settings: Mapping[str, Any],
    readers: Mapping[Any, Reader] | None = None,
) -> dict[str, Any]:
    """Build every named group of a dataclass of groups; `readers` adds types to the known ones.

    Raises:
        ValueError: naming the setting that is missing, unknown or of the wrong type.
    """
    hints, known = get_type_hints(kind), {**READERS, **(readers or {})}
    read = {group: _group(group, hints[group], settings, known) for group in groups}
    expected = {f"{group}.{field.name}" for group in groups for field in fields(hints[group])}
    for key in sorted(set(settings) - expected):
        raise ValueError(f"{key}: there is no such setting")
    return read


def check_least(at_least: Mapping[str, tuple[int, int]]) -> None:
    """Refuse a figure below its least: setting → (figure, least).

    Raises:
        ValueError: naming the setting.
    """
    for key, (value, least) in at_least.items():
        if value < least:
            raise ValueError(f"{key}: {value} is less than {least}")


def _group(group: str, kind: Any, settings: Mapping[str, Any], readers: Mapping[Any, Reader]) -> Any:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return kind(**{name: _value(f"{group}.{name}", hints[name], settings, readers) for name in names})


def _value(key: str, kind: Any, settings: Mapping[str, Any], readers: Mapping[Any, Reader]) -> Any:
    entry = settings.get(key)
    if not isinstance(entry, dict) or set(entry) != {"value", "source"}:
        raise ValueError(f"{key}: a value with its source is needed")
    if not isinstance(entry["source"], str) or not entry["source"].strip():
        raise ValueError(f"{key}: the source is needed")
    return readers[kind](key, entry["value"])


def integer(key: str, value: Json) -> int:
    """Read a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{key}: a whole number from 0 is needed")
    return value


def flag(key: str, value: Json) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{key}: true or false is needed")
    return value


def text(key: str, value: Json) -> str:
    """Read a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: a text is needed")
    return value


def texts(key: str, value: Json) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list) or not value:
        raise ValueError(f"{key}: a list of texts is needed")
    return tuple(text(key, item) for item in value)


def integers(key: str, value: Json) -> tuple[int, ...]:
    """Read a list of whole numbers."""
    if not isinstance(value, list) or not value:
        raise ValueError(f"{key}: a list of whole numbers is needed")
    return tuple(integer(key, item) for item in value)


def clock_time(key: str, value: Json) -> time:
    """Read a time of day."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f"{key}: a time of day such as 17:30 is needed")
    return time.fromisoformat(value)


READERS: Mapping[Any, Reader] = {
    int: integer,
    bool: flag,
    str: text,
    time: clock_time,
    tuple[str, ...]: texts,
    tuple[int, ...]: integers,
}
"""How a value of each type is read."""
