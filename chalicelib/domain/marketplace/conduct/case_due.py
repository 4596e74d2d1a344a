"""When time acts on a case next: a reminder, the lapse of an answer, the end of public view."""

from chalicelib.domain.decisions import Due
from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_states import CaseState

REMIND, ANSWER_LAPSES, EXPIRE = "remind", "answer-lapses", "expire"


def next_due(case: Case) -> Due | None:
    """Return the next work of the clock, or None while the case waits for people only."""
    match case.state:
        case CaseState.REPORTED | CaseState.OBJECTION if case.due_at and not case.is_reminded:
            return Due(REMIND, case.due_at)
        case CaseState.NOTIFIED if case.due_at:
            return Due(ANSWER_LAPSES, case.due_at)
        case CaseState.IN_FORCE | CaseState.UPHELD | CaseState.CORRECTED if case.hidden_at:
            return Due(EXPIRE, case.hidden_at)
    return None
