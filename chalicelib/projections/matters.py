"""What can be rated, and what was: counters by unit, matter and way for the coverage report (ADR 0074).

A unit's columns of a year are one item, and so are those of what it is known for, so that a batch of ratings
writes one more item a unit; a matter's name is an item of its own, written with cases, never with ratings.
"""

from typing import Final

from chalicelib.domain.satisfaction.statistics.ways import (
    COMPLETED,
    COVERAGE,
    ITEMS,
    KNOWN,
    NAMES,
    SERVED,
    WINDOWS,
    matter_key,
    name_figure,
    way_of,
)
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.projections.rows import Row, column_of

Tally = dict[tuple[str, str], int]
_IN_FORCE: Final = "e"


def tally_case(row: Row) -> Tally:
    """Count a completed service of a matter in its year, and that the matter is known by it."""
    if not row.get("done_at") or not row.get("task_code"):
        return {}
    unit, code = row["unit"], row["task_code"]
    done = {_in_year(row, f"{COMPLETED}{matter_key(code)}"): 1}
    return done | known(unit, code, row.get("task_name") or code, SERVED)


def tally_rating(row: Row) -> Tally:
    """Count a rating in force of a known case by the way it came in, late ones too, in its service's year."""
    if row.get("fate") != _IN_FORCE or not row.get("task_code") or not row.get("case"):
        return {}
    way = way_of(int(row["channel"]), row.get("sub_channel", ""))
    return {_in_year(row, f"{way}{matter_key(row['task_code'])}"): 1}


def tally_point(row: Row) -> Tally:
    """Count what is dealt with at a window while its code is in use."""
    if row["state"] != "OPEN":
        return {}
    found: Tally = {}
    for matter in row["matters"]:
        found |= known(row["unit"], matter["code"], matter["name"], WINDOWS)
    return found


def tally_item(row: Row) -> Tally:
    """Count a service item while a version of it is in force or to come."""
    if not row["is_live"] or not row.get("department_org"):
        return {}
    return known(row["department_org"], row["code"], row["versions"][-1]["name"], ITEMS)


def known(unit: str, code: str, name: str, how: str) -> Tally:
    """Count that a unit's matter is known, for the overview and under its name."""
    return {
        (COVERAGE, column_of(KNOWN, unit, f"{how}{matter_key(code)}")): 1,
        (COVERAGE, column_of(NAMES, name_figure(unit, code, name), how)): 1,
    }


def _in_year(row: Row, column: str) -> tuple[str, str]:
    year = str(parse_instant(row["done_at"]).astimezone(CHINA).year)
    return COVERAGE, column_of(year, row["unit"], column)
