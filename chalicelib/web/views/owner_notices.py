"""What the owner sees of its own notice: where it stands, what comes next, what it can do (pages §3)."""

import json
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.notices.amendments import difference
from chalicelib.domain.marketplace.notices.content import PERSON_FIELDS
from chalicelib.domain.marketplace.notices.facts import OwnerChoice
from chalicelib.domain.marketplace.notices.low_price import silence_at
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.notices.contact import ContactChange
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.notices import amendment_rows, change_rows, contact_rows, heading, notice_page
from chalicelib.web.views.plain import plain

_S = NoticeState
Next = tuple[str, datetime | None]


def owner_page(
    view: NoticeView, now: datetime, actor: Actor, entries: Iterable[Entry], rules: MarketRules
) -> dict[str, Any]:
    """Return everything the owner's page of a submitted notice shows."""
    notice = view.notice
    code, at = next_step(notice, now)
    public = notice_page(view, now, rules) if notice.publication else {}
    return {
        **heading(view, now),
        **public,
        "notice_id": notice.id,
        "content": notice.content,
        "is_public": notice.publication is not None,
        "next_code": code,
        "next_at": at,
        "actions": actions(notice, actor, now),
        "questioned": notice.selection.winner if notice.inquiry and notice.selection else None,
        "amendment_returned": notice.amendment_returned,
        "amendments": amendment_rows(view, PERSON_FIELDS),
        "ending": notice.ending,
        "has_contract": notice.signing is not None or notice.contract is not None,
        "renoticed_as": notice.renoticed_as,
        "history": history(entries),
    }


def next_step(notice: Notice, now: datetime) -> Next:
    """Return what comes next, as a code, and until when."""
    state = effective_state(notice, now)
    if state is _S.PENDING_OWNER:
        return _choice_step(notice.choice) if notice.choice else _price_step(notice, now)
    if state is _S.FAILED:
        return ("renoticed" if notice.renoticed_as else "failed"), None
    waiting = _WAITING.get(state)
    return waiting(notice) if waiting else ("running", None)


def _draft(notice: Notice) -> Next:
    return ("correct" if notice.returned else "finish-draft"), None


def _reviewing(notice: Notice) -> Next:
    if notice.review is not None:
        return "await-publication", notice.review.due_at
    return "await-review", notice.submission.due_at if notice.submission else None


def _selecting(notice: Notice) -> Next:
    return ("await-beacon", notice.pool.timeout_at) if notice.pool else ("await-selection", None)


def _in_service(notice: Notice) -> Next:
    return "in-service", end_of_day(notice.contract.ends_on) if notice.contract else None


def _result_review(notice: Notice) -> Next:
    delivery = notice.delivery
    if delivery is None or delivery.dispute is not None:
        return "disputed", None
    return "review-result", delivery.due_at


def _until(code: str, part: str, attribute: str) -> Callable[[Notice], Next]:
    return lambda notice: (code, getattr(getattr(notice, part), attribute, None))


def _always(code: str) -> Callable[[Notice], Next]:
    return lambda _notice: (code, None)


_WAITING: Mapping[NoticeState, Callable[[Notice], Next]] = {
    _S.DRAFT: _draft,
    _S.REVIEWING: _reviewing,
    _S.PUBLISHED: _until("await-deadline", "publication", "closes_at"),
    _S.REG_CLOSED: _until("await-opening", "publication", "opens_at"),
    _S.SELECTING: _selecting,
    _S.PUBLICITY: _until("await-publicity", "publicity", "ends_at"),
    _S.AWARDED: _until("await-acceptance", "award", "due_at"),
    _S.CONTRACTING: _until("sign-contract", "award", "sign_due_at"),
    _S.IN_SERVICE: _in_service,
    _S.RESULT_REVIEW: _result_review,
    _S.COMPLETED: _until("evaluate", "evaluation", "closes_at"),
    _S.EVALUATED: _always("evaluated"),
    _S.TERMINATED: _always("terminated"),
    _S.ARCHIVED: _always("archived"),
    _S.SUSPENDED: _until("suspended", "suspension", "releases_at"),
    _S.WITHDRAWN: _always("withdrawn"),
}


