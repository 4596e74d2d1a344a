"""Drafts of notices: begun, edited step by step, copied from an old one, begun again after a failure.

Rules: docs/rules.md §2.1 (a failed notice stays failed; its successor has a new number and links back),
§3.8 (two failures for want of registrants unlock a lower minimum), §5 (owner agents write, for their own).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.content import PERSON_FIELDS, NoticeContent, Term, text_hash
from chalicelib.domain.marketplace.notices.facts import Ending, Return
from chalicelib.domain.marketplace.notices.notice import Notice, moved, number_of
from chalicelib.domain.marketplace.notices.permissions import check_owner, check_role
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS, Step
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, FieldError, Invalid


def create(notice_id: str, actor: Actor, now: datetime) -> Decision[Notice]:
    """Begin an empty draft for the actor's organisation.

    Raises:
        Forbidden: `role-needed`.
    """
    return _born(notice_id, actor, now, NoticeContent())


def edit_step(
    notice: Notice,
    step: Step,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    *,
    by_hand: bool = True,
) -> Decision[Notice]:
    """Replace fields of one step; the draft may stay as unfinished as it is.

    What was not written `by_hand` leaves the step to be looked at.

    Raises:
        Invalid: `unknown-field` for every field that the step does not hold.
        Forbidden, Conflict: for people and states that cannot edit.
    """
    check_owner(notice, actor, Role.OWNER_AGENT)
    unknown = sorted(set(values) - set(STEP_FIELDS[step]))
    if unknown:
        raise Invalid(errors=[FieldError(f"/{name}", "unknown-field") for name in unknown])
    content = replace(notice.content, **values)
    changed = replace(
        notice,
        content=content,
        edited_at=now,
        returned=_touched(notice.returned, values),
        filled=tuple(sorted({*notice.filled, step.value})) if by_hand else notice.filled,
    )
    return moved(notice, "edited", changed, NoticeState.DRAFT, step=step.value, text_hash=text_hash(content))


def discard(draft: Notice, actor: Actor, now: datetime) -> Decision[Notice]:
    """Throw a draft away that was never handed in; nothing of its words is kept.

    Raises:
        Conflict: `already-submitted` once it has a number: then it can be withdrawn under review only.
        Forbidden: `role-needed` or `not-your-organisation`.
    """
    check_owner(draft, actor, Role.OWNER_AGENT)
    if draft.notice_no is not None:
        raise Conflict("already-submitted")
    gone = replace(draft, content=NoticeContent(), ending=Ending(now, actor.person))
    return moved(draft, "discarded", gone, NoticeState.DRAFT)


def free_for_renotice(failed: Notice, actor: Actor) -> Decision[Notice]:
    """Let a failed notice be begun again, after the draft that was to follow it was thrown away."""
    check_owner(failed, actor, Role.OWNER_AGENT)
    freed = replace(failed, renoticed_as=None)
    return moved(failed, "renotice_discarded", freed, NoticeState.FAILED)


def _touched(returned: Return | None, values: Mapping[str, Any]) -> Return | None:
    """Remember that persons were written anew, which the content with its references cannot show."""
    persons = PERSON_FIELDS & values.keys()
    if returned is None or not persons:
        return returned
    return replace(returned, touched=tuple(sorted({*returned.touched, *persons})))


def copy(old: Notice, notice_id: str, actor: Actor, now: datetime) -> Decision[Notice]:
    """Begin a draft with the words of an old notice of the same owner; its dates are left open.

    The contact is left open too: each notice has a vault reference of its own, which the caller fills.

    Raises:
        Forbidden: `role-needed` or `not-your-organisation`.
    """
    check_owner(old, actor, Role.OWNER_AGENT)
    return _born(notice_id, actor, now, _refreshed(old.content))


def renotice(
    failed: Notice, notice_id: str, actor: Actor, now: datetime
) -> tuple[Decision[Notice], Decision[Notice]]:
    """Begin anew after a failure (重新采购): the failed notice with its link, and the new draft.

    Raises:
        Conflict: `wrong-state` unless it failed, `already-renoticed` the second time.
        Forbidden: `role-needed` or `not-your-organisation`.
    """
    check_owner(failed, actor, Role.OWNER_AGENT)
    if failed.renoticed_as is not None:
        raise Conflict("already-renoticed", notice_id=failed.renoticed_as)
    linked = replace(failed, renoticed_as=notice_id)
    closed = moved(failed, "renoticed", linked, NoticeState.FAILED, renoticed_as=notice_id)
    draft = _born(
        notice_id,
        actor,
        now,
        _refreshed(failed.content),
        renotice_of=number_of(failed),
        too_few_before=failed.too_few_before + _counts(failed),
    )
    return closed, draft


def _counts(failed: Notice) -> int:
    return int(failed.ending is not None and failed.ending.code is FailureCode.TOO_FEW)


def _born(
    notice_id: str,
    actor: Actor,
    now: datetime,
    content: NoticeContent,
    renotice_of: str | None = None,
    too_few_before: int = 0,
) -> Decision[Notice]:
    check_role(actor, Role.OWNER_AGENT)
    draft = Notice(
        id=notice_id,
        owner=actor.org,
        state=NoticeState.DRAFT,
        content=content,
        drafted_by=actor.person,
        drafted_at=now,
        renotice_of=renotice_of,
        too_few_before=too_few_before,
    )
    words = None if content == NoticeContent() else text_hash(content)
    return moved(None, "drafted", draft, NoticeState.DRAFT, renotice_of=renotice_of, text_hash=words)


def _refreshed(content: NoticeContent) -> NoticeContent:
    """Leave out what belonged to the old occasion: dates, persons, the lowered minimum."""
    return replace(
        content,
        contact_ref=None,
        closes_on=None,
        selection_at=None,
        term=replace(content.term, start_on=None, end_on=None) if content.term.days else Term(),
        witnesses=(),
        minimum=None,
        minimum_reason="",
    )
