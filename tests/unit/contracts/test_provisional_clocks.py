"""The clocks of a contract under a year that was not out, and under the year once it is (§2)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.marketplace.contracts import changes, delivering, signing
from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import ChangeKind, Side
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.reckoning import reckon_anew
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import Calendar, after_workdays, shipped_calendar
from tests.factories.contracts import (
    HANDED_OVER_AT,
    NUMBER,
    accepted,
    make_document,
    make_terms,
    papers,
    performing,
)
from tests.factories.notices import ADMIN, AGENT, BIDDER, DEPARTMENT, STANDS, rules

OLD = Calendar(year for year in shipped_calendar().years if year.year < 2026)
NEW = shipped_calendar()
APRIL = datetime(2026, 4, 28, 9, tzinfo=CHINA)
"""Behind it lie five days off and a Saturday that is worked: the old calendar knows of neither."""


def uploaded() -> Notice:
    base = accepted()
    running = base.signing
    assert running is not None
    open_end = replace(base, signing=replace(running, lapses_at=datetime(2026, 6, 1, tzinfo=CHINA)))
    terms = papers(make_terms())
    return signing.upload(open_end, Side.AGENCY, terms, STANDS, BIDDER, APRIL, rules(), OLD).state


def in_force() -> Notice:
    return signing.confirm(uploaded(), Side.OWNER, NUMBER, STANDS, ADMIN, APRIL, rules(), OLD).state


def proposed() -> Notice:
    wish = Wish(ChangeKind.SUPPLEMENT, "现场新增两处测量断面。", amount_fen=100)
    return changes.propose(in_force(), Side.OWNER, wish, AGENT, APRIL, rules(), OLD).state


def delivered() -> Notice:
    given = delivering.HandedOver(HANDED_OVER_AT.date(), make_document(), "")
    return delivering.hand_over(performing(), given, BIDDER, APRIL, rules(), OLD).state


def completed() -> Notice:
    return delivering.accept(delivered(), DEPARTMENT, AGENT, APRIL, rules(), OLD).state


CASES: dict[str, tuple[Any, Any, int]] = {
    "confirmation": (uploaded, lambda n: n.signing.offer.due_at, 3),
    "publication": (in_force, lambda n: n.contract.publish_due_at, 2),
    "filing": (in_force, lambda n: n.contract.filing_due_at, 7),
    "answer to a change": (proposed, lambda n: n.contract.pending.due_at, 3),
    "acceptance by silence": (delivered, lambda n: n.delivery.due_at, 10),
    "evaluation": (completed, lambda n: n.evaluation.closes_at, 10),
    "objection": (completed, lambda n: n.evaluation.objections_until, 15),
}


@pytest.mark.parametrize("name", CASES)
def test_a_clock_is_reckoned_by_the_loaded_year_and_only_ever_becomes_later(name: str) -> None:
    make, clock, workdays = CASES[name]
    before = make()

    decision = reckon_anew(before, rules(), NEW)

    assert decision is not None
    expected = after_workdays(APRIL, workdays, NEW).at
    assert clock(decision.state) == max(clock(before), expected)
    assert clock(decision.state) >= clock(before)
    assert reckon_anew(decision.state, rules(), NEW) is None
