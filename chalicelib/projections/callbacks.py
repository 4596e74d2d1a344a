"""What callbacks show: the campaigns that call, their counters by unit, and what discipline has to read.

A campaign's units are a figure each, their counters its columns; the board is one Query.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.callbacks.board import (
    ANSWERED,
    LEVEL,
    LIST,
    OUTCOME,
    PART,
    PLANNED,
    RATED,
    REACHED,
    REASON,
    SERVED,
    STATE,
    TRIED,
)
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.campaigns.eligible import Ineligible
from chalicelib.domain.satisfaction.surveys.figures import ALL
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, column_of
from chalicelib.projections.surveys import LIST as RESULTS
from chalicelib.projections.surveys import columns_of, figures_of

CAMPAIGNS, VISITS = "callback-campaigns", "callback-visits"
KEPT = (
    "campaign",
    "unit",
    "stratum",
    "state",
    "outcome",
    "attempts",
    "reached",
    "level",
    "integrity_ref",
    "is_erased",
    "visit_first",
    "answers",
    "groups",
    "is_complete",
    "is_invalid",
)
FIRST = frozenset({TaskState.UNREACHED, TaskState.SMS_FALLBACK, TaskState.BAD_NUMBER})
"""Where whoever needs somebody to come waits for a visit to be ordered; the text goes besides."""
NOT_COUNTED = frozenset({SERVED, PLANNED})


def apply_task(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a task into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT if name in data}
    parts = list(row.get("parts", ()))
    if part := data.get("part"):
        parts.append(part)
    if facts.get("integrity_ref"):
        facts["integrity_at"] = row.get("integrity_at", entry.at)
    return {**row, **facts, "id": entry.aggregate.split("#", 1)[1], "parts": parts}


def show_task(row: Row) -> tuple[Showing, ...]:
    """Return a card where somebody has to read or to go: integrity, and a visit that waits."""
    return tuple(_shown(row))


def _shown(row: Row) -> Iterator[Showing]:
    card = {"id": row["id"], "campaign": row["campaign"], "unit": row["unit"]}
    if row.get("integrity_ref"):
        at = row["integrity_at"]
        said = {**card, "ref": row["integrity_ref"], "at": at}
        yield Showing("integrity", ("all",), f"{at}#{row['id']}", said)
    facets = tuple(f"{row['campaign']}|{group}" for group in _groups(row))
    if facets and not row.get("is_erased"):
        yield Showing(
            "callback-visits", facets, f"{row['unit']}#{row['id']}", {**card, "state": row["state"]}
        )


def _groups(row: Row) -> Iterator[str]:
    """Yield under what the lead finds somebody who is to be visited, or could be."""
    if row["state"] == TaskState.VISIT:
        yield "visit"
    if row["state"] in (TaskState.UNREACHED, TaskState.BAD_NUMBER):
        yield "unreached"
    if row.get("visit_first") and row["state"] in FIRST:
        yield "first"


def tally_task(row: Row) -> Mapping[tuple[str, str], int]:
    """Count a task at the unit of its last case; what somebody holds waits, since a lease ends by itself."""
    state = row["state"]
    if state == TaskState.ASSIGNED:
        state = TaskState.RETRY if row.get("attempts") else TaskState.QUEUED
    counts = {STATE + state: 1}
    if row.get("attempts"):
        counts |= {TRIED: 1, OUTCOME + row["outcome"]: 1}
    if row.get("reached"):
        counts[REACHED] = 1
    if row["state"] == TaskState.DONE and row.get("level"):
        counts |= {ANSWERED: 1} if row.get("is_invalid") else {ANSWERED: 1, f"{LEVEL}{row['level']}": 1}
    for part in row.get("parts", ()):
        counts[PART + part] = counts.get(PART + part, 0) + 1
    mine = {(LIST, column_of(row["campaign"], row["unit"], name)): count for name, count in counts.items()}
    return {**mine, **dict(_results(row))}


def _results(row: Row) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield what a task adds to the results of its campaign, where surveys by link are counted too."""
    is_done, is_invalid = row["state"] == TaskState.DONE, bool(row.get("is_invalid"))
    said = row.get("answers") if is_done and not is_invalid else None
    course = {
        "asked": bool(row.get("attempts")) or row.get("answers") is not None,
        "answered": said is not None,
        "complete": said is not None and bool(row.get("is_complete")),
        "invalid": is_done and is_invalid,
    }
    for name, holds in course.items():
        if holds:
            yield (RESULTS, column_of(row["campaign"], ALL, name)), 1
    if said is None:
        return
    for figure in figures_of(said, row.get("groups", ()), str(row.get("stratum", ""))):
        for name, count in columns_of(said):
            yield (RESULTS, column_of(row["campaign"], figure, name)), count


def apply_plan(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a plan into its row: the sums by unit of what its steps met."""
    units: dict[str, dict[str, int]] = {unit: dict(counts) for unit, counts in row.get("units", {}).items()}
    met: Any = data["counts"]
    for unit, counts in met.items():
        mine = units.setdefault(unit, {})
        for name, count in counts.items():
            mine[name] = mine.get(name, 0) + count
    facts = {name: data[name] for name in ("campaign", "months", "served", "planned")}
    return {**facts, "units": units, "begun_at": row.get("begun_at", entry.at)}


def show_plan(row: Row) -> tuple[Showing, ...]:
    """Return the card of a campaign that calls."""
    card = {name: row[name] for name in ("campaign", "months", "served", "planned", "begun_at")}
    return (Showing("callback-campaigns", ("all",), f"{row['begun_at']}#{row['campaign']}", card),)


def tally_plan(row: Row) -> Mapping[tuple[str, str], int]:
    """Count who was served, who got a task and why the others got none."""
    mine = {
        (LIST, column_of(row["campaign"], unit, name if name in NOT_COUNTED else REASON + name)): count
        for unit, counts in row["units"].items()
        for name, count in counts.items()
    }
    return {**mine, **dict(_passed_over(row))}


def _passed_over(row: Row) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield whom the campaign is about: who got a task, who rated already, who was not asked and why not."""
    met: Counter[str] = Counter()
    for counts in row["units"].values():
        met.update(counts)
    withheld = sum(n for name, n in met.items() if name not in {*NOT_COUNTED, RATED, *Ineligible})
    course = {"people": met[PLANNED] + met[RATED] + withheld, "rated": met[RATED], "withheld": withheld}
    for name, number in course.items():
        if number:
            yield (RESULTS, column_of(row["campaign"], ALL, name)), number


CALLBACK_TASKS = Projection("callback-task", apply_task, show_task, tally_task)
CALLBACK_PLANS = Projection("callback-plan", apply_plan, show_plan, tally_plan)
