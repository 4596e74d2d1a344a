"""Publish a chain's anchor, reveal its next value; the draws that waited for it follow by themselves."""

from datetime import datetime

from chalicelib.domain.marketplace import beacons
from chalicelib.domain.marketplace.beacons import CHAIN_ID, BeaconChain
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.ports import House, Once, UnitOfWork


def anchor_chain(
    house: House, actor: Actor, anchor: str, length: int, once: Once | None = None
) -> BeaconChain:
    """Publish the anchor v(0) of a chain that the supervisor's browser has made."""

    def attempt(uow: UnitOfWork, now: datetime) -> BeaconChain:
        chain = uow.beacons.find(CHAIN_ID)
        decision = beacons.anchor(chain, anchor, length, actor, now)
        if chain is None:
            uow.beacons.add(decision, actor)
        else:
            uow.beacons.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda chain: chain.id, replay=_load)


def reveal_beacon(house: House, actor: Actor, value: str, once: Once | None = None) -> BeaconChain:
    """Reveal the chain's next value; every pool frozen before today may be drawn with it."""

    def attempt(uow: UnitOfWork, now: datetime) -> BeaconChain:
        chain = uow.beacons.find(CHAIN_ID)
        if chain is None:
            raise Conflict("beacon-chain-missing")
        decision = beacons.reveal(chain, value, actor, now)
        uow.beacons.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda chain: chain.id, replay=_load)


def _load(uow: UnitOfWork, identifier: str) -> BeaconChain:
    return uow.beacons.load(identifier)
