"""What the provincial system was told of one rating: an aggregate beside the rating, never a part of it.

A report holds its tellings in the order in which they must arrive; only the first that is not accepted is
sent. Each has a name that is never reused, so that the far side knows a repetition. The error text is the far
side's own words: it stays in the report and goes into no ledger entry.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision, Due, Event
from chalicelib.domain.satisfaction.codes.channels import SubChannel
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.upward.states import (
    FAILING,
    TELLING,
    WAITING,
    Fact,
    KeptHere,
    TellingState,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass

REPORT = "report"
"""The one kind of due work: tell what is to be told next."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One fact as it is told; `on` is the day, in China, under which both sides list it."""

    fact: Fact
    level: int
    on: str
    state: TellingState
    next_at: datetime | None = None
    attempts: int = 0
    is_unanswered: bool = False
    """Whether an answer was lost: before it is told again the far side is asked whether it has it."""
    receipt: str = ""
    error: str = ""
    error_text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was told of a rating; `id` is its invitation's."""

    id: str
    rating_id: str
    unit: str
    task_code: str
    tellings: tuple[Telling, ...] = ()


def name_of(report: Report, place: int) -> str:
    """Name a telling to the far side: the rating, the fact, and which telling of the rating it is."""
    return f"{report.rating_id}-{report.tellings[place].fact}-{place + 1}"


def untold(told: Sequence[Fact], rating: Rating) -> list[Fact]:
    """Return which facts of a rating have not been told, in order; what was undone untold is passed over."""
    facts = [] if told else [Fact.RATED]
    later = rating.follow_up
    if later is not None and not later.is_imported and Fact.FOLLOWED_UP not in told:
        facts.append(Fact.FOLLOWED_UP)
    ends = [fact for fact in told if fact in _ENDS]
    last = ends[-1] if ends else Fact.REINSTATED
    now = _END_OF[rating.state]
    return [*facts, *([now] if now is not last else [])]


_END_OF = {
    RatingState.EFFECTIVE: Fact.REINSTATED,
    RatingState.WITHDRAWN: Fact.WITHDRAWN,
    RatingState.INVALIDATED: Fact.INVALIDATED,
}
_ENDS = frozenset(_END_OF.values())


def plan(
    found: Report | None, invitation: Invitation, rating: Rating, now: datetime
) -> Decision[Report] | None:
    """Plan to tell what was not told yet of a rating; None when all was."""
    report = found or Report(invitation.id, rating.id, invitation.service.unit, invitation.service.task_code)
    kept = kept_here(invitation, rating)
    facts = untold([telling.fact for telling in report.tellings], rating)
    if not facts or (kept and found):
        return None
    state = TellingState.KEPT_HERE if kept else TellingState.PENDING
    event = "kept_here" if kept else "planned"
    TELLING.check(None, event, state)
    on = now.astimezone(CHINA).date().isoformat()
    planned = [
        Telling(
            fact=fact,
            level=_level_of(fact, rating),
            on=on,
            state=state,
            next_at=None if kept else now,
            error=kept or "",
        )
        for fact in (facts[:1] if kept else facts)
    ]
    return _told(event, replace(report, tellings=(*report.tellings, *planned)))


def kept_here(invitation: Invitation, rating: Rating) -> KeptHere | None:
    """Return why a rating is not told upward; None when it is."""
    if invitation.mode is InvitationMode.IMPORT:
        return KeptHere.TAKEN_THERE
    if not invitation.case:
        return KeptHere.NO_CASE
    sub_channel = rating.arrival.sub_channel
    if sub_channel and SubChannel(sub_channel).exported_as is None:
        return KeptHere.NO_SERVICE
    return None


def head_of(report: Report) -> int | None:
    """Return the place of the telling that must arrive next; None when nothing is left."""
    places = (place for place, one in enumerate(report.tellings) if one.state not in _SETTLED)
    return next(places, None)


_SETTLED = (TellingState.ACCEPTED, TellingState.KEPT_HERE)


