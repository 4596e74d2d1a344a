"""What the desks need from the store: claims and absences, all of one desk in one call (ADR 0065)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.desk import Absence, Claim, Task


@dataclass(frozen=True, slots=True)
class DeskView:
    """What runs at a desk: claims and absences that have not ended."""

    claims: tuple[Claim, ...] = ()
    absences: tuple[Absence, ...] = ()

    def claim_of(self, task: Task, identifier: str) -> Claim | None:
        """Return the claim of a task, if somebody holds it."""
        found = (one for one in self.claims if (one.task, one.identifier) == (task, identifier))
        return next(found, None)

    def held_by(self, person: str) -> tuple[Claim, ...]:
        """Return what a person is at work on."""
        return tuple(claim for claim in self.claims if claim.holder.person == person)

    def deputised_to(self, person: str) -> tuple[Claim, ...]:
        """Return what a person handles for others."""
        return tuple(claim for claim in self.claims if claim.deputy and claim.deputy.person == person)

    def absence_of(self, person: str) -> Absence | None:
        """Return a person's absence that runs or is to come."""
        return next((one for one in self.absences if one.who.person == person), None)


class Desks(Protocol):
    """Claims and absences by desk."""

    def look(self, desk: str, now: datetime) -> DeskView:
        """Return everything that runs at a desk, read consistently in one call."""

    def find(self, desk: str, task: Task, identifier: str, now: datetime) -> Claim | None:
        """Return who is at work on a task, read consistently, or None."""

    def take(self, desk: str, claim: Claim, now: datetime) -> None:
        """Claim a task: free, lapsed, one's own, or of somebody who is absent.

        Raises:
            Conflict: `claimed-by-another`; of two at once exactly one holds it.
        """

    def give_back(self, desk: str, task: Task, identifier: str, person: str, now: datetime) -> None:
        """Give a task back; what nobody holds is given back already.

        Raises:
            Conflict: `claimed-by-another`.
        """

    def register(self, desk: str, absence: Absence, now: datetime) -> None:
        """Keep an absence; what somebody away now was at work on passes to the deputy with it.

        Raises:
            Conflict: `absence-registered` when there is one already.
        """

    def end(self, desk: str, person: str, until: datetime, now: datetime) -> None:
        """Forget a person's absence; what lay with the deputy comes back with a lease until an instant."""
