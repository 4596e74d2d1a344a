"""Bring the lines of one agency together into the nomination that is applied to its file.

The identifier of a nominated qualification is a hash of its kind and number, so that applying the same line
again finds it there (the natural key of an import is USCC and service type).
"""

from collections.abc import Iterable
from dataclasses import field

from chalicelib.domain.marketplace.agencies.dossier import (
    Contact,
    LegalRepresentative,
    Organisation,
    Qualification,
)
from chalicelib.domain.marketplace.agencies.nominating import NominatedAgency
from chalicelib.domain.marketplace.nominations.rows import PersonalPart, PublicPart, Row
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Nominee:
    """One agency of a table: its public lines, and the persons, who go to the vault first."""

    uscc: str
    lines: tuple[PublicPart, ...]
    personal: PersonalPart | None = field(default=None, repr=False)


def nominees(rows: Iterable[Row]) -> tuple[Nominee, ...]:
    """Return the agencies of a table in the order in which they first appear."""
    lines: dict[str, list[PublicPart]] = {}
    persons: dict[str, PersonalPart | None] = {}
    for row in rows:
        if row.public is not None:
            lines.setdefault(row.public.uscc, []).append(row.public)
            persons.setdefault(row.public.uscc, row.personal)
    return tuple(Nominee(uscc, tuple(found), persons[uscc]) for uscc, found in lines.items())


def nominated_agency(
    lines: tuple[PublicPart, ...],
    legal_representative: LegalRepresentative | None = None,
    contact: Contact | None = None,
) -> NominatedAgency:
    """Return what is applied to an agency's file, from its public lines and where its persons are sealed."""
    first = lines[0]
    return NominatedAgency(
        uscc=first.uscc,
        organisation=Organisation(
            name=first.name, kind=first.kind, division=first.division, address=first.address
        ),
        legal_representative=legal_representative or LegalRepresentative(),
        contact=contact or Contact(),
        service_types=tuple(code for line in lines for code in line.service_types),
        qualifications=_qualifications(lines),
    )


def _qualifications(lines: Iterable[PublicPart]) -> tuple[Qualification, ...]:
    found: dict[str, Qualification] = {}
    for line in lines:
        named = line.qualification
        if named is not None:
            key = "n" + digest([named.kind, named.number])[:20]
            found[key] = Qualification(
                id=key,
                kind=named.kind,
                level=named.level,
                number=named.number,
                issuer=named.issuer,
                issued_on=named.issued_on,
                expires_on=named.expires_on,
            )
    return tuple(found.values())
