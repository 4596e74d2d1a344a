"""The two-party beacon as an aggregate: the supervisor's chain and what was revealed of it (§3.2).

One value a day at most: B for a draw is the first value revealed on or after the day its pool may be
drawn, so nobody can choose among several. Only the latest reveals are kept here, all are in the ledger;
a draw that found none in time has failed long before its value could be forgotten.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.selection.beacon import MAX_STEPS, follows, is_value
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass

CHAIN_ID = "two-party"
KEPT = 30


@dataclass(frozen=True, slots=True)
class Reveal:
    """One value of the chain and when it became public; `link` counts from the anchor."""

    value: str
    link: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BeaconChain:
    """The chain in use: its anchor, its length, and the latest reveals."""

    id: str
    anchor: str
    length: int
    anchored_by: str
    anchored_at: datetime
    reveals: tuple[Reveal, ...] = ()

    @property
    def last_value(self) -> str:
        """Return the value that the next one must hash to."""
        return self.reveals[-1].value if self.reveals else self.anchor

    @property
    def links_left(self) -> int:
        """Return how many values the supervisor has left to reveal."""
        return self.length - (self.reveals[-1].link if self.reveals else 0)


def anchor(
    chain: BeaconChain | None, value: str, length: int, actor: Actor, now: datetime
) -> Decision[BeaconChain]:
    """Publish the anchor of a new chain; notices published before stay bound to the old one.

    Raises:
        Forbidden: `role-needed` for anyone but a supervisor.
        Invalid: with every error.
    """
    _check_supervisor(actor)
    errors = [] if is_value(value) else [FieldError("/anchor", "not-a-chain-value")]
    if not 1 <= length <= MAX_STEPS:
        errors.append(FieldError("/length", "out-of-range", {"min": 1, "max": MAX_STEPS}))
    if chain is not None and chain.anchor == value:
        errors.append(FieldError("/anchor", "nothing-changed"))
    if errors:
        raise Invalid(errors=errors)
    fresh = BeaconChain(CHAIN_ID, value, length, actor.person, now)
    return Decision(fresh, Event("beacon.anchored", {"anchor": value, "length": length}))


def reveal(chain: BeaconChain, value: str, actor: Actor, now: datetime) -> Decision[BeaconChain]:
    """Reveal the next value of the chain.

    Raises:
        Forbidden: `role-needed` for anyone but a supervisor.
        Conflict: `revealed-today` for a second value on one day, `chain-exhausted` after the last.
        Invalid: `not-the-next-link` when the value does not hash to the last one.
    """
    _check_supervisor(actor)
    if chain.links_left == 0:
        raise Conflict("chain-exhausted")
    if chain.reveals and _day(chain.reveals[-1].at) == _day(now):
        raise Conflict("revealed-today")
    if not follows(chain.last_value, value):
        raise Invalid(errors=[FieldError("/value", "not-the-next-link")])
    link = chain.length - chain.links_left + 1
    reveals = (*chain.reveals, Reveal(value, link, now))[-KEPT:]
    return Decision(replace(chain, reveals=reveals), Event("beacon.revealed", {"value": value, "link": link}))


def value_for(chain: BeaconChain, draws_from: datetime) -> Reveal | None:
    """Return the value of a draw: the first revealed at or after the instant it may be drawn from."""
    return next((found for found in chain.reveals if found.at >= draws_from), None)


def _check_supervisor(actor: Actor) -> None:
    if not actor.has(Role.SUPERVISOR):
        raise Forbidden("role-needed", roles=[Role.SUPERVISOR.value])


def _day(at: datetime) -> object:
    return at.astimezone(CHINA).date()
