"""What the ledger says gives scores, grades, interceptions and lists again, reckoned anew (§2.6)."""

import json
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.marketplace.conduct.grades import grade_of
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.domain.marketplace.credit import credit_at
from chalicelib.kernel.clock import format_instant
from chalicelib.projections.rebuild import rebuild
from tests.factories.agencies import SURVEY, market_rules
from tests.factories.conduct import put_evaluation, put_on_list
from tests.web.conduct.conftest import Court
from tests.web.conduct.test_black_list import confirm, line, stage, table


def lived_through(court: Court) -> None:
    """Let everything happen that changes a record: decisions, evaluations, a list, ends by the clock."""
    house = court.runtime.house
    put_evaluation(house, court.uscc, "CG-1", Fraction(22, 5))
    court.runtime.advance(timedelta(days=20))
    put_evaluation(house, court.uscc, "CG-2", Fraction(7, 3))
    court.runtime.advance(timedelta(days=20))
    put_evaluation(house, court.uscc, "CG-1", Fraction(13, 3))
    court.runtime.advance(timedelta(days=20))
    put_evaluation(house, court.uscc, "CG-2", None)
    corrected = court.in_force("illegal-fees", suspension_months=3)
    court.say(corrected, "objection", court.agency)
    court.say(corrected, "correction", court.officials[0])
    court.in_force("subcontracting", suspension_months=6)
    court.in_force("non-performance", suspension_months=24)
    staged = stage(court, table(line(court.uscc)))
    confirm(court, staged)
    confirm(court, stage(court, table(line(court.uscc, until_on="2026-09-30"))))
    put_on_list(court.runtime.house, court.uscc, number="KF-1", basis="absent", measures=(), points=2)
    court.runtime.drain()
    court.runtime.move_to(court.runtime.now() + timedelta(days=300))


def told(court: Court) -> dict[str, dict[str, Any]]:
    """Return the sanctions as the agency's ledger alone tells them."""
    found: dict[str, dict[str, Any]] = {}
    for entry in court.runtime.house.queries.entries(f"AGENCY#{court.uscc}"):
        data = json.loads(entry.data)
        found |= {one["number"]: one for one in data.get("sanctions", ())}
        if "revoked_at" in data:
            found[data["number"]]["revoked_at"] = data["revoked_at"]
    return found


def evaluated(court: Court) -> list[dict[str, Any]]:
    """Return the evaluations as the ledger tells them; a later one of the same purchase ends the earlier."""
    found: list[dict[str, Any]] = []
    for entry in court.runtime.house.queries.entries(f"AGENCY#{court.uscc}"):
        if told := json.loads(entry.data).get("evaluation"):
            for one in found:
                if one["notice_no"] == told["notice_no"]:
                    one.setdefault("set_aside_at", told["since"])
            found.append(told)
    return found


def runs(at: str, since: str, until: str | None, revoked: str | None) -> bool:
    return since <= at and all(end is None or at < end for end in (until, revoked))


def test_the_ledger_gives_every_score_and_grade_again_at_every_instant(court: Court) -> None:
    begins = court.runtime.now()
    lived_through(court)
    agency, sanctions, evaluations = court.now(), told(court).values(), evaluated(court)
    assert (len(sanctions), len(evaluations)) == (5, 4)
    seen = set()

    for days in range(0, 900, 7):
        at = begins + timedelta(days=days)
        points = sum(
            one["points"]
            for one in sanctions
            if runs(format_instant(at), one["decided_at"], one.get("points_end_at"), one.get("revoked_at"))
        )
        means = [
            Fraction(one["mean"])
            for one in evaluations
            if one["mean"] and runs(format_instant(at), one["since"], one["ends_at"], one.get("set_aside_at"))
        ]
        exact = Fraction(max(100 - points, 0))
        if means:
            exact = exact * 7 / 10 + 20 * sum(means) / len(means) * 3 / 10
        seen.add(len(means))
        score = credit_at(agency, at, market_rules().conduct).score
        assert score <= exact < score + Decimal("0.01")
        expected = "A" if exact >= 90 else "B" if exact >= 80 else "C" if exact >= 60 else "D"
        assert grade_of(score, market_rules().conduct) == expected
    assert seen == {0, 1, 2}


def test_the_ledger_gives_every_interception_again_at_every_instant(court: Court) -> None:
    begins = court.runtime.now()
    lived_through(court)
    agency, sanctions = court.now(), told(court).values()

    for days in range(0, 900, 7):
        at = begins + timedelta(days=days)
        stopped = any(
            runs(format_instant(at), one["starts_at"], one["ends_at"], sanction.get("revoked_at"))
            for sanction in sanctions
            for one in sanction["measures"]
        )
        assert (interception_at(agency, SURVEY, at) is not None) is stopped


def decisions(court: Court) -> dict[str, Any]:
    return {one.key: one.data for one in court.runtime.house.catalogues.entries("conduct")}


def test_a_rebuild_from_the_ledger_gives_the_same_lists(court: Court) -> None:
    lived_through(court)
    lists = court.runtime.house.lists
    before = {name: lists.counts(name) for name in ("cases", "case-todo", "list-imports")}
    shown = decisions(court)
    assert shown

    assert rebuild(bootstrap.projector(), bootstrap.shelves()) is True

    assert decisions(court) == shown
    assert {name: lists.counts(name) for name in before} == before
