"""Small files beside the local data — secrets, keys —, made at the first start and read at every one.

A file appears whole or not at all, readable by its owner alone: a killed start leaves no half of one.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class KeptFileError(Exception):
    """What an earlier start kept cannot be used; the text is the one sentence a person needs."""


def kept(path: Path, make: Callable[[], str], read: Callable[[str], T]) -> T:
    """Read a file, after making it when there is none.

    Raises:
        KeptFileError: when it can be neither read nor made, or when what it holds was damaged.
    """
    try:
        if not path.exists():
            _write(path, make())
        return read(path.read_text("utf-8"))
    except OSError as error:
        raise KeptFileError(f"{path} cannot be used: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as damage:
        raise KeptFileError(
            f"{path} is damaged; move it away and start again, a new one is made."
        ) from damage


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two processes may make the same file at once: the last whole one stays.
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
