"""Claims and absences as pages and programs read them: by work number, never by subject."""

from typing import Any

from chalicelib.domain.desk import Absence, Claim
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.desk_ports import DeskView


def claim_shown(claim: Claim | None, person: str) -> dict[str, Any]:
    """Return who is at work on a task, as its reader sees it; `state` is a code of its own words."""
    if claim is None:
        return {"state": "free", "badge": "", "deputy": "", "until": None}
    return {
        "state": _state(claim, person),
        "badge": claim.holder.badge,
        "deputy": claim.deputy.badge if claim.deputy else "",
        "until": claim.until,
    }


def _state(claim: Claim, person: str) -> str:
    if claim.deputy is None:
        return "own" if claim.holder.person == person else "taken"
    if claim.deputy.person == person:
        return "deputy"
    return "handed-over" if claim.holder.person == person else "absent"


def claim_json(claim: Claim | None, person: str) -> dict[str, Json] | None:
    """Return who is at work on a task, None when nobody is."""
    if claim is None:
        return None
    return {
        "task": claim.task.value,
        "id": claim.identifier,
        "title": claim.title,
        "state": _state(claim, person),
        "badge": claim.holder.badge,
        "deputy": claim.deputy.badge if claim.deputy else None,
        "until": format_instant(claim.until),
    }


def absence_json(absence: Absence) -> dict[str, Json]:
    """Return an absence."""
    return {
        "badge": absence.who.badge,
        "from_on": absence.from_on.isoformat(),
        "until_on": absence.until_on.isoformat(),
        "deputy": absence.deputy.badge,
    }


def desk_json(view: DeskView, person: str) -> dict[str, Json]:
    """Return what a person is at work on, for oneself and for others, and the absences that concern them."""
    own = view.absence_of(person)
    return {
        "claims": [claim_json(claim, person) for claim in view.held_by(person)],
        "deputised": [claim_json(claim, person) for claim in view.deputised_to(person)],
        "absence": absence_json(own) if own else None,
        "standing_in": [absence_json(one) for one in view.absences if one.deputy.person == person],
    }
