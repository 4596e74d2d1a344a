"""What notices show in the lists: the public list, closing soon, draws, awards, and each desk's queue."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections import contracts, issued_awards
from chalicelib.projections.rows import BOARD, Catalogued, Projection, Row, Showing, card_of, figure_of, waits

KEPT = (
    "notice_no", "owner", "state", "service_item", "service_type", "department", "division", "method",
    "price_basis", "amount_fen", "max_fen", "published_at", "closes_at", "received", "valid", "winner",
    "winner_name", "rank", "publicity_ends_at", "award_no", "due_at", "code", "timeout_at", "root",
    "ask_due_at", "explanation_due_at", "decision_due_at", "chain", "draws_from",
    "choice_due_at", "choice_lapses_at", "project_code", "direct_fen", "asks", "profile",
    *contracts.KEPT,
)  # fmt: skip
"""Facts of the events that a card or a queue needs; everything else stays in the ledger."""

AWARD_AMOUNTS = {"amount_fen": "award_fen", "rate_bp": "award_rate_bp"}
SHOWN_WINNER = frozenset(
    {
        "notice.selected", "notice.price_accepted", "notice.price_rejected", "notice.substituted",
        "notice.chosen",
        "notice.awarded",
    }
)  # fmt: skip
"""Events whose amount is the first place's, not the notice's ceiling."""
PUBLIC_CARD = (
    "notice_no", "title", "owner_name", "owner", "state", "service_type", "department", "division", "method",
    "price_basis", "ceiling_fen", "published_at", "closes_at", "code",
)  # fmt: skip
AWARD_CARD = (
    "notice_no", "title", "owner_name", "service_type", "method", "winner", "winner_name", "award_fen",
    "award_rate_bp", "award_no", "awarded_at", "state", "publicity_ends_at",
)  # fmt: skip
ISSUED_CARD = ("notice_no", "title", "owner_name", "service_type", "method", "state")
"""What every award of a notice shows of the notice; the rest is the award's own."""
ISSUED_ROW = (*ISSUED_CARD, "owner", "department", "division")
OPEN_ROW = ("notice_no", "title", "owner", "closes_at", "profile", "asks")
"""What judging an agency for an open notice needs (usecases/quotes/matching.py)."""
DRAW_CARD = (*PUBLIC_CARD, "frozen_at", "timeout_at", "selected_at", "winner", "winner_name", "award_no")
DESK_CARD = (*PUBLIC_CARD, "id", "due_at", "amending", "updated_at", "reviewed", "winner", "winner_name")
WAITING_CARD = ("id", "notice_no", "title", "state", "updated_at")
"""What somebody sees of a notice that waits for them."""

DESKS = {"review": "operator_reviewer", "amendment": "operator_reviewer", "publish": "operator_publisher"}
"""Whose each queue of notices is."""

UNBOUGHT = frozenset({"FAILED", "WITHDRAWN", "TERMINATED"})
UNDRAWN = frozenset({"PUBLISHED", "REG_CLOSED", "SELECTING"})


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of a notice's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    if entry.type in SHOWN_WINNER:
        facts |= {mine: data.get(theirs) for theirs, mine in AWARD_AMOUNTS.items()}
        facts.pop("amount_fen", None)
    elif "amount_fen" in facts:
        facts["ceiling_fen"] = facts.pop("amount_fen")
    facts |= {name: text[name] for name in ("title", "owner_name") if text.get(name)}
    own = {"id": entry.aggregate.split("#", 1)[1], "updated_at": entry.at}
    issued = issued_awards.after(row, entry, data)
    folded = {**_phase(entry), **contracts.fold(entry, data)}
    return {**row, **folded, **facts, **own, **({"awards": issued} if issued else {})}


