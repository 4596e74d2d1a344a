"""Lines of the roster as pages and programs read them."""

from datetime import date
from typing import Any

from chalicelib.kernel.badges import LENGTH, normalise_badge
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.entered import Unreadable, plain
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.access.end_access import AccessView
from chalicelib.usecases.ports import Card


@dataclass(frozen=True, slots=True)
class Asked:
    """The work number or the organisation somebody looks for, or what is wrong with the text."""

    badge: str = ""
    org: str = ""
    errors: tuple[FieldError, ...] = ()


def asked_for(typed: str) -> Asked:
    """Read what somebody typed into the one field of the page.

    >>> asked_for("r5saen").badge, asked_for("91370700MA3C0000X7").org, asked_for("")
    ('R5SAEN', '91370700MA3C0000X7', Asked(badge='', org='', errors=()))
    """
    if not typed.strip():
        return Asked()
    try:
        if len(plain(typed).replace(" ", "").replace("-", "")) <= LENGTH:
            return Asked(badge=normalise_badge(typed))
        return Asked(org=normalise_uscc(typed))
    except Unreadable as error:
        return Asked(errors=(FieldError("/q", error.code, error.params),))


def line_json(card: Card) -> dict[str, Any]:
    """Return one line of an organisation's roster; whose subject it is, is not said."""
    return {name: card.data[name] for name in ("badge", "org", "roles", "seen_on", "is_ended")}


def shown_line(card: Card) -> dict[str, Any]:
    """Return one line with its day as templates write it."""
    return {**line_json(card), "seen_on": date.fromisoformat(card.data["seen_on"])}


def access_json(view: AccessView) -> dict[str, Json]:
    """Return one person's line with what was decided about it."""
    line, ending = view.standing, view.access.ending
    return {
        "badge": line.badge,
        "org": line.org,
        "roles": sorted(line.roles),
        "seen_on": line.seen_on.isoformat() if line.seen_on else None,
        "is_ended": line.is_ended,
        "ending": None
        if ending is None
        else {
            "reason": ending.reason.value,
            "words": view.words,
            "by": view.ended_by,
            "at": format_instant(ending.at),
        },
    }
