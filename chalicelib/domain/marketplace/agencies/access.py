"""Who reads what of a filing, and when: only the body it waits for, and only what concerns it (§2.2, §5).

During the form check that is the operator's reviewer, for the whole dossier; during the review the department
of a service type that waits, for what concerns that type. A draft that was not handed in is nobody's but the
agency's. Papers of natural persons are not evidence to be leafed through: they come with a disclosure.
"""

from collections.abc import Iterator

from chalicelib.domain.marketplace.agencies.agency import Admission, Agency
from chalicelib.domain.marketplace.agencies.changes import concerns
from chalicelib.domain.marketplace.agencies.dossier import (
    PERSONAL,
    REVIEWED_BY_DEPARTMENT,
    Entry,
    Section,
    entries,
    file_ids,
)
from chalicelib.domain.marketplace.agencies.register import register_entries
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.states import LISTED, ListingState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, NotFound


def awaited_types(agency: Agency, org: str, types: ServiceTypes) -> tuple[str, ...]:
    """Return the service types of one department on which it still has to decide."""
    waiting = () if agency.filing is None else agency.filing.awaiting
    return tuple(code for code in waiting if _answers_for(org, code, types))


def is_awaited(agency: Agency, actor: Actor, types: ServiceTypes) -> bool:
    """Tell whether the filing waits for the actor's body now."""
    if agency.filing is None or actor.org == agency.id:
        return False
    if agency.filing.stage is ListingState.FORM_CHECK:
        return actor.has(Role.OPERATOR_REVIEWER)
    return actor.has(Role.DEPARTMENT) and bool(awaited_types(agency, actor.org, types))


def check_awaited(agency: Agency, actor: Actor, types: ServiceTypes) -> None:
    """Refuse everybody but the body the filing waits for.

    Raises:
        Forbidden: `not-under-your-check`.
    """
    if not is_awaited(agency, actor, types):
        raise Forbidden("not-under-your-check")


def check_ever_filed(agency: Agency, actor: Actor, types: ServiceTypes) -> None:
    """Refuse a body that has never had a filing of the agency before it.

    Raises:
        NotFound: to such a body the agency's file does not exist.
    """
    theirs = [one for one in agency.admissions if _is_theirs(one, actor, types)]
    seen = {spell.value.state for one in theirs for spell in one.standings}
    met = {ListingState.FORM_CHECK} if actor.has(Role.OPERATOR_REVIEWER) else set()
    if not is_awaited(agency, actor, types) and not seen & (met | {ListingState.DEPT_REVIEW} | LISTED):
        raise NotFound


def readable_entries(agency: Agency, actor: Actor, types: ServiceTypes) -> Iterator[tuple[Section, Entry]]:
    """Yield the entries, handed in or registered, that the body the filing waits for may read.

    Raises:
        Forbidden: `not-under-your-check`.
    """
    check_awaited(agency, actor, types)
    mine = None if agency.filing is None or not agency.filing.awaiting else _awaited(agency, actor, types)
    for section in Section if mine is None else REVIEWED_BY_DEPARTMENT:
        for entry in (*entries(agency.draft, section), *register_entries(agency.register, section)):
            if mine is None or any(concerns(entry, one.service_type, one.requirement) for one in mine):
                yield section, entry


def check_evidence(agency: Agency, file_id: str, actor: Actor, types: ServiceTypes) -> None:
    """Refuse a file that does not concern the actor's check, and every paper of a natural person.

    Raises:
        Forbidden: `not-under-your-check`; `disclosure-required` for a person's paper.
        NotFound: when no entry that the actor may read shows the file.
    """
    showing = [section for section, one in readable_entries(agency, actor, types) if file_id in file_ids(one)]
    if not showing:
        raise NotFound
    if not PERSONAL.isdisjoint(showing):
        raise Forbidden("disclosure-required")


def _awaited(agency: Agency, actor: Actor, types: ServiceTypes) -> tuple[Admission, ...]:
    mine = awaited_types(agency, actor.org, types)
    return tuple(one for one in agency.admissions if one.service_type in mine)


def _is_theirs(admission: Admission, actor: Actor, types: ServiceTypes) -> bool:
    return actor.has(Role.OPERATOR_REVIEWER) or _answers_for(actor.org, admission.service_type, types)


def _answers_for(org: str, code: str, types: ServiceTypes) -> bool:
    return types.is_open(code) and types.department_of(code).org == org
