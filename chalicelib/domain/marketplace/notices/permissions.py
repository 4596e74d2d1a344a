"""Who may do what to a notice: roles, own organisation, separation of duties (docs/rules.md §5)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden

OWNER_ROLES = (Role.OWNER_ADMIN, Role.OWNER_AGENT)


def check_role(actor: Actor, *roles: Role) -> None:
    """Let only the holders of a role pass.

    Raises:
        Forbidden: `role-needed`, naming the roles.
    """
    if not actor.has(*roles):
        raise Forbidden("role-needed", roles=sorted(roles))


def check_owner(notice: Notice, actor: Actor, *roles: Role) -> None:
    """Let only people of the owner pass, with one of the roles.

    Raises:
        Forbidden: `role-needed` or `not-your-organisation`.
    """
    check_role(actor, *(roles or OWNER_ROLES))
    if actor.org != notice.owner:
        raise Forbidden("not-your-organisation")


def check_agency(uscc: str, actor: Actor) -> None:
    """Let only the authorised people of one agency pass.

    Raises:
        Forbidden: `role-needed` or `not-first-place`.
    """
    check_role(actor, Role.AGENCY_ADMIN, Role.AGENCY_AGENT)
    if actor.org != uscc:
        raise Forbidden("not-first-place")


def check_reviewer(notice: Notice, actor: Actor) -> None:
    """Let an operator's reviewer pass who neither submitted nor published this notice.

    Raises:
        Forbidden: `role-needed`, `same-person-submitted` or `same-person-published`.
    """
    check_role(actor, Role.OPERATOR_REVIEWER)
    if notice.submission is not None:
        check_another_person(actor, notice.submission.by, "same-person-submitted")
    if notice.proposal is not None:
        check_another_person(actor, notice.proposal.by, "same-person-submitted")
    if notice.publication is not None:
        check_another_person(actor, notice.publication.by, "same-person-published")


def check_publisher(notice: Notice, actor: Actor) -> None:
    """Let an operator's publisher pass who neither submitted nor reviewed this notice.

    Raises:
        Forbidden: `role-needed`, `same-person-submitted` or `same-person-reviewed`.
    """
    check_role(actor, Role.OPERATOR_PUBLISHER)
    if notice.submission is not None:
        check_another_person(actor, notice.submission.by, "same-person-submitted")
    if notice.review is not None:
        check_another_person(actor, notice.review.by, "same-person-reviewed")


def check_may_return(notice: Notice, actor: Actor) -> None:
    """Let pass who may send the notice back: a reviewer, and the publisher once it waits for publication.

    Raises:
        Forbidden: as for review and publication.
        Conflict: `review-missing` for a publisher before the review was passed.
    """
    if actor.has(Role.OPERATOR_REVIEWER):
        check_reviewer(notice, actor)
        return
    check_publisher(notice, actor)
    if notice.review is None:
        raise Conflict("review-missing")


def check_another_person(actor: Actor, person: str, code: str) -> None:
    """Refuse the person who did the step before.

    Raises:
        Forbidden: with the given code.
    """
    if actor.person == person:
        raise Forbidden(code)
