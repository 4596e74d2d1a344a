"""What talks with units and praises of them show: to those concerned, on boards, and to everybody.

The public card is the fact with its ground: a praise at once, a talk once it was held and where the rules
publish it. Which work order a measure rests on is for those concerned: its number is its resident's.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.supervision.measure import Ground
from chalicelib.domain.satisfaction.supervision.states import CLOSED, MeasureState
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.projections.rows import Projection, Row, Showing, waits

KEPT = (
    "number", "kind", "unit", "ground", "ref", "profile", "rank", "state", "is_public", "meets_on", "due_at",
)  # fmt: skip
CARD = (
    "id",
    "number",
    "kind",
    "unit",
    "ground",
    "ref",
    "state",
    "meets_on",
    "due_at",
    "opened_at",
    "updated_at",
)
PUBLISHED = (
    "number", "kind", "unit", "ground", "ref", "profile", "rank", "state", "published_at",
)  # fmt: skip
OPEN_REFS = frozenset({Ground.RANKING, Ground.AUDIT_FLAG})
"""The grounds whose reference is public anyway."""

_S = MeasureState
REGULATOR, HEAD = "regulator", "unit_head={unit}"
TURNS: Mapping[MeasureState, tuple[tuple[str, str], ...]] = {
    _S.INVITED: ((REGULATOR, "hold-talk"), (HEAD, "attend-talk")),
    _S.HELD: ((HEAD, "answer-talk"),),
    _S.COMMITTED: ((HEAD, "keep-commitments"), (REGULATOR, "confirm-commitments")),
    _S.OVERDUE: ((HEAD, "keep-commitments"), (REGULATOR, "confirm-commitments")),
}
"""Whose turn it is in a state, and to do what."""


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a measure's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT}
    after = {"opened_at": entry.at, **row, **facts, "updated_at": entry.at}
    if entry.type in ("supervision.praised", "supervision.held"):
        after["published_at"] = entry.at
    return {**after, "id": entry.aggregate.split("#", 1)[1]}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of a measure."""
    return (*_listed(row), *_todo(row), *_published(row))


def _listed(row: Row) -> Iterator[Showing]:
    group = "closed" if MeasureState(row["state"]) in CLOSED else "open"
    scopes = ("all", f"unit={row['unit']}")
    facets = tuple(f"{scope}{part}" for scope in scopes for part in ("", f"|{group}"))
    card = {name: row[name] for name in CARD if row[name] is not None}
    yield Showing("supervision", facets, f"{row['opened_at']}#{row['id']}", card)


def _todo(row: Row) -> Iterator[Showing]:
    state = MeasureState(row["state"])
    card = {"id": row["id"], "title": row["number"], "unit": row["unit"], "state": row["state"]}
    until = _end_of(row["meets_on"]) if state is _S.INVITED else row["due_at"]
    for seat, todo in TURNS.get(state, ()):
        yield waits(seat.format_map(row), todo, until, card)


def _published(row: Row) -> Iterator[Showing]:
    if not row["is_public"] or "published_at" not in row:
        return
    card = {name: row[name] for name in PUBLISHED if row[name] is not None}
    if row["ground"] not in OPEN_REFS:
        del card["ref"]
    yield Showing(
        "public-measures", ("all", f"kind={row['kind']}"), f"{row['published_at']}#{row['id']}", card
    )


def _end_of(day: str) -> str:
    return format_instant(datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), CHINA))


SUPERVISION = Projection("supervision", apply, show)
