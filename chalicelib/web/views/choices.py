"""The owner's own decision as page and JSON: candidates, decision, clocks (docs/rules.md §3.3, §3.4)."""

from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.facts import PreparedChoice
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection.proposal import Sheets
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.choices.candidates import Before
from chalicelib.web.views.plain import plain


def choice_page(notice: Notice, before: Before, sheets: Sheets, now: datetime) -> dict[str, Any]:
    """Return what the selection room shows; `sheets` are those that wait for approval."""
    choice = notice.choice
    is_open = choice is not None and choice.decided_at is None and notice.state is NoticeState.PENDING_OWNER
    return {
        "notice": notice,
        "choice": choice,
        "is_open": is_open and choice is not None and now < choice.lapses_at,
        "scores": notice.content.method is Method.PROPOSAL,
        "criteria": notice.content.method_terms.criteria,
        "candidates": candidates(before),
        "prepared": choice.prepared if choice is not None and is_open else None,
        "sheets": sheets,
    }


def candidates(before: Before) -> list[dict[str, Any]]:
    """Return each candidate with its price and its credit at the deadline, in the order of the list."""
    opened = {row.uscc: row for row in before.rows}
    return [
        {
            "place": row.place,
            "uscc": row.uscc,
            "name": row.name,
            "amount_fen": row.amount_fen,
            "rate_bp": row.rate_bp,
            "award_fen": row.award_fen,
            "credit_hundredths": opened[row.uscc].credit_hundredths,
            "validity_days": opened[row.uscc].validity_days,
            "staff_count": len(opened[row.uscc].staff),
            "plan": opened[row.uscc].plan_copy,
        }
        for row in before.listed
    ]


def choice_json(notice: Notice, before: Before, sheets: Sheets, now: datetime) -> dict[str, Json]:
    """Return the same for the API."""
    page, choice = choice_page(notice, before, sheets, now), notice.choice
    return {
        "notice_id": notice.id,
        "notice_no": notice.notice_no,
        "method": notice.content.method,
        "is_open": page["is_open"],
        "due_at": plain(choice.due_at if choice else None),
        "lapses_at": plain(choice.lapses_at if choice else None),
        "decided_at": plain(choice.decided_at if choice else None),
        "reason": choice.reason if choice else "",
        "chosen": choice.chosen if choice else None,
        "prepared": _prepared_json(page["prepared"], sheets),
        "sent_back": choice.sent_back if choice else "",
        "criteria": plain(page["criteria"]),
        "candidates": [_candidate_json(one) for one in page["candidates"]],
    }


def _prepared_json(prepared: PreparedChoice | None, sheets: Sheets) -> Json:
    """Return what waits for the administrator, without the person who prepared it."""
    if prepared is None:
        return None
    scores: list[Json] = [{"uscc": uscc, "points": list(points)} for uscc, points in sheets.items()]
    own = {"at": plain(prepared.at), "reason": prepared.reason, "chosen": prepared.chosen}
    return {**own, "scores": scores}


def _candidate_json(candidate: dict[str, Any]) -> dict[str, Json]:
    """Return a candidate without the key of its plan; the plan has an address of its own."""
    plan = candidate["plan"]
    return {
        **{name: plain(value) for name, value in candidate.items() if name != "plan"},
        "plan_sha256": plan.sha256 if plan else None,
    }
