"""What a purchase under contract shows in the lists: contracts, evaluations, and what waits for whom by when.

The rows are the notice's own; `projections.notices` folds them and asks here from the accepted award on.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import LAST, Catalogued, Row, Showing, card_of, waits

KEPT = (
    "contract_no", "contract_fen", "signed_on", "starts_on", "ends_on", "supplements_fen", "extensions",
    "uploaded_by", "to_side", "sign_due_at", "confirm_due_at", "filing_due_at", "contract_published_at",
    "filing_missed_at", "filed_at", "change_due_at", "accept_due_at", "disputed_at",
    "evaluate_until_at", "objections_until_at",
    "evaluated_at", "mean", "means", "parties", "fault", "returns", "department_org",
    "pay_until_at", "has_receipts",
)  # fmt: skip
"""Facts of the events from the acceptance on that a card or a queue needs."""

PHASES: Mapping[str, Row] = {
    "notice.substituted": {"sign_due_at": None, "confirm_due_at": None},
    "notice.evaluation_closed": {"evaluate_until_at": None},
    "notice.evaluation_objected": {"objected": True},
    "notice.objection_decided": {"objected": False},
    "notice.result_accepted": {"disputed_at": None},
    "notice.terminated": {"disputed_at": None},
}
CONTRACT_CARD = (
    "notice_no", "title", "owner_name", "owner", "service_type", "department", "division", "winner",
    "winner_name", "award_fen", "contract_no", "contract_fen", "supplements_fen", "extensions", "signed_on",
    "starts_on", "ends_on", "contract_published_at", "state", "mean", "parties",
)  # fmt: skip
RUNNING_CARD = ("notice_no", "title", "owner_name", "contract_no", "contract_fen", "ends_on", "state")
TODO_CARD = ("id", "notice_no", "title", "owner_name", "winner_name", "state", "updated_at")
OWN_CARD = (*CONTRACT_CARD, "id", "sign_due_at")
EVALUATION_CARD = (
    "notice_no", "title", "owner_name", "contract_no", "mean", "means", "parties", "evaluated_at",
)  # fmt: skip
UNDER_CONTRACT = frozenset(
    {"CONTRACTING", "IN_SERVICE", "RESULT_REVIEW", "COMPLETED", "EVALUATED", "TERMINATED", "ARCHIVED"}
)
RUNNING = frozenset({"IN_SERVICE", "RESULT_REVIEW"})
"""Signed and not yet done: what runs on when the agency is stopped (§2.2)."""

Waiting = Iterable[tuple[str, str | None]]
"""What waits, as a code, and until when."""


def fold(entry: Entry, data: Mapping[str, Json]) -> Row:
    """Return what an event says beside its kept facts: who of the evaluating parties has spoken."""
    said: dict[str, Any] = dict(PHASES.get(entry.type, {}))
    if entry.type == "notice.opinion_given":
        said[f"spoken_{data['party']}"] = True
    return said


def contract_cards(row: Row) -> Iterator[Showing]:
    """Yield the cards of a purchase from the accepted award on."""
    if row["state"] not in UNDER_CONTRACT or not row.get("winner") or not row.get("sign_due_at"):
        return
    yield from _own(row)
    if row["state"] in RUNNING:
        yield Showing(
            "running-contracts", (row["winner"],), f"{row['ends_on']}#{row['id']}", card_of(row, RUNNING_CARD)
        )
    yield from _evaluations(row)
    yield from _waits(row, f"owner={row['owner']}", _owner(row))
    yield from _waits(row, f"agency={row['winner']}", _agency(row))
    department = f"dept={row.get('department_org')}"
    for facet, seat, waiting in (
        ("centre", "operator_reviewer", [*_speaker(row, "centre")]),
        (department, department, [*_department(row)]),
        ("supervisor", "supervisor", [*_supervisor(row)]),
    ):
        yield from _waits(row, seat, waiting)
        for sort, card in _todos(row, waiting):
            yield Showing("service-desk", (facet,), sort, card)


def _own(row: Row) -> Iterator[Showing]:
    sort = f"{row['updated_at']}#{row['notice_no']}"
    yield Showing("agency-contracts", (row["winner"],), sort, card_of(row, OWN_CARD))


def catalogue(row: Row) -> Iterator[Catalogued]:
    """Yield a published contract's row of the catalogue, kept under the year of its publication."""
    published_at = row.get("contract_published_at")
    if published_at and row["state"] in UNDER_CONTRACT:
        yield Catalogued("contracts", row["id"], published_at[:4], card_of(row, CONTRACT_CARD))


def _evaluations(row: Row) -> Iterator[Showing]:
    if row.get("evaluated_at"):
        sort = f"{row['evaluated_at']}#{row['notice_no']}"
        yield Showing("evaluations-of", (row["winner"],), sort, card_of(row, EVALUATION_CARD))


def _waits(row: Row, seat: str, waiting: Waiting) -> Iterator[Showing]:
    """Yield what waits at a seat; several may wait at once."""
    return (waits(seat, todo, until, card_of(row, TODO_CARD)) for todo, until in waiting)


def _todos(row: Row, waiting: Waiting) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield place and card of everything that waits at a desk, for its list of contracts."""
    for todo, until in waiting:
        timed = {"until_at": until} if until else {}
        card = {**card_of(row, TODO_CARD), "todo": todo, **timed}
        yield f"{until or LAST}#{row['id']}#{todo}", card


def _owner(row: Row) -> Waiting:
    state = row["state"]
    yield from _either(row, "owner")
    if row.get("filing_due_at") and not row.get("filed_at") and state != "ARCHIVED":
        yield "file-contract", row["filing_due_at"]
    if row.get("pay_until_at"):
        yield "pay-instalment", row["pay_until_at"]
    if state == "RESULT_REVIEW" and not row.get("disputed_at"):
        yield "review-result", row.get("accept_due_at")
    if state == "COMPLETED":
        yield "evaluate", row.get("evaluate_until_at")


def _agency(row: Row) -> Waiting:
    yield from _either(row, "agency")
    if row["state"] == "IN_SERVICE":
        yield "deliver-result", _end_of_day(str(row["ends_on"]))
    if row.get("has_receipts"):
        yield "confirm-receipt", None


def _either(row: Row, side: str) -> Waiting:
    """Yield what waits for either side: the contract to sign or to confirm, a change to answer."""
    if row["state"] == "CONTRACTING":
        if not row.get("confirm_due_at"):
            yield "sign-contract", row["sign_due_at"]
        elif row.get("to_side") == side:
            yield "confirm-contract", row["confirm_due_at"]
    if row.get("change_due_at") and row.get("to_side") == side:
        yield "answer-change", row["change_due_at"]


def _speaker(row: Row, party: str) -> Waiting:
    is_open = row["state"] in ("COMPLETED", "EVALUATED") and row.get("evaluate_until_at")
    if is_open and not row.get(f"spoken_{party}"):
        yield "evaluate", row["evaluate_until_at"]


def _department(row: Row) -> Waiting:
    yield from _speaker(row, "department")
    if row["state"] == "EVALUATED" and row.get("objected"):
        yield "decide-objection", None


def _supervisor(row: Row) -> Waiting:
    if row.get("disputed_at"):
        yield "settle-dispute", None
    if row.get("filing_missed_at") and not row.get("filed_at") and row["state"] != "ARCHIVED":
        yield "demand-filing", row["filing_due_at"]


def _end_of_day(day: str) -> str:
    """Return the end of a day in China as an instant: its 24:00 is 16:00 of the same day in UTC."""
    return f"{day}T16:00:00.000Z"
