"""Who may do what with a case: docs/rules.md §5, rows "Violation decision", and the separation rule."""

from datetime import datetime

from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_states import CORRECTABLE, CaseState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, NotFound

REPORTERS = (
    Role.OWNER_ADMIN,
    Role.OWNER_AGENT,
    Role.AGENCY_ADMIN,
    Role.AGENCY_AGENT,
    Role.OPERATOR_REVIEWER,
    Role.OPERATOR_PUBLISHER,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
)
AGENCY = (Role.AGENCY_ADMIN, Role.AGENCY_AGENT)
_UNTOLD = frozenset({CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.DISMISSED})


def check_may_report(actor: Actor, uscc: str) -> None:
    """Refuse strangers, and an agency that reports itself.

    Raises:
        Forbidden: `role-needed` or `own-affair`.
    """
    if not actor.has(*REPORTERS):
        raise Forbidden("role-needed", roles=sorted(REPORTERS))
    if actor.org == uscc:
        raise Forbidden("own-affair")


def is_authority(case: Case, actor: Actor) -> bool:
    """Tell whether the actor is of the department of the case, or of the supervisor, and not a party."""
    is_department = actor.has(Role.DEPARTMENT) and actor.org == case.department
    return actor.org != case.uscc and (is_department or actor.has(Role.SUPERVISOR))


def is_accused(case: Case, actor: Actor) -> bool:
    """Tell whether the actor is of the agency the case is about."""
    return actor.org == case.uscc and actor.has(*AGENCY)


def is_reporter(case: Case, actor: Actor) -> bool:
    """Tell whether the actor is of the organisation that reported."""
    return not case.is_automatic and actor.org == case.reported.org and actor.has(*REPORTERS)


def check_may_read(case: Case, actor: Actor) -> None:
    """Refuse whoever the case does not concern; the agency reads it from the notification on.

    Raises:
        NotFound: to everybody else the case does not exist.
    """
    is_told = case.state not in _UNTOLD or case.notified is not None
    if is_authority(case, actor) or is_reporter(case, actor) or (is_accused(case, actor) and is_told):
        return
    raise NotFound("not-found", kind="violation")


def check_department(case: Case, actor: Actor) -> None:
    """Refuse anybody but the department of the case.

    Raises:
        Forbidden: `not-the-responsible-department`.
    """
    if not (is_authority(case, actor) and actor.has(Role.DEPARTMENT) and actor.org == case.department):
        raise Forbidden("not-the-responsible-department", service_type=case.service_type)


def check_authority(case: Case, actor: Actor) -> None:
    """Refuse anybody but the department of the case and the supervisor.

    Raises:
        Forbidden: `not-the-responsible-department`.
    """
    if not is_authority(case, actor):
        raise Forbidden("not-the-responsible-department", service_type=case.service_type)


def check_another_decides(case: Case, actor: Actor) -> None:
    """Refuse whoever reported, investigated or notified: another person decides.

    Raises:
        Forbidden: `not-the-responsible-department` or `same-person-opened`.
    """
    check_authority(case, actor)
    if actor.person in case.handlers:
        raise Forbidden("same-person-opened")


def check_another_corrects(case: Case, actor: Actor) -> None:
    """Refuse whoever decided to judge the objection against that decision.

    Raises:
        Forbidden: `not-the-responsible-department` or `same-person-decided`.
    """
    check_authority(case, actor)
    if case.decided is not None and case.decided.by == actor.person:
        raise Forbidden("same-person-decided")


def check_accused(case: Case, actor: Actor) -> None:
    """Refuse anybody but the agency of the case.

    Raises:
        Forbidden: `not-your-agency`.
    """
    if not is_accused(case, actor):
        raise Forbidden("not-your-agency")


def steps_open(case: Case, actor: Actor, now: datetime) -> frozenset[str]:
    """Name the steps that the actor may take on the case now, as pages and the API offer them."""
    state = case.state
    is_department = is_authority(case, actor) and actor.has(Role.DEPARTMENT) and actor.org == case.department
    decides = is_authority(case, actor) and actor.person not in case.handlers
    judges = is_authority(case, actor) and (case.decided is None or case.decided.by != actor.person)
    brings = is_reporter(case, actor) or is_authority(case, actor)
    is_open = case.objection_until is not None and now < case.objection_until
    has_time = case.due_at is not None and now < case.due_at
    offers = (
        ("investigation", state is CaseState.REPORTED and is_department),
        ("evidence", state in (CaseState.REPORTED, CaseState.INVESTIGATING) and brings),
        ("notice", state is CaseState.INVESTIGATING and is_department),
        ("dismissal", state is CaseState.INVESTIGATING and is_department),
        ("answer", state is CaseState.NOTIFIED and has_time and is_accused(case, actor)),
        ("decision", state is CaseState.HEARD and decides),
        ("dismissal", state is CaseState.HEARD and decides),
        ("delivery", state is CaseState.DECIDED and is_authority(case, actor)),
        ("objection", state is CaseState.IN_FORCE and is_open and is_accused(case, actor)),
        ("upholding", state is CaseState.OBJECTION and judges),
        ("correction", state in CORRECTABLE and judges),
    )
    return frozenset(name for name, is_offered in offers if is_offered)
