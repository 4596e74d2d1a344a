"""What time does next to a notice: one instant and one kind, read from the clocks it carries.

The timer looks only at this; a worker that comes twice finds another state and does nothing.
"""

from chalicelib.domain.decisions import Due
from chalicelib.domain.marketplace.contracts.clocks import next_service_due
from chalicelib.domain.marketplace.notices.facts import Award, OwnerChoice
from chalicelib.domain.marketplace.notices.low_price import silence_at
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.selection import reminders_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.selection.record import BeaconKind

CLOSE = "close"
OPEN = "open"
SELECT = "select"
DRAW = "draw"
BEACON_REMINDER = "beacon-reminder"
BEACON_TIMEOUT = "beacon-timeout"
EXPLANATION_DUE = "explanation-due"
DECISION_DUE = "decision-due"
CHOICE_DUE = "choice-due"
CHOICE_TIMEOUT = "choice-timeout"
PUBLICITY_END = "publicity-end"
ACCEPTANCE_WARNING = "acceptance-warning"
ACCEPTANCE_TIMEOUT = "acceptance-timeout"
SUSPENSION_END = "suspension-end"


def next_due(notice: Notice) -> Due | None:
    """Return what time will do next, or None while the notice waits for people only."""
    match notice.state:
        case NoticeState.PUBLISHED if notice.publication:
            # Not at the deadline itself: quotes that were under way then have landed or failed by now.
            return Due(CLOSE, notice.publication.settles_at)
        case NoticeState.REG_CLOSED if notice.publication:
            return Due(OPEN, notice.publication.opens_at)
        case NoticeState.SELECTING if notice.opening:
            return _selection_due(notice) if notice.pool else Due(SELECT, notice.opening.at)
        case NoticeState.PENDING_OWNER if notice.inquiry:
            kind = EXPLANATION_DUE if notice.inquiry.asked_at is None else DECISION_DUE
            return Due(kind, silence_at(notice.inquiry))
        case NoticeState.PENDING_OWNER if notice.choice:
            return _choice_due(notice.choice)
        case NoticeState.PUBLICITY if notice.publicity:
            return Due(PUBLICITY_END, notice.publicity.ends_at)
        case NoticeState.AWARDED if notice.award:
            return _acceptance_due(notice.award)
        case NoticeState.SUSPENDED if notice.suspension:
            return Due(SUSPENSION_END, notice.suspension.releases_at)
    return next_service_due(notice)


def _selection_due(notice: Notice) -> Due | None:
    pool, publication = notice.pool, notice.publication
    if pool is None or publication is None:
        return None
    instants = reminders_of(notice)
    if pool.reminders >= len(instants):
        return Due(BEACON_TIMEOUT, pool.timeout_at)
    is_first = publication.beacon.kind is BeaconKind.DRAND and pool.reminders == 0
    kind = DRAW if is_first else f"{BEACON_REMINDER}-{pool.reminders + 1}"
    return Due(kind, instants[pool.reminders])


def _choice_due(choice: OwnerChoice) -> Due:
    if choice.escalated_at is None:
        return Due(CHOICE_DUE, choice.due_at)
    return Due(CHOICE_TIMEOUT, choice.lapses_at)


def _acceptance_due(award: Award) -> Due:
    if award.warned_at is None:
        return Due(ACCEPTANCE_WARNING, award.due_at)
    return Due(ACCEPTANCE_TIMEOUT, award.lapses_at)
