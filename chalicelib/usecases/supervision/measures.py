"""Open, take on and read a talk with a unit or a praise of it: load, decide, save (clause 四(三))."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.supervision import deciding
from chalicelib.domain.satisfaction.supervision.measure import Commitment, Ground, Kind, Measure
from chalicelib.domain.satisfaction.supervision.states import MeasureState
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.ratings.known_units import check_unit
from chalicelib.usecases.supervision.grounds import basis_of
from chalicelib.usecases.work_orders.keeping import keep_words

MEASURES, PUBLIC_MEASURES = "supervision", "public-measures"
"""The lists of talks and praises: for those concerned, and for everybody."""

PREFIX, SCOPE = "JD", "measure"
COMMITMENTS = (1, 2, 3)
"""So many can be given at once."""


@dataclass(frozen=True, slots=True)
class Taking:
    """One step being taken: by whom, of which measure, when, and what the body says."""

    house: House
    uow: UnitOfWork
    measure: Measure
    actor: Actor
    now: datetime
    rules: SatisfactionRules
    body: Mapping[str, Any]

    def words(self, name: str) -> Words:
        """Put what a field of the body says into the vault."""
        return _kept(self.uow, self.measure.id, self.body[name])

    def note(self) -> Words | None:
        """Put the note into the vault, where there is one."""
        return self.words("note") if self.body.get("note") else None


def _move(t: Taking) -> Decision[Measure]:
    on = date.fromisoformat(t.body["meets_on"])
    return deciding.move_talk(t.measure, on, t.words("reason"), t.actor, t.now, t.rules, t.house.calendar)


def _cancel(t: Taking) -> Decision[Measure]:
    t.uow.release(
        SCOPE, claim_of(t.measure.kind, t.measure.unit, t.measure.basis.ground, t.measure.basis.ref)
    )
    return deciding.cancel(t.measure, t.words("reason"), t.actor, t.now)


def _hold(t: Taking) -> Decision[Measure]:
    return deciding.hold(t.measure, t.words("outcome"), t.actor, t.now, t.rules, t.house.calendar)


def _answer(t: Taking) -> Decision[Measure]:
    given = [place for place in COMMITMENTS if t.body.get(f"commitment_{place}")]
    errors = [
        FieldError(f"/{missing}_{place}", "required")
        for place in COMMITMENTS
        for missing, there in (("done_by", "commitment"), ("commitment", "done_by"))
        if t.body.get(f"{there}_{place}") and not t.body.get(f"{missing}_{place}")
    ]
    if errors:
        raise Invalid(errors=errors)
    said = [
        Commitment(t.words(f"commitment_{place}"), date.fromisoformat(t.body[f"done_by_{place}"]))
        for place in given
    ]
    return deciding.answer(t.measure, said, t.actor, t.now, t.rules)


REGULATOR, HEAD = frozenset({Role.REGULATOR}), frozenset({Role.UNIT_HEAD})


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: what decides it, what it does, who may, the schema of its body."""

    decide: Callable[[Taking], Decision[Measure]]
    summary: str
    who: frozenset[Role]
    schema: str


STEPS: Mapping[str, StepRule] = {
    "hold": StepRule(_hold, "Note what a talk came to.", REGULATOR, "hold-talk"),
    "move": StepRule(_move, "Put a talk on another day.", REGULATOR, "move-talk"),
    "cancel": StepRule(_cancel, "Call a talk off.", REGULATOR, "order-reason"),
    "answer": StepRule(_answer, "Say what the unit will do, and until when.", HEAD, "answer-talk"),
    "confirm": StepRule(
        lambda t: deciding.confirm(t.measure, t.note(), t.actor, t.now),
        "Confirm that the unit did what it said.",
        REGULATOR,
        "order-note",
    ),
    "miss": StepRule(
        lambda t: deciding.miss(t.measure, t.words("reason"), t.actor, t.now),
        "Declare that the unit has not done what it said.",
        REGULATOR,
        "order-reason",
    ),
}
"""Every step, in the order of a talk's life."""


