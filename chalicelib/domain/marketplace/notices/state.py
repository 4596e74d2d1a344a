"""The eighteen states of a notice and every move between them: docs/rules.md §2.1 as data.

A move's event is the ledger event without its prefix (`published` is `notice.published`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class NoticeState(StrEnum):
    """Where a purchase stands."""

    DRAFT = "DRAFT"
    REVIEWING = "REVIEWING"
    PUBLISHED = "PUBLISHED"
    REG_CLOSED = "REG_CLOSED"
    SELECTING = "SELECTING"
    PENDING_OWNER = "PENDING_OWNER"
    PUBLICITY = "PUBLICITY"
    AWARDED = "AWARDED"
    CONTRACTING = "CONTRACTING"
    IN_SERVICE = "IN_SERVICE"
    RESULT_REVIEW = "RESULT_REVIEW"
    COMPLETED = "COMPLETED"
    EVALUATED = "EVALUATED"
    FAILED = "FAILED"
    WITHDRAWN = "WITHDRAWN"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    ARCHIVED = "ARCHIVED"


_S = NoticeState

DRAFTING = (
    Move(None, "drafted", _S.DRAFT, "owner agent"),
    Move(_S.DRAFT, "edited", _S.DRAFT, "owner agent"),
    Move(_S.DRAFT, "discarded", _S.DRAFT, "owner agent"),
    Move(_S.DRAFT, "submitted", _S.REVIEWING, "owner agent"),
    Move(_S.REVIEWING, "returned", _S.DRAFT, "operator reviewer or publisher"),
    Move(_S.REVIEWING, "review_passed", _S.REVIEWING, "operator reviewer"),
    Move(_S.REVIEWING, "withdrawn", _S.WITHDRAWN, "owner"),
    Move(_S.REVIEWING, "published", _S.PUBLISHED, "operator publisher"),
)
OPEN = (
    Move(_S.PUBLISHED, "amendment_proposed", _S.PUBLISHED, "owner agent"),
    Move(_S.PUBLISHED, "amendment_returned", _S.PUBLISHED, "operator reviewer"),
    Move(_S.PUBLISHED, "amended", _S.PUBLISHED, "operator reviewer"),
    Move(_S.PUBLISHED, "withdrawn", _S.WITHDRAWN, "owner"),
    Move(_S.PUBLISHED, "closed", _S.REG_CLOSED, "system"),
)
SELECTION = (
    Move(_S.REG_CLOSED, "opened", _S.SELECTING, "system"),
    Move(_S.REG_CLOSED, "failed", _S.FAILED, "system"),
    Move(_S.SELECTING, "frozen", _S.SELECTING, "system"),
    Move(_S.SELECTING, "beacon_reminded", _S.SELECTING, "system"),
    Move(_S.SELECTING, "selected", _S.PUBLICITY, "system"),
    Move(_S.SELECTING, "owner_awaited", _S.PENDING_OWNER, "system"),
    Move(_S.SELECTING, "failed", _S.FAILED, "system"),
    Move(_S.PENDING_OWNER, "explanation_asked", _S.PENDING_OWNER, "owner"),
    Move(_S.PENDING_OWNER, "explained", _S.PENDING_OWNER, "agency"),
    Move(_S.PENDING_OWNER, "price_rejected", _S.PENDING_OWNER, "owner"),
    Move(_S.PENDING_OWNER, "price_rejected", _S.PUBLICITY, "owner"),
    Move(_S.PENDING_OWNER, "price_accepted", _S.PUBLICITY, "owner or system"),
    Move(_S.PENDING_OWNER, "choice_prepared", _S.PENDING_OWNER, "owner agent"),
    Move(_S.PENDING_OWNER, "choice_sent_back", _S.PENDING_OWNER, "owner admin"),
    Move(_S.PENDING_OWNER, "choice_escalated", _S.PENDING_OWNER, "system"),
    Move(_S.PENDING_OWNER, "chosen", _S.PUBLICITY, "owner admin"),
    Move(_S.PENDING_OWNER, "tied", _S.SELECTING, "owner admin"),
    Move(_S.PENDING_OWNER, "failed", _S.FAILED, "owner or system"),
)
AWARD = (
    Move(_S.PUBLICITY, "awarded", _S.AWARDED, "system"),
    Move(_S.PUBLICITY, "substituted", _S.PUBLICITY, "system"),
    Move(_S.PUBLICITY, "failed", _S.FAILED, "system"),
    Move(_S.PUBLICITY, "suspended", _S.SUSPENDED, "supervisor"),
    Move(_S.AWARDED, "acceptance_warned", _S.AWARDED, "system"),
    Move(_S.AWARDED, "accepted", _S.CONTRACTING, "agency"),
    Move(_S.AWARDED, "substituted", _S.PUBLICITY, "system"),
    Move(_S.AWARDED, "failed", _S.FAILED, "owner or system"),
    Move(_S.AWARDED, "suspended", _S.SUSPENDED, "supervisor"),
    Move(_S.CONTRACTING, "substituted", _S.PUBLICITY, "system"),
    Move(_S.CONTRACTING, "failed", _S.FAILED, "system"),
    Move(_S.SUSPENDED, "released", _S.PUBLICITY, "supervisor or system"),
    Move(_S.SUSPENDED, "released", _S.AWARDED, "supervisor or system"),
    Move(_S.SUSPENDED, "reselected", _S.SELECTING, "supervisor"),
    Move(_S.SUSPENDED, "failed", _S.FAILED, "supervisor"),
)
CONTRACT = (
    Move(_S.CONTRACTING, "signing_warned", _S.CONTRACTING, "system"),
    Move(_S.CONTRACTING, "contract_uploaded", _S.CONTRACTING, "owner or agency"),
    Move(_S.CONTRACTING, "contract_returned", _S.CONTRACTING, "other party"),
    Move(_S.CONTRACTING, "contract_reminded", _S.CONTRACTING, "system"),
    Move(_S.CONTRACTING, "contract_confirmed", _S.IN_SERVICE, "other party"),
    *(
        Move(state, event, state, actor)
        for state in (_S.IN_SERVICE, _S.RESULT_REVIEW, _S.COMPLETED, _S.EVALUATED, _S.TERMINATED)
        for event, actor in (
            ("contract_published", "owner or system"),
            ("contract_filed", "owner"),
            ("filing_missed", "system"),
        )
    ),
    Move(_S.IN_SERVICE, "change_proposed", _S.IN_SERVICE, "owner or agency"),
    Move(_S.IN_SERVICE, "change_declined", _S.IN_SERVICE, "owner, agency or system"),
    Move(_S.RESULT_REVIEW, "change_proposed", _S.RESULT_REVIEW, "owner or agency"),
    Move(_S.RESULT_REVIEW, "change_declined", _S.RESULT_REVIEW, "owner, agency or system"),
    Move(_S.IN_SERVICE, "supplemented", _S.IN_SERVICE, "owner and agency"),
    Move(_S.IN_SERVICE, "extended", _S.IN_SERVICE, "owner and agency"),
    Move(_S.IN_SERVICE, "terminated", _S.TERMINATED, "both or supervisor"),
    Move(_S.RESULT_REVIEW, "terminated", _S.TERMINATED, "both or supervisor"),
)
PAYMENT = tuple(
    Move(state, event, state, actor)
    for state in (
        _S.IN_SERVICE, _S.RESULT_REVIEW, _S.COMPLETED, _S.EVALUATED, _S.TERMINATED, _S.ARCHIVED,
    )
    for event, actor in (
        ("payment_recorded", "owner"),
        ("payment_received", "agency"),
        ("payment_overdue", "system"),
    )
)  # fmt: skip
"""A part of the price may be kept back for years, so that it is also paid after the purchase was put away."""
SERVICE = (
    Move(_S.IN_SERVICE, "result_uploaded", _S.RESULT_REVIEW, "agency"),
    Move(_S.IN_SERVICE, "delivery_missed", _S.IN_SERVICE, "system"),
    Move(_S.RESULT_REVIEW, "result_returned", _S.IN_SERVICE, "owner"),
    Move(_S.RESULT_REVIEW, "result_reminded", _S.RESULT_REVIEW, "system"),
    Move(_S.RESULT_REVIEW, "result_disputed", _S.RESULT_REVIEW, "owner"),
    Move(_S.RESULT_REVIEW, "result_accepted", _S.COMPLETED, "owner or system, in a dispute the supervisor"),
    Move(_S.COMPLETED, "opinion_given", _S.COMPLETED, "department or centre"),
    Move(_S.COMPLETED, "evaluated", _S.EVALUATED, "owner or system"),
    Move(_S.EVALUATED, "opinion_given", _S.EVALUATED, "department or centre"),
    Move(_S.EVALUATED, "evaluation_closed", _S.EVALUATED, "system"),
    Move(_S.EVALUATED, "evaluation_replied", _S.EVALUATED, "agency"),
    Move(_S.EVALUATED, "evaluation_objected", _S.EVALUATED, "agency"),
    Move(_S.EVALUATED, "objection_decided", _S.EVALUATED, "department"),
)
RECKONED = tuple(
    Move(state, "reckoned_anew", state, "system")
    for state in (
        _S.PUBLISHED,
        _S.SELECTING,
        _S.PENDING_OWNER,
        _S.PUBLICITY,
        _S.AWARDED,
        _S.CONTRACTING,
        _S.IN_SERVICE,
        _S.RESULT_REVIEW,
        _S.COMPLETED,
        _S.EVALUATED,
    )
)
"""A clock that began under a year without a calendar, reckoned anew once the year is loaded."""
ENDING = (
    Move(_S.FAILED, "renoticed", _S.FAILED, "owner agent"),
    Move(_S.FAILED, "renotice_discarded", _S.FAILED, "owner agent"),
    *(
        Move(state, "archived", _S.ARCHIVED, "system")
        for state in (_S.EVALUATED, _S.FAILED, _S.WITHDRAWN, _S.TERMINATED)
    ),
)

NOTICE: TransitionTable[NoticeState] = TransitionTable(
    "notice", (*DRAFTING, *OPEN, *SELECTION, *AWARD, *CONTRACT, *PAYMENT, *SERVICE, *RECKONED, *ENDING)
)
