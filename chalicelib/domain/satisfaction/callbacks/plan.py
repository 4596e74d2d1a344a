"""Making the tasks of a campaign from the population, some persons a step: a resumable process (design §1).

A step is one transaction with its own progress, so that it counts nothing twice and begins nowhere twice.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.callbacks.asking import NotAsked, not_asked
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, task_id
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.eligible import ineligible, is_in
from chalicelib.domain.satisfaction.campaigns.frame import Served
from chalicelib.domain.satisfaction.contacts.contact import Contact
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.records import dataclass

SHARDS = 16
"""Of a campaign's tasks; a hundred thousand are some six thousand a shard, and fifty agents three."""


@dataclass(frozen=True, slots=True)
class CallbackPlan:
    """How far the tasks of a campaign are made: the part of its people, and the last person of it."""

    id: str
    months: tuple[str, ...]
    units: tuple[str, ...]
    halls: tuple[str, ...]
    until_at: datetime
    profile: str
    part: int = 0
    """A shard of the population, of a sample one of its pages."""
    after: str = ""
    served: int = 0
    planned: int = 0
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whom a campaign turns to, and the stratum of a sample for which they stand."""

    served: Served
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step met: by unit how many were served, and of them how many got a task or why not."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tasks: tuple[CallbackTask, ...] = ()


def begin(campaign: Campaign) -> Decision[CallbackPlan]:
    """Begin to make the tasks of a campaign."""
    plan, scope = campaign.plan, campaign.plan.scope
    made = CallbackPlan(
        id=campaign.id,
        months=scope.months,
        units=scope.units,
        halls=scope.halls,
        until_at=plan.window.ends_at,
        profile=campaign.profile,
    )
    return Decision(made, Event("callback-plan.begun", _facts(made, {})))


def advance(
    plan: CallbackPlan, step: Step, part: int, after: str, *, is_done: bool
) -> Decision[CallbackPlan]:
    """Note what a step made, and where the next one goes on."""
    served = sum(counts.get("served", 0) for counts in step.counts.values())
    changed = replace(
        plan,
        part=part,
        after=after,
        served=plan.served + served,
        planned=plan.planned + len(step.tasks),
        is_done=is_done,
    )
    event = "finished" if is_done else "progressed"
    counts: dict[str, Json] = {unit: dict(found) for unit, found in step.counts.items()}
    return Decision(changed, Event(f"callback-plan.{event}", _facts(changed, counts)))


def task_of(
    plan: CallbackPlan,
    asked: Asked,
    contact: Contact | None,
    rated: Mapping[str, bool],
    now: datetime,
    rules: SatisfactionRules,
) -> CallbackTask | NotAsked | None:
    """Return the one task of a person, or why there is none; None for somebody outside the scope."""
    served = asked.served
    mine = [one for one in served.cases if is_in(one, plan)]
    if not mine:
        return None
    if (never := ineligible(served, rules)) is not None:
        return NotAsked(never)
    reason = not_asked(contact, rated, plan.months, now, rules)
    if reason is not None:
        return reason
    last = max(mine, key=lambda one: (one.done_at, one.case))
    name = task_id(plan.id, served.contact)
    units = dict.fromkeys([last.unit, *(one.unit for one in served.cases)])
    return CallbackTask(
        id=name,
        campaign=plan.id,
        contact=served.contact,
        case=last.case,
        units=tuple(units),
        staff=tuple(sorted({one.staff for one in served.cases if one.staff})),
        state=TaskState.QUEUED,
        shard=int(sha256_hex(name)[:8], 16) % SHARDS,
        profile=plan.profile,
        months=plan.months,
        until_at=plan.until_at,
        stratum=asked.stratum,
        served=len(mine),
        is_vulnerable=any(one.is_vulnerable for one in served.cases),
    )


def unit_of(plan: CallbackPlan, served: Served) -> str:
    """Return the unit with which a person's figures stand: that of the last case in the scope."""
    mine = [one for one in served.cases if is_in(one, plan)]
    return max(mine, key=lambda one: (one.done_at, one.case)).unit if mine else ""


def queued(task: CallbackTask) -> Decision[CallbackTask]:
    """Put a task where agents look; the plan's own entry tells of it."""
    return Decision(task, Event("callback-task.queued", {}))


def _facts(plan: CallbackPlan, counts: dict[str, Json]) -> dict[str, Json]:
    return {
        "campaign": plan.id,
        "months": list(plan.months),
        "served": plan.served,
        "planned": plan.planned,
        "counts": counts,
    }
