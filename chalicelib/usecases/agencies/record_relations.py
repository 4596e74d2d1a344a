"""Officials enter what they know of an agency's relations into the affiliation register (§3.0)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import leaving
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Relations
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.agencies.changing import Changed, change_agency
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once, UnitOfWork


def record_relations(
    house: House,
    actor: Actor,
    uscc: str,
    relations: Relations,
    *,
    check_version: CheckVersion = any_version,
    once: Once | None = None,
) -> Changed:
    """Replace what the register holds beyond the agency's own word; every gate goes by it from now on.

    Raises:
        Forbidden: `not-an-official` or `own-affair`.
        Invalid: `own-uscc` where an agency would be its own relation.
        PreconditionFailed: when somebody else changed the agency since it was read.
    """
    named = {"affiliations": relations.affiliations, "related_agencies": relations.related_agencies}
    wrong = [FieldError(f"/{field}", "own-uscc") for field, codes in named.items() if uscc in codes]
    if wrong:
        raise Invalid(errors=wrong)

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        return leaving.record_relations(agency, relations, actor, now)

    return change_agency(house, actor, uscc, decide, check_version=check_version, once=once)
