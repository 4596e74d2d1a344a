"""One attempt to call, and what each outcome of it does to a task (evaluation.md §2.5, §3.4, §4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib.domain.satisfaction.callbacks.hours import DayPart
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class CallAttempt:
    """One attempt; the note lies in the vault at `note_ref`."""

    at: datetime
    part: DayPart
    outcome: Outcome
    agent: str
    org: str
    duration_s: int = 0
    ring_s: int = 0
    note_ref: str = ""


ANSWERED: Final = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})
SPOKE: Final = frozenset({Outcome.REFUSED, Outcome.BREAKOFF, Outcome.CALL_LATER})
"""The person spoke and the talk came to nothing; with a level it would be a partial one (§3.4)."""
AGAIN: Final = frozenset(
    {
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.OFF,
        Outcome.BLOCKED,
        Outcome.CALL_LATER,
        Outcome.BREAKOFF,
        Outcome.OTHER_PERSON,
    }
)
"""After these it is tried once more, as long as the rule of attempts allows."""

ENDS: Final[Mapping[Outcome, tuple[str, TaskState]]] = {
    Outcome.REFUSED: ("refused", TaskState.REFUSED),
    Outcome.LANGUAGE: ("visit_needed", TaskState.VISIT),
    Outcome.HEARING: ("visit_needed", TaskState.VISIT),
    Outcome.DECEASED: ("closed_ineligible", TaskState.CLOSED_INELIGIBLE),
    Outcome.DUPLICATE: ("closed_ineligible", TaskState.CLOSED_INELIGIBLE),
    Outcome.WRONG_PERSON: ("bad_number", TaskState.BAD_NUMBER),
    Outcome.DEAD_NUMBER: ("bad_number", TaskState.BAD_NUMBER),
}
"""What ends the calling at once: the event and the state."""

NOT_SPOKEN: Final = frozenset(
    {Outcome.NO_ANSWER, Outcome.BUSY, Outcome.OFF, Outcome.BLOCKED, Outcome.DEAD_NUMBER, Outcome.NOT_TRIED}
)
"""Nobody picked up: the person was not reached."""

BY_AGENT: Final = tuple(outcome for outcome in Outcome if outcome is not Outcome.NOT_TRIED)
"""What an agent may note: that nobody tried is never said of an attempt."""


def check_attempt(
    outcome: Outcome, ring_s: int, duration_s: int, note_chars: int, rules: CallbackRules
) -> None:
    """Refuse an attempt whose figures cannot be (§4): silence needs a telephone that rang.

    Raises:
        Invalid: `rang-too-short`, `too-long` or `nobody-spoke`, all at once.
    """
    errors = list[FieldError]()
    if outcome is Outcome.NO_ANSWER and ring_s < rules.ring_seconds:
        errors.append(FieldError("/ring_s", "rang-too-short", {"min": rules.ring_seconds}))
    if outcome in NOT_SPOKEN and duration_s > 0:
        errors.append(FieldError("/duration_s", "nobody-spoke"))
    if note_chars > rules.note_chars:
        errors.append(FieldError("/note", "too-long", {"max": rules.note_chars}))
    if errors:
        raise Invalid(errors=errors)


def are_spent(attempts: Sequence[CallAttempt], rules: CallbackRules) -> bool:
    """Tell whether enough was tried: so many attempts, over so many days, in so many day-parts."""
    days = {attempt.at.astimezone(CHINA).date() for attempt in attempts}
    parts = {attempt.part for attempt in attempts}
    is_spread = len(days) >= rules.attempt_days and len(parts) >= rules.attempt_parts
    return len(attempts) >= rules.attempts and is_spread
