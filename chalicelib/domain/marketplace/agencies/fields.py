"""Checks of single fields that the sections share; each returns the errors instead of raising the first."""

from collections.abc import Callable

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.files import ScanState
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_division, check_mobile, check_ric

NAME_MAX_CHARS = 100
TEXT_MAX_CHARS = 2000

Problems = list[FieldError]


def need(value: object, pointer: str) -> Problems:
    """Ask for a value: a text that is not blank, or anything that is not None."""
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    return [FieldError(pointer, "required")] if is_blank else []


def need_text(value: str, pointer: str, max_chars: int = NAME_MAX_CHARS) -> Problems:
    """Ask for a text of bounded length."""
    if len(value) > max_chars:
        return [FieldError(pointer, "too-long", {"max": max_chars})]
    return need(value, pointer)


def need_division(value: str, pointer: str) -> Problems:
    """Ask for a division code; any in the country will do, for locality limits nobody (policy 二(四)1)."""
    return _readable(check_division, value, pointer)


def need_file(agency: Agency, file_id: str, pointer: str) -> Problems:
    """Ask for a file that the scan gateway has passed."""
    if not file_id:
        return [FieldError(pointer, "required")]
    file = agency.file(file_id)
    if file is None:
        return [FieldError(pointer, "unknown-file")]
    if file.scan is ScanState.SCANNING:
        return [FieldError(pointer, "file-still-scanned")]
    return [] if file.is_visible else [FieldError(pointer, "file-infected")]


def identity_problems(name: str, id_number: str, pointer: str) -> tuple[FieldError, ...]:
    """Judge a natural person's name and identity card before they go to the vault."""
    found = need_text(name, f"{pointer}/name", 50)
    return (*found, *_readable(check_ric, id_number, f"{pointer}/id_number"))


def contact_problems(name: str, mobile: str, pointer: str) -> tuple[FieldError, ...]:
    """Judge a contact's name and mobile before they go to the vault."""
    found = need_text(name, f"{pointer}/name", 50)
    return (*found, *_readable(check_mobile, mobile, f"{pointer}/mobile"))


def _readable(check: Callable[[str], object], value: str, pointer: str) -> Problems:
    if not value.strip():
        return [FieldError(pointer, "required")]
    try:
        check(value)
    except Unreadable as bad:
        return [FieldError(pointer, bad.code, bad.params)]
    return []
