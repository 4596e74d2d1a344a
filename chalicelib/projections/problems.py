"""What problems show: to those who handle them as they stand, to everybody once published (§8.16)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of

KEPT = ("problem_no", "unit", "topic", "state", "people", "channels")
WORDS = ("title", "unit_name", "changed", "before", "after")
CARD = ("id", *KEPT, *WORDS, "confirmed_at", "published_at", "updated_at")
PUBLIC = ("problem_no", "topic", "people", "channels", *WORDS, "confirmed_at", "published_at")


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of a problem's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    after = {"confirmed_at": entry.at, **row, **facts, **{name: text[name] for name in WORDS if name in text}}
    after |= {"id": entry.aggregate.split("#", 1)[1], "updated_at": entry.at}
    return after | ({"published_at": entry.at} if entry.type == "problem.published" else {})


def show(row: Row) -> tuple[Showing, ...]:
    """Return the cards of a problem."""
    facets = tuple(
        f"{scope}{group}" for scope in ("all", f"unit={row['unit']}") for group in ("", f"|{row['state']}")
    )
    desk = Showing("problem-desk", facets, f"{row['confirmed_at']}#{row['id']}", card_of(row, CARD))
    if row["state"] != "PUBLISHED":
        return (desk,)
    return desk, Showing("problems", ("all",), f"{row['published_at']}#{row['id']}", card_of(row, PUBLIC))


PROBLEMS = Projection("problem", apply, show, reads_texts=True)