def next_due(report: Report) -> Due | None:
    """Return when something is told next; None while a refusal waits for somebody, or all is told."""
    place = head_of(report)
    at = None if place is None else report.tellings[place].next_at
    return None if at is None else Due(REPORT, at)


def accept(report: Report, place: int, receipt: str) -> Decision[Report]:
    """Note that the far side has it."""
    said = replace(_cleared(report.tellings[place]), receipt=receipt)
    return _moved(report, place, "accepted", TellingState.ACCEPTED, said)


def refuse(report: Report, place: int, error: str, text: str) -> Decision[Report]:
    """Note that the far side will not have it, and why; what follows in the report waits behind it."""
    said = replace(_cleared(report.tellings[place]), error=error, error_text=text)
    return _moved(report, place, "refused", TellingState.REFUSED, said)


def postpone(
    report: Report, place: int, error: str, text: str, now: datetime, minutes: Sequence[int]
) -> Decision[Report]:
    """Try again later: at the profile's distances, and at the last one for as long as it takes."""
    telling = report.tellings[place]
    wait = minutes[min(telling.attempts, len(minutes) - 1)]
    said = replace(
        telling,
        error=error,
        error_text=text,
        attempts=telling.attempts + 1,
        next_at=now + timedelta(minutes=wait),
        is_unanswered=True,
    )
    return _moved(report, place, "postponed", TellingState.RETRYING, said)


def renew(report: Report, place: int, now: datetime) -> Decision[Report]:
    """Tell something again now because somebody says so: a refused, waiting, or vanished one.

    Raises:
        Conflict: `nothing-to-retry` for a telling that is under way, or that is not for the far side.
    """
    if place >= len(report.tellings) or report.tellings[place].state not in (
        *FAILING,
        TellingState.ACCEPTED,
    ):
        raise Conflict("nothing-to-retry")
    said = replace(_cleared(report.tellings[place]), next_at=now, receipt="", is_unanswered=True)
    return _moved(report, place, "renewed", TellingState.PENDING, said)


def is_waiting(report: Report, place: int) -> bool:
    """Tell whether a telling is still under way, since an answer may come after another one."""
    return place < len(report.tellings) and report.tellings[place].state in WAITING


def _cleared(telling: Telling) -> Telling:
    return replace(telling, next_at=None, is_unanswered=False, error="", error_text="")


def _moved(report: Report, place: int, event: str, state: TellingState, said: Telling) -> Decision[Report]:
    TELLING.check(report.tellings[place].state, event, state)
    tellings = list(report.tellings)
    tellings[place] = replace(said, state=state)
    return _told(event, replace(report, tellings=tuple(tellings)))


def _told(event: str, report: Report) -> Decision[Report]:
    facts: dict[str, Json] = {
        "rating_id": report.rating_id,
        "unit": report.unit,
        "task_code": report.task_code,
        "tellings": [_facts_of(report, place) for place in range(len(report.tellings))],
    }
    return Decision(report, Event(f"report.{event}", facts))


def _facts_of(report: Report, place: int) -> dict[str, Json]:
    """Return what is said of a telling; one that waits behind another names that, and no time."""
    telling, head = report.tellings[place], head_of(report)
    is_behind = telling.state is TellingState.PENDING and head is not None and head < place
    beside: dict[str, Json] = {
        "error": telling.error,
        "receipt": telling.receipt,
        "next_at": format_instant(telling.next_at) if telling.next_at and not is_behind else "",
        "behind": name_of(report, head) if is_behind and head is not None else "",
    }
    return {
        "name": name_of(report, place),
        "fact": telling.fact,
        "level": telling.level,
        "on": telling.on,
        "state": telling.state,
        **{name: value for name, value in beside.items() if value},
    }


def _level_of(fact: Fact, rating: Rating) -> int:
    is_later = fact is Fact.FOLLOWED_UP and rating.follow_up is not None
    return rating.follow_up.level if is_later and rating.follow_up else rating.answer.level