PHASES: Mapping[str, Row] = {
    "notice.submitted": {"reviewed": False, "returned": False},
    "notice.returned": {"reviewed": False, "returned": True, "due_at": None},
    "notice.review_passed": {"reviewed": True},
    "notice.amendment_proposed": {"amending": True, "amendment_returned": False, "due_at": None},
    "notice.amendment_returned": {"amending": False, "amendment_returned": True},
    "notice.amended": {"amending": False, "amendment_returned": False},
    "notice.closed": {"amending": False, "asks": None},
    "notice.withdrawn": {"amending": False, "asks": None},
    "notice.choice_prepared": {"prepared": True},
    "notice.choice_sent_back": {"prepared": False},
    "notice.choice_escalated": {"choice_due_at": None},
    "notice.owner_awaited": {"explanation_due_at": None, "decision_due_at": None},
    "notice.price_rejected": {
        "ask_due_at": None, "explanation_due_at": None, "decision_due_at": None, "winner": None,
    },
    "notice.substituted": {"awarded_at": None, "award_no": None, "due_at": None},
    "notice.reselected": {"awarded_at": None, "award_no": None, "due_at": None, "winner": None},
    "notice.renoticed": {"renoticed": True},
    "notice.renotice_discarded": {"renoticed": False},
    "notice.discarded": {"discarded": True},
}  # fmt: skip
"""What an event says besides its facts; after a substitution no award stands until the next one."""


STAMPS = {
    "notice.awarded": "awarded_at",
    "notice.frozen": "frozen_at",
    "notice.selected": "selected_at",
    "notice.tied": "frozen_at",
    "notice.chosen": "selected_at",
    "notice.owner_awaited": "selected_at",
    "notice.withdrawn": "withdrawn_at",
}


def _phase(entry: Entry) -> Row:
    stamped = {STAMPS[entry.type]: entry.at} if entry.type in STAMPS else {}
    return {**PHASES.get(entry.type, {}), **stamped}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of a notice; one that was thrown away as a draft has none."""
    if row.get("discarded"):
        return ()
    return (
        *_public(row),
        *_awards(row),
        *_direct(row),
        *_draws(row),
        *_bound(row),
        *_desks(row),
        *contracts.contract_cards(row),
    )


def catalogue(row: Row) -> tuple[Catalogued, ...]:
    """Return a notice's rows of the catalogues, kept under the year of its publication."""
    if not row.get("published_at"):
        return ()
    year = row["published_at"][:4]
    awards = (Catalogued("awards", card["award_no"], year, card) for card in _issued(row, ISSUED_ROW))
    notice = Catalogued("notices", row["id"], year, card_of(row, PUBLIC_CARD))
    is_open = row["state"] == "PUBLISHED" and row.get("asks")
    asks = (Catalogued("open", row["id"], year, card_of(row, OPEN_ROW)),) if is_open else ()
    return (notice, *asks, *awards, *contracts.catalogue(row))


def _public(row: Row) -> Iterator[Showing]:
    if not row.get("published_at"):
        return
    facets = ("archived",) if row["state"] == "ARCHIVED" else ("all",)
    yield Showing("notices", facets, f"{row['published_at']}#{row['notice_no']}", card_of(row, PUBLIC_CARD))
    if row["state"] == "PUBLISHED":
        sort = f"{row['closes_at']}#{row['notice_no']}"
        named = ("all", f"service_type={row.get('service_type')}")
        yield Showing("closing", named, sort, card_of(row, (*PUBLIC_CARD, "id")))
    elif row["state"] == "WITHDRAWN":
        sort = f"{row['withdrawn_at']}#{row['notice_no']}"
        yield Showing("withdrawn", ("all",), sort, card_of(row, ("notice_no", "id", "withdrawn_at")))


def _awards(row: Row) -> Iterator[Showing]:
    """Show every award that was issued, also one that ended; only an archived notice leaves the list."""
    for card in _issued(row, ISSUED_CARD):
        yield Showing("awards", ("all",), f"{card['awarded_at']}#{row['notice_no']}", card)


