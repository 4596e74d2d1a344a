"""What an aggregate brings along so that the one sender can send its text (send_text.py).

A further kind of text needs a `TextKind` with its places and one of these: what is due of it is done by
`advance.BY_KIND`, and whoever has only the text's name finds it by `SENDABLES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.domain.decisions import Decision, Due
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.texting import Text
from chalicelib.kernel.late import named
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.unit_ports import Repository

A = TypeVar("A", bound=Text)

SENDABLES: Mapping[str, str] = {
    "wo": "work_orders.order_texts:ORDER_TEXTS",
    "r": "work_orders.order_texts:ORDER_TEXTS",
    "rx": "hotline.item_texts:ITEM_TEXTS",
    "cb": "callbacks.texts:CALLBACK_TEXTS",
    "sv": "surveys.ask_people:SURVEY_TEXTS",
}
"""What texts are about, by how their names begin."""
OF_INVITATIONS = "invitations.invitation_texts:INVITATION_TEXTS"
"""Those of invitations are hashes."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A text that may go now: its kind, whose number it goes to, what stands in the places of its words."""

    kind: TextKind
    person_ref: str
    values: Mapping[str, str] = field(repr=False)


class Failing(Protocol[A]):
    """Notes that a text did not get through, for now or for good."""

    def __call__(
        self, one: A, fault: str, now: datetime, rules: SatisfactionRules, /, *, is_final: bool
    ) -> Decision[A]:
        """Return the decision."""


@dataclass(frozen=True, slots=True)
class Sendable(Generic[A]):
    """One kind of aggregate of which texts go out: where it lies, when it is due, and its moves."""

    rows: Callable[[UnitOfWork], Repository[A]]
    due: Callable[[A], Due | None]
    """`SEND` or `SETTLE` of texting.py, or work that is not the sender's."""
    ready: Callable[[House, UnitOfWork, A, datetime], Ready | Decision[A]]
    """The text that may go, or what becomes of the aggregate instead; its hour and its turn have come."""
    person_ref: Callable[[House, A], str | None]
    """Whose number a text that was broken off went to."""
    claim: Callable[[A, datetime, str, int], Decision[A]]
    """Takes template and segments."""
    postpone: Callable[[A, datetime, SatisfactionRules], Decision[A]]
    sent: Callable[[A, str, datetime, SatisfactionRules, Calendar], Decision[A]]
    failed: Failing[A]
    takes_receipt: Callable[[A], bool]
    delivered: Callable[[A, datetime, SatisfactionRules, Calendar], Decision[A]]
    follow: Callable[[House, UnitOfWork, A, datetime], None]
    """What else follows, in the same transaction, from where the text stands now."""


def sendable_of(identifier: str) -> Sendable[Any]:
    """Return what the text of that name is about; it is imported when its first text comes (ADR 0098)."""
    address = SENDABLES.get(identifier.partition("_")[0], OF_INVITATIONS)
    found: Sendable[Any] = named(f"chalicelib.usecases.{address}")
    return found


def follow_nothing(_house: House, _uow: UnitOfWork, _one: object, _now: datetime) -> None:
    """Let nothing follow."""
