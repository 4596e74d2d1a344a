"""The two-party beacon as aggregates: each of the supervisor's chains and what was revealed of it (§3.2).

A notice is bound for good to the chain that was the newest when it was published: never a second beacon for
the same pool. So a new anchor begins a chain beside the others, and an older one is revealed further for as
long as a notice needs it (ADR 0028).

One value of a chain a day at most: B for a draw is the first value revealed on or after the day its pool may
be drawn, so nobody can choose among several. Only the latest reveals are kept here, all are in the ledger;
a draw that found none in time has failed long before its value could be forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.selection.beacon import MAX_STEPS, follows, is_value
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass

REGISTER_ID = "two-party"
KEPT = 30


@dataclass(frozen=True, slots=True)
class Reveal:
    """One value of the chain and when it became public; `link` counts from the anchor."""

    value: str
    link: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BeaconChain:
    """One chain: its anchor, which is its identifier, its length, and the latest reveals."""

    id: str
    length: int
    anchored_by: str
    anchored_at: datetime
    reveals: tuple[Reveal, ...] = ()

    @property
    def last_value(self) -> str:
        """Return the value that the next one must hash to."""
        return self.reveals[-1].value if self.reveals else self.id

    @property
    def links_left(self) -> int:
        """Return how many values the supervisor has left to reveal."""
        return self.length - (self.reveals[-1].link if self.reveals else 0)

    def is_revealed_on_day_of(self, now: datetime) -> bool:
        """Tell whether the value of this day is out."""
        return bool(self.reveals) and _day(self.reveals[-1].at) == _day(now)


@dataclass(frozen=True, slots=True)
class ChainRegister:
    """The anchors of all chains, oldest first; a notice that is published now is bound to the newest."""

    id: str = REGISTER_ID
    anchors: tuple[str, ...] = ()


def anchor(
    register: ChainRegister,
    value: str,
    length: int,
    actor: Actor,
    now: datetime,
    *,
    chains: Iterable[BeaconChain] = (),
) -> tuple[Decision[BeaconChain], Decision[ChainRegister]]:
    """Publish the anchor of a new chain; notices published before stay bound to theirs.

    No value of an earlier chain may be its anchor: the values behind it would be, or become, public there.

    Raises:
        Forbidden: `role-needed` for anyone but a supervisor.
        Invalid: with every error.
    """
    _check_supervisor(actor)
    errors = [] if is_value(value) else [FieldError("/anchor", "not-a-chain-value")]
    if not 1 <= length <= MAX_STEPS:
        errors.append(FieldError("/length", "out-of-range", {"min": 1, "max": MAX_STEPS}))
    if value in register.anchors or any(value in published_values(chain) for chain in chains):
        errors.append(FieldError("/anchor", "chain-known"))
    if errors:
        raise Invalid(errors=errors)
    chain = BeaconChain(value, length, actor.person, now)
    known = replace(register, anchors=(*register.anchors, value))
    return (
        Decision(chain, Event("beacon.anchored", {"anchor": value, "length": length})),
        Decision(known, Event("chains.begun", {"anchor": value, "number": len(known.anchors)})),
    )


def published_values(chain: BeaconChain) -> Iterator[str]:
    """Yield every value of a chain that is public, the last one first, its anchor at the end."""
    value = chain.last_value
    for _ in range(chain.length - chain.links_left):
        yield value
        value = sha256_hex(bytes.fromhex(value))
    yield value


def chains_of(value: str, chains: Iterable[BeaconChain]) -> tuple[BeaconChain, ...]:
    """Return every chain whose next link a value is.

    There are two when a later anchor was a value to come of an earlier chain: once public on one of them the
    value is known on the other too, so it must count on both.
    """
    return tuple(chain for chain in chains if follows(chain.last_value, value))


def reveal(
    chain: BeaconChain, value: str, actor: Actor, now: datetime, *, kept: int = 0
) -> Decision[BeaconChain]:
    """Reveal the next value of the chain.

    `kept` is how many of the last values are kept back for the notices bound to the chain: each may need one
    of its own, and no other chain can serve it. Whoever reveals for a draw that waits keeps none back.

    Raises:
        Forbidden: `role-needed` for anyone but a supervisor.
        Conflict: `revealed-today` for a second value on one day, `chain-exhausted` after the last,
            `values-kept` when the value is one that is kept back.
        Invalid: `not-the-next-link` when the value does not hash to the last one.
    """
    _check_supervisor(actor)
    if chain.links_left == 0:
        raise Conflict("chain-exhausted")
    if chain.is_revealed_on_day_of(now):
        raise Conflict("revealed-today")
    if not follows(chain.last_value, value):
        raise Invalid(errors=[FieldError("/value", "not-the-next-link")])
    if chain.links_left <= kept:
        raise Conflict("values-kept", left=chain.links_left)
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
