"""The states of a callback task and every move between them: evaluation.md §2.5 as data.

That a task was never tried when its period ends is no move: it follows from the period (`standing`), so that
closing a campaign of a hundred thousand writes nothing into each of them.
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class TaskState(StrEnum):
    """Where a callback task (回访任务) stands."""

    QUEUED = "QUEUED"
    ASSIGNED = "ASSIGNED"
    """An agent holds it for the length of the lease."""
    RETRY = "RETRY"
    DONE = "DONE"
    UNREACHED = "UNREACHED"
    REFUSED = "REFUSED"
    BAD_NUMBER = "BAD_NUMBER"
    CLOSED_INELIGIBLE = "CLOSED_INELIGIBLE"
    SUPPRESSED = "SUPPRESSED"
    """The person may not be asked any more, for a reason that came after the plan."""
    SMS_FALLBACK = "SMS_FALLBACK"
    VISIT = "VISIT"
    VISIT_FAILED = "VISIT_FAILED"
    CLOSED_NOT_TRIED = "CLOSED_NOT_TRIED"
    """Derived: open when the period ended."""


_S = TaskState
TO_CALL = (_S.QUEUED, _S.RETRY, _S.ASSIGNED)
"""What an agent may be given; of an assigned one once its lease is over."""
CALLABLE: frozenset[TaskState] = frozenset(TO_CALL)
OPEN: frozenset[TaskState] = CALLABLE | {_S.VISIT}
"""What is still to be done; at the end of the period it was not tried, or not brought to an end."""
OVER = (
    _S.DONE, _S.UNREACHED, _S.REFUSED, _S.BAD_NUMBER, _S.CLOSED_INELIGIBLE, _S.SUPPRESSED, _S.SMS_FALLBACK,
    _S.VISIT_FAILED,
)  # fmt: skip
_AGENT, _LEAD, _SYSTEM = "callback agent, not of the unit", "callback lead", "system"

TASK: TransitionTable[TaskState] = TransitionTable(
    "callback-task",
    (
        Move(None, "queued", _S.QUEUED, _SYSTEM),
        *(Move(state, "claimed", _S.ASSIGNED, _AGENT) for state in TO_CALL),
        Move(_S.ASSIGNED, "noted", _S.ASSIGNED, _AGENT),
        Move(_S.ASSIGNED, "given_back", _S.QUEUED, _AGENT),
        Move(_S.ASSIGNED, "given_back", _S.RETRY, _AGENT),
        Move(_S.ASSIGNED, "answered", _S.DONE, _AGENT),
        Move(_S.ASSIGNED, "not_reached", _S.RETRY, _AGENT),
        Move(_S.ASSIGNED, "unreached", _S.UNREACHED, _SYSTEM),
        Move(_S.ASSIGNED, "refused", _S.REFUSED, _AGENT),
        Move(_S.ASSIGNED, "visit_needed", _S.VISIT, _AGENT),
        Move(_S.ASSIGNED, "closed_ineligible", _S.CLOSED_INELIGIBLE, _AGENT),
        Move(_S.ASSIGNED, "bad_number", _S.BAD_NUMBER, _AGENT),
        *(Move(state, "suppressed", _S.SUPPRESSED, _SYSTEM) for state in TO_CALL),
        Move(_S.UNREACHED, "texted", _S.SMS_FALLBACK, _SYSTEM),
        *(
            Move(state, "visit_ordered", _S.VISIT, _LEAD)
            for state in (_S.UNREACHED, _S.SMS_FALLBACK, _S.BAD_NUMBER)
        ),
        *(
            Move(state, "text_answered", _S.DONE, "resident")
            for state in (_S.SMS_FALLBACK, _S.VISIT, _S.VISIT_FAILED)
        ),
        Move(_S.VISIT, "visited", _S.DONE, "two visitors"),
        Move(_S.VISIT, "visit_failed", _S.VISIT_FAILED, "two visitors"),
        Move(_S.DONE, "corrected", _S.DONE, "resident"),
        *(Move(_S.DONE, f"answer_{what}", _S.DONE, "reviewers") for what in ("invalidated", "reinstated")),
        *(Move(state, "person_erased", _S.SUPPRESSED, _SYSTEM) for state in (*TO_CALL, _S.VISIT)),
        *(Move(state, "person_erased", state, _SYSTEM) for state in OVER),
    ),
)
