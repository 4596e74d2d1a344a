"""Give an agent the next best task: an appointment, else what is for this day-part, else an untried one.

One look at a shard, one read of a task with its contact, one transaction: three calls, and never more than
eight (ADR 0090). Two agents who look at the same moment are kept apart by where each begins to look; where
they meet all the same, the version decides and the second takes another task.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.callbacks.asking import not_asked
from chalicelib.domain.satisfaction.callbacks.calling import claim, is_declined, may_call, suppress
from chalicelib.domain.satisfaction.callbacks.hours import part_of
from chalicelib.domain.satisfaction.callbacks.plan import SHARDS
from chalicelib.domain.satisfaction.callbacks.ready import Place
from chalicelib.domain.satisfaction.callbacks.rights import serves_own
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork

CALLS_MAX = 8
_LOOK, _READ_AND_COMMIT, _LOST = 1, 2, 3
"""Calls of a look, of a claim, and of one that a rival was faster with."""
WANTED = 60
_SPREAD = 12
"""Among so many of the most urgent the agent's own hash chooses, so that two agents seldom meet."""


@dataclass(frozen=True, slots=True)
class Found:
    """The task that was claimed, if any, and the shard at which to look next time."""

    task: str | None
    next_shard: int
    calls: int


def first_shard(actor: Actor, now: datetime) -> int:
    """Return the shard at which an agent begins to look: another one each minute."""
    return _number(actor, now) % SHARDS


def claim_next(house: House, actor: Actor, campaign: str, first: int | None = None) -> Found:
    """Claim the next best task of a campaign; who holds one already is given that.

    Raises:
        Forbidden: `role-needed`.
    """
    now = house.clock.product_now()
    shard = first_shard(actor, now) if first is None else first % SHARDS
    spent = 0
    for step in range(SHARDS):
        if spent + _LOOK + _LOST > CALLS_MAX:
            return Found(None, (shard + step) % SHARDS, spent)
        place_shard = (shard + step) % SHARDS
        places = house.ready_tasks.look(campaign, place_shard, now, WANTED)
        spent += _LOOK
        for place in _chosen(places, actor, now, house.rating_rules.load()):
            if spent + _LOST > CALLS_MAX:
                return Found(None, place_shard, spent)
            try:
                claimed, calls = _claim(house, actor, place)
            except Conflict as error:
                if error.code != "task-held":
                    raise
                held = house.ready_tasks.held_by(actor.person, now)
                return Found(held, place_shard, spent + _LOST)
            spent += calls
            if claimed:
                return Found(place.id, place_shard, spent)
    return Found(None, shard, spent)


def _chosen(places: list[Place], actor: Actor, now: datetime, rules: SatisfactionRules) -> Iterator[Place]:
    """Yield what is for now: appointments first, then the others from where the agent's hash points."""
    part = part_of(now)
    able = [place for place in places if place.is_for(now, part, actor.org, rules.callback)]
    yield from (place for place in able if place.is_appointment)
    others = [place for place in able if not place.is_appointment]
    near = others[:_SPREAD]
    begin = _number(actor, now) // SHARDS % len(near) if near else 0
    yield from (*near[begin:], *near[:begin], *others[_SPREAD:])


def _claim(house: House, actor: Actor, place: Place) -> tuple[bool, int]:
    """Claim one task if it is still free and its person may be asked; return how many calls it took."""
    calls = 0

    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        nonlocal calls
        calls += 1
        uow.read_together(callback_tasks=place.id, contacts=place.contact)
        task = uow.callback_tasks.load(place.id)
        rules = house.rating_rules.load(task.profile)
        is_theirs = serves_own(task, actor) or is_declined(task, actor, now)
        if is_theirs or not may_call(task, now, rules.callback, house.calendar):
            return False
        calls += 1
        reason = not_asked(uow.contacts.find(task.contact), {}, task.months, now, rules, own=task.id)
        if reason is not None:
            uow.callback_tasks.save(suppress(task, reason), SYSTEM)
            return False
        save_claim(house, uow, task, actor, now)
        return True

    return house.transact(attempt), calls


def save_claim(house: House, uow: UnitOfWork, task: CallbackTask, actor: Actor, now: datetime) -> None:
    """Claim a loaded task for an agent who holds no other.

    Raises:
        Forbidden, Conflict: as the rules of a claim say.
    """
    rules = house.rating_rules.load(task.profile).callback
    decision = claim(task, actor, now, rules, house.calendar)
    lease = decision.state.lease
    if lease is not None:
        uow.callback_tasks.save(decision.noting(until_at=format_instant(lease.until)), actor)
        uow.hold_task(actor.person, task.id, lease.until)


def _number(actor: Actor, now: datetime) -> int:
    return int(sha256_hex(f"{actor.person}|{format_instant(now)[:16]}")[:8], 16)
