"""The states of a campaign and every move between them: evaluation.md §2.6 as data.

A move's event is the ledger event without its prefix (`submitted` is `campaign.submitted`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    CHANGE_REQUESTED = "CHANGE_REQUESTED"
    APPROVED = "APPROVED"
    FIELDING = "FIELDING"
    PAUSED = "PAUSED"
    CLOSED = "CLOSED"
    ANALYSED = "ANALYSED"
    PUBLISHED = "PUBLISHED"
    ARCHIVED = "ARCHIVED"
    CANCELLED = "CANCELLED"


_S = CampaignState
_AUTHOR, _REGULATOR = "author", "regulator, another person"
ASKING = frozenset({_S.FIELDING, _S.PAUSED})
BEFORE_PUBLICATION = (
    _S.DRAFT,
    _S.IN_REVIEW,
    _S.CHANGE_REQUESTED,
    _S.APPROVED,
    _S.FIELDING,
    _S.PAUSED,
    _S.CLOSED,
    _S.ANALYSED,
)

CAMPAIGN: TransitionTable[CampaignState] = TransitionTable(
    "campaign",
    (
        Move(None, "created", _S.DRAFT, _AUTHOR),
        Move(_S.DRAFT, "edited", _S.DRAFT, _AUTHOR),
        Move(_S.CHANGE_REQUESTED, "edited", _S.DRAFT, _AUTHOR),
        Move(_S.DRAFT, "frame_asked", _S.DRAFT, _AUTHOR),
        Move(_S.DRAFT, "frame_paged", _S.DRAFT, "system"),
        Move(_S.DRAFT, "framed", _S.DRAFT, "system"),
        Move(_S.DRAFT, "submitted", _S.IN_REVIEW, _AUTHOR),
        Move(_S.IN_REVIEW, "change_requested", _S.CHANGE_REQUESTED, _REGULATOR),
        Move(_S.IN_REVIEW, "approved", _S.APPROVED, _REGULATOR),
        Move(_S.APPROVED, "begun", _S.FIELDING, "system"),
        Move(_S.FIELDING, "asked", _S.FIELDING, "system"),
        Move(_S.FIELDING, "paused", _S.PAUSED, "author or regulator"),
        Move(_S.PAUSED, "resumed", _S.FIELDING, "author or regulator"),
        Move(_S.FIELDING, "closed", _S.CLOSED, "system"),
        Move(_S.PAUSED, "closed", _S.CLOSED, "system"),
        Move(_S.CLOSED, "analysed", _S.ANALYSED, _AUTHOR),
        Move(_S.ANALYSED, "analysed", _S.ANALYSED, _AUTHOR),
        Move(_S.ANALYSED, "published", _S.PUBLISHED, _REGULATOR),
        Move(_S.PUBLISHED, "suggestion_answered", _S.PUBLISHED, "regulator"),
        Move(_S.PUBLISHED, "archived", _S.ARCHIVED, "regulator"),
        *(Move(state, "cancelled", _S.CANCELLED, "author or regulator") for state in BEFORE_PUBLICATION),
    ),
)
