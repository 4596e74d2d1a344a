"""What surveys by link add up to, a figure a campaign; nobody who was asked stands in a list.

List `survey-counts`, facet the campaign. Figure `all` counts what became of people and every answer that
counts; `g.<question>.<option>` and `s.<stratum>` count the same answers again by group and by stratum, and
both together those of a group in a stratum. A column is `<question>.<answer>`, or `<question>.n` of all.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.surveys.figures import ALL, group_figure, stratum_figure
from chalicelib.kernel.canonical import Json
from chalicelib.projections.rows import Projection, Row, Showing, column_of

LIST = "survey-counts"
KEPT = ("campaign", "stratum", "state")
OF_ANSWER = ("answers", "groups", "is_complete", "is_late", "is_invalid", "integrity_ref", "unit")
INTEGRITY = "integrity"
"""What discipline has to read, of links and of calls."""


def apply(row: Row, entry: Entry, data: Mapping[str, Json], _text: Mapping[str, str]) -> Row:
    """Fold one entry of a survey's ledger into its row."""
    facts: dict[str, Any] = {name: data[name] for name in KEPT}
    said = {name: data[name] for name in OF_ANSWER if name in data}
    was_sent = row.get("was_sent") or entry.type in ("survey.sent", "survey.delivered", "survey.answered")
    kept = {**row, **facts, **said, "was_sent": bool(was_sent)}
    if "answers" not in said:
        return kept
    return {**kept, "id": entry.aggregate.split("#", 1)[1], "at": entry.at}


def show(row: Row) -> tuple[Showing, ...]:
    """Show what was said about integrity; otherwise who is asked is nobody's business."""
    if not row.get("integrity_ref"):
        return ()
    card = {"id": row["id"], "campaign": row["campaign"], "unit": row["unit"], "at": row["at"]}
    return (
        Showing("integrity", ("all",), f"{row['at']}#{row['id']}", {**card, "ref": row["integrity_ref"]}),
    )


def tally(row: Row) -> Mapping[tuple[str, str], int]:
    """Count a person, and the answers in all, in each group and in the stratum."""
    campaign, answers = str(row["campaign"]), row.get("answers")
    counted: Counter[tuple[str, str]] = Counter()
    for column in _course(row):
        counted[LIST, column_of(campaign, ALL, column)] += 1
    if answers is None or row.get("is_late") or row.get("is_invalid"):
        return counted
    for figure in figures_of(answers, row["groups"], str(row["stratum"])):
        for column, number in columns_of(answers):
            counted[LIST, column_of(campaign, figure, column)] += number
    return counted


def figures_of(answers: Mapping[str, Json], groups: Sequence[str], stratum: str) -> Iterator[str]:
    """Name the figures in which answers are counted: all, the group by each question, each by the stratum."""
    given = [group_figure(question, str(answers[question])) for question in groups if question in answers]
    for figure in (ALL, *given):
        yield figure
        if stratum:
            yield stratum_figure(stratum, figure)


def columns_of(answers: Mapping[str, Json]) -> Iterator[tuple[str, int]]:
    """Yield the columns that answers add to, and how much."""
    yield "n", 1
    for question, value in answers.items():
        yield f"{question}.n", 1
        yield from ((f"{question}.{one}", 1) for one in (value if isinstance(value, list) else [value]))


def _course(row: Row) -> Iterator[str]:
    """Name what became of a person: in the sample, asked, answered, and how."""
    yield "people"
    if row["was_sent"]:
        yield "asked"
    if row["state"] in ("WITHHELD", "FAILED_PERM"):
        yield str(row["state"]).lower()
    if "answers" not in row:
        return
    if row["is_late"] or row.get("is_invalid"):
        yield "late" if row["is_late"] else "invalid"
        return
    yield "answered"
    if row["is_complete"]:
        yield "complete"


SURVEYS = Projection("survey", apply, show, tally)
