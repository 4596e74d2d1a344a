"""What `format` means in our schemas: dates, instants and the identifiers of kernel/identifiers.py."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from chalicelib.kernel import identifiers
from chalicelib.kernel.clock import parse_instant


def holds(check: Callable[[str], object], value: object) -> bool:
    """Let a judge raise what is wrong with a text; what is no text is the business of `type`.

    Raises:
        ValueError: when the text does not have the format.
    """
    if isinstance(value, str):
        check(value)
    return True


def _check_date(value: str) -> None:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("another spelling of a date")


FORMATS: Final[Mapping[str, tuple[Callable[[str], object], str]]] = {
    "date": (_check_date, "not-a-date"),
    "date-time": (parse_instant, "not-an-instant"),
    "uscc": (identifiers.check_uscc, "not-a-uscc"),
    "organisation-code": (identifiers.check_organisation_code, "not-an-organisation-code"),
    "project-code": (identifiers.check_project_code, "not-a-project-code"),
    "division": (identifiers.check_division, "not-a-division"),
    "identity-card": (identifiers.check_ric, "not-an-identity-card"),
    "mobile": (identifiers.check_mobile, "not-a-mobile"),
    "telephone": (identifiers.check_telephone, "not-a-telephone"),
}
"""`format` of a schema: what judges it, and the code when the judge gives none more precise."""
