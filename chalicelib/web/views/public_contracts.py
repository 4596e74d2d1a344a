"""What everybody reads of a published contract: money, dates, changes, results, evaluation (§2.4, §5).

The result's files, what was returned and why stay with the parties and the authorities; persons never appear.
"""

from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.contracts.parties import today
from chalicelib.domain.marketplace.contracts.paying import standings
from chalicelib.domain.marketplace.evaluations.facts import DIMENSIONS
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.contracts.papers import public_document
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.i18n import translate
from chalicelib.web.labels.contracts import DIMENSIONS as DIMENSION_WORDS
from chalicelib.web.views.contracts import evaluation_view
from chalicelib.web.views.notices import heading
from chalicelib.web.views.plain import plain

JSON_PARTS = (
    "notice_no", "title", "state", "owner", "agency", "award_fen", "contract_no", "name", "content",
    "amount_fen", "supplements_fen", "signed_on", "starts_on", "ends_on", "original_ends_on", "in_force_at",
    "published_at", "filed_at", "filing_due_at", "is_filing_late", "has_secrets", "sha256", "changes",
    "termination", "payments", "results", "accepted_at", "is_disputed", "evaluation",
)  # fmt: skip


def public_contract(view: NoticeView, now: datetime, rules: MarketRules) -> dict[str, Any]:
    """Return what the public page of a contract shows.

    Raises:
        NotFound: before the contract is published.
    """
    notice, document = view.notice, public_document(view.notice)
    contract = notice.contract
    if contract is None or document is None:
        raise NotFound("not-found", kind="contract")
    winner, terms = selection_of(notice).winner, contract.terms
    ended = contract.termination
    return {
        **heading(view, now),
        "agency": {"uscc": winner.uscc, "name": winner.name},
        "award_fen": winner.amount_fen,
        "contract_no": contract.contract_no,
        "name": terms.name,
        "content": terms.content,
        "terms": terms,
        "amount_fen": terms.amount_fen,
        "supplements_fen": contract.supplements_fen,
        "signed_on": terms.signed_on,
        "starts_on": terms.starts_on,
        "ends_on": contract.ends_on,
        "original_ends_on": terms.ends_on,
        "in_force_at": contract.at,
        "published_at": contract.published_at,
        "filed_at": contract.filed_at,
        "filing_due_at": contract.filing_due_at,
        "is_filing_late": contract.filed_at is None and now >= contract.filing_due_at,
        "has_secrets": contract.public_file is not None,
        "sha256": document.sha256,
        "changes": [_change(one) for one in contract.changes],
        "termination": {name: getattr(ended, name) for name in TERMINATION} if ended else None,
        "payments": standings(contract, today(now)),
        **_delivery(notice),
        "evaluation": evaluation_view(notice.evaluation, rules),
    }


TERMINATION = ("at", "decided_by", "reason", "fault")
CHANGE = ("kind", "side", "at", "reason", "amount_fen", "ends_on", "fault", "agreed_at")


def _change(change: object) -> dict[str, Any]:
    return {name: getattr(change, name) for name in CHANGE}


def _delivery(notice: Notice) -> dict[str, Any]:
    delivery = notice.delivery
    if delivery is None:
        return {"results": [], "accepted_at": None, "is_disputed": False}
    results = [
        {"at": one.at, "finished_on": one.finished_on, "returned_at": one.returned_at}
        for one in delivery.results
    ]
    is_open = delivery.dispute is not None and delivery.accepted_at is None
    return {"results": results, "accepted_at": delivery.accepted_at, "is_disputed": is_open}


def public_contract_json(view: NoticeView, now: datetime, rules: MarketRules) -> dict[str, Json]:
    """Return the same for the API."""
    page = public_contract(view, now, rules)
    return {name: plain(page[name]) for name in JSON_PARTS}


def bar_rows(evaluation: dict[str, Any] | None, locale: str) -> list[tuple[str, str]]:
    """Return names and means of the dimensions for the drawing.

    Raises:
        NotFound: without data there is nothing to draw.
    """
    if evaluation is None or not evaluation["means"]:
        raise NotFound("not-found", kind="evaluation")
    means = evaluation["means"]
    return [(translate(DIMENSION_WORDS[name], locale), means[name]) for name in DIMENSIONS]
