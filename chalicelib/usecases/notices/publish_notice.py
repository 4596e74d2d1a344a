"""Publish a reviewed notice: commitment, beacon, closing instant and gates in one transaction."""

import base64
from datetime import datetime

from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.notices import publication
from chalicelib.domain.marketplace.notices.facts import Commitment
from chalicelib.domain.marketplace.notices.item_checks import check_item
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.publication import DrawTerms, kind_of_beacon
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.draw import commitment as commitment_of
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import new_secret
from chalicelib.usecases.beacons.bound import count_bound, newest_chain
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.notices.choose_item import law_of
from chalicelib.usecases.notices.submit_notice import item_of
from chalicelib.usecases.openings.records import committed_record
from chalicelib.usecases.ports import House, Once, UnitOfWork

DRAW_KEY = "draw"
SUCCESSOR_SCOPE = "renotice"


def publish_notice(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Publish a notice; from now on agencies may register until the closing instant."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        terms = _draw_terms(house, uow, notice_id)
        rules, law = house.rules.load(), law_of(house.service_types, notice.content.service_type)
        _check_offered(house, notice, rules)
        decision = publication.publish(notice, terms, actor, now, rules, house.calendar, law)
        check_item(notice.content, item_of(uow, notice), now)
        settle(uow, actor, Task.NOTICE, notice_id)
        uow.notices.save(decision, actor)
        uow.gates.open(notice_id, publication_of(decision.state).closes_at)
        if notice.renotice_of:
            # The failed notice's page leads on from here; before this the new one was nobody's business.
            uow.claim(SUCCESSOR_SCOPE, notice.renotice_of, number_of(notice))
        record = committed_record(decision.state)
        if record is not None:
            uow.publish_draw(record.notice_no, record.to_json())
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _check_offered(house: House, notice: Notice, rules: MarketRules) -> None:
    """Refuse a profile whose beacon this deployment cannot ask.

    Raises:
        Conflict: `beacon-not-offered`.
    """
    is_drand = kind_of_beacon(notice.content, rules) is BeaconKind.DRAND
    if is_drand and not house.rounds.is_offered:
        raise Conflict("beacon-not-offered")


def _draw_terms(house: House, uow: UnitOfWork, notice_id: str) -> DrawTerms:
    """Bind the notice to a secret and to the newest chain, which must have a value to keep for it."""
    commitment, chain = _commit(house, notice_id), newest_chain(uow)
    if chain is None:
        return DrawTerms(commitment)
    is_spent = chain.links_left <= count_bound(house, chain.id)
    return DrawTerms(commitment, chain.last_value, chain.id, is_spent)


def _commit(house: House, notice_id: str) -> Commitment:
    """Make the draw's secret and forget it: only the drawing function can open what is kept."""
    secret = new_secret()
    sealed = house.sealing.encrypt(DRAW_KEY, secret, {"notice": notice_id})
    return Commitment(commitment_of(secret), base64.b64encode(sealed).decode())


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
