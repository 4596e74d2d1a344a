"""What holds at an instant, whether or not a timer has run (design: state shown = state checked).

Half-open: a notice that closes at T is open until one millisecond before T.
"""

from datetime import datetime

from chalicelib.domain.marketplace.notices.facts import Ending, Publication
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict


def effective_state(notice: Notice, now: datetime) -> NoticeState:
    """Return the state that is true now: late timers neither keep a notice open nor suspended."""
    state = notice.state
    if state is NoticeState.PUBLISHED and now >= publication_of(notice).closes_at:
        return NoticeState.REG_CLOSED
    if (
        state is NoticeState.SUSPENDED
        and notice.suspension is not None
        and now >= notice.suspension.releases_at
    ):
        return notice.suspension.previous
    return state


def last_changed_at(notice: Notice, now: datetime) -> datetime:
    """Return when what a notice shows changed last: its state, its text, or who stands first."""
    moments: list[datetime | None] = [
        getattr(fact, name, None)
        for fact in (*_facts(notice), *notice.amendments, *notice.dropouts)
        for name in MOMENTS
    ]
    clocks = [notice.publication.closes_at] if notice.publication and not notice.ending else []
    clocks += [notice.suspension.releases_at] if notice.suspension else []
    changed = (at for at in moments if at is not None)
    return max([notice.drafted_at, *changed, *(at for at in clocks if at <= now)])


MOMENTS = (
    "at", "since", "edited_at", "accepted_at", "published_at", "filed_at", "returned_at", "evaluated_at",
    "closed_at", "decided_at", "agreed_at", "archived_at", "received_at",
)  # fmt: skip
"""The attributes of facts that say when something happened."""


def _facts(notice: Notice) -> tuple[object, ...]:
    before = (notice, notice.submission, notice.returned, notice.review, notice.publication)
    during = (notice.opening, notice.pool, notice.selection, notice.inquiry, notice.choice)
    return (
        *before,
        *during,
        notice.publicity,
        notice.award,
        notice.suspension,
        notice.ending,
        *_service_facts(notice),
    )


def _service_facts(notice: Notice) -> tuple[object, ...]:
    signing, contract, delivery = notice.signing, notice.contract, notice.delivery
    evaluation = notice.evaluation
    signed = (signing, signing.offer, *signing.sent_back) if signing else ()
    changed = (contract, contract.pending, contract.termination, *contract.changes) if contract else ()
    paid = contract.payments if contract else ()
    delivered = (delivery, delivery.dispute, *delivery.results) if delivery else ()
    said = (evaluation, evaluation.reply, evaluation.objection, *evaluation.opinions) if evaluation else ()
    return (*signed, *changed, *paid, *delivered, *said)


def check_still_open(notice: Notice, now: datetime) -> None:
    """Refuse whatever needs an open registration.

    Raises:
        Conflict: `registration-closed` with the deadline, `notice-withdrawn`, or `not-published`.
    """
    if notice.publication is None:
        raise Conflict("not-published", state=notice.state)
    withdrawn = withdrawal_of(notice)
    if withdrawn is not None:
        raise Conflict("notice-withdrawn", withdrawn_at=format_instant(withdrawn.at))
    if effective_state(notice, now) is not NoticeState.PUBLISHED:
        raise Conflict("registration-closed", closes_at=format_instant(notice.publication.closes_at))


def withdrawal_of(notice: Notice) -> Ending | None:
    """Return how a published notice was withdrawn: the one ending without a code, before its deadline."""
    ending = notice.ending if notice.publication is not None else None
    return ending if ending is not None and ending.code is None else None


def publication_of(notice: Notice) -> Publication:
    """Return the facts of publication.

    Raises:
        Conflict: `not-published`.
    """
    if notice.publication is None:
        raise Conflict("not-published", state=notice.state)
    return notice.publication
