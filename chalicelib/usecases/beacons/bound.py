"""The chains in use and what hangs on each: bound notices that may still need a value (docs/rules.md §3.2).

Counts and cards come from the projection, so they may lag behind by a moment. A count that is too low lets a
value be revealed that could have been kept, one too high asks for patience: no draw is ever changed by it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.domain.marketplace.beacons import REGISTER_ID, BeaconChain, ChainRegister
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, ListPage, UnitOfWork

LIST = "beacon"
"""The list of notices bound to a chain, each until it is drawn or has ended."""

FIRST = PageRequest(limit=20)


def open_facet(anchor: str) -> str:
    """Name the facet of notices whose pool is not frozen yet."""
    return f"{anchor}:open"


def waiting_facet(anchor: str) -> str:
    """Name the facet of notices whose frozen pool waits for a value of the chain."""
    return f"{anchor}:waiting"


def find_register(uow: UnitOfWork) -> ChainRegister:
    """Return the register of chains, an empty one before the first anchor."""
    return uow.chains.find(REGISTER_ID) or ChainRegister()


def newest_chain(uow: UnitOfWork) -> BeaconChain | None:
    """Return the chain that a notice published now is bound to."""
    anchors = find_register(uow).anchors
    return uow.beacons.load(anchors[-1]) if anchors else None


def count_bound(house: House, anchor: str) -> int:
    """Return how many notices may still need a value of the chain."""
    return _bound(house.lists.counts(LIST, anchor), anchor)


def count_kept(house: House, anchor: str, now: datetime) -> int:
    """Return how many of a chain's last values are kept back: none while a draw waits for the next."""
    waiting = _list_waiting(house, anchor).cards
    if any(parse_instant(str(card.data["draws_from"])) <= now for card in waiting):
        return 0
    return count_bound(house, anchor)


@dataclass(frozen=True, slots=True)
class ChainInUse:
    """A chain that notices are bound to or will be, how many are, and the draws that wait for a value."""

    chain: BeaconChain
    bound: int
    waiting: ListPage


def chains_in_use(house: House) -> Iterator[ChainInUse]:
    """Yield the newest chain and every older one that a notice may still need."""
    chains, counts = house.queries.chains(), house.lists.counts(LIST)
    for chain in chains:
        bound = _bound(counts, chain.id)
        if bound or chain is chains[0]:
            yield ChainInUse(chain, bound, _list_waiting(house, chain.id))


def _bound(counts: Mapping[str, int], anchor: str) -> int:
    return counts.get(open_facet(anchor), 0) + counts.get(waiting_facet(anchor), 0)


def _list_waiting(house: House, anchor: str) -> ListPage:
    """Read the draws that have waited longest for a value of the chain."""
    return house.lists.page(LIST, waiting_facet(anchor), FIRST, newest_first=False)