def _issued(row: Row, common: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    return iter(()) if row["state"] == "ARCHIVED" else issued_awards.cards(row, common)


def _direct(row: Row) -> Iterator[Showing]:
    """Show what an owner bought directly of one service for one project; what ended bought nothing."""
    if row.get("direct_fen") and row.get("published_at") and row["state"] not in UNBOUGHT:
        bought = f"{row['owner']}|{row['service_item']}|{row.get('project_code') or ''}"
        sort = f"{row['published_at']}#{row['notice_no']}"
        yield Showing("direct-of", (bought,), sort, card_of(row, ("notice_no", "published_at", "direct_fen")))


def _draws(row: Row) -> Iterator[Showing]:
    if row.get("frozen_at"):
        status = "waiting" if row["state"] == "SELECTING" else "ended"
        sort = f"{row['frozen_at']}#{row['notice_no']}"
        last = row["awards"][-1]["award_no"] if row.get("awards") else None
        yield Showing("draws", ("all", status), sort, card_of({**row, "award_no": last}, DRAW_CARD))


def _bound(row: Row) -> Iterator[Showing]:
    """Show the supervisor what may still need a value of a chain; what waits for one stands apart."""
    if row.get("chain") and row["state"] in UNDRAWN:
        phase = "waiting" if row.get("frozen_at") else "open"
        sort = f"{row.get('frozen_at') or row['closes_at']}#{row['notice_no']}"
        card = card_of(row, ("notice_no", "title", "state", "closes_at", "timeout_at", "draws_from"))
        yield Showing("beacon", (f"{row['chain']}:{phase}",), sort, card)


def _desks(row: Row) -> Iterator[Showing]:
    owner, state = row["owner"], row["state"]
    sort = f"{row['updated_at']}#{row['id']}"
    facets = (f"{owner}:{state}",) if state == "ARCHIVED" else (owner, f"{owner}:{state}")
    yield Showing("owner-notices", facets, sort, card_of(row, DESK_CARD))
    todo, until = _owner_todo(row)
    if todo:
        yield waits(f"owner={owner}", todo, until, card_of(row, WAITING_CARD))
    queue = _queue(row)
    if queue:
        urgent = f"{row.get('due_at') or row['updated_at']}#{row['id']}"
        yield Showing("notice-queue", (queue,), urgent, card_of(row, DESK_CARD))
        yield waits(DESKS[queue], queue, row.get("due_at"), card_of(row, WAITING_CARD))
    if row.get("frozen_at") and state == "SELECTING":
        yield waits("supervisor", "reveal-beacon", row.get("timeout_at"), card_of(row, WAITING_CARD))
    yield from _agency_awards(row, sort)


def _agency_awards(row: Row, sort: str) -> Iterator[Showing]:
    """Show the first-placed agency its award, and before the publicity only that it has to explain itself."""
    todo, until = _agency_todo(row)
    if row.get("winner") and (todo or row["state"] in ("PUBLICITY", "AWARDED", "CONTRACTING")):
        waiting = {"todo": todo, "until_at": until} if todo else {}
        card = {**card_of(row, (*AWARD_CARD, "id", "due_at")), **waiting}
        yield Showing("agency-awards", (row["winner"],), sort, card)
        if todo:
            yield waits(f"agency={row['winner']}", todo, until, card_of(row, WAITING_CARD))


def _agency_todo(row: Row) -> tuple[str | None, str | None]:
    """Return what waits for the first-placed agency and until when."""
    if row["state"] == "AWARDED":
        return "accept-award", row.get("due_at")
    if row["state"] == "PENDING_OWNER" and not row.get("decision_due_at"):
        return ("explain-price" if row.get("explanation_due_at") else None), row.get("explanation_due_at")
    return None, None


def _owner_todo(row: Row) -> tuple[str | None, str | None]:
    """Return what waits for the owner and until when; without an instant it stands behind those with one."""
    match row["state"]:
        case "DRAFT":
            return ("correct" if row.get("returned") else "finish-draft"), None
        case "PUBLISHED" if row.get("amendment_returned"):
            return "correct-amendment", row.get("closes_at")
        case "PENDING_OWNER" if row.get("choice_lapses_at"):
            todo = "approve-choice" if row.get("prepared") else "choose"
            return todo, row.get("choice_due_at") or row["choice_lapses_at"]
        case "PENDING_OWNER" if row.get("decision_due_at"):
            return "decide-price", row["decision_due_at"]
        case "PENDING_OWNER" if row.get("explanation_due_at"):
            return "await-explanation", row["explanation_due_at"]
        case "PENDING_OWNER":
            return "question-price", row.get("ask_due_at")
        case "FAILED" if not row.get("renoticed"):
            return "renotice", None
    return None, None


def _queue(row: Row) -> str | None:
    if row["state"] == "REVIEWING":
        return "publish" if row.get("reviewed") else "review"
    return "amendment" if row.get("amending") else None


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count, beyond the cards, the notices that the home page says are open, and the owner's own by state."""
    if row.get("discarded"):
        return {}
    own = {(BOARD, figure_of(f"owner={row['owner']}", f"state={row['state']}")): 1}
    return {("notices", "state=PUBLISHED"): 1, **own} if row["state"] == "PUBLISHED" else own


NOTICES = Projection("notice", apply, show, tally, catalogue, reads_texts=True)
