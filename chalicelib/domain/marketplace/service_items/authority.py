"""Who may do what with a service item: docs/rules.md §5, row "Service item"."""

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden


def check_may_draft(actor: Actor, department: str, types: ServiceTypes) -> None:
    """Refuse anybody but the department of the field and the operator's reviewers.

    Raises:
        Forbidden: `not-your-field`, or `may-not-draft-items` for any other role.
    """
    if actor.has(Role.OPERATOR_REVIEWER):
        return
    if not actor.has(Role.DEPARTMENT):
        raise Forbidden("may-not-draft-items")
    check_department(actor, department, types)


def check_may_read_draft(actor: Actor, department: str, types: ServiceTypes) -> None:
    """Refuse anybody but the department of the field and the operator; what is published all may read.

    Raises:
        Forbidden: `not-a-department` or `not-your-field`.
    """
    if not actor.has(Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER):
        check_department(actor, department, types)


def check_department(actor: Actor, department: str, types: ServiceTypes) -> None:
    """Refuse anybody but the department of the field.

    Raises:
        Forbidden: `not-a-department` or `not-your-field`.
    """
    if not actor.has(Role.DEPARTMENT):
        raise Forbidden("not-a-department")
    found = types.departments.get(department)
    if found is None or found.org != actor.org:
        raise Forbidden("not-your-field", department=department)


def check_publisher(actor: Actor, proposed_by: str) -> None:
    """Refuse anybody but the operator's publishers, and the person who proposed the version.

    Raises:
        Forbidden: `not-an-operator-publisher` or `same-person`.
    """
    if not actor.has(Role.OPERATOR_PUBLISHER):
        raise Forbidden("not-an-operator-publisher")
    if actor.person == proposed_by:
        raise Forbidden("same-person")
