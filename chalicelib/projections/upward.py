"""What the provincial system was told, as its page lists it, and the days that were compared.

A telling stands under its day, against which the far side's list of that day is held, and, until it is
accepted, under its state; accepted ones are counted only. The far side's words are not here.
"""

from collections import Counter
from collections.abc import Mapping

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.upward.states import TellingState
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing

LIST = "upward"
CARD = ("name", "fact", "level", "on", "state", "error", "receipt", "next_at", "behind")


def apply(_row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Each fact says of all tellings where they stand."""
    return {**data, "id": entry.aggregate.split("#", 1)[1], "told_at": entry.at}


def show(row: Row) -> tuple[Showing, ...]:
    """Return a card of each telling."""
    return tuple(_card(row, telling) for telling in row["tellings"])


def _card(row: Row, telling: Mapping[str, Json]) -> Showing:
    state, is_kept = telling["state"], telling["state"] == TellingState.KEPT_HERE
    facets = [] if is_kept else [f"day={telling['on']}"]
    if state != TellingState.ACCEPTED:
        facets.append(f"state={state}")
    fields = {name: telling[name] for name in CARD if telling.get(name) is not None}
    data = {**fields, "id": row["id"], "unit": row["unit"], "task_code": row["task_code"]}
    return Showing(
        "upward", tuple(facets), f"{row['told_at']}#{telling['name']}", {**data, "told_at": row["told_at"]}
    )


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count what was accepted."""
    accepted = Counter(telling["state"] for telling in row["tellings"])[TellingState.ACCEPTED]
    return {(LIST, f"state={TellingState.ACCEPTED}"): accepted} if accepted else {}


def apply_day(_row: Row, _entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """The latest comparison of a day says all there is."""
    return dict(data)


def show_day(row: Row) -> tuple[Showing, ...]:
    """Return the card of a compared day."""
    names = ("on", "n_here", "n_there", "n_same", "counts", "made_at")
    return (Showing("reconciliations", ("all",), row["on"], {name: row[name] for name in names}),)


REPORTS = Projection("report", apply, show, tally)
RECONCILIATIONS = Projection("reconciliation", apply_day, show_day)
