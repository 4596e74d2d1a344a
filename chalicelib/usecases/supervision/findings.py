"""Findings of the business-environment self-evaluation become work orders (clause 三(一)2).

The same objects as a bad rating's: unit, clocks of §2.3 under the profile, head's approval, cards. No
resident stands behind them, so nobody is contacted or revisited, and the regulator judges what was mended.
They are in no figure of ratings.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.opening import Grievance, create
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json, canonical_json, sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.ratings.known_units import known_units
from chalicelib.usecases.work_orders.finding_words import finding_refs
from chalicelib.usecases.work_orders.keeping import SAID

FINDINGS = "findings"
"""The public list of findings: unit, indicator and where each stands, no words."""

INDICATORS = tuple(f"BE{number:02d}" for number in range(1, 19))
COLUMNS = ("indicator", "policy_measure", "unit", "said", "deadline")
"""The columns of a table of findings; the deadline may be blank."""
HEADINGS = frozenset({"指标", "指标代码", "评价指标", "indicator", "indicator code"})
"""What stands above the first column where a table has a line of headings."""
ROW_ERRORS = {f"/{name}": f"finding-row-{name.replace('_', '-')}" for name in COLUMNS}
"""What is said of a wrong cell, by its column."""
_MEASURE_CHARS = 100
ROWS_MAX = 100
"""So many are taken at once: each is a transaction of its own."""


def open_finding(house: House, actor: Actor, body: Mapping[str, Any], once: Once | None = None) -> str:
    """Take a finding in; return the id of its work order, which goes to its unit within the minute.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Invalid: for a unit that served nobody, or a deadline that is not to come or too far away.
    """
    if not actor.has(Role.REGULATOR):
        raise Forbidden("role-needed", roles=[Role.REGULATOR.value])
    if actor.org == body["unit"]:
        raise Forbidden("own-unit")
    errors = _errors(house, body)
    if errors:
        raise Invalid(errors=errors)
    identifier = new_id("wo", house.clock.product_now())

    def attempt(uow: UnitOfWork, now: datetime) -> str:
        _add(house, uow, identifier, body, actor, now)
        return identifier

    return house.transact(attempt, once=once, ref=str, replay=lambda _uow, ref: ref)


def import_findings(house: House, actor: Actor, table: str) -> int:
    """Take a table of findings in, all or none of its rows; return how many are new.

    A row that comes again is the same finding and changes nothing.

    Raises:
        Forbidden: for anyone but regulators and system administrators, for a row of the person's own body.
        Invalid: at `/table`, naming the line and what is wrong with it of every wrong cell.
    """
    if not actor.has(Role.REGULATOR, Role.SYSADMIN):
        raise Forbidden("role-needed", roles=[Role.REGULATOR.value, Role.SYSADMIN.value])
    rows = list(_rows(table))
    errors = (
        [FieldError("/table", "rows-out-of-range", {"max": ROWS_MAX})]
        if not 0 < len(rows) <= ROWS_MAX
        else []
    )
    for line, cells in rows:
        if any(cells[len(COLUMNS) :]):
            errors.append(FieldError("/table", "finding-row-cells", {"row": line}))
            continue
        errors += [
            FieldError("/table", ROW_ERRORS[one.pointer], {**one.params, "row": line})
            for one in _errors(house, _named(cells), own=actor.org)
        ]
    if errors:
        raise Invalid(errors=errors)
    return sum(_import_one(house, actor, _named(cells)) for _line, cells in rows)


def _import_one(house: House, actor: Actor, row: Mapping[str, str]) -> bool:
    identifier = f"wo_{sha256_hex(canonical_json(dict(row)))[:26]}"

    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        if uow.orders.find(identifier) is not None:
            return False
        _add(house, uow, identifier, row, actor, now)
        return True

    return house.transact(attempt)


def _rows(table: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with the line on which each begins, cells parted by commas or tabs.

    A first row under a known heading is passed over; whatever else stands there is a row, and told if wrong.
    """
    read = csv.reader(
        io.StringIO(table.lstrip("\ufeff"), newline=""), delimiter="\t" if "\t" in table else ","
    )
    begins, is_first = 1, True
    for cells in read:
        line, begins = begins, read.line_num + 1
        found = [cell.strip() for cell in cells]
        if any(found):
            if not (is_first and found[0].lower() in HEADINGS):
                yield line, found
            is_first = False


def _named(cells: list[str]) -> dict[str, str]:
    """Return the cells of a row by their columns; those that are missing are blank."""
    return dict(zip(COLUMNS, (*cells, *[""] * len(COLUMNS)), strict=False))


def _errors(house: House, body: Mapping[str, Any], own: str = "") -> list[FieldError]:
    rules = house.rating_rules.load()
    given, found = rules.supervision, list[FieldError]()
    said, measure, deadline = (str(body.get(name) or "") for name in ("said", "policy_measure", "deadline"))
    if body["indicator"] not in INDICATORS:
        found.append(FieldError("/indicator", "wrong-value"))
    if not 0 < len(measure.strip()) <= _MEASURE_CHARS:
        found.append(FieldError("/policy_measure", "too-long", {"max": _MEASURE_CHARS}))
    if body["unit"] not in known_units(house) or body["unit"] == own:
        found.append(FieldError("/unit", "unit-without-cases"))
    if not given.words_min_chars <= len(said.strip()) <= given.words_max_chars:
        limits: dict[str, Json] = {"min": given.words_min_chars, "max": given.words_max_chars}
        found.append(FieldError("/said", "too-long", limits))
    if deadline and workdays_until(deadline, house.clock.product_now(), rules, house.calendar) is None:
        found.append(FieldError("/deadline", "finding-deadline", {"max": given.finding_workdays_max}))
    return found


def workdays_until(deadline: str, now: datetime, rules: SatisfactionRules, calendar: Calendar) -> int | None:
    """Return how many working days there are to a day; None for one not to come, too far, or no day."""
    try:
        last = date.fromisoformat(deadline)
    except ValueError:
        return None
    on = now.astimezone(CHINA).date()
    for count in range(1, rules.supervision.finding_workdays_max + 1):
        on = calendar.next_workday(on)
        if on >= last:
            return count if on == last else None
    return None


def _add(
    house: House, uow: UnitOfWork, identifier: str, body: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    rules, deadline = house.rating_rules.load(), str(body.get("deadline") or "")
    grievance = Grievance(
        source=Source.FINDING,
        source_id=identifier,
        level=0,
        codes=(),
        task_code=str(body["indicator"]),
        region=house.division,
        channel=0,
        unit=str(body["unit"]),
        mend_workdays=workdays_until(deadline, now, rules, house.calendar) if deadline else None,
    )
    texts = {"said": body["said"], "policy-measure": body["policy_measure"]}
    for name, ref in finding_refs(identifier).items():
        uow.vault.put(ref, {"text": str(texts[name]).strip()}, SAID)
    uow.orders.add(create(identifier, grievance, now, rules, house.calendar), actor)
