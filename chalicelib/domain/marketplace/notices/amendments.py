"""Amendments (更正公告) of a live notice: proposed, reviewed anew, then in force with a later deadline.

While an amendment waits the old text stays live (docs/rules.md §2.1). It takes effect by a reviewer's hand
and moves the deadline to at least two working days later; one that is still waiting at the deadline lapses.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.notices.checks import Frame, check_content
from chalicelib.domain.marketplace.notices.content import NoticeContent, PriceBasis, asked, text_hash, written
from chalicelib.domain.marketplace.notices.drand import round_after
from chalicelib.domain.marketplace.notices.facts import (
    Amendment,
    Change,
    Correction,
    Dismissal,
    Proposal,
    Publication,
    Return,
)
from chalicelib.domain.marketplace.notices.field_checks import length_errors
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.permissions import check_owner, check_reviewer
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from chalicelib.domain.marketplace.notices.publication import (
    closing_instant,
    later,
    opening_at,
    settling_at,
)
from chalicelib.domain.marketplace.notices.review import NOTHING, check_corrections, check_findings
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.steps import FIELD_STEP
from chalicelib.domain.marketplace.notices.timeline import check_still_open, publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays

LOCKED_FIELDS = frozenset(
    {
        "service_item",
        "service_item_version",
        "service_item_code",
        "service_item_name",
        "service_type",
        "department",
        "method",
        "is_inquiry",
        "method_terms",
        "minimum",
        "minimum_reason",
    }
)
"""What makes a purchase another one: sealed quotes were made for these, so only a new notice changes them."""


def propose(
    notice: Notice,
    values: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Propose changed fields with a public reason; a second proposal takes the place of the first.

    Raises:
        Invalid: with every error: `locked-field`, `unknown-field`, `nothing-changed`,
            `before-current-deadline` or a field's own.
        Conflict: `registration-closed` from the deadline on.
    """
    check_owner(notice, actor, Role.OWNER_AGENT)
    check_still_open(notice, now)
    known = {name: value for name, value in values.items() if name in FIELD_STEP}
    frame = Frame(rules, calendar, now, notice.too_few_before, notice.owner)
    content = _with_overtaken_selection(notice, replace(notice.content, **known), frame)
    errors = [FieldError(f"/{name}", "unknown-field") for name in sorted(set(values) - set(known))]
    errors += _errors(notice, content, reason, frame)
    if errors:
        raise Invalid(errors=errors)
    changed = replace(notice, proposal=Proposal(actor.person, now, content, reason), amendment_returned=None)
    names = [change.field for change in difference(notice.content, content)]
    return moved(notice, "amendment_proposed", changed, NoticeState.PUBLISHED, fields=names)


def return_amendment(
    notice: Notice, corrections: Sequence[Correction], actor: Actor, now: datetime
) -> Decision[Notice]:
    """Send a proposed amendment back; the live text was never touched.

    Raises:
        Conflict: `amendment-missing`.
        Invalid, Forbidden: as for the return of a notice.
    """
    check_reviewer(notice, actor)
    _proposal(notice)
    check_corrections(corrections)
    returned = Return(actor.person, now, tuple(corrections))
    changed = replace(notice, proposal=None, amendment_returned=returned)
    pointers = [correction.pointer for correction in corrections]
    return moved(notice, "amendment_returned", changed, NoticeState.PUBLISHED, pointers=pointers)


def amend(
    notice: Notice,
    dismissals: Sequence[Dismissal],
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
    law: Requirement = NOTHING,
    contact_fields: Sequence[str] = (),
) -> Decision[Notice]:
    """Put the proposed amendment in force: new text, its diff, and a deadline that leaves time to read it.

    `contact_fields` names what the amendment changes of the public contact, whose values lie in the vault.

    Raises:
        Conflict: `registration-closed`, `amendment-missing` or `findings-open`.
        Forbidden: for anyone but a reviewer who neither proposed it nor published the notice.
    """
    check_reviewer(notice, actor)
    check_still_open(notice, now)
    proposal, publication = _proposal(notice), publication_of(notice)
    check_findings(proposal.content, dismissals, rules, law)
    extended = _extended(publication, proposal.content, now, rules, calendar)
    amendment = Amendment(
        number=len(notice.amendments) + 1,
        proposed_by=proposal.by,
        approved_by=actor.person,
        at=now,
        reason=proposal.reason,
        changes=tuple(
            change for change in difference(notice.content, proposal.content) if change.field != "contact_ref"
        ),
        closed_at_before=publication.closes_at,
        closes_at=extended.closes_at,
        opened_at_before=publication.opens_at,
        opens_at=extended.opens_at,
        contact_fields=tuple(contact_fields),
    )
    changed = replace(
        notice,
        # A changed contact moves to the notice's own place in the vault, where its pages look for it.
        content=replace(proposal.content, contact_ref=notice.content.contact_ref),
        publication=extended,
        proposal=None,
        amendments=(*notice.amendments, amendment),
    )
    return moved(notice, "amended", changed, NoticeState.PUBLISHED, **_facts(amendment, changed))


