"""A notice on the operator's desk: what was written beside what the rules find in it (pages §3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.amendments import difference
from chalicelib.domain.marketplace.notices.clauses import Finding
from chalicelib.domain.marketplace.notices.content import PERSON_FIELDS, NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.operator_task import hindrance, task_of
from chalicelib.domain.marketplace.notices.permissions import check_may_return, check_reviewer
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import DomainError, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.contact import ContactChange
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.drafts import FIELDS, finding_json, marked_fields
from chalicelib.web.views.notices import change_rows, heading, public_content
from chalicelib.web.views.owner_notices import course_json, proposal_rows
from chalicelib.web.views.plain import plain

HIDDEN = PERSON_FIELDS | {"exclusions"}
"""What the operator does not read: persons by name, and the list of excluded agencies, which is for the
supervisor; others learn its length and, here, the reason (docs/rules.md §4.4)."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find in a text: forbidden clauses, and requirements beyond the law."""

    clauses: Sequence[Finding]
    restrictions: Sequence[Finding]

    @property
    def answerable(self) -> list[Finding]:
        """Return what the reviewer may let pass with a reason: warnings, and requirements beyond the law."""
        return [*(found for found in self.clauses if not found.blocking), *self.restrictions]


def desk_page(view: NoticeView, found: Findings, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything the operator's page of a notice shows."""
    notice, content = view.notice, judged_content(view.notice)
    return {
        **heading(view, now),
        "notice": notice,
        "content": content,
        "fields": FIELDS,
        "task": task_of(notice),
        "marked": marked_fields(content, found.clauses),
        "clauses": found.clauses,
        "restrictions": found.restrictions,
        "answerable": found.answerable,
        "hindrance": hindrance(notice, actor),
        "may_return": may_return(notice, actor),
        "asked_before": asked_before(notice),
        "dismissed": notice.review.dismissals if notice.review else (),
    }


def as_returned(view: NoticeView) -> NoticeView:
    """Return a notice that lies with its owner again as it was when it was sent back.

    What the owner writes since, and the persons it names, are nobody else's until it is handed in again.

    Raises:
        NotFound: when it was never handed in.
    """
    returned = view.notice.returned
    if returned is None:
        raise NotFound("not-found", kind="notice")
    text = replace(returned.content or NoticeContent(), witnesses=())
    notice = replace(view.notice, content=text, returned=replace(returned, touched=()))
    known = {"owner_name": view.contact["owner_name"]} if "owner_name" in view.contact else {}
    return replace(view, notice=notice, contact=known)


def desk_changes(view: NoticeView, contact: Iterable[ContactChange]) -> list[dict[str, Any]]:
    """Return what a waiting amendment would change, with the contact it proposes."""
    rows = proposal_rows(view.notice, contact, HIDDEN)
    return rows["changes"] if rows else []


def judged_content(notice: Notice) -> NoticeContent:
    """Return the text that waits for the operator: the proposed one of an amendment, else the notice's."""
    return notice.proposal.content if notice.proposal else notice.content


def may_return(notice: Notice, actor: Actor) -> bool:
    """Tell whether this person can send back what waits: the publisher too, once the review was passed."""
    if task_of(notice) is None:
        return False
    check = check_reviewer if notice.publication else check_may_return
    try:
        check(notice, actor)
    except DomainError:
        return False
    return True


def asked_before(notice: Notice) -> dict[str, Any] | None:
    """Return what the notice was last sent back for, and what the owner has changed since."""
    returned = notice.returned
    if returned is None or notice.publication is not None:
        return None
    changes = difference(returned.content or notice.content, notice.content)
    return {
        "at": returned.at,
        "corrections": [{"pointer": found.pointer, "note": found.note} for found in returned.corrections],
        "changes": change_rows([change for change in changes if change.field not in PERSON_FIELDS], HIDDEN),
        "persons": sorted({*returned.touched} & PERSON_FIELDS),
    }


def desk_json(
    view: NoticeView, contact: Iterable[ContactChange], found: Findings, actor: Actor, now: datetime
) -> dict[str, Json]:
    """Return a notice with what the rules find in it, as the API answers it."""
    notice, content = view.notice, judged_content(view.notice)
    return {
        **course_json(notice, now, contact, HIDDEN),
        "task": task_of(notice),
        "hindrance": hindrance(notice, actor),
        "may_return": may_return(notice, actor),
        "asked_before": plain(asked_before(notice)),
        "content": plain({**public_content(content), "exclusion_reason": content.exclusion_reason}),
        "findings": [finding_json(clause) for clause in found.clauses],
        "hints": [finding_json(hint) for hint in found.restrictions],
    }
