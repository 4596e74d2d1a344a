"""Personal data shown to a reviewer: only with a reason, and never without a trace (docs/rules.md §5).

The reviewers' pages mask names and numbers. Whoever needs one in full names a subject of the filing and a
reason from a closed list; the ledger keeps who, whose, why and when, and no value.
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.authority import check_official
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Section
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import NotFound


class AccessReason(StrEnum):
    """Why personal data are looked at."""

    IDENTITY_CHECK = "identity-check"
    CERTIFICATE_CHECK = "certificate-check"
    CONTACT = "contact"
    COMPLAINT = "complaint"


def person_ref(dossier: Dossier, subject: str) -> str:
    """Return where the values of a subject are sealed.

    A subject is `legal_representative`, `contact`, or an entry such as `practitioners.<id>`.

    Raises:
        NotFound: when the dossier names no such person.
    """
    section, _, entry_id = subject.partition(".")
    singles: dict[str, str] = {
        Section.LEGAL_REPRESENTATIVE: dossier.legal_representative.vault_ref,
        Section.CONTACT: dossier.contact.vault_ref,
    }
    rows: dict[str, dict[str, str]] = {
        Section.PRACTITIONERS: {one.id: one.vault_ref for one in dossier.practitioners},
        Section.AGENTS: {one.id: one.vault_ref for one in dossier.agents},
    }
    ref = rows.get(section, {}).get(entry_id, "") if entry_id else singles.get(section, "")
    if not ref:
        raise NotFound
    return ref


def disclose(
    agency: Agency, subject: str, reason: AccessReason, actor: Actor, now: datetime
) -> Decision[Agency]:
    """Note that an official looks at a person's values.

    Raises:
        Forbidden: `not-an-official` or `own-affair`.
        NotFound: when the draft names no such person.
    """
    check_official(actor, agency.id)
    person_ref(agency.draft, subject)
    data = {"subject": subject, "reason": str(reason), "disclosed_at": format_instant(now)}
    return decided("agency.personal-data-disclosed", agency, agency, **data)
