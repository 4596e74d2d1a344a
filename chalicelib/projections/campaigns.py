"""Campaigns in their list: what each is called, where it stands, and how many it asks; of nobody who."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, card_of, waits

KEPT = ("number", "kind", "state", "begins_at", "ends_at", "method", "people")
PUBLISHED = ("results_sha256", "results_page")
CARD = ("id", "title", *KEPT, "changed_at")
RESULT = ("id", "title", "number", "kind", "begins_at", "ends_at", "results_sha256", "published_at")
WAITING = {"IN_REVIEW": "decide-campaign", "ANALYSED": "publish-campaign"}
"""What the regulator has to do in a state."""
OUT = frozenset({"PUBLISHED", "ARCHIVED"})


def apply(row: Row, entry: Entry, data: Mapping[str, Json], text: Mapping[str, str]) -> Row:
    """Fold one entry of a campaign's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in (*KEPT, *PUBLISHED)}
    out = {"published_at": entry.at} if entry.type == "campaign.published" else {}
    words = {"title": text.get("title", ""), "suggestions": text.get("suggestions", "[]")}
    return {**row, **facts, **words, **out, "id": entry.aggregate.split("#", 1)[1], "changed_at": entry.at}


def show(row: Row) -> tuple[Showing, ...]:
    """Return the card of a campaign, that of its results, and what it waits for."""
    state = row["state"]
    facets = ("all", f"kind={row['kind']}", f"state={state}")
    shown = [Showing("campaigns", facets, f"{row['changed_at']}#{row['id']}", card_of(row, CARD))]
    if state in OUT:
        sort = f"{row['published_at']}#{row['id']}"
        shown.append(Showing("survey-results", ("all", f"kind={row['kind']}"), sort, card_of(row, RESULT)))
    if state in WAITING:
        shown.append(waits("regulator", WAITING[state], None, {"id": row["id"], "title": row["title"]}))
    return tuple(shown)


CAMPAIGNS = Projection("campaign", apply, show, reads_texts=True)
