"""Who may do what with a listing: docs/rules.md §5, row "Agency listing"."""

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.errors import Forbidden


def check_agency_admin(actor: Actor, uscc: str) -> None:
    """Refuse anybody but an administrator of this very agency.

    Raises:
        Forbidden: `not-an-agency-admin` or `not-your-agency`.
    """
    if not actor.has(Role.AGENCY_ADMIN):
        raise Forbidden("not-an-agency-admin")
    if actor.org != uscc:
        raise Forbidden("not-your-agency")


def check_agency_staff(actor: Actor, uscc: str) -> None:
    """Refuse anybody but an administrator or an authorised person of this very agency.

    Raises:
        Forbidden: `not-of-an-agency` or `not-your-agency`.
    """
    if not actor.has(Role.AGENCY_ADMIN, Role.AGENCY_AGENT):
        raise Forbidden("not-of-an-agency")
    if actor.org != uscc:
        raise Forbidden("not-your-agency")


def check_operator_reviewer(actor: Actor, uscc: str) -> None:
    """Refuse anybody but an operator's reviewer who is not of the agency himself.

    Raises:
        Forbidden: `not-an-operator-reviewer` or `own-affair`.
    """
    if not actor.has(Role.OPERATOR_REVIEWER):
        raise Forbidden("not-an-operator-reviewer")
    _check_not_own(actor, uscc)


def check_department(actor: Actor, uscc: str, service_type: str, types: ServiceTypes) -> None:
    """Refuse anybody but the one department that answers for a service type.

    Raises:
        Forbidden: `not-a-department`, `not-the-responsible-department` or `own-affair`.
    """
    if not actor.has(Role.DEPARTMENT):
        raise Forbidden("not-a-department")
    if not types.is_open(service_type) or types.department_of(service_type).org != actor.org:
        raise Forbidden("not-the-responsible-department", service_type=service_type)
    _check_not_own(actor, uscc)


def check_official(actor: Actor, uscc: str) -> None:
    """Refuse anybody but those who keep the affiliation register: operator, department, supervisor.

    Raises:
        Forbidden: `not-an-official` or `own-affair`.
    """
    if not actor.has(Role.OPERATOR_REVIEWER, Role.DEPARTMENT, Role.SUPERVISOR):
        raise Forbidden("not-an-official")
    _check_not_own(actor, uscc)


def check_system(actor: Actor) -> None:
    """Refuse any person where only the clock or a gateway acts.

    Raises:
        Forbidden: `not-the-system`.
    """
    if actor != SYSTEM:
        raise Forbidden("not-the-system")


def _check_not_own(actor: Actor, uscc: str) -> None:
    if actor.org == uscc:
        raise Forbidden("own-affair")
