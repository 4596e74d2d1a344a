"""The register: the dossier as it was checked, with the instants between which every entry counted.

What the public reads, what an admission rests on and what eligibility asks at an instant come from here and
never from the draft.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import (
    AuthorisedAgent,
    Commitment,
    Contact,
    Document,
    Dossier,
    Entry,
    LegalRepresentative,
    Organisation,
    Practitioner,
    Qualification,
    Relations,
    Section,
    ServiceOffer,
)
from chalicelib.domain.marketplace.agencies.spells import Spell, adopt, current, values_at
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Register:
    """Per section the spells of its entries; `recorded_relations` is what officials know by themselves."""

    organisation: tuple[Spell[Organisation], ...] = ()
    legal_representative: tuple[Spell[LegalRepresentative], ...] = ()
    contact: tuple[Spell[Contact], ...] = ()
    services: tuple[Spell[ServiceOffer], ...] = ()
    qualifications: tuple[Spell[Qualification], ...] = ()
    practitioners: tuple[Spell[Practitioner], ...] = ()
    agents: tuple[Spell[AuthorisedAgent], ...] = ()
    documents: tuple[Spell[Document], ...] = ()
    commitment: tuple[Spell[Commitment], ...] = ()
    recorded_relations: tuple[Spell[Relations], ...] = ()


def register_entries(register: Register, section: Section) -> tuple[Entry, ...]:
    """Return the entries of a section that count now."""
    spells: tuple[Spell[Entry], ...] = getattr(register, section.value)
    return current(spells)


def register_section(register: Register, section: Section, values: Iterable[Entry], at: datetime) -> Register:
    """Make the values the ones that count from an instant on; what is not among them ceases to count."""
    spells: tuple[Spell[Entry], ...] = getattr(register, section.value)
    changed: dict[str, Any] = {section.value: adopt(spells, values, at)}
    return replace(register, **changed)


def dossier_at(register: Register, at: datetime) -> Dossier:
    """Read the whole register as it counted at an instant, in the shape of a dossier."""
    blank = Dossier()
    return Dossier(
        organisation=_last(register.organisation, at, blank.organisation),
        legal_representative=_last(register.legal_representative, at, blank.legal_representative),
        contact=_last(register.contact, at, blank.contact),
        services=values_at(register.services, at),
        qualifications=values_at(register.qualifications, at),
        practitioners=values_at(register.practitioners, at),
        agents=values_at(register.agents, at),
        documents=values_at(register.documents, at),
        commitment=_last(register.commitment, at, blank.commitment),
    )


def _last(spells: tuple[Spell[Any], ...], at: datetime, blank: Any) -> Any:
    return next(reversed(values_at(spells, at)), blank)
