"""Show a reviewer a file, or a person: the latter for a reason that the ledger keeps (docs/rules.md §5)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import disclosing
from chalicelib.domain.marketplace.agencies.access import check_evidence
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.disclosing import AccessReason, find_person
from chalicelib.domain.marketplace.agencies.dossier import files_by_field
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.agencies.attach_file import PURPOSE, download_link
from chalicelib.usecases.agencies.changing import change_agency
from chalicelib.usecases.ports import House, UnitOfWork


def disclose_person(
    house: House, actor: Actor, uscc: str, subject: str, reason: AccessReason
) -> Mapping[str, Json]:
    """Note the look, then return the values and short-lived addresses of the person's papers.

    Raises:
        Forbidden: `not-under-your-check` unless the filing waits for the actor's body.
        NotFound: when the filing names no such person, or his values were erased.
    """

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        return disclosing.disclose(agency, subject, reason, actor, now, house.service_types)

    agency = change_agency(house, actor, uscc, decide).agency
    person = find_person(agency, subject)
    papers: list[Json] = [
        {"field": field, "url": download_link(house, agency, file_id, file_id.partition("/")[2])}
        for field, file_id in files_by_field(person).items()
        if (file := agency.file(file_id)) is not None and file.is_visible
    ]
    return {**house.queries.personal(person.vault_ref), "files": papers}


def evidence_link(house: House, actor: Actor, uscc: str, key: str) -> str:
    """Return a short-lived address of a file that proves what a filing says of the agency.

    Raises:
        Forbidden: `not-under-your-check`; `disclosure-required` for a paper of a natural person.
        NotFound: when the filing shows no such file, or the scan gateway has not passed it.
    """
    agency = house.queries.agency(uscc, consistent=True).agency
    file_id = f"{PURPOSE}/{key}"
    check_evidence(agency, file_id, actor, house.service_types)
    return download_link(house, agency, file_id, key)