def difference(before: NoticeContent, after: NoticeContent) -> tuple[Change, ...]:
    """Return every field that differs, in the order of the form."""
    return tuple(
        Change(name, written(getattr(before, name)), written(getattr(after, name)))
        for name in (field.name for field in fields(NoticeContent))
        if getattr(before, name) != getattr(after, name)
    )


def _errors(notice: Notice, content: NoticeContent, reason: str, frame: Frame) -> list[FieldError]:
    changes = difference(notice.content, content)
    errors = [
        FieldError(f"/{change.field}", "locked-field") for change in changes if change.field in LOCKED_FIELDS
    ]
    if not changes:
        errors.append(FieldError("/reason", "nothing-changed"))
    limits = frame.rules.notice
    errors += length_errors("/reason", reason, limits.reason_min_chars, limits.note_max_chars)
    if _is_rate(content) != _is_rate(notice.content):
        errors.append(FieldError("/price/basis", "locked-field"))
    errors += _deadline_errors(notice, content, frame)
    errors += _content_errors(notice.content, content, {change.field for change in changes}, frame)
    told = {(error.pointer, error.code) for error in errors}
    if ("/selection_at", "before-deadline") not in told and _is_selected_early(notice, content, frame):
        errors.append(FieldError("/selection_at", "before-deadline"))
    return errors


def _is_selected_early(notice: Notice, content: NoticeContent, frame: Frame) -> bool:
    return content.selection_at is not None and content.selection_at < _earliest(notice, content, frame)


def _content_errors(
    before: NoticeContent, after: NoticeContent, changed: Set[str], frame: Frame
) -> list[FieldError]:
    """Name what is wrong at changed fields, and what the change made wrong at others.

    What time alone made wrong since the publication is no fault of the amendment; and the window was kept
    then, so that an amendment is bound by its own extension instead.
    """
    known = check_content(before, frame)
    return [
        error
        for error in check_content(after, frame)
        if error.code != "window-too-short" and (error.pointer.split("/")[1] in changed or error not in known)
    ]


def _deadline_errors(notice: Notice, content: NoticeContent, frame: Frame) -> list[FieldError]:
    """Refuse an earlier deadline: whoever reads the live notice may rely on the time it leaves (§2.1)."""
    closes_at = publication_of(notice).closes_at
    if content.closes_on is None or content.closes_on == notice.content.closes_on:
        return []
    if closing_instant(content.closes_on, frame.rules) >= closes_at:
        return []
    current = closes_at.astimezone(CHINA).date().isoformat()
    return [FieldError("/closes_on", "before-current-deadline", {"earliest": current})]


def _is_rate(content: NoticeContent) -> bool:
    return content.price.basis is PriceBasis.RATE


def _extended(
    publication: Publication, content: NoticeContent, now: datetime, rules: MarketRules, calendar: Calendar
) -> Publication:
    registration = rules.registration
    extension = registration.amendment_extension_workdays
    least = later(
        after_workdays(now, extension, calendar, registration.closing_time),
        content.closes_on,
        rules,
        calendar,
    )
    if least.at <= publication.closes_at:
        least = Deadline(publication.closes_at, publication.provisional)
    opens_at = opening_at(content, least.at, rules)
    beacon = publication.beacon
    if beacon.kind is BeaconKind.DRAND and opens_at > publication.opens_at:
        # The named round must stay later than the opening, or its value would be known before.
        beacon = replace(beacon, round=round_after(opens_at, rules.beacon))
    return replace(
        publication,
        closes_at=least.at,
        settles_at=settling_at(least.at, rules),
        opens_at=opens_at,
        provisional=least.provisional,
        beacon=beacon,
        mandatory_use=must_use_platform(content, rules),
    )


def _with_overtaken_selection(notice: Notice, content: NoticeContent, frame: Frame) -> NoticeContent:
    """Move a selection time that the amended deadline overtakes to that deadline; a new wish is judged.

    The deadline is the earliest that the amendment can bring. Should its review take longer, the opening
    moves along, and the amendment says so in `opens_at`.
    """
    was = notice.content
    if content == was or content.selection_at is None or content.selection_at != was.selection_at:
        return content
    return replace(content, selection_at=max(content.selection_at, _earliest(notice, content, frame)))


def _earliest(notice: Notice, content: NoticeContent, frame: Frame) -> datetime:
    """Return the deadline if the amendment took effect now."""
    return _extended(publication_of(notice), content, frame.now, frame.rules, frame.calendar).closes_at


def _proposal(notice: Notice) -> Proposal:
    if notice.proposal is None:
        raise Conflict("amendment-missing")
    return notice.proposal


def _facts(amendment: Amendment, changed: Notice) -> dict[str, object]:
    return {
        "number": amendment.number,
        "fields": [*(change.field for change in amendment.changes), *amendment.contact_fields],
        "closed_at_before": format_instant(amendment.closed_at_before),
        "closes_at": format_instant(amendment.closes_at),
        "opens_at": format_instant(amendment.opens_at),
        "beacon": publication_of(changed).beacon.to_json(),
        "text_hash": text_hash(changed.content),
        "asks": asked(changed.content),
    }