def open_measure(house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None) -> Measure:
    """Invite a unit to a talk or praise it, once a ground.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Invalid: for a ground that is not there, words or a day that do not hold.
        AlreadyExists: where the unit was talked to, or praised, on this ground.
    """
    kind, ground, unit = Kind(body["kind"]), Ground(body["ground"]), str(body["unit"])
    deciding.check_regulator(unit, actor)
    deciding.check_ground(kind, ground)
    check_unit(house, unit)
    meets_on = date.fromisoformat(body["meets_on"]) if body.get("meets_on") else None
    identifier = new_id("sv", house.clock.product_now())

    def attempt(uow: UnitOfWork, now: datetime) -> Measure:
        basis = basis_of(house, uow, kind, unit, ground, str(body["ref"]))
        words = _kept(uow, identifier, body["words"])
        asked = deciding.Opening(kind, unit, basis, words, meets_on)
        year, rules = now.astimezone(CHINA).year, house.rating_rules.load()
        number = format_number(
            PREFIX, house.division, year, uow.next_serial(f"measure-{house.division}-{year}")
        )
        decision = deciding.open_measure(identifier, number, asked, actor, now, rules, house.calendar)
        uow.claim(SCOPE, claim_of(kind, unit, ground, basis.ref), identifier)
        uow.measures.add(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=_load)


def take_step(
    house: House, actor: Actor, identifier: str, step: str, body: Mapping[str, Any], once: Once | None = None
) -> Measure:
    """Take one step for a person.

    Raises:
        NotFound: when there is no such measure.
        Forbidden, Conflict, Invalid: as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Measure:
        measure = uow.measures.load(identifier)
        check_seen(body.get("seen_at"), _latest(measure))
        rules = house.rating_rules.load()
        decision = STEPS[step].decide(Taking(house, uow, measure, actor, now, rules, body))
        uow.measures.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=_load)


def advance_measure(house: House, identifier: str) -> None:
    """Do what is due now; a run that comes twice finds nothing to do."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        measure = uow.measures.load(identifier)
        due = deciding.next_due(measure)
        if due is not None and now >= due.at:
            uow.measures.save(deciding.run_clock(measure, now), SYSTEM)

    house.transact(attempt)


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its words by what they are, and its history."""

    measure: Measure
    words: Mapping[str, str]
    history: tuple[Entry, ...]


def read_measure(house: House, actor: Actor, identifier: str) -> MeasureView:
    """Return a measure with its words.

    Raises:
        NotFound: when there is none.
        Forbidden: for anyone but regulators and the heads of the unit.
    """
    measure = house.measures.find(identifier)
    if measure is None:
        raise NotFound("not-found", kind="supervision")
    deciding.check_reader(measure, actor)
    refs = dict(_refs(measure))
    found = house.queries.personal_many(sorted(refs.values())) if refs else {}
    words = {name: str(found[ref]["text"]) for name, ref in refs.items() if ref in found}
    return MeasureView(measure, words, tuple(house.queries.entries(f"SUPERVISION#{identifier}")))


def claim_of(kind: Kind, unit: str, ground: Ground, ref: str) -> str:
    """Name what may be opened once."""
    return f"{kind.value}|{unit}|{ground.value}|{ref}"


def _refs(measure: Measure) -> list[tuple[str, str]]:
    steps: tuple[tuple[str, Step | None], ...] = (
        ("praise" if measure.state is MeasureState.PRAISED else "invitation", measure.opened),
        ("move", measure.moved),
        ("outcome", measure.held),
        ("miss", measure.missed),
        ("closing", measure.closed),
    )
    said = [(name, step.words.ref) for name, step in steps if step is not None and step.words is not None]
    return said + [
        (f"commitment-{place}", one.words.ref) for place, one in enumerate(measure.commitments, start=1)
    ]


def _kept(uow: UnitOfWork, identifier: str, text: Any) -> Words:
    return keep_words(uow, f"SUPERVISION#{identifier}", str(text).strip())


def _latest(measure: Measure) -> datetime:
    steps = (measure.opened, measure.moved, measure.held, measure.answered, measure.missed, measure.closed)
    return max(step.at for step in steps if step is not None)


def _load(uow: UnitOfWork, identifier: str) -> Measure:
    return uow.measures.load(identifier)