def _price_step(notice: Notice, now: datetime) -> Next:
    inquiry = notice.inquiry
    if inquiry is None:
        return "running", None
    if inquiry.asked_at is None:
        return "decide-asking", inquiry.ask_due_at
    if inquiry.explained_at is None and inquiry.explanation_due_at and now < inquiry.explanation_due_at:
        return "await-explanation", inquiry.explanation_due_at
    return "decide-price", silence_at(inquiry)


def _choice_step(choice: OwnerChoice) -> Next:
    if choice.escalated_at is not None:
        return "choose-at-last", choice.lapses_at
    return ("approve-choice" if choice.prepared else "choose"), choice.due_at


def course_json(
    notice: Notice, now: datetime, contact: Iterable[ContactChange], hidden: Set[str] = PERSON_FIELDS
) -> dict[str, Json]:
    """Return where a notice stands, as the API answers every command; `hidden` fields without values.

    `contact` is what a waiting amendment would change of the public contact.
    """
    code, at = next_step(notice, now)
    return {
        "notice_id": notice.id,
        "notice_no": notice.notice_no,
        "state": effective_state(notice, now).value,
        "next": {"code": code, "at": plain(at)},
        "proposal": plain(proposal_rows(notice, contact, hidden)),
    }


def actions(notice: Notice, actor: Actor, now: datetime) -> frozenset[str]:
    """Name what this person can do with the notice now; the commands themselves check again."""
    state = effective_state(notice, now)
    is_agent = actor.has(Role.OWNER_AGENT)
    found = set(_ACTIONS.get(state, ()))
    if state is _S.PENDING_OWNER:
        found |= _choice_actions(notice.choice, actor) if notice.choice else _price_actions(notice, now)
    if state is _S.AWARDED and actor.has(Role.OWNER_ADMIN):
        found.add("refuse-award")
    if is_agent:
        found |= {"copy"} | ({"amend"} if state is _S.PUBLISHED else set())
        found |= {"renotice"} if state is _S.FAILED and notice.renoticed_as is None else set()
    return frozenset(found)


_ACTIONS = {_S.REVIEWING: ("withdraw",), _S.PUBLISHED: ("withdraw",)}


def _choice_actions(choice: OwnerChoice, actor: Actor) -> set[str]:
    may_approve = choice.prepared is not None and actor.has(Role.OWNER_ADMIN)
    return {"approve-choice"} if may_approve else {"choose"}


def _price_actions(notice: Notice, now: datetime) -> set[str]:
    step, _at = _price_step(notice, now)
    ask = {"ask"} if step == "decide-asking" else set()
    return ask | {"accept-price"} | ({"reject-price"} if step == "decide-price" else set())


def proposal_rows(
    notice: Notice, contact: Iterable[ContactChange], hidden: Set[str] = PERSON_FIELDS
) -> dict[str, Any] | None:
    """Return the amendment that waits, with what it would change; `contact` comes from the vault."""
    proposal = notice.proposal
    if proposal is None:
        return None
    changes = [one for one in difference(notice.content, proposal.content) if one.field != "contact_ref"]
    rows = [*change_rows(changes, hidden), *contact_rows(contact)]
    return {"at": proposal.at, "reason": proposal.reason, "changes": rows}


def history(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the ledger's entries as a time line of what happened and which side did it, without persons."""
    return [
        {
            "code": entry.type.removeprefix("notice."),
            "at": parse_instant(entry.at),
            "by": _side(entry),
            "seq": entry.seq,
        }
        for entry in entries
        if entry.type != "notice.edited"
    ]


OPERATOR = frozenset({"returned", "review_passed", "published", "amendment_returned", "amended"})
SUPERVISOR = frozenset({"suspended", "released", "reselected"})
DEPARTMENT = frozenset({"objection_decided"})
OF_EVALUATOR = {"department": "department", "centre": "operator"}


def _side(entry: Entry) -> str:
    """Name the side that acted, which is all that a page says of the person."""
    event = entry.type.removeprefix("notice.")
    if entry.actor == "system":
        return "system"
    if event in OPERATOR:
        return "operator"
    if event in DEPARTMENT:
        return "department"
    data = json.loads(entry.data)
    if event in SUPERVISOR or "supervisor" in (data.get("decided_by"), data.get("by_side")):
        return "supervisor"
    if event == "opinion_given":
        return OF_EVALUATOR[data["party"]]
    return "owner" if entry.org == data.get("owner") else "agency"
