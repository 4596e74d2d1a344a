"""Checks that several fields share: lengths, and identifiers that others issue."""

from collections.abc import Callable, Iterator

from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError


def length_errors(pointer: str, text: str, least: int, most: int) -> Iterator[FieldError]:
    """Name what is wrong with a text's length in characters; a blank counts as nothing."""
    length = len(text.strip())
    if not length and least:
        yield FieldError(pointer, "required")
    elif length < least:
        yield FieldError(pointer, "too-short", {"min": least})
    elif len(text) > most:
        yield FieldError(pointer, "too-long", {"max": most})


def identifier_errors(pointer: str, check: Callable[[str], object], text: str) -> Iterator[FieldError]:
    """Name what a reader of identifiers refuses."""
    if not text:
        yield FieldError(pointer, "required")
        return
    try:
        check(text)
    except Unreadable as refusal:
        yield FieldError(pointer, refusal.code, refusal.params)
