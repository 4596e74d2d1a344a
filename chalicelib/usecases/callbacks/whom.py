"""Whom a campaign by telephone turns to, in parts that each go on behind a person (ADR 0090).

A census goes through the population as it is now, who left no number among it; a sample through the pages
that were drawn, whose strata it keeps, with what the population says of each person now.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import dropwhile, islice

from chalicelib.domain.satisfaction.callbacks.plan import Asked
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS, stratum_of
from chalicelib.domain.satisfaction.campaigns.plan import Method
from chalicelib.usecases.ports import House
from chalicelib.usecases.surveys.take_frame import asked_pages, people_on

Part = Callable[[str], Iterator[Asked]]
"""Yields its people behind the one whose key is given, from the first on behind a blank one."""


def parts_of(house: House, campaign: Campaign) -> Sequence[Part]:
    """Return the parts of a campaign's people, in the order in which they are gone through."""
    if campaign.plan.sample.method is Method.CENSUS:
        return [partial(_of_shard, house, campaign, shard) for shard in range(SHARDS)]
    return [partial(_of_page, house, campaign, page) for page in asked_pages(house, campaign)]


def _of_shard(house: House, campaign: Campaign, shard: int, after: str) -> Iterator[Asked]:
    return map(Asked, house.population.people(campaign.plan.scope.months, shard, after))


def _of_page(house: House, campaign: Campaign, page: str, after: str) -> Iterator[Asked]:
    plan, drawn = campaign.plan, iter(people_on(house, campaign, page))
    if after:
        drawn = islice(dropwhile(lambda one: one.contact != after, drawn), 1, None)
    for one in drawn:
        served = house.population.person(plan.scope.months, one.contact)
        yield Asked(served, stratum_of(one, plan.sample.strata))
