"""What items count for, in the month of their receipt: at the unit whose step it was, or the office."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.hotline.figures import (
    FIGURES,
    HOURS,
    IN_TIME,
    RECEIVED,
    STEPS,
    TEXTED,
    UNSATISFIED,
    hour_bin,
)
from chalicelib.domain.satisfaction.statistics.columns import figure_name
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.kernel.clock import parse_instant
from chalicelib.projections.rows import Row, column_of

CONTACTS = frozenset({"answered", "contacted", "progressed", "replied"})
_HOUR = timedelta(hours=1)


def fold(row: Row, entry: Entry, data: Mapping[str, Any]) -> Row:
    """Return what an entry of an item's ledger changes of what it counts for."""
    event, counted = entry.type.removeprefix("hotline."), dict(row.get("counted", {}))
    for mark in data.get("marks", ()):
        if mark["step"] in STEPS:
            counted[f"{mark['step']}#{mark['due_at']}"] = [mark["unit"], False]
    for met in data.get("met", ()):
        counted.setdefault(f"{met['step']}#{met['due_at']}", [met["unit"], met["in_time"]])
    facts: Row = {"counted": counted}
    if event in CONTACTS and "waited" not in row:
        waited = parse_instant(entry.at) - parse_instant(row.get("created_at", entry.at))
        facts["waited"] = [data["unit"], hour_bin(-(-waited // _HOUR))]
    if data["state"] == "UNSATISFIED":
        facts["was_unsatisfied"] = True
    return facts


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count an item."""
    period = period_of(parse_instant(row["created_at"]))
    found: dict[tuple[str, str], int] = {}

    def count(unit: str, column: str) -> None:
        key = (FIGURES, column_of(period[:4], figure_name(unit, period), column))
        found[key] = found.get(key, 0) + 1

    if row["contactable"]:
        count("", TEXTED)
    count(row["unit"], RECEIVED)
    for name, (unit, is_in_time) in row.get("counted", {}).items():
        letter = STEPS[name.partition("#")[0]]
        count(unit, letter)
        if is_in_time:
            count(unit, letter + IN_TIME)
    if "waited" in row:
        unit, hours = row["waited"]
        count(unit, f"{HOURS}{hours}")
    if row.get("was_unsatisfied"):
        count(row["unit"], UNSATISFIED)
    return found
