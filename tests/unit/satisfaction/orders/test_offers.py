"""What is offered can be done, and what can be done is offered; what the resident sees; what reads alike."""

from itertools import product

import pytest

from chalicelib.domain.satisfaction.work_orders.copying import likeness_bp
from chalicelib.domain.satisfaction.work_orders.offers import steps_open
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.tracking import Milestone, Side, marks
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.errors import DomainError
from tests.factories.work_orders import (
    CLERK,
    DAY,
    HANDLER,
    HEAD,
    HOUR,
    IN_EVERY_STATE,
    MONDAY,
    REGULATOR,
    REVIEWERS,
    SUPERVISOR,
    appealed,
    dispatched,
    extension_asked,
    judged,
    rules_of,
    signed,
    told,
    under_review,
    verified,
)
from tests.unit.satisfaction.orders.commands import MORE, MOVES

RULES = rules_of()
OFFERED = {
    "signed": "sign", "return_requested": "request-return", "returned": "grant-return",
    "return_refused": "refuse-return", "finding_proposed": "propose-finding",
    "finding_returned": "return-finding", "verified": "verify", "rectifying_started": "start-rectifying",
    "explained": "explain", "measure_submitted": "submit-measure", "measure_returned": "return-measure",
    "rectified": "approve-measure", "extension_asked": "ask-extension", "extended": "grant-extension",
    "extension_refused": "refuse-extension", "contacted": "contact", "feedback_sent": "send-feedback",
    "revisited": "revisit", "revisit_attempted": "failed-revisit", "closed": "close", "reopened": "reopen",
    "closed_unresolved": "close-unresolved", "appeal_submitted": "appeal",
    "appeal_approved": "approve-appeal", "appeal_declined": "decline-appeal", "vote_0_True": "vote",
    "last_word_True": "decide-objection",
}  # fmt: skip
PEOPLE = (HANDLER, HEAD, SUPERVISOR, REGULATOR, REVIEWERS[0], REVIEWERS[3])
ORDERS = {
    **IN_EVERY_STATE,
    "anonymous": lambda: signed(is_anonymous=True),
    "appealed": appealed,
    "under review": lambda: under_review(verified()),
    "extension asked": extension_asked,
    "declined": lambda: MORE["appeal_declined"](appealed(), MONDAY).state,
    "objected": lambda: MORE["objected"](judged(under_review(), True, True), MONDAY).state,
}


@pytest.mark.parametrize(("name", "command"), list(product(ORDERS, OFFERED)))
def test_a_step_is_offered_to_somebody_exactly_when_it_can_be_taken(name: str, command: str) -> None:
    order: WorkOrder = ORDERS[name]()  # type: ignore[index]
    offered = {step for who in PEOPLE for step in steps_open(order, who, MONDAY + HOUR, RULES)}

    try:
        {**MOVES, **MORE}[command](order, MONDAY + HOUR)
        is_possible = True
    except DomainError:
        is_possible = False

    assert (OFFERED[command] in offered) is is_possible


@pytest.mark.parametrize("state", list(OrderState))
def test_the_clerk_is_offered_nothing_and_nobody_another_ones_step(state: OrderState) -> None:
    order = IN_EVERY_STATE[state]()

    assert steps_open(order, CLERK, MONDAY, RULES) == frozenset()
    assert "close" not in steps_open(order, HANDLER, MONDAY, RULES)
    assert "verify" not in steps_open(order, HANDLER, MONDAY, RULES)


def test_the_resident_sees_four_milestones_with_their_days_and_who_is_late() -> None:
    sign, contact, rectify, revisit = marks(dispatched(), MONDAY + 3 * DAY)

    assert [one.milestone for one in (sign, contact, rectify, revisit)] == list(Milestone)
    assert (sign.is_late, sign.side, sign.done_at) == (True, Side.UNIT, None)
    assert (rectify.is_late, contact.due_at, revisit.due_at) == (False, None, None)


def test_what_is_done_keeps_its_day_and_what_falls_away_is_not_owed() -> None:
    later = MONDAY + 30 * DAY
    sign, contact, rectify, revisit = marks(told(), later)
    assert (sign.done_at, contact.done_at, rectify.done_at) == (MONDAY, MONDAY, MONDAY)
    assert (sign.is_late, rectify.is_late, revisit.is_late) == (False, False, True)
    assert revisit.side is Side.CENTRE

    anonymous = marks(signed(is_anonymous=True), later)
    assert [one.is_owed for one in anonymous] == [True, False, True, False]
    assert marks(signed(may_unit_contact=False), later)[1].side is Side.CENTRE


@pytest.mark.parametrize("state", [OrderState.CLOSED_OK, OrderState.ANNULLED])
def test_nobody_becomes_late_after_the_end(state: OrderState) -> None:
    assert not any(one.is_late for one in marks(IN_EVERY_STATE[state](), MONDAY + 300 * DAY))


@pytest.mark.parametrize(
    ("text", "earlier", "least", "most"),
    [
        ("已向办事人道歉，并补发材料样表。", ["已向办事人道歉，并补发材料样表。"], 10_000, 10_000),
        ("已向办事人道歉，并补发材料样表。", ["已向办事人 道歉,并补发材料样表。"], 10_000, 10_000),
        ("已向办事人道歉，并补发材料样表。", ["已向办事人道歉，并补发材料清单。"], 8_000, 8_999),
        ("已向办事人道歉", ["窗口增加一台叫号机"], 0, 3_000),
        ("已向办事人道歉", [], 0, 0),
        ("", ["已向办事人道歉", ""], 0, 0),
    ],
)
def test_what_reads_alike_is_known_by_its_letters(
    text: str, earlier: list[str], least: int, most: int
) -> None:
    assert least <= likeness_bp(text, earlier) <= most
