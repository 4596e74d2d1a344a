"""Submission and the first pair of eyes (docs/rules.md §2.1, §5): review, or all corrections at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.notices.checks import Frame, check_content
from chalicelib.domain.marketplace.notices.clauses import find_clauses
from chalicelib.domain.marketplace.notices.content import NoticeContent, changed_fields, text_hash
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal, Return, Review, Submission
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.permissions import check_may_return, check_owner, check_reviewer
from chalicelib.domain.marketplace.notices.restrictions import find_restrictions
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.steps import FIELD_STEP
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar, after_workdays

NOTHING = Requirement()
"""Law that asks nothing: the strictest measure, for whoever does not say what the service type needs."""


def submit(
    notice: Notice,
    notice_no: str,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
    found: Iterable[FieldError] = (),
) -> Decision[Notice]:
    """Hand a draft in for review; it keeps the number it got the first time.

    `found` are the errors that rest on more than the notice itself, so that all come at once. What a
    reviewer asked for stays with the notice, beside what was changed since.

    Raises:
        Invalid: with every error of every field.
        Conflict: `returned-unchanged` when nothing was mended since the return.
        Forbidden, Conflict: for people and states that cannot submit.
    """
    check_owner(notice, actor, Role.OWNER_AGENT)
    check_complete(notice.content, Frame(rules, calendar, now, notice.too_few_before, notice.owner), found)
    if notice.returned is not None and not mended_fields(notice):
        raise Conflict("returned-unchanged")
    due = after_workdays(now, rules.review.review_workdays, calendar)
    changed = replace(
        notice,
        notice_no=notice.notice_no or notice_no,
        submission=Submission(actor.person, now, due.at),
        review=None,
    )
    return moved(
        notice,
        "submitted",
        changed,
        NoticeState.REVIEWING,
        text_hash=text_hash(notice.content),
        due_at=format_instant(due.at),
    )


def check_complete(content: NoticeContent, frame: Frame, found: Iterable[FieldError] = ()) -> None:
    """Refuse an unfinished or faulty notice.

    Raises:
        Invalid: with every error of every field.
    """
    errors = (*check_content(content, frame), *found)
    if errors:
        raise Invalid(errors=errors)


def mended_fields(notice: Notice) -> frozenset[str]:
    """Name the fields that were changed since the notice was sent back."""
    returned = notice.returned
    if returned is None:
        return frozenset()
    before = returned.content or notice.content
    return changed_fields(before, notice.content) | frozenset(returned.touched)


def return_for_correction(
    notice: Notice, corrections: Sequence[Correction], actor: Actor, now: datetime
) -> Decision[Notice]:
    """Send a notice back (退回) with everything that is to be mended, at once [L9 art 32].

    Raises:
        Invalid: `required` without corrections, `unknown-field` for pointers to nothing.
        Forbidden, Conflict: for people and states that cannot return.
    """
    check_may_return(notice, actor)
    check_corrections(corrections)
    returned = Return(actor.person, now, tuple(corrections), notice.content)
    changed = replace(notice, returned=returned, review=None)
    pointers = [correction.pointer for correction in corrections]
    return moved(notice, "returned", changed, NoticeState.DRAFT, pointers=pointers)


def check_corrections(corrections: Sequence[Correction]) -> None:
    """Refuse a return that does not say what to mend.

    Raises:
        Invalid: with every error.
    """
    errors = [] if corrections else [FieldError("/corrections", "required")]
    for place, correction in enumerate(corrections):
        if correction.pointer.removeprefix("/").split("/")[0] not in FIELD_STEP:
            errors.append(FieldError(f"/corrections/{place}/pointer", "unknown-field"))
        if not correction.note.strip():
            errors.append(FieldError(f"/corrections/{place}/note", "required"))
    if errors:
        raise Invalid(errors=errors)


def pass_review(
    notice: Notice,
    dismissals: Sequence[Dismissal],
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
    law: Requirement = NOTHING,
) -> Decision[Notice]:
    """Pass the review; every warning about a clause or a requirement must be answered with a reason.

    `law` is what the law asks for the service type.

    Raises:
        Conflict: `already-reviewed`, `findings-open` naming the unanswered ones, or `wrong-state`.
        Forbidden: for anyone but a reviewer who neither submitted nor published it.
    """
    check_reviewer(notice, actor)
    if notice.review is not None:
        raise Conflict("already-reviewed")
    check_findings(notice.content, dismissals, rules, law)
    due = after_workdays(now, rules.review.publish_workdays, calendar)
    changed = replace(notice, review=Review(actor.person, now, due.at, tuple(dismissals)))
    return moved(
        notice,
        "review_passed",
        changed,
        NoticeState.REVIEWING,
        dismissed=sorted(dismissal.finding for dismissal in dismissals),
        due_at=format_instant(due.at),
    )


def check_findings(
    content: NoticeContent, dismissals: Sequence[Dismissal], rules: MarketRules, law: Requirement
) -> None:
    """Refuse text with a blocking clause, or with a clause or requirement that no reason answers.

    Raises:
        Conflict: `findings-open`, with their keys.
    """
    answered = {dismissal.finding for dismissal in dismissals if dismissal.reason.strip()}
    found = (*find_clauses(content, rules), *find_restrictions(content, rules, law))
    open_keys = [finding.key for finding in found if finding.blocking or finding.key not in answered]
    if open_keys:
        raise Conflict("findings-open", findings=open_keys)
