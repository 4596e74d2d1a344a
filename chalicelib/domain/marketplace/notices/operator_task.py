"""What the operator has to do with a notice, and why a person may not do it (docs/rules.md §5)."""

from datetime import datetime

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.actors import Actor, Role


def task_of(notice: Notice) -> str | None:
    """Return what the operator has to do with a notice: review, publish, amendment, or nothing."""
    if notice.state is NoticeState.REVIEWING:
        return "publish" if notice.review else "review"
    return "amendment" if notice.state is NoticeState.PUBLISHED and notice.proposal else None


def waiting_since(notice: Notice) -> datetime | None:
    """Return when the text that the operator judges was handed in or proposed."""
    last = notice.proposal or notice.submission
    return last.at if last else None


def hindrance(notice: Notice, actor: Actor) -> str | None:
    """Return why this person cannot do what is to be done, as a problem code; the command checks again."""
    task = task_of(notice)
    role = Role.OPERATOR_PUBLISHER if task == "publish" else Role.OPERATOR_REVIEWER
    if task is None:
        return None
    if not actor.has(role):
        return "publisher-needed" if task == "publish" else "reviewer-needed"
    if notice.submission and notice.submission.by == actor.person:
        return "same-person-submitted"
    if task == "publish" and notice.review and notice.review.by == actor.person:
        return "same-person-reviewed"
    if task == "amendment" and notice.publication and notice.publication.by == actor.person:
        return "same-person-published"
    return None
