"""Which steps a person may take on an item now, as pages and the API offer them; commands check again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.hotline.calling import is_correctable
from chalicelib.domain.satisfaction.hotline.facts import Door, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.lateness import late_step
from chalicelib.domain.satisfaction.hotline.rights import (
    check_office,
    check_overseer,
    check_receiver,
    check_regulator,
    check_unit,
)
from chalicelib.domain.satisfaction.hotline.sending import reopens_until
from chalicelib.domain.satisfaction.hotline.states import TO_SEND, ItemState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden

_S = ItemState
Offer = tuple[str, bool, Callable[[HotlineItem, Actor], None]]
"""A step, whether the item is ripe for it, and who may take it."""


def steps_open(item: HotlineItem, actor: Actor, now: datetime, rules: SatisfactionRules) -> frozenset[str]:
    """Name the steps that the actor may take on the item now."""
    offers = (
        *_of_the_start(item, now),
        *_of_the_work(item, now),
        *_of_the_end(item, now, rules),
        ("urge", late_step(item, now) is not None, check_overseer),
        ("instruct", item.is_open, check_regulator),
        ("report-back", item.is_open and item.owes_report, check_unit),
    )
    return frozenset(name for name, is_ripe, check in offers if is_ripe and _may(check, item, actor))


def resident_steps(item: HotlineItem, now: datetime, rules: SatisfactionRules) -> frozenset[str]:
    """Name what the resident may do by the link now."""
    until = reopens_until(item, rules)
    offers = {
        "outcome": item.state is _S.REPLIED or is_correctable(item, now, rules),
        "reopening": until is not None and now < until and item.reopened is None,
    }
    return frozenset(name for name, is_open in offers.items() if is_open)


def _of_the_start(item: HotlineItem, now: datetime) -> Iterator[Offer]:
    is_new, is_stuck = item.state is _S.RECEIVED, item.door is Door.STUCK
    is_answerable = is_new and not item.is_refused and item.triage in (None, Triage.SIMPLE)
    until = item.dues.returning
    yield "triage", is_new and is_stuck, check_receiver
    yield "answer", is_answerable, check_receiver
    yield "dispatch", item.state in TO_SEND and not (is_stuck and item.triage is None), check_office
    yield (
        "return",
        item.state is _S.DISPATCHED and until is not None and now < until.at,
        check_unit,
    )


def _of_the_work(item: HotlineItem, now: datetime) -> Iterator[Offer]:
    is_at_work, extension, clock = item.state is _S.DISPATCHED, item.extension, item.dues.reply
    is_asked = extension is not None and extension.decided is None
    is_in_time = clock is not None and now < clock.at
    yield "reply", is_at_work, check_unit
    yield "contact", is_at_work and item.may_unit_contact, check_unit
    yield "progress", is_at_work, check_unit
    yield "ask-extension", is_at_work and extension is None and is_in_time, check_unit
    yield "grant-extension", is_at_work and is_asked, check_office
    yield "refuse-extension", is_at_work and is_asked, check_office


def _of_the_end(item: HotlineItem, now: datetime, rules: SatisfactionRules) -> Iterator[Offer]:
    is_settled = not is_correctable(item, now, rules)
    is_exempt = item.state is _S.REPLIED and not item.is_contactable
    is_content = item.state in (_S.SATISFIED, _S.UNREACHED)
    is_not, is_redone = item.state is _S.UNSATISFIED, item.redispatched is not None
    yield "callback", item.state is _S.REPLIED and item.is_contactable, check_office
    yield "failed-callback", item.state is _S.REPLIED and item.is_contactable, check_office
    yield "close", (is_exempt or is_content) and is_settled, check_office
    yield "redispatch", is_not and not is_redone, check_office
    yield "close-unresolved", is_not and is_redone and is_settled, check_regulator


def _may(check: Callable[[HotlineItem, Actor], None], item: HotlineItem, actor: Actor) -> bool:
    try:
        check(item, actor)
    except Forbidden:
        return False
    return True
