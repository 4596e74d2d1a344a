"""Queues with who is at work on what: one Query more a page, and two filters (ADR 0065)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.desk import Claim, Task
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import chosen_facet, next_address, waiting, ways_on, with_instants
from chalicelib.kernel.paging import MAX_LIMIT
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.desk.look_at_desk import find_claim, look_at_desk
from chalicelib.usecases.ports import Card, ListPage
from chalicelib.web.views.desk import claim_json, claim_shown

CLAIMS = {"claims": OneOf(("mine", "free"))}
"""The filter that every queue takes: what lies with oneself, what lies with nobody."""

Lies = Callable[[Claim | None, str], bool]
LIES: Mapping[str, Lies] = {
    "mine": lambda claim, person: claim is not None and claim.is_for(person),
    "free": lambda claim, _person: claim is None,
}


@dataclass(frozen=True, slots=True)
class Queue:
    """A list that waits: its name, what lies in it, the field of a card by which a task is claimed."""

    name: str
    task: Task
    named: str
    newest_first: bool = False


NOTICES = Queue("notice-queue", Task.NOTICE, "id")
AGENCIES = Queue("agency-queue", Task.AGENCY, "uscc")
ITEMS = Queue("item-desk", Task.ITEM, "code", newest_first=True)


def show_queue(call: Call, template: str, queue: Queue, facets: Sequence[str], **data: Any) -> Reply:
    """Answer with a queue's page, without what this browser has just decided: 3 calls."""
    facet = chosen_facet(call, facets)
    page, found = _read(call, queue, facet)
    counts = dict(call.house.lists.counts(queue.name))
    left = waiting(call, [card for card, _ in found])
    counts[facet] = counts.get(facet, 0) - (len(found) - len(left))
    person = call.actor.person
    cards = [
        with_instants(card.data) | {"claim": claim_shown(claim, person)}
        for card, claim in found
        if card in left and _is_asked(call, claim)
    ]
    return call.show(
        template,
        cards=cards,
        facet=facet,
        counts=counts,
        count=_count(call, page, len(cards), counts[facet]),
        claims=call.asked("claims"),
        as_of=call.now,
        **ways_on(call, page),
        **data,
    )


def queue_data(call: Call, queue: Queue, facets: Sequence[str]) -> Reply:
    """Answer with a queue's page as JSON; `claim` of each item says who is at work on it.

    `count` is the whole facet's, whatever is filtered.
    """
    facet = chosen_facet(call, facets)
    page, found = _read(call, queue, facet)
    person = call.actor.person
    items = [
        {**card.data, "claim": claim_json(claim, person)} for card, claim in found if _is_asked(call, claim)
    ]
    count = call.house.lists.counts(queue.name).get(facet, 0)
    return call.data({"items": items, "count": count, "next": next_address(call, page)})


def claim_on(
    call: Call, task: Task, identifier: str, *, is_waiting: bool, may_claim: bool = True
) -> dict[str, Any] | None:
    """Return who is at work on what a page shows; None where nothing waits, without a read.

    `may_claim` tells whether the person could decide it.
    """
    if not is_waiting:
        return None
    claim = find_claim(call.house, call.actor, task, identifier)
    shown = claim_shown(claim, call.actor.person)
    return {**shown, "address": f"/claims/{task}/{identifier}", "may_claim": may_claim}


def claims_of(call: Call, task: Task, identifiers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return who is at work on several tasks of one's own desk, in one call."""
    view = look_at_desk(call.house, call.actor)
    person = call.actor.person
    return {one: claim_shown(view.claim_of(task, one), person) for one in identifiers}


def _read(call: Call, queue: Queue, facet: str) -> tuple[ListPage, list[tuple[Card, Claim | None]]]:
    """Read a page with its claims; one that is filtered by them is as long as pages can be."""
    request = call.page_request(f"{queue.name}/{facet}")
    if call.asked("claims"):
        request = replace(request, limit=MAX_LIMIT)
    page = call.house.lists.page(queue.name, facet, request, newest_first=queue.newest_first)
    view = look_at_desk(call.house, call.actor)
    return page, [(card, view.claim_of(queue.task, str(card.data[queue.named]))) for card in page.cards]


def _count(call: Call, page: ListPage, shown: int, waiting_in_all: int) -> int | None:
    """Return how many a page counts: all that waits, or what the filter left; None where more may follow."""
    if not call.asked("claims"):
        return waiting_in_all
    return shown if page.next is None else None


def _is_asked(call: Call, claim: Claim | None) -> bool:
    asked = call.asked("claims")
    return not asked or LIES[asked](claim, call.actor.person)
