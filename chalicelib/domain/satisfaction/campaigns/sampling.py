"""Choosing people so that anybody with the frame can do it again (evaluation.md §2.6, §5 no. 16).

Each person's place is the SHA-256 of the seed and the key of the person; a sample of n is the n lowest. It
needs no generator, no order of the frame and, with a heap, no more memory than the sample itself.
"""

from collections.abc import Iterable, Mapping
from heapq import nsmallest

from chalicelib.domain.satisfaction.campaigns.frame import Person, stratum_of
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan
from chalicelib.kernel.canonical import sha256_hex


def place_of(seed: str, contact: str) -> str:
    """Return the place of a person in the order of a seed."""
    return sha256_hex(f"{seed}|{contact}")


def allocation(n: int, strata: Mapping[str, int]) -> dict[str, int]:
    """Return how many of each stratum, proportional by largest remainders; ties go by the stratum's name.

    >>> allocation(10, {"a": 70, "b": 25, "c": 5})
    {'a': 7, 'b': 2, 'c': 1}
    """
    total = sum(strata.values())
    n = min(n, total)
    if not n:
        return dict.fromkeys(strata, 0)
    shares = {name: divmod(n * size, total) for name, size in strata.items()}
    given = {name: whole for name, (whole, _) in shares.items()}
    # Of equal remainders the larger stratum comes first: what is left over weighs less there.
    order = sorted(shares, key=lambda name: (-shares[name][1], strata[name], name))
    for name in order[: n - sum(given.values())]:
        given[name] += 1
    return given


def draw(people: Iterable[Person], plan: SamplePlan, strata: Mapping[str, int], seed: str) -> list[Person]:
    """Return the sample in the order of the seed; of a census nobody is drawn.

    `people` is read once; kept are never more than the sample.
    """
    if plan.method is Method.CENSUS:
        return []
    if plan.method is Method.SRS:
        return nsmallest(plan.n, people, key=lambda one: place_of(seed, one.contact))
    wanted = allocation(plan.n, strata)
    found: dict[str, list[tuple[str, Person]]] = {name: [] for name in wanted}
    for person in people:
        name = stratum_of(person, plan.strata)
        found[name].append((place_of(seed, person.contact), person))
        if len(found[name]) > 2 * wanted[name] + _SLACK:
            found[name] = nsmallest(wanted[name], found[name], key=_first)
    kept = [pair for name, rows in found.items() for pair in nsmallest(wanted[name], rows, key=_first)]
    return [person for _, person in sorted(kept, key=_first)]


_SLACK = 64
"""Rows that a stratum may hold beyond twice its share before it is cut down: cutting costs."""


def _first(pair: tuple[str, Person]) -> str:
    return pair[0]
