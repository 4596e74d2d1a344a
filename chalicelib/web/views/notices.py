"""What the public reads of a notice, as page and as JSON (docs/rules.md §4.4, §5).

Which parts are public in which phase is the domain's decision (`notices.visibility`); here they are only
arranged. Persons never appear, except the contact that every page of a notice must show.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import fields
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.content import PRIVATE_FIELDS, NoticeContent
from chalicelib.domain.marketplace.notices.facts import Change, Dropout
from chalicelib.domain.marketplace.notices.issued import IssuedAward, issued_awards
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.price_checks import minimum_of
from chalicelib.domain.marketplace.notices.publicity import standing_candidate
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, last_changed_at, publication_of
from chalicelib.domain.marketplace.notices.visibility import (
    contract_is_public,
    public_attributes,
    quotes_are_public,
)
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import fields_from_json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.notices.contact import ContactChange, amended_contact
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.plain import plain

PHASES: tuple[tuple[str, frozenset[NoticeState]], ...] = (
    ("draft", frozenset({NoticeState.DRAFT})),
    ("review", frozenset({NoticeState.REVIEWING})),
    ("registration", frozenset({NoticeState.PUBLISHED})),
    ("selection", frozenset({NoticeState.REG_CLOSED, NoticeState.SELECTING, NoticeState.PENDING_OWNER})),
    ("publicity", frozenset({NoticeState.PUBLICITY})),
    ("award", frozenset({NoticeState.AWARDED})),
    ("contract", frozenset({NoticeState.CONTRACTING})),
    (
        "service",
        frozenset(
            {
                NoticeState.IN_SERVICE,
                NoticeState.RESULT_REVIEW,
                NoticeState.COMPLETED,
                NoticeState.EVALUATED,
                NoticeState.TERMINATED,
                NoticeState.ARCHIVED,
            }
        ),
    ),
)
"""The course of a purchase as people follow it, and the states that belong to each part."""

TONES = {
    NoticeState.PUBLISHED: "success",
    NoticeState.FAILED: "danger",
    NoticeState.WITHDRAWN: "danger",
    NoticeState.TERMINATED: "danger",
    NoticeState.SUSPENDED: "warning",
    NoticeState.PENDING_OWNER: "warning",
    NoticeState.AWARDED: "success",
    NoticeState.COMPLETED: "success",
    NoticeState.EVALUATED: "success",
    NoticeState.DRAFT: "neutral",
    NoticeState.ARCHIVED: "quiet",
}


def notice_page(view: NoticeView, now: datetime, rules: MarketRules) -> dict[str, Any]:
    """Return everything the public page of a notice shows, as typed values; `rules` are those it is bound by.

    Raises:
        NotFound: for a notice that was never published.
    """
    notice, shown = view.notice, public_attributes(view.notice)
    if not shown:
        raise NotFound("not-found", kind="notice")
    publication = publication_of(notice)
    state = effective_state(notice, now)
    return {
        **heading(view, now),
        "is_open": state is NoticeState.PUBLISHED,
        "content": public_content(notice.content),
        "registered": view.registered,
        "published_at": publication.at,
        "closes_at": publication.closes_at,
        "opens_at": publication.opens_at,
        "provisional": publication.provisional,
        "profile": publication.profile,
        "commitment": publication.commitment.hash,
        "beacon": publication.beacon.to_json(),
        "minimum": minimum_of(notice.content, rules),
        "mandatory_use": publication.mandatory_use,
        "amendments": amendment_rows(view),
        "renotice_of": notice.renotice_of,
        "renoticed_as": view.successor,
        "quotes_are_public": quotes_are_public(notice),
        "contract_is_public": contract_is_public(notice),
        **_parts(notice, shown),
    }


def notice_json(view: NoticeView, now: datetime, rules: MarketRules) -> dict[str, Json]:
    """Return the public notice as the API answers it.

    Raises:
        NotFound: for a notice that was never published.
    """
    page = notice_page(view, now, rules)
    return {name: plain(value) for name, value in page.items() if name not in ("tone", "phases")}


def heading(view: NoticeView, now: datetime) -> dict[str, Any]:
    """Return what stands on top of every page of a notice: number, title, owner, contact, state, course."""
    notice = view.notice
    state = effective_state(notice, now)
    return {
        "notice_no": notice.notice_no,
        "title": notice.content.title,
        "owner": {"uscc": notice.owner, "name": view.contact.get("owner_name", "")},
        "contact": {name: view.contact.get(name, "") for name in CONTACT},
        "state": state,
        "updated_at": last_changed_at(notice, now),
        "tone": TONES.get(state, "info"),
        "phases": course(notice, state),
    }


CONTACT = ("contact_name", "contact_phone", "complaint_phone")


def public_content(content: NoticeContent) -> dict[str, Any]:
    """Return the public fields of a content, with the number of excluded agencies for their list (§4.4)."""
    named = (field.name for field in fields(content) if field.name not in PRIVATE_FIELDS)
    return {name: getattr(content, name) for name in named} | {"exclusion_count": len(content.exclusions)}


def course(notice: Notice, state: NoticeState) -> list[dict[str, str]]:
    """Return the parts of the purchase: done, now or next; an ended one stops where it ended."""
    reached = _reached(notice, state)
    return [
        {"code": code, "state": "done" if place < reached else "now" if place == reached else "next"}
        for place, (code, _states) in enumerate(PHASES)
    ]


def _reached(notice: Notice, state: NoticeState) -> int:
    found = next((place for place, (_code, states) in enumerate(PHASES) if state in states), None)
    if found is not None and state is not NoticeState.ARCHIVED:
        return found
    before = (notice.submission, notice.publication, notice.opening, notice.publicity, notice.award)
    facts = (*before, notice.signing, notice.contract)
    return sum(fact is not None for fact in facts)


def amendment_rows(view: NoticeView, hidden: Set[str] = PRIVATE_FIELDS) -> list[dict[str, Any]]:
    """Return the amendments with their differences, the hidden ones without their values."""
    contact = amended_contact(view.notice, view.contact)
    return [
        {
            "number": amendment.number,
            "at": amendment.at,
            "reason": amendment.reason,
            "closed_at_before": amendment.closed_at_before,
            "closes_at": amendment.closes_at,
            "opened_at_before": amendment.opened_at_before,
            "opens_at": amendment.opens_at,
            "changes": [
                *change_rows(amendment.changes, hidden),
                *contact_rows(contact[amendment.number]),
            ],
        }
        for amendment in view.notice.amendments
    ]


def contact_rows(changes: Iterable[ContactChange]) -> list[dict[str, Any]]:
    """Return changed fields of the public contact; one the vault holds no more is said to be gone."""
    return [
        {
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "is_withheld": False,
            "is_erased": change.old is None or change.new is None,
        }
        for change in changes
    ]


def change_rows(changes: Iterable[Change], hidden: Set[str] = PRIVATE_FIELDS) -> list[dict[str, Any]]:
    """Return changed fields with both values as they were typed; of a hidden one only that it changed.

    Of the exclusion list everybody may know the length (§4.4).
    """
    return [_change_row(change, change.field in hidden) for change in changes]


def _change_row(change: Change, is_hidden: bool) -> dict[str, Any]:
    field = change.field
    old, new = _typed(field, change.before), _typed(field, change.after)
    is_counted = is_hidden and field == "exclusions"
    if is_counted:
        field, old, new = "exclusion_count", len(old), len(new)
    elif is_hidden:
        old = new = None
    is_withheld = is_hidden and not is_counted
    return {"field": field, "old": old, "new": new, "is_withheld": is_withheld, "is_erased": False}


def _typed(field: str, written: str) -> Any:
    return fields_from_json({field: json.loads(written)}, NoticeContent)[field]


_PARTS: Mapping[str, tuple[str, ...]] = {
    "opening": ("at", "received", "valid", "inputs_hash"),
    "choice": ("decided_at", "reason", "chosen"),
    "pool": ("at", "root", "size", "draws_from", "timeout_at"),
    "publicity": ("round", "since", "ends_at", "provisional"),
    "selection": ("at", "order_size", "order_hash", "drawn"),
    "award": ("award_no", "at", "winner", "due_at", "lapses_at", "accepted_at", "sign_due_at"),
    "suspension": ("previous", "since", "releases_at", "reason", "document_no"),
    "ending": ("at", "code", "reason"),
}
"""What is told of each phase: everything but the persons behind it."""


def _parts(notice: Notice, shown: Collection[str]) -> dict[str, Any]:
    told = {name: _picked(getattr(notice, name), names) for name, names in _PARTS.items() if name in shown}
    nothing = dict.fromkeys(_PARTS)
    first = _first_place(notice, told["selection"]) if "selection" in told else {"standing": "nobody"}
    dropouts = [dropout_row(left) for left in notice.dropouts] if "dropouts" in shown else []
    issued = [issued_row(one) for one in issued_awards(notice)] if "selection" in shown else []
    return {**nothing, **told, **first, "dropouts": dropouts, "awards": issued}


def _first_place(notice: Notice, selection: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return who stands first now and as what; the award of one that left stands among the issued ones."""
    winner = standing_candidate(notice)
    shown = {"selection": {**(selection or {}), "winner": winner}}
    if winner is None:
        return {**shown, "standing": "nobody", "award": None}
    if notice.ending is None:
        return {**shown, "standing": "candidate" if notice.award is None else "awarded"}
    return {**shown, "standing": "former" if notice.award is None else "former-winner"}


def dropout_row(left: Dropout) -> dict[str, Any]:
    """Return who left the first place and why, in the words that are public."""
    award = left.award
    return {
        "candidate": left.candidate,
        "code": left.code,
        "at": left.at,
        "reason": left.reason,
        "award_no": award.award_no if award else None,
        "awarded_at": award.at if award else None,
    }


def issued_row(issued: IssuedAward) -> dict[str, Any]:
    """Return an award that was issued, and what became of it."""
    return {field.name: getattr(issued, field.name) for field in fields(issued)}


def _picked(fact: object | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    return None if fact is None else {name: getattr(fact, name) for name in names}
