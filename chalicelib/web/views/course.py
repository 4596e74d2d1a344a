"""Where an agency is in the course of a purchase: one line of steps, the present one named (pages §3)."""

from collections.abc import Mapping

from chalicelib.kernel.records import dataclass

STEPS = ("registered", "quoted", "opened", "result", "publicity", "award", "contract", "service", "done")
"""The course of one who is first to the end."""

OF_QUOTE: Mapping[str, str] = {
    "REGISTERED": "registered",
    "QUOTED": "quoted",
    "OPENED": "opened",
    "RESERVE": "result",
    "INVALID": "result",
    "NOT_SELECTED": "result",
    "REFUSED": "award",
    "ABANDONED": "award",
    "CANDIDATE": "result",
    "SELECTED": "award",
    "ACCEPTED": "award",
    "UNOPENED": "quoted",
}
"""The step that a quote has reached by itself."""

OF_NOTICE: Mapping[str, str] = {
    "PUBLICITY": "publicity",
    "AWARDED": "award",
    "CONTRACTING": "contract",
    "IN_SERVICE": "service",
    "RESULT_REVIEW": "service",
    "COMPLETED": "done",
    "EVALUATED": "done",
    "ARCHIVED": "done",
}
"""The step of whoever stands first, from the notice."""

FIRST = frozenset({"CANDIDATE", "SELECTED", "ACCEPTED"})
OVER = frozenset({"INVALID", "NOT_SELECTED", "REFUSED", "ABANDONED", "UNOPENED"})
STOPPED = frozenset({"TERMINATED", "FAILED", "WITHDRAWN"})


@dataclass(frozen=True, slots=True)
class Course:
    """The present step; `is_over` when it goes no further for this agency."""

    step: str
    is_over: bool = False

    @property
    def number(self) -> int:
        """Return the place of the step, from 1."""
        return STEPS.index(self.step) + 1


def course_of(state: str | None, notice_state: str) -> Course | None:
    """Return where a quote of a shown state is; None for one that is not taking part.

    >>> course_of("CANDIDATE", "PUBLICITY"), course_of("NOT_SELECTED", "PUBLICITY")
    (Course(step='publicity', is_over=False), Course(step='result', is_over=True))
    """
    step = OF_QUOTE.get(state or "")
    if step is None:
        return None
    if state in FIRST:
        step = OF_NOTICE.get(notice_state, step)
    return Course(step, state in OVER or notice_state in STOPPED)


def course_of_first(notice_state: str) -> Course | None:
    """Return where whoever stands first is, as far as the notice alone tells."""
    return Course(OF_NOTICE.get(notice_state, "result"), notice_state in STOPPED) if notice_state else None
