"""A problem (问题): items and bad ratings that ask for the same, which a person found to be one (§8.16).

People are counted once each by their telephone, whoever left none once each time; channels are those by which
they came, the doors of items and the sources of work orders. The words on it are public: they stand under the
hash of a published text and name nobody.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, REGULATOR, UNIT
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, Forbidden
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable

PREFIX = "WT"
LEAST_MEMBERS = 2


class ProblemState(StrEnum):
    """Where a problem stands."""

    OPEN = "OPEN"
    CHANGED = "CHANGED"
    """The unit says what it changed; the regulator has not published it yet."""
    PUBLISHED = "PUBLISHED"


_S = ProblemState
PROBLEM: TransitionTable[ProblemState] = TransitionTable(
    "problem",
    (
        Move(None, "confirmed", _S.OPEN, "hotline office or regulator"),
        *(Move(state, "joined", state, "hotline office or regulator") for state in _S),
        *(Move(state, "person_erased", state, "system") for state in _S),
        Move(_S.OPEN, "changed", _S.CHANGED, "unit"),
        Move(_S.CHANGED, "changed", _S.CHANGED, "unit"),
        Move(_S.CHANGED, "published", _S.PUBLISHED, "regulator, not of the unit"),
    ),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One item or work order that asks for it; `person` is the MAC of the telephone, empty without one.

    Of somebody who was taken out it is a name that leads nowhere.
    """

    id: str
    channel: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a unit; `text` is the hash of what is public of it."""

    id: str
    number: str
    unit: str
    topic: str
    state: ProblemState
    members: tuple[Member, ...]
    text: str
    confirmed: Step
    changed: Step | None = None
    published: Step | None = None

    @property
    def people(self) -> int:
        """Return how many people raise it: each telephone once, whoever left none each time."""
        known = {one.person for one in self.members if one.person}
        return len(known) + sum(not one.person for one in self.members)

    @property
    def channels(self) -> tuple[str, ...]:
        """Name the channels by which it came."""
        return tuple(sorted({one.channel for one in self.members}))


def confirm(problem: Problem, actor: Actor) -> Decision[Problem]:
    """Say that several ask for the same: a person's word, whatever the likeness.

    Raises:
        Forbidden: `role-needed` for anyone but the hotline office and the regulator.
        Conflict: `too-few-alike` for less than two.
    """
    _check_role(actor, DISCLOSERS)
    PROBLEM.check(None, "confirmed", ProblemState.OPEN)
    if len(problem.members) < LEAST_MEMBERS:
        raise Conflict("too-few-alike", min=LEAST_MEMBERS)
    return _decided("confirmed", problem)


def join(problem: Problem, members: tuple[Member, ...], actor: Actor) -> Decision[Problem]:
    """Add those who ask for the same; one that is in it already is not counted twice.

    Raises:
        Forbidden: `role-needed` for anyone but the hotline office and the regulator.
    """
    _check_role(actor, DISCLOSERS)
    PROBLEM.check(problem.state, "joined", problem.state)
    known = {one.id for one in problem.members}
    new = tuple(one for one in members if one.id not in known)
    return _decided("joined", replace(problem, members=(*problem.members, *new)))


def forget_person(problem: Problem, person: str, stand_in: str) -> Decision[Problem] | None:
    """Put what leads to nobody in place of a telephone, counted once as before; None when it is not there."""
    if not any(one.person == person for one in problem.members):
        return None
    PROBLEM.check(problem.state, "person_erased", problem.state)
    members = tuple(replace(one, person=stand_in) if one.person == person else one for one in problem.members)
    return _decided("person_erased", replace(problem, members=members))


def change(problem: Problem, text: str, actor: Actor, now: datetime) -> Decision[Problem]:
    """Say what was changed because of it; it may be written anew until it is published.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `wrong-state`.
    """
    _check_role(actor, UNIT)
    if actor.org != problem.unit:
        raise Forbidden("not-your-unit")
    PROBLEM.check(problem.state, "changed", _S.CHANGED)
    step = Step(actor.person, actor.org, now)
    return _decided("changed", replace(problem, state=_S.CHANGED, text=text, changed=step))


def publish(problem: Problem, actor: Actor, now: datetime) -> Decision[Problem]:
    """Put the problem and what changed into the public ledger.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state`.
    """
    _check_role(actor, REGULATOR)
    if actor.org == problem.unit:
        raise Forbidden("own-unit")
    PROBLEM.check(problem.state, "published", _S.PUBLISHED)
    step = Step(actor.person, actor.org, now)
    return _decided("published", replace(problem, state=_S.PUBLISHED, published=step))


def problem_series(division: str, at: datetime) -> str:
    """Name the series from which a problem takes its number this year."""
    return f"problem-{division}-{at.astimezone(CHINA).year}"


def problem_number(division: str, at: datetime, serial: int) -> str:
    """Write the number of a problem: of the division, in the year in China."""
    return format_number(PREFIX, division, at.astimezone(CHINA).year, serial)


def _check_role(actor: Actor, roles: frozenset[Role]) -> None:
    if not actor.has(*roles):
        raise Forbidden("role-needed", roles=sorted(roles))


def _decided(event: str, problem: Problem) -> Decision[Problem]:
    data: dict[str, Json] = {
        "problem_no": problem.number,
        "problem_id": problem.id,
        "unit": problem.unit,
        "topic": problem.topic,
        "state": problem.state.value,
        "people": problem.people,
        "channels": list(problem.channels),
        "text_hash": problem.text,
    }
    return Decision(problem, Event(f"problem.{event}", data))
