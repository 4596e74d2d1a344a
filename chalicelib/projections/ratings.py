"""What served cases and ratings count for: exact figures of a unit and month (evaluation.md §5).

Everything is counted in the month in which the service was completed, at the unit that served, so that the
numerator and the denominator of a figure are one population. A case counts once it is completed, a rating as
what has become of it, an invitation that was not sent under its reason. A rating without a known case counts
in a column of its own and in no figure (ADR 0087). A row says nothing of a person.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.attribution import CLERKS, clerk_column, clerk_facet, clerk_figure
from chalicelib.domain.satisfaction.statistics.columns import (
    COLUMNS,
    FAILING,
    FIGURES,
    TEXTED,
    channel_column,
    figure_name,
    hall_column,
    suppression_column,
)
from chalicelib.domain.satisfaction.statistics.names import CASES as BY_CASES
from chalicelib.domain.satisfaction.statistics.names import UNITS, name_of_unit
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.domain.satisfaction.statistics.ways import way_of
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.projections import invitation_cards, matters
from chalicelib.projections.rows import Projection, Row, Showing, card_of, column_of, waits

CASE_KEPT = ("unit", "unit_name", "hall", "done_at", "task_code", "task_name")
RATING_KEPT = (
    "unit", "hall", "staff", "done_at", "level", "indicators", "channel", "rated_at", "late", "findings",
    "sub_channel", "follow_up_level", "is_default",
)  # fmt: skip
REVIEW_KEPT = ("review", "category", "mark", "review_due_at")
"""What an event about the review says anew, each time all of it."""
BECOMES = {
    "invitation.answered": "e",
    "invitation.rating_withdrawn": "w",
    "invitation.rating_invalidated": "i",
    "invitation.rating_reinstated": "e",
}
"""What becomes of a rating by an event, under the letter of its columns."""

LATE, IN_FORCE, INVALID, UNMATCHED = "l", "e", "i", "u"
FLAGGED_CARD = (
    "id", "unit", "level", "channel", "rated_at", "findings", "fate", "review", "category", "mark",
)  # fmt: skip
REVIEWERS, OPEN = "appeal_reviewer", "OPEN"


def counted(unit: str, at: str, columns: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Count columns of a unit in the month of an instant."""
    period = period_of(parse_instant(at))
    name = figure_name(unit, period)
    return {
        (FIGURES, column_of(period[:4], name, column)): int(count)
        for column, count in columns.items()
        if count
    }


def apply_case(row: Row, _entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a case into its row."""
    return {**row, **card_of(dict(data), CASE_KEPT)}


def tally_case(row: Row) -> Mapping[tuple[str, str], int]:
    """Count a service once it is completed."""
    if not row.get("done_at"):
        return {}
    columns = {"c": 1, hall_column(row["hall"], "c"): bool(row["hall"])}
    own = counted(row["unit"], row["done_at"], columns) | matters.tally_case(row)
    if row.get("unit_name"):
        own[FIGURES, column_of(UNITS, name_of_unit(row["unit"], row["unit_name"]), BY_CASES)] = 1
    return own


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of an invitation into its row."""
    facts: dict[str, Any] = {name: data[name] for name in RATING_KEPT if data.get(name)}
    if data.get("review"):
        facts |= {name: data.get(name) for name in REVIEW_KEPT}
    if entry.type in BECOMES:
        facts["fate"] = BECOMES[entry.type]
        facts["came_at"] = row.get("came_at", entry.at)
    elif entry.type == "invitation.suppressed":
        facts["reason"] = data["reason"]
    elif entry.type == "invitation.sent":
        facts["texted"] = True
    elif entry.type == "invitation.send_refused" and data.get("is_number_fault"):
        facts |= {"texted": True, "failing": True}
    noted = invitation_cards.note(row, entry, data)
    return {**row, **facts, **noted, "id": entry.aggregate.split("#", 1)[1]}


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count an invitation and the rating that it led to."""
    columns: Counter[str] = Counter(_of_rating(row)) if row.get("fate") else Counter()
    columns.update(_of_follow_up(row))
    columns[COLUMNS["defaults"]] = bool(row.get("is_default"))
    columns[TEXTED], columns[FAILING] = bool(row.get("texted")), bool(row.get("failing"))
    if row.get("reason"):
        columns[suppression_column(row["reason"])] = 1
    own = counted(row["unit"], row["done_at"], columns)
    return own | invitation_cards.counted(row) | matters.tally_rating(row) | _of_clerk(row)


def _of_rating(row: Row) -> Iterator[str]:
    """Yield the columns of a rating: one of no known case, or after the freeze, is apart while it stands."""
    level, fate = row["level"], row["fate"]
    apart = UNMATCHED if not row.get("case") else LATE if row.get("late") else ""
    if apart:
        yield from (f"{apart}{level}",) if fate == IN_FORCE else ()
        return
    yield f"{fate}{level}"
    if fate == IN_FORCE:
        yield channel_column(way_of(row["channel"], row.get("sub_channel", "")), level)
        if row.get("hall"):
            yield hall_column(row["hall"], str(level))


def _of_clerk(row: Row) -> dict[tuple[str, str], int]:
    """Count a rating for its clerk's own page by the day on which it came in, whatever became of it."""
    if not row.get("fate") or not row.get("staff") or not row.get("indicators"):
        return {}
    on = parse_instant(row["came_at"]).astimezone(CHINA).date()
    facet, figure = clerk_facet(row["unit"], on.year), clerk_figure(row["staff"], on.month)
    return {(CLERKS, column_of(facet, figure, clerk_column(on.day, row["level"], row["indicators"]))): 1}


def _of_follow_up(row: Row) -> dict[str, int]:
    """Return the pair of a first rating and its follow-up, while the first is in a figure itself (§5.9)."""
    if (
        not row.get("follow_up_level")
        or row.get("fate") != IN_FORCE
        or row.get("late")
        or not row.get("case")
    ):
        return {}
    change = row["follow_up_level"] - row["level"]
    return {COLUMNS["follow_ups"]: 1, COLUMNS["follow_up_change"]: change}


def show(row: Row) -> tuple[Showing, ...]:
    """Show a flagged rating to those who look at it, and an invitation to the monitor."""
    return (*_cards(row), *invitation_cards.cards(row))


def _cards(row: Row) -> Iterator[Showing]:
    if not row.get("fate"):
        return
    sort = f"{row['rated_at']}#{row['id'][:16]}"
    if row.get("findings") or row.get("review", "UNMARKED") != "UNMARKED":
        yield from _flagged(row, sort)


def _flagged(row: Row, sort: str) -> Iterator[Showing]:
    """Show a flagged rating in its list, and to the reviewers while they have to judge it."""
    fate, review, due_at = row["fate"], row.get("review", OPEN), row.get("review_due_at")
    is_open = fate == IN_FORCE and review == OPEN
    group = "open" if is_open else "invalidated" if fate == INVALID else "settled"
    yield Showing("flagged-ratings", ("all", group, row["unit"]), sort, card_of(row, FLAGGED_CARD))
    day = parse_instant(row["rated_at"]).astimezone(CHINA).date()
    card = {"id": row["id"], "title": day.isoformat(), "unit": row["unit"], "state": review}
    if is_open:
        yield waits(REVIEWERS, "judge-rating", due_at, card)
    elif review == "OBJECTED":
        yield waits(REVIEWERS, "judge-rating-objection", due_at, card)


CASES = Projection("case", apply_case, lambda _row: (), tally_case)
RATINGS = Projection("invitation", apply, show, tally)
