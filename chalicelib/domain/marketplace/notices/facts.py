"""The facts of a notice's life, one record a phase (docs/rules.md §2.1, §3).

Every clock is resolved when it starts and kept as an instant, so that no new rule profile moves it;
`provisional` says that it rests on a year whose calendar was not out; `reckoning` reckons it anew.
"""

from datetime import datetime

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.domain.marketplace.selection.record import Beacon
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Submission:
    """Handed in for review; `due_at` is when the operator should have answered."""

    by: str
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing to mend, at a field, in the reviewer's words."""

    pointer: str
    note: str


@dataclass(frozen=True, slots=True)
class Return:
    """A notice or amendment sent back with everything that is to be mended.

    `content` is the notice as it was then, so that everybody sees what changed since; of persons, whose names
    lie in the vault, `touched` says which were written anew.
    """

    by: str
    at: datetime
    corrections: tuple[Correction, ...]
    content: NoticeContent | None = None
    touched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A warning that the reviewer looked at and let pass, with the reason."""

    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """The review that was passed."""

    by: str
    at: datetime
    due_at: datetime
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """The draw's secret: its published hash, and the ciphertext that only the draw may open."""

    hash: str
    sealed_secret: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What was fixed at publication.

    At `settles_at` every quote that was under way at `closes_at` has landed or failed; the quotes stay sealed
    until `opens_at`, which is the same instant or the later selection time that the owner set (§4.4). `chain`
    is the anchor of the supervisor's chain that the beacon's value will come from.
    """

    by: str
    at: datetime
    profile: str
    closes_at: datetime
    settles_at: datetime
    opens_at: datetime
    provisional: bool
    commitment: Commitment
    beacon: Beacon
    chain: str | None = None
    mandatory_use: bool | None = None
    """Whether the rule version made the owner use the marketplace; None where no amount is known (§4.4)."""
    archive_years: int = 1
    """How long the purchase stays in the active lists after its end (§2.1)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for its review; the old text stays live meanwhile."""

    by: str
    at: datetime
    content: NoticeContent
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field, both values as canonical JSON."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that took effect (更正公告).

    Of the public contact, whose values lie in the vault, `contact_fields` says which were changed.
    """

    number: int
    proposed_by: str
    approved_by: str
    at: datetime
    reason: str
    changes: tuple[Change, ...]
    closed_at_before: datetime
    closes_at: datetime
    opened_at_before: datetime
    opens_at: datetime
    contact_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """The quotes opened together: how many came, how many were valid, and the manifest of the pages.

    `flags_hash` names the page of what registrants share, for supervisors only; None when they share nothing.
    """

    at: datetime
    received: int
    valid: int
    manifest_hash: str
    flags_hash: str | None = None
    inputs_hash: str | None = None
    """The digest of what the selection is computed from, public at once; the inputs are from the award on."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The frozen pool of a draw and the clocks of its beacon."""

    at: datetime
    root: str
    size: int
    draws_from: datetime
    first_reminder_at: datetime
    second_reminder_at: datetime
    timeout_at: datetime
    provisional: bool
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place of the stored order, counted from 1, with what its quote makes the owner pay.

    `amount_fen` is None only where a rate was quoted without a control price to apply it to; `name` is the
    agency's at the deadline.
    """

    uscc: str
    rank: int
    amount_fen: int | None = None
    rate_bp: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome: hash of the stored order, its length, and who stands first now."""

    at: datetime
    order_hash: str
    order_size: int
    winner: Candidate
    drawn: bool


@dataclass(frozen=True, slots=True)
class PreparedChoice:
    """What the owner's agent lays before its administrator: the reason, and the pick or the score sheets."""

    reason: str
    by: str
    at: datetime
    chosen: str | None = None
    scores_hash: str | None = None


@dataclass(frozen=True, slots=True)
class OwnerChoice:
    """The owner's written decision (§3.3, §3.4): among whom, until when, and what it was.

    `list_hash` names the pages of the candidates. At `due_at` the supervisor is told, at `lapses_at` the
    notice fails. `chosen` is the pick of the credit method, `scores_hash` the page of the score sheets.
    `prepared` waits for the administrator; `sent_back` says why the last one was not approved.
    """

    since: datetime
    list_hash: str
    list_size: int
    due_at: datetime
    lapses_at: datetime
    provisional: bool
    listed: tuple[str, ...] = ()
    """The small list of the credit method; who is not on it is no reserve either."""
    escalated_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str = ""
    chosen: str | None = None
    scores_hash: str | None = None
    prepared: PreparedChoice | None = None
    sent_back: str = ""


@dataclass(frozen=True, slots=True)
class PriceInquiry:
    """The explanation of an abnormally low price (§3.5); the decision's clock starts when it is asked for.

    `candidate` is whose price it is; it stays here after the price was accepted, whoever leaves later.
    """

    since: datetime
    ask_due_at: datetime
    asked_at: datetime | None = None
    explanation_due_at: datetime | None = None
    explained_at: datetime | None = None
    explanation_ref: str | None = None
    decision_due_at: datetime | None = None
    provisional: bool = False
    candidate: Candidate | None = None
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """The award (中选) and the winner's clocks: a warning at `due_at`, abandonment at `lapses_at`."""

    award_no: str
    at: datetime
    winner: Candidate
    due_at: datetime
    lapses_at: datetime
    provisional: bool
    warned_at: datetime | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    sign_due_at: datetime | None = None


ABANDONED = "abandoned"
SILENT = "acceptance-lapsed"
PRICE_REJECTED = "price-rejected"
SIGNING_LAPSED = "signing-lapsed"
SIGNING_HELD_UP = "signing-held-up"
"""The cap on signing passed without a contract, the second where the owner alone kept it waiting."""
GIVEN_UP = frozenset({ABANDONED, SILENT, SIGNING_LAPSED})
"""Codes by which a winner itself left; whoever left by another one was put out."""


@dataclass(frozen=True, slots=True)
class Dropout:
    """A candidate that left the first place, and why; the reason of a person is public.

    `explanation_ref` keeps what an agency wrote about its price, for owner and supervisor only; `award` is
    the one that it held until then.
    """

    candidate: Candidate
    code: str
    at: datetime
    reason: str = ""
    explanation_ref: str | None = None
    award: Award | None = None


@dataclass(frozen=True, slots=True)
class Publicity:
    """The publicity period (公示) that runs or ran; `round` counts the candidates shown."""

    round: int
    since: datetime
    ends_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stop by the supervisor: where the notice returns to and when by itself."""

    previous: NoticeState
    since: datetime
    releases_at: datetime
    reason: str = ""
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a notice failed or was withdrawn; the reason of a person is public."""

    at: datetime
    by: str
    code: FailureCode | None = None
    reason: str = ""
    archive_years: int | None = None
    """Set where no publication says it."""
