"""What the first-placed agency has to do, by when, and what follows (docs/rules.md §2.1, §2.3, §3.5)."""

from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.facts import GIVEN_UP
from chalicelib.domain.marketplace.notices.issued import leavers
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state
from chalicelib.kernel.canonical import Json
from chalicelib.web.views.plain import plain

FIRST_PLACE = frozenset({NoticeState.PUBLICITY, NoticeState.AWARDED, NoticeState.CONTRACTING})
"""The states in which the first place can be given up."""


def award_page(notice: Notice, uscc: str, now: datetime) -> dict[str, Any]:
    """Return what the award page of one agency shows; `task` says what is asked of it now."""
    winner = notice.selection.winner if notice.selection else None
    is_mine = winner is not None and winner.uscc == uscc
    left = leavers(notice).get(uscc)
    task = _task(notice, now) if is_mine else None
    return {
        "notice_no": number_of(notice),
        "notice_id": notice.id,
        "title": notice.content.title,
        "notice_state": effective_state(notice, now),
        "is_mine": is_mine,
        "task": task,
        "winner": winner if is_mine else None,
        "publicity": notice.publicity,
        "award": left.award if left else notice.award if is_mine else None,
        "inquiry": notice.inquiry if is_mine else None,
        "left": left,
        "may_accept": task == "accept",
        "may_abandon": is_mine and effective_state(notice, now) in FIRST_PLACE,
        "may_explain": task == "explain",
    }


def award_json(notice: Notice, uscc: str, now: datetime) -> dict[str, Json]:
    """Return the same for the API."""
    page = award_page(notice, uscc, now)
    award, inquiry, left = page["award"], page["inquiry"], page["left"]
    shown: dict[str, Json] = {
        name: page[name]
        for name in ("notice_no", "notice_id", "is_mine", "task", "may_accept", "may_abandon", "may_explain")
    }
    shown["notice_state"] = plain(page["notice_state"])
    shown["award_no"] = award.award_no if award else None
    shown["due_at"] = plain(award.due_at) if award else None
    shown["lapses_at"] = plain(award.lapses_at) if award else None
    shown["accepted_at"] = plain(award.accepted_at) if award else None
    shown["sign_due_at"] = plain(award.sign_due_at) if award else None
    shown["explanation_due_at"] = plain(inquiry.explanation_due_at) if inquiry else None
    shown["left_code"] = left.code if left else None
    shown["left_reason"] = left.reason if left else None
    shown["gave_up"] = left is not None and left.code in GIVEN_UP
    return shown


def _task(notice: Notice, now: datetime) -> str:
    """Say what the first-placed agency has to do: explain, wait, accept, or nothing any more."""
    inquiry, award = notice.inquiry, notice.award
    if notice.state is NoticeState.PENDING_OWNER and inquiry is not None:
        due = inquiry.explanation_due_at
        asked = due is not None and now < due and inquiry.explained_at is None
        return "explain" if asked else "wait-for-owner"
    if notice.state is NoticeState.PUBLICITY:
        return "wait-for-publicity"
    if notice.state is NoticeState.AWARDED and award is not None:
        return "accept" if now < award.lapses_at else "lapsed"
    if notice.state is NoticeState.CONTRACTING:
        return "accepted"
    return "under-contract" if notice.contract is not None else "over"
