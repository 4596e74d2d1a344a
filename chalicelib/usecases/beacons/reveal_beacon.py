"""Publish a chain's anchor, reveal a next value; the draws that waited for it follow by themselves."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.marketplace import beacons
from chalicelib.domain.marketplace.beacons import BeaconChain
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.beacons.bound import count_kept, find_register
from chalicelib.usecases.ports import House, Once, UnitOfWork


def anchor_chain(
    house: House, actor: Actor, anchor: str, length: int, once: Once | None = None
) -> BeaconChain:
    """Publish the anchor v(0) of a chain that the supervisor's browser has made."""

    def attempt(uow: UnitOfWork, now: datetime) -> BeaconChain:
        register = find_register(uow)
        others = _newest_first(uow)
        chain, known = beacons.anchor(register, anchor, length, actor, now, chains=others)
        uow.beacons.add(chain, actor)
        keep = uow.chains.save if register.anchors else uow.chains.add
        keep(known, actor)
        return chain.state

    return house.transact(attempt, once=once, ref=lambda chain: chain.id, replay=_load)


def reveal_beacon(house: House, actor: Actor, value: str, once: Once | None = None) -> BeaconChain:
    """Reveal the next value of every chain it continues; pools frozen before today may be drawn with it.

    It counts on all of them or on none. The newest of them is returned.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> BeaconChain:
        chains = list(_newest_first(uow))
        if not chains:
            raise Conflict("beacon-chain-missing")
        decisions = [
            beacons.reveal(chain, value, actor, now, kept=count_kept(house, chain.id, now))
            for chain in beacons.chains_of(value, chains) or chains[:1]
        ]
        for decision in decisions:
            uow.beacons.save(decision, actor)
        return decisions[0].state

    return house.transact(attempt, once=once, ref=lambda chain: chain.id, replay=_load)


def _newest_first(uow: UnitOfWork) -> Iterator[BeaconChain]:
    for anchor in reversed(find_register(uow).anchors):
        yield uow.beacons.load(anchor)


def _load(uow: UnitOfWork, identifier: str) -> BeaconChain:
    return uow.beacons.load(identifier)
