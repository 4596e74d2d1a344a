"""Fill a new generation of the reporting table from the ledger, compare, flip one pointer (design §1).

The projector writes both generations meanwhile, so nothing that happens during a rebuild is missed: what
was committed before the projector knew of the new generation is read from the ledger here, and whatever
comes later it writes itself. Effects are never part of a rebuild.
"""

from chalicelib.domain.marketplace.catalogues.definitions import CATALOGUES
from chalicelib.projections.compaction import contents, fold
from chalicelib.projections.projector import ROUNDS, Projector
from chalicelib.usecases.catalogue_ports import Shelves


def rebuild(projector: Projector, shelves: Shelves, batch_size: int = 25) -> bool:
    """Rebuild all rows and return whether the old generation was the same.

    The new generation is what the ledger says and is taken in any case; False tells that the old one was
    wrong, or that the projections have changed since. The old rows stay until the next rebuild, for
    readers that still believe the old pointer.
    """
    reporting = projector.reporting
    current, abandoned = reporting.generation()
    target = (abandoned or current) + 1
    reporting.point(current, target)
    everything = list(projector.ledger.aggregates())
    for start in range(0, len(everything), batch_size):
        projector.project(target, everything[start : start + batch_size])
    for name in CATALOGUES:  # before anybody reads them
        fold(shelves, target, name, at_least=1)
    equal = _settle(projector, shelves, current, target)
    reporting.point(target, None)
    reporting.drop_all_but(frozenset({current, target}))
    return equal


def _settle(projector: Projector, shelves: Shelves, current: int, target: int) -> bool:
    """Compare two generations; rows that moved between the two readings catch up first."""
    for _ in range(ROUNDS):
        found = projector.reporting.compare(current, target)
        if found.equal and all(
            contents(shelves, current, name) == contents(shelves, target, name) for name in CATALOGUES
        ):
            return True
        aggregates = [f"{kind.upper()}#{identifier}" for kind, identifier in found.moved]
        projector.project(current, aggregates)
        projector.project(target, aggregates)
    return False
