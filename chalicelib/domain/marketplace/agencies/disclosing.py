"""Personal data shown to a reviewer: only with a reason, and never without a trace (docs/rules.md §5).

The reviewers' pages mask names and numbers and lock the papers of natural persons. The body that the filing
waits for names a subject and a reason from a closed list; then values and papers of this one subject are
shown. The ledger keeps who, whose, why and when, and no value.
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.access import readable_entries
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.dossier import (
    PERSONAL,
    AuthorisedAgent,
    Contact,
    LegalRepresentative,
    Practitioner,
    entries,
)
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import NotFound

Person = LegalRepresentative | Contact | Practitioner | AuthorisedAgent


class AccessReason(StrEnum):
    """Why personal data are looked at."""

    IDENTITY_CHECK = "identity-check"
    CERTIFICATE_CHECK = "certificate-check"
    CONTACT = "contact"
    COMPLAINT = "complaint"


def find_person(agency: Agency, subject: str) -> Person:
    """Return the person of the draft that a subject names.

    A subject is `legal_representative`, `contact`, or an entry such as `practitioners.<id>`.

    Raises:
        NotFound: when the draft names no such person.
    """
    name, _, entry_id = subject.partition(".")
    for section in PERSONAL:
        for one in entries(agency.draft, section) if section == name else ():
            if isinstance(one, Person) and one.vault_ref and getattr(one, "id", "") == entry_id:
                return one
    raise NotFound


def disclose(
    agency: Agency, subject: str, reason: AccessReason, actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[Agency]:
    """Note that a reviewer looks at a person's values and papers.

    Raises:
        Forbidden: `not-under-your-check` unless the filing waits for the actor's body.
        NotFound: when the filing names no such person, or one that does not concern the actor's check.
    """
    person = find_person(agency, subject)
    if all(one != person for _section, one in readable_entries(agency, actor, types)):
        raise NotFound
    data = {"subject": subject, "reason": str(reason), "disclosed_at": format_instant(now)}
    return decided("agency.personal-data-disclosed", agency, agency, **data)
