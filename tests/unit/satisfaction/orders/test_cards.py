"""Cards, urging, criticism and the hard stop: what time itself does to a work order (nos. 5, 17, 18)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.decisions import Decision, Due
from chalicelib.domain.satisfaction.work_orders import cards, extending, rectifying, signing
from chalicelib.domain.satisfaction.work_orders.facts import CardKind
from chalicelib.domain.satisfaction.work_orders.states import CLOSED, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from tests.factories.work_orders import (
    CALENDAR,
    DAY,
    HANDLER,
    IN_EVERY_STATE,
    MONDAY,
    OTHER_UNIT,
    REGULATOR,
    SUPERVISOR,
    UNIT,
    asked_back,
    contact_failed,
    contacted,
    created,
    dispatched,
    extension_asked,
    judged,
    measure,
    rectified,
    rectifying_order,
    rules_of,
    signed,
    told,
    under_review,
)

RULES, MS = rules_of(), timedelta(milliseconds=1)
YELLOW, RED, URGED, CRITICISED = CardKind


def at(day: int, hour: int = 0) -> datetime:
    """Return an instant of March 2026, whose 2nd, 9th and 16th are Mondays."""
    return datetime(2026, 3, day, hour, tzinfo=CHINA)


def run(order: WorkOrder, until: datetime) -> Iterator[Decision[WorkOrder]]:
    """Let the clock do all that is due by an instant."""
    while (due := cards.next_due(order)) and due.at <= until:
        decision = cards.run_clock(order, due.at)
        order = decision.state
        yield decision


def given(order: WorkOrder, step: str) -> list[tuple[CardKind, datetime]]:
    return [(card.kind, card.at) for card in order.cards if card.step == step]


def test_the_time_to_mend_brings_a_warning_and_then_ever_graver_consequences() -> None:
    order = rectifying_order()

    *_, last = run(order, at(31))

    assert given(last.state, "rectify") == [
        (YELLOW, at(6, 9)),
        (RED, at(10)),
        (URGED, at(11)),
        (CRITICISED, at(17)),
    ]
    assert cards.next_due(last.state) is None


def test_each_consequence_is_a_fact_of_its_own_with_the_step_and_the_unit() -> None:
    decisions = list(run(rectifying_order(), at(31)))

    assert [one.event.type for one in decisions] == [
        "order.yellow_carded",
        "order.red_carded",
        "order.fell_due",
        "order.urged",
        "order.criticised",
    ]
    for one in (each for each in decisions if each.event.type != "order.fell_due"):
        (card,) = one.event.data["cards"]
        assert (card["step"], card["unit"], card["due_at"]) == ("rectify", UNIT, "2026-03-09T16:00:00.000Z")


@pytest.mark.parametrize("at_once", [MS, timedelta(0)])
def test_a_card_comes_at_its_instant_and_not_before(at_once: timedelta) -> None:
    order = rectifying_order()
    when = at(6, 9) - at_once

    if at_once:
        with pytest.raises(Conflict, match="nothing-due"):
            cards.run_clock(order, when)
    else:
        assert cards.run_clock(order, when).state.cards
    assert cards.next_due(order) == Due("yellow", at(6, 9))


def test_a_second_run_of_the_timer_finds_nothing_to_do() -> None:
    order = cards.run_clock(rectifying_order(), at(6, 9)).state

    with pytest.raises(Conflict, match="nothing-due"):
        cards.run_clock(order, at(6, 9))


def test_a_step_that_comes_too_late_brings_the_cards_that_a_late_timer_did_not() -> None:
    decision = signing.sign(dispatched(), HANDLER, at(4, 8), RULES, CALENDAR)

    assert given(decision.state, "sign") == [(RED, at(4))]
    assert [card["kind"] for card in decision.event.data["cards"]] == ["RED"]


def test_a_step_in_time_brings_no_card_and_ends_the_clock() -> None:
    order = signing.sign(dispatched(), HANDLER, at(4) - MS, RULES, CALENDAR).state

    assert order.cards == ()
    assert all(given(one.state, "sign") == [] for one in run(order, at(31)))


def test_every_step_has_cards_of_its_own_beside_the_whole() -> None:
    for order, step in (
        (dispatched(), "sign"),
        (signed(), "contact"),
        (contacted(), "verify"),
        (contact_failed(), "verify"),
        (rectified(), "feedback"),
        (told(), "revisit"),
    ):
        *_, last = run(order, at(31))
        kinds = [kind for kind, _ in given(last.state, step)]
        assert kinds[-3:] == [RED, URGED, CRITICISED]


@pytest.mark.parametrize("state", list(OrderState))
def test_once_its_time_is_over_only_an_open_order_has_a_clock_until_the_resident_has_answered(
    state: OrderState,
) -> None:
    order = IN_EVERY_STATE[state]()
    over = replace(order, fell_due_at=order.dues.rectify.at)

    assert (cards.next_due(over) is None) is (state in CLOSED or state is OrderState.REVISITED)


@pytest.mark.parametrize("state", [OrderState.RECTIFIED, OrderState.REVISITED, OrderState.CLOSED_OK])
def test_that_the_time_is_over_is_noted_once_mended_or_not_and_closed_or_not(state: OrderState) -> None:
    order = IN_EVERY_STATE[state]()

    over = [one for one in run(order, at(31)) if one.event.type == "order.fell_due"]

    assert [one.event.data["fell_due_at"] for one in over] == ["2026-03-09T16:00:00.000Z"]
    assert over[0].state.state is state


def test_an_order_whose_rating_is_gone_never_falls_due() -> None:
    assert cards.next_due(IN_EVERY_STATE[OrderState.ANNULLED]()) is None


def test_the_resident_who_cannot_be_reached_leaves_no_clock_of_a_revisit() -> None:
    order = told(rectified(rectifying_order(is_anonymous=False)))
    assert order.dues.revisit is not None

    due = cards.next_due(told(_exempt(rectified())))
    assert due is not None
    assert due.kind == cards.FALL_DUE


def _exempt(order: WorkOrder) -> WorkOrder:
    return replace(order, has_contact_failed=True)


def test_the_unit_loses_the_contact_at_its_hard_stop_and_the_order_stays_where_it_is() -> None:
    order = signed()

    (stopped,) = (one for one in run(order, at(6)) if one.event.type == "order.contact_stopped")

    assert stopped.state.state is OrderState.SIGNED
    assert stopped.state.contact_stopped_at == at(6)


def test_whoever_is_late_can_be_urged_by_hand_once_a_clock() -> None:
    order = dispatched()
    with pytest.raises(Conflict, match="nothing-overdue-here"):
        cards.urge(order, SUPERVISOR, at(4) - MS)

    order = cards.urge(order, REGULATOR, at(4)).state

    with pytest.raises(Conflict, match="nothing-overdue-here"):
        cards.urge(order, REGULATOR, at(4, 1))
    *_, last = run(order, at(31))
    assert [kind for kind, _ in given(last.state, "sign")] == [URGED, RED, CRITICISED]


def test_an_extended_time_is_warned_of_anew() -> None:
    order = cards.run_clock(extension_asked(3), at(6, 9)).state
    order = extending.grant_extension(order, REGULATOR, at(6, 10), RULES, CALENDAR).state

    assert cards.next_due(order) == Due("yellow", at(11, 9))


def test_a_late_review_of_an_appeal_is_noted_once() -> None:
    order = under_review()
    late = [one for one in run(order, at(31)) if one.event.type == "order.appeal_delayed"]

    assert len(late) == 1
    assert late[0].state.appeal is not None
    assert late[0].state.appeal.is_delayed


def test_an_order_that_ended_with_its_rating_gets_no_more_cards() -> None:
    order = judged(under_review(), True, True)

    assert cards.next_due(order) is None


def test_after_a_return_the_new_unit_has_its_day_to_sign_and_the_rest_of_the_time_to_mend() -> None:
    order = signing.grant_return(
        asked_back(), OTHER_UNIT, None, REGULATOR, MONDAY + 2 * DAY, RULES, CALENDAR
    ).state

    *_, last = run(order, at(31))

    assert {card.unit for card in last.state.cards} == {OTHER_UNIT}
    assert given(last.state, "rectify")[0] == (YELLOW, at(6, 9))
    assert given(last.state, "sign")[0] == (RED, at(6))


def test_handing_in_is_not_yet_being_done() -> None:
    order = rectifying.submit_measure(rectifying_order(), measure(), HANDLER, MONDAY, RULES).state

    assert cards.next_due(order) == Due("yellow", at(6, 9))


def test_a_unit_gets_no_card_for_what_the_centre_is_late_with() -> None:
    for order, step in (
        (created(), "dispatch"),
        (signed(may_unit_contact=False), "contact"),
        (rectified(), "feedback"),
        (told(), "revisit"),
    ):
        *_, last = run(order, at(31))
        assert {card.unit for card in last.state.cards if card.step == step} == {""}
    *_, last = run(signed(), at(31))
    assert {card.unit for card in last.state.cards} == {UNIT}
