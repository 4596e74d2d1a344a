"""The facts of a contract's life (docs/rules.md §2.4, §4.5); a clock is an instant, fixed when it starts."""

from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel.records import dataclass


class Side(StrEnum):
    """The two parties of a contract."""

    OWNER = "owner"
    AGENCY = "agency"

    @property
    def other(self) -> "Side":
        """Return the counter-party."""
        return Side.AGENCY if self is Side.OWNER else Side.OWNER


@dataclass(frozen=True, slots=True)
class Document:
    """A stored file, as it was read when it was named: `sha256` proves that it is still the same."""

    file_id: str
    sha256: str
    size_bytes: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of the price (付款节点), and the last day on which it is paid in time."""

    name: str
    amount_fen: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What the two parties wrote into the contract (§4.5); `ends_on` is the last day of service."""

    name: str
    amount_fen: int
    signed_on: date
    starts_on: date
    ends_on: date
    content: str
    own_no: str = ""
    """The number by which the parties themselves know the contract, if it has one."""
    payments: tuple[Instalment, ...] = ()
    """The plan by which the price is paid, in its order; empty where the parties fixed none."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An uploaded contract that waits for the counter-party (待确认) until `due_at`, and longer if it must.

    `public_file` is the version without secrets; None when everybody may read the whole `file`.
    """

    side: Side
    by: str
    at: datetime
    terms: Terms
    file: Document
    public_file: Document | None
    due_at: datetime
    provisional: bool
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    """An uploaded contract that the counter-party returned, with every reason."""

    side: Side
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Signing:
    """The time to sign: a reminder at `due_at`, and at `lapses_at`, the statute's cap, the next candidate."""

    since: datetime
    due_at: datetime
    lapses_at: datetime
    provisional: bool
    warned_at: datetime | None = None
    offer: Offer | None = None
    sent_back: tuple[SentBack, ...] = ()


class ChangeKind(StrEnum):
    """What both parties may agree on after the signature."""

    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    TERMINATION = "termination"


class Fault(StrEnum):
    """Whose fault it is that a contract ends before its time."""

    NOBODY = "nobody"
    OWNER = "owner"
    AGENCY = "agency"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Change:
    """A change as one side proposes it or both agreed on it; its kind says which figure it carries."""

    kind: ChangeKind
    side: Side
    by: str
    at: datetime
    reason: str
    due_at: datetime
    provisional: bool = False
    amount_fen: int | None = None
    ends_on: date | None = None
    fault: Fault | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Termination:
    """How a contract ended before its time: by `both`, or by the `supervisor`, with whose fault it was."""

    at: datetime
    by: str
    decided_by: str
    reason: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Payment:
    """What the owner says it paid of an instalment (`number` counts from 1), and the agency's receipt."""

    number: int
    paid_on: date
    at: datetime
    by: str
    received_at: datetime | None = None
    received_by: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract in force: the confirmed offer, its number, its clocks and what became of it."""

    contract_no: str
    at: datetime
    confirmed_by: str
    uploaded_by: Side
    terms: Terms
    file: Document
    public_file: Document | None
    publish_due_at: datetime
    filing_due_at: datetime
    provisional: bool
    published_at: datetime | None = None
    filing_missed_at: datetime | None = None
    filed_at: datetime | None = None
    filed_by: str | None = None
    delivery_missed_on: date | None = None
    """The last day of service that passed without a result, once both parties were told so."""
    pending: Change | None = None
    changes: tuple[Change, ...] = ()
    termination: Termination | None = None
    payments: tuple[Payment, ...] = ()
    overdue: tuple[int, ...] = ()
    """The instalments of which the clock has said that their day is over and nothing was paid."""

    @property
    def ends_on(self) -> date:
        """Return the last day of service, as the latest extension left it."""
        return next((one.ends_on for one in reversed(self.changes) if one.ends_on), self.terms.ends_on)

    @property
    def supplements_fen(self) -> int:
        """Return what was bought beyond the original amount."""
        return sum(one.amount_fen or 0 for one in self.changes)

    @property
    def extensions(self) -> int:
        """Return how often the service was given more time."""
        return sum(one.kind is ChangeKind.EXTENSION for one in self.changes)


@dataclass(frozen=True, slots=True)
class Result:
    """One handing over of the result (服务成果); a returned one keeps the owner's reason."""

    by: str
    at: datetime
    finished_on: date
    file: Document
    note: str
    returned_at: datetime | None = None
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """The owner's refusal after the last return: the supervisor is told and no clock accepts the result."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Every handing over, and the clocks of the one that waits: a reminder, then acceptance by silence."""

    results: tuple[Result, ...]
    remind_at: datetime
    due_at: datetime
    provisional: bool
    reminded_at: datetime | None = None
    dispute: Dispute | None = None
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    accepted_side: str | None = None
    """Whose act it was: the owner's, the supervisor's in a dispute, or the system's after silence."""

    @property
    def returns(self) -> int:
        """Return how often the result was sent back."""
        return sum(result.returned_at is not None for result in self.results)
