"""Show a reviewer a person's values in full: with a reason, and in the ledger (docs/rules.md §5)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import disclosing
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.disclosing import AccessReason, person_ref
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.agencies.changing import change_agency
from chalicelib.usecases.ports import House, UnitOfWork


def disclose_person(
    house: House, actor: Actor, uscc: str, subject: str, reason: AccessReason
) -> Mapping[str, Json]:
    """Note the look, then return the values; nothing is shown that was not noted first.

    Raises:
        Forbidden: `not-an-official` or `own-affair`.
        NotFound: when the filing names no such person, or his values were erased.
    """

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        return disclosing.disclose(agency, subject, reason, actor, now)

    changed = change_agency(house, actor, uscc, decide)
    return house.queries.personal(person_ref(changed.agency.draft, subject))
