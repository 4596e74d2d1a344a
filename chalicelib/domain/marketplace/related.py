"""Related registrants (docs/rules.md §3.0 no. 6; [L2 art 18(1)]): all of a cluster leave, and are named.

Same person in charge, or holding or management relations by register or declaration of either side, make
a cluster. Same phone, device, authorised person or document are flags for the supervisor and remove nobody.
Everything is grouped by value, so a thousand registrants cost a thousand steps.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.marketplace.eligibility import AgencyFacts
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Registrant:
    """One registrant as the opening sees it; None when unknown.

    The contact's telephone is compared with the others' while the envelopes are open, and kept nowhere.
    """

    facts: AgencyFacts
    declaration: Declaration | None
    agent: str | None = None
    device: str | None = None
    contact_phone: str | None = None
    documents: frozenset[str] = frozenset()

    @property
    def uscc(self) -> str:
        """Return the agency's code."""
        return self.facts.uscc


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that several registrants share, for the supervisor's eyes."""

    kind: str
    usccs: tuple[str, ...]


def related_registrants(registrants: Sequence[Registrant]) -> Mapping[str, tuple[str, ...]]:
    """Return for every registrant the others of its cluster, in ascending order; () when there are none."""
    parents = {registrant.uscc: registrant.uscc for registrant in registrants}
    for one, other in _ties(registrants):
        if one in parents and other in parents:
            parents[_root(parents, one)] = _root(parents, other)
    clusters: dict[str, list[str]] = defaultdict(list)
    for uscc in sorted(parents):
        clusters[_root(parents, uscc)].append(uscc)
    members = {uscc: clusters[_root(parents, uscc)] for uscc in parents}
    return {uscc: tuple(other for other in others if other != uscc) for uscc, others in members.items()}


def shared_marks(registrants: Sequence[Registrant]) -> tuple[Flag, ...]:
    """Flag phones, devices, authorised persons and documents that several registrants share."""
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    for registrant in registrants:
        for kind, value in _marks(registrant):
            shared[kind, value].add(registrant.uscc)
    flags = {Flag(kind, tuple(sorted(usccs))) for (kind, _), usccs in shared.items() if len(usccs) > 1}
    return tuple(sorted(flags, key=lambda flag: (flag.kind, flag.usccs)))


def _ties(registrants: Sequence[Registrant]) -> Iterable[tuple[str, str]]:
    in_charge: dict[str, str] = {}
    for registrant in registrants:
        declared = registrant.declaration
        for related in (declared.related_agencies if declared else None) or ():
            yield registrant.uscc, related
        for related in registrant.facts.related_agencies or ():
            yield registrant.uscc, related
        for person in {registrant.facts.person_in_charge, declared and declared.person_in_charge} - {None}:
            yield registrant.uscc, in_charge.setdefault(str(person), registrant.uscc)


def _marks(registrant: Registrant) -> Iterable[tuple[str, str]]:
    marks = (
        ("phone", registrant.facts.phone),
        ("phone", registrant.contact_phone),
        ("device", registrant.device),
        ("person", registrant.agent),
    )
    yield from ((kind, value) for kind, value in marks if value is not None)
    yield from (("document", value) for value in registrant.documents | registrant.facts.document_hashes)


def _root(parents: dict[str, str], uscc: str) -> str:
    while parents[uscc] != uscc:
        # Halving the path keeps long chains of relations from costing more than they are worth.
        parents[uscc] = parents[parents[uscc]]
        uscc = parents[uscc]
    return uscc
