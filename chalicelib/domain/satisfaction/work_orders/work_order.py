"""The bad-rating work order (差评工单) as an aggregate (evaluation.md §2.3, §4).

No free text and no person's name: codes, pseudonyms, instants, hashes and references into the vault.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.work_orders.appeal import Appeal
from chalicelib.domain.satisfaction.work_orders.appeal_states import PENDING
from chalicelib.domain.satisfaction.work_orders.clocks import Dues
from chalicelib.domain.satisfaction.work_orders.facts import (
    Annulment,
    Attempt,
    Card,
    Disclosure,
    Extension,
    Finding,
    Measure,
    Return,
    Revisit,
    Source,
    Step,
)
from chalicelib.domain.satisfaction.work_orders.states import CLOSED, OrderState
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """One work order about one service, at one unit, under the profile of its creation."""

    id: str
    wo_no: str
    source: Source
    source_id: str
    level: int
    """1 or 2; 0 for what came without a level."""
    codes: tuple[str, ...]
    unit: str
    staff: str
    """Pseudonym of the rated clerk at the time of service; empty where nobody was."""
    task_code: str
    region: str
    channel: int
    profile: str
    may_unit_contact: bool
    is_anonymous: bool
    is_contactable: bool
    """The resident left a way to be reached and did not ask to be anonymous."""
    state: OrderState
    created_at: datetime
    dues: Dues
    dispatched: Step | None = None
    signed: Step | None = None
    returns: tuple[Return, ...] = ()
    contact_attempts: tuple[Attempt, ...] = ()
    contacted: Step | None = None
    contact_stopped_at: datetime | None = None
    has_contact_failed: bool = False
    finding: Finding | None = None
    verified: Step | None = None
    extension: Extension | None = None
    rectifying: Step | None = None
    measure: Measure | None = None
    approved: Step | None = None
    feedback: Step | None = None
    revisit_attempts: tuple[Attempt, ...] = ()
    revisit: Revisit | None = None
    past_revisits: tuple[Revisit, ...] = ()
    """What the resident said before the order was sent back: theirs to read and to have deleted."""
    reopened: Step | None = None
    closed: Step | None = None
    supervised: Step | None = None
    """Put under supervision (督办) because it ended without agreement."""
    cards: tuple[Card, ...] = ()
    appeal: Appeal | None = None
    annulled: Annulment | None = None
    disclosures: tuple[Disclosure, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still to be done."""
        return self.state not in CLOSED

    @property
    def is_revisit_exempt(self) -> bool:
        """Tell whether no revisit is owed (NOT_CONTACTABLE): it leaves the denominator of the rate."""
        return not self.is_contactable or self.has_contact_failed

    @property
    def has_pending_appeal(self) -> bool:
        """Tell whether an appeal is still to be decided."""
        return self.appeal is not None and self.appeal.state in PENDING

    @property
    def handlers(self) -> frozenset[str]:
        """Return who handled the order for the unit, so that another person approves."""
        found, measure = self.finding, self.measure
        steps = (self.signed, found and found.step, measure and measure.step)
        return frozenset(step.by for step in steps if step)


_S = OrderState
RUNNING: dict[OrderState, tuple[str, ...]] = {
    _S.CREATED: ("dispatch", "rectify"),
    _S.DISPATCHED: ("sign", "rectify"),
    _S.RETURN_REQUESTED: ("rectify",),
    _S.SIGNED: ("contact", "verify", "rectify"),
    _S.CONTACTED: ("verify", "rectify"),
    _S.CONTACT_FAILED: ("verify", "rectify"),
    _S.VERIFIED: ("rectify",),
    _S.RECTIFYING: ("rectify",),
    _S.EXPLAINED: ("rectify",),
    _S.REOPENED: ("rectify",),
    _S.RECTIFIED: ("feedback",),
    _S.FEEDBACK_SENT: ("revisit",),
}
"""The clocks that run in each state; the order's whole time runs until it is mended."""
