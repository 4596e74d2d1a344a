"""Take the frame of a campaign, a shard a step, then its sample (ADR 0093): a resumable process.

A step writes content-addressed pages first and then one fact on the campaign, whose event wakes the next
step. A step that runs twice writes the same pages and finds its shard noted. Memory holds a page of the
index a month, a page of rows, and in the last step the sample.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.dry_run import DryRun, dry_run
from chalicelib.domain.satisfaction.campaigns.eligible import person_of
from chalicelib.domain.satisfaction.campaigns.frame import (
    PAGE_ROWS,
    SHARDS,
    Person,
    ShardFrame,
    frame_hash,
    seed_of,
    stratum_of,
)
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.domain.satisfaction.campaigns.sampling import draw
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.surveys.plan_campaign import keep
from chalicelib.usecases.texts.change_template import measured


def advance_frame(house: House, found: Campaign) -> None:
    """Do the next step of a frame that is being taken."""
    if found.frame is None or found.frame.is_complete:
        return
    if len(found.frame.shards) < SHARDS:
        _take_shard(house, found)
    else:
        _finish(house, found)


def frame_people(house: House, campaign: Campaign) -> Iterator[Person]:
    """Yield everybody of a frame, by shard and key."""
    for shard in campaign.frame.shards if campaign.frame else ():
        for name in pages_of(house, campaign, shard.index):
            yield from people_on(house, campaign, name)


def asked_pages(house: House, campaign: Campaign) -> list[str]:
    """Return the pages of the people to ask: of the sample in its order, of a census those of the frame."""
    frame = campaign.frame
    if frame is None or not frame.is_complete:
        return []
    if campaign.plan.sample.method is not Method.CENSUS:
        return pages_of(house, campaign, frame.sample_index)
    return [name for shard in frame.shards for name in pages_of(house, campaign, shard.index)]


def pages_of(house: House, campaign: Campaign, index: str) -> list[str]:
    """Return the names of the pages that a page lists; a blank one lists none."""
    names: list[Any] = house.pages.get(parent_of(campaign), [index]) if index else []
    return [str(name) for name in names]


def people_on(house: House, campaign: Campaign, page: str) -> list[Person]:
    """Return the people on a page of a frame or a sample."""
    rows: list[Any] = house.pages.get(parent_of(campaign), [page])
    return [Person(*row) for row in rows]


def parent_of(campaign: Campaign) -> str:
    """Return under what the pages of a campaign lie."""
    return f"CAMPAIGN#{campaign.id}"


def _take_shard(house: House, found: Campaign) -> None:
    frame, scope = found.frame, found.plan.scope
    if frame is None:
        return
    rules = house.rating_rules.load(found.profile)
    number, served, strata = len(frame.shards), 0, Counter[str]()
    pages: list[Json] = []
    rows: list[Json] = []
    for one in house.population.people(scope.months, number):
        is_served, person = person_of(one, scope, rules)
        served += is_served
        if person is None:
            continue
        strata[stratum_of(person, found.plan.sample.strata)] += 1
        rows.append(_row(person))
        if len(rows) == PAGE_ROWS:
            pages.append(house.pages.put(parent_of(found), rows))
            rows = []
    if rows:
        pages.append(house.pages.put(parent_of(found), rows))
    index = house.pages.put(parent_of(found), pages) if pages else ""
    shard = ShardFrame(index, served, strata.total(), dict(strata))

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        current = uow.campaigns.load(found.id)
        if _is_same(current, found):
            keep(uow, deciding.page_frame(current, shard), SYSTEM)

    house.transact(attempt)


def _finish(house: House, found: Campaign) -> None:
    frame, plan = found.frame, found.plan
    if frame is None:
        return
    seed = seed_of(found.id, frame_hash(frame.shards))
    sample = draw(frame_people(house, found), plan.sample, frame.strata, seed)
    index = ""
    if sample:
        pages: list[Json] = [
            house.pages.put(parent_of(found), [_row(one) for one in sample[at : at + PAGE_ROWS]])
            for at in range(0, len(sample), PAGE_ROWS)
        ]
        index = house.pages.put(parent_of(found), pages)
    forecast = _forecast(house, found, len(sample))

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        current = uow.campaigns.load(found.id)
        if _is_same(current, found):
            keep(uow, deciding.finish_frame(current, index, len(sample), forecast), SYSTEM)

    house.transact(attempt)


def _is_same(current: Campaign, found: Campaign) -> bool:
    """Tell whether nobody has edited the campaign or noted this step meanwhile."""
    return (current.state, current.plan, current.frame) == (found.state, found.plan, found.frame)


def _forecast(house: House, found: Campaign, sampled: int) -> DryRun:
    rules, frame, plan = house.rating_rules.load(found.profile), found.frame, found.plan
    eligible = frame.eligible if frame else 0
    people = eligible if plan.sample.method is Method.CENSUS else sampled
    segments = measured(house, rules.text.survey).segments
    return dry_run(eligible, people, plan.sample.method, plan.modes, segments, rules)


def _row(person: Person) -> list[Json]:
    return [person.contact, person.case, person.unit, person.hall]
