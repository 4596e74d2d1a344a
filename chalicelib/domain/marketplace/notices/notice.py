"""The notice as an aggregate: its content and, phase by phase, the facts of its life (docs/rules.md §2.1)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.contracts.facts import Contract, Delivery, Signing
from chalicelib.domain.marketplace.evaluations.facts import Evaluation
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import (
    Amendment,
    Award,
    Dropout,
    Ending,
    Opening,
    OwnerChoice,
    Pool,
    PriceInquiry,
    Proposal,
    Publication,
    Publicity,
    Return,
    Review,
    Selection,
    Submission,
    Suspension,
)
from chalicelib.domain.marketplace.notices.state import NOTICE, NoticeState
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A purchase notice by its identifier; `owner` is the owner's USCC."""

    id: str
    owner: str
    state: NoticeState
    content: NoticeContent
    drafted_by: str
    drafted_at: datetime
    edited_at: datetime | None = None
    filled: tuple[str, ...] = ()
    """Steps of the wizard that a person has saved; what the system filled in has been seen by nobody."""
    notice_no: str | None = None
    submission: Submission | None = None
    returned: Return | None = None
    review: Review | None = None
    publication: Publication | None = None
    proposal: Proposal | None = None
    amendments: tuple[Amendment, ...] = ()
    amendment_returned: Return | None = None
    opening: Opening | None = None
    pool: Pool | None = None
    selection: Selection | None = None
    inquiry: PriceInquiry | None = None
    choice: OwnerChoice | None = None
    dropouts: tuple[Dropout, ...] = ()
    publicity: Publicity | None = None
    award: Award | None = None
    quotes_public_since: datetime | None = None
    """The first award; a substitution does not hide again what was public."""
    signing: Signing | None = None
    contract: Contract | None = None
    delivery: Delivery | None = None
    evaluation: Evaluation | None = None
    archived_at: datetime | None = None
    suspension: Suspension | None = None
    ending: Ending | None = None
    renotice_of: str | None = None
    renoticed_as: str | None = None
    too_few_before: int = 0
    """How many notices of this chain failed with TOO_FEW before this one (§3.8)."""


def moved(
    notice: Notice | None, event: str, changed: Notice, target: NoticeState, **data: Json
) -> Decision[Notice]:
    """Take a move of the table: the changed notice in its new state, and the fact for the ledger.

    Raises:
        Conflict: `wrong-state` when the table does not list the move, or the draft was thrown away.
    """
    if notice is not None and is_discarded(notice):
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event=event)
    NOTICE.check(None if notice is None else notice.state, event, target)
    facts = {"notice_no": changed.notice_no, "owner": changed.owner, "state": target.value, **data}
    return Decision(replace(changed, state=target), Event(f"notice.{event}", facts))


def number_of(notice: Notice) -> str:
    """Return the number a notice has had since its submission.

    Raises:
        Conflict: `not-submitted`.
    """
    if notice.notice_no is None:
        raise Conflict("not-submitted", notice_id=notice.id)
    return notice.notice_no


def is_discarded(notice: Notice) -> bool:
    """Tell whether a draft was thrown away, which makes it nobody's any more: it ended before it began."""
    return notice.state is NoticeState.DRAFT and notice.ending is not None
