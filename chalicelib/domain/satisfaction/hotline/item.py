"""The item (诉求件) as an aggregate (evaluation.md §2.7, §4): no free text and no person's name in it.

Its id is the hash of the secret by which the resident follows it.
"""

from chalicelib.domain.satisfaction.hotline.clocks import ItemDues
from chalicelib.domain.satisfaction.hotline.facts import (
    Door,
    ItemType,
    Mark,
    Reason,
    Reply,
    Said,
    Sent,
    Source,
    Triage,
)
from chalicelib.domain.satisfaction.hotline.states import CLOSED, ItemState
from chalicelib.domain.satisfaction.work_orders.facts import (
    Attempt,
    Card,
    Cause,
    Disclosure,
    Extension,
    Step,
    Words,
    refs_in,
)
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class HotlineItem:
    """One item under the profile of its registration; `about` is the body that the resident named."""

    id: str
    number: str
    door: Door
    source: Source
    type: ItemType
    topic: Cause
    content: Words
    wanted: Words | None
    place: Words | None
    region: str
    about: str
    unit: str
    """Where it was sent last; empty until it was."""
    profile: str
    contact: str
    """MAC of the telephone, by which the same person is counted once; empty without one."""
    is_textable: bool
    """The telephone is a mobile one."""
    may_unit_contact: bool
    is_confidential: bool
    is_refused: bool
    """A window refused to register it, or said that it was not its own."""
    state: ItemState
    received: Step
    dues: ItemDues
    triage: Triage | None = None
    sent: tuple[Sent, ...] = ()
    contacted: Step | None = None
    progress: tuple[Step, ...] = ()
    extension: Extension | None = None
    past_extensions: tuple[Extension, ...] = ()
    """Asked by a unit that returned the item before it was decided, or before the item was reopened."""
    reply: Reply | None = None
    past_replies: tuple[Reply, ...] = ()
    callback_attempts: tuple[Attempt, ...] = ()
    said: Said | None = None
    past_said: tuple[Said, ...] = ()
    redispatched: Step | None = None
    reopened: Step | None = None
    closed: Step | None = None
    marks: tuple[Mark, ...] = ()
    instructed: Step | None = None
    reported: Step | None = None
    """What the unit last reported on an instruction."""
    cards: tuple[Card, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    problem: str = ""
    unlike: tuple[str, ...] = ()
    """Items and work orders that a person found not to ask for the same."""
    is_forgotten: bool = False
    """Its person and words are deleted, because their days are over or the person asked for it."""
    past_refs: tuple[str, ...] = ()
    """Where words lie whose step another one took the place of."""

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still to be done."""
        return self.state not in CLOSED

    @property
    def is_contactable(self) -> bool:
        """Tell whether somebody can be called back."""
        return bool(self.contact)

    @property
    def is_extended(self) -> bool:
        """Tell whether the time to reply that runs is a longer one; handled again, an item has a new one."""
        decided = self.extension.decided if self.extension and self.extension.is_granted else None
        return decided is not None and (self.redispatched is None or decided.at > self.redispatched.at)

    @property
    def is_supervised(self) -> bool:
        """Tell whether the regulator watches over it."""
        return bool(self.marks)

    @property
    def owes_report(self) -> bool:
        """Tell whether the unit has not yet reported on what the regulator said last."""
        if self.instructed is None or not self.unit:
            return False
        return self.reported is None or self.reported.at < self.instructed.at

    @property
    def refs(self) -> tuple[str, ...]:
        """Return where any words about it lie in the vault."""
        return (*self.past_refs, *refs_in(self))

    @property
    def refs_of_resident(self) -> tuple[str, ...]:
        """Return where lies what the resident said, or was noted of talking to them."""
        said = (self.content, self.wanted, self.place, self.contacted, self.past_said, self.said)
        return tuple(refs_in((*said, self.reopened)))

    @property
    def was_unsatisfied(self) -> bool:
        """Tell whether the resident was not content with an earlier reply."""
        return any(mark.reason in (Reason.UNSATISFIED, Reason.AGAIN_UNSATISFIED) for mark in self.marks)


_S = ItemState
RUNNING: dict[ItemState, tuple[str, ...]] = {
    _S.RECEIVED: ("dispatch",),
    _S.RETURNED: ("dispatch",),
    _S.REOPENED: ("dispatch",),
    _S.UNSATISFIED: ("dispatch",),
    _S.DISPATCHED: ("reply", "progress"),
    _S.REPLIED: ("callback",),
}
"""The clocks that run in each state; a unit that returns an item gets no new time with it."""
OFFICE_STEPS = frozenset({"dispatch", "callback"})
"""The steps of the hotline office; the others are the unit's."""
