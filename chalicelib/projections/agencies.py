"""What agencies show in the lists: the catalogue of the admitted, and the queues of those who check.

Every event tells the moves of the admissions and, from the commands, name, division and filing
(usecases/agencies/changing.py); a row only folds them. A block (失信名单) is an interval that the
reader of the catalogue compares with now.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.conduct.facts import MeasureKind
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Catalogued, Projection, Row, Showing, card_of, waits

ADMITTED = "ACTIVE"
SHOWN_STATES = (ADMITTED, "RESTRICTED", "SUSPENDED")
"""States under which the public finds an agency, by the first that one of its service types is in.

So every agency stands in one state, and the states add up to all.
"""

BIDDING = ("ACTIVE", "SUSPENDED")
"""States from which an agency may bid now: a suspension ends by itself, and its timer may be late."""

FORM_CHECK = "FORM_CHECK"
PUBLIC_ROW = ("uscc", "name", "division", "agency_kind", "types", "listed_at", "qualifications")
KEPT = ("name", "division", "agency_kind", "filing", "qualifications")
CONDUCT_CARD = (
    "number", "uscc", "name", "basis", "points", "decided_at", "points_end_at", "document_no", "phase",
    "source", "corrected_at", "notice_no", "hidden_at",
)  # fmt: skip
QUEUE_CARD = ("uscc", "name", "stage", "submitted_at", "due_at", "is_reminded", "is_entry", "reference")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an agency's ledger into its row."""
    changed = {**row, "uscc": entry.aggregate.split("#", 1)[1]}
    facts: dict[str, Any] = dict(data)
    changed |= {name: facts[name] for name in KEPT if name in facts}
    types = dict(changed.get("types", {}))
    for move in facts.get("moves", ()):
        types[move["service_type"]] = move["to"]
        if move["to"] == ADMITTED and "listed_at" not in changed:
            changed["listed_at"] = move["at"]
    return changed | {"types": types, "sanctions": _sanctions(row, facts)}


def _sanctions(row: Row, facts: Mapping[str, Any]) -> dict[str, Row]:
    """Fold decisions, corrections and what the clock has done to them; a hidden one is dropped."""
    kept: dict[str, Row] = {**row.get("sanctions", {})}
    for one in facts.get("sanctions", ()):
        kept[one["number"]] = {**one, "phase": "running"}
    if "revoked_at" in facts:
        kept[facts["number"]] = {
            **kept[facts["number"]],
            "corrected_at": facts["revoked_at"],
            "phase": "ended",
        }
    for number, phase in facts.get("turned", {}).items():
        if number in kept:
            kept[number] = {**kept[number], "phase": phase}
    return {number: one for number, one in kept.items() if one["phase"] != "hidden"}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of an agency."""
    return (*_queues(row), *_admissions(row))


def catalogue(row: Row) -> tuple[Catalogued, ...]:
    """Return an agency's row, by the year of its first admission, and one a public decision."""
    return (*_admitted(row), *_conduct(row))


def _admitted(row: Row) -> tuple[Catalogued, ...]:
    standing = _standing(row)
    if standing is None:
        return ()
    active = sorted(code for code, state in row["types"].items() if state == ADMITTED)
    shown = {**card_of(row, PUBLIC_ROW), "state": standing, "active": active}
    if blocks := list(_blocks(row)):
        shown["blocks"] = blocks
    return (Catalogued("agencies", row["uscc"], row["listed_at"][:4], shown),)


def _blocks(row: Row) -> Iterator[Json]:
    """Yield from when to when list entries lie over every admission."""
    for one in row.get("sanctions", {}).values():
        if "corrected_at" not in one:
            yield from (
                {"starts_at": measure["starts_at"], "ends_at": measure["ends_at"]}
                for measure in one["measures"]
                if measure["kind"] == MeasureKind.BLACKLIST
            )


def _standing(row: Row) -> str | None:
    if "listed_at" not in row:
        return None
    return next((state for state in SHOWN_STATES if state in row["types"].values()), None)


def _queues(row: Row) -> Iterator[Showing]:
    filing = row.get("filing")
    if not filing:
        return
    sort = f"{filing['due_at']}#{row['uscc']}"
    card = card_of({**row, **filing}, QUEUE_CARD)
    if filing["stage"] == FORM_CHECK:
        yield Showing("agency-queue", ("form-check",), sort, card)
        yield waits("operator_reviewer", "check-agency", filing["due_at"], card)
    for org, service_types in filing["departments"].items():
        yield Showing("agency-queue", (f"dept={org}",), sort, {**card, "service_types": service_types})
        yield waits(f"dept={org}", "review-agency", filing["due_at"], card)


def _admissions(row: Row) -> Iterator[Showing]:
    """List an agency by each service type for which it may bid; whether it does so now, it says itself."""
    bidding = sorted(code for code, state in row["types"].items() if state in BIDDING)
    if bidding:
        facets = tuple(f"service_type={code}" for code in bidding)
        yield Showing("admitted", facets, row["uscc"], {"uscc": row["uscc"]})


def _conduct(row: Row) -> Iterator[Catalogued]:
    """Yield the public decisions, each with what it does, kept under the year in which it was decided."""
    for number, one in row.get("sanctions", {}).items():
        measures = one["measures"]
        kinds: list[Json] = [*dict.fromkeys(measure["kind"] for measure in measures)] or ["points"]
        services: list[Json] = [measure["service_type"] for measure in measures if measure["service_type"]]
        card = {**card_of({**row, **one}, CONDUCT_CARD), "kinds": kinds, "services": services}
        if end := _stops_until(one):
            card["ends_at"] = end
        yield Catalogued("conduct", number, one["decided_at"][:4], card)


def _stops_until(one: Mapping[str, Any]) -> str | None:
    """Return when the measures of a decision end, or its points where it has none (conduct/reading)."""
    if "corrected_at" in one:
        return str(one["corrected_at"])
    ends = [measure["ends_at"] for measure in one["measures"]]
    return one.get("ends_at") if not ends else None if None in ends else max(ends)


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count, beyond the cards, the agencies that the catalogue shows."""
    return {("agencies", "all"): 1} if _standing(row) else {}


AGENCIES = Projection("agency", apply, show, tally, catalogue)
