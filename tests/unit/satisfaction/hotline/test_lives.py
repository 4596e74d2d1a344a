"""What the rules of an item promise: nobody is refused, nobody forgotten, nobody asked twice (§2.7)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline import calling, handling, receiving, sending, supervising
from chalicelib.domain.satisfaction.hotline.facts import Door, ItemType, Reason, Solved, Source, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.lateness import running
from chalicelib.domain.satisfaction.hotline.offers import steps_open
from chalicelib.domain.satisfaction.hotline.rights import check_reader
from chalicelib.domain.satisfaction.hotline.states import ITEM, ItemState
from chalicelib.domain.satisfaction.hotline.tracking import marks, rounds
from chalicelib.domain.satisfaction.work_orders.facts import CardKind
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, DomainError, Forbidden, Invalid
from tests.factories.hotline import (
    DAY,
    HANDLER,
    HOUR,
    IN_EVERY_STATE,
    OPERATOR,
    REGULATOR,
    RULES,
    WINDOW,
    answered,
    closed,
    dispatched,
    raised,
    received,
    redispatched,
    replied,
    returned,
    said,
    stuck,
    unreached,
)
from tests.factories.work_orders import CALENDAR, MONDAY, OTHER_UNIT, UNIT, person, words

S = ItemState


def reasons(item: HotlineItem) -> list[Reason]:
    return [mark.reason for mark in item.marks]


def instructed(item: HotlineItem) -> HotlineItem:
    """Have the regulator say what has to be done."""
    return supervising.instruct(item, words(), REGULATOR, MONDAY, RULES).state


def run_until(item: HotlineItem, days: int) -> HotlineItem:
    """Let the timer run through so many days."""
    until = MONDAY + days * DAY
    while (due := supervising.next_due(item)) is not None and due.at <= until:
        item = supervising.run_clock(item, until).state
    return item


def test_no_event_of_the_table_refuses_a_registration() -> None:
    assert not [event for event in ITEM.events_from(None) if event != "received"]
    assert not [move for move in ITEM.moves if "reject" in move.event or move.event.startswith("refuse")]


@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("type_", list(ItemType))
def test_a_window_registers_whatever_comes_and_a_refusal_goes_to_the_regulator(
    door: Door, type_: ItemType
) -> None:
    plain = received(actor=WINDOW, door=door, type=type_, source=Source.WINDOW)
    refused = received(actor=WINDOW, door=door, type=type_, source=Source.WINDOW, is_refused=True)

    assert plain.state is refused.state is S.RECEIVED
    assert reasons(plain) == []
    assert reasons(refused) == [Reason.REFUSED_BY_WINDOW]


def test_who_refused_an_item_does_not_answer_it_away() -> None:
    refused = received(actor=WINDOW, is_refused=True)

    with pytest.raises(Conflict, match="refused-items-are-sent"):
        receiving.answer(refused, words(), WINDOW, MONDAY, RULES)
    assert dispatched(item=refused).unit == UNIT


def test_a_report_is_confidential_never_called_by_its_unit_and_never_sent_to_whom_it_is_about() -> None:
    report = received(type=ItemType.REPORT, about=UNIT)

    assert report.is_confidential
    assert not report.may_unit_contact
    with pytest.raises(Conflict, match="about-this-unit"):
        dispatched(item=report)
    assert dispatched(item=report, unit=OTHER_UNIT).unit == OTHER_UNIT


def test_what_could_not_be_done_is_sorted_before_it_is_sent_and_only_a_simple_one_is_answered() -> None:
    with pytest.raises(Conflict, match="triage-first"):
        dispatched(door=Door.STUCK)
    with pytest.raises(Conflict, match="not-simple"):
        receiving.answer(stuck(Triage.GENERAL), words(), WINDOW, MONDAY, RULES)
    with pytest.raises(Conflict, match="not-of-this-door"):
        receiving.triage(received(), Triage.SIMPLE, OPERATOR, MONDAY)
    assert receiving.answer(stuck(Triage.SIMPLE), words(), WINDOW, MONDAY, RULES).state.state is S.ANSWERED


def test_a_complex_case_is_reported_on_every_five_working_days_to_the_end() -> None:
    item = dispatched(item=stuck(Triage.COMPLEX))
    first = item.dues.progress

    item = handling.progress(item, words(), HANDLER, MONDAY + 2 * DAY, RULES, CALENDAR).state

    assert item.dues.reply is None
    assert first is not None
    assert item.dues.progress is not None
    assert item.dues.progress.at == first.at + 2 * DAY
    with pytest.raises(Conflict, match="no-reply-clock"):
        handling.ask_extension(item, 3, words(), HANDLER, MONDAY + 2 * DAY, RULES)


def test_a_unit_returns_within_two_working_days_with_a_reason_and_gets_no_new_time() -> None:
    item = dispatched()
    due = item.dues.reply

    with pytest.raises(Invalid):
        sending.return_item(item, words(3), HANDLER, MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="return-lapsed"):
        sending.return_item(item, words(), HANDLER, MONDAY + 3 * DAY, RULES, CALENDAR)
    again = dispatched(at=MONDAY + DAY, item=returned(), unit=OTHER_UNIT)
    assert again.dues.reply == due
    assert again.sent[0].returned is not None


def test_more_time_is_asked_once_before_it_is_over_and_at_most_ten_working_days() -> None:
    item = dispatched()

    with pytest.raises(Conflict, match="extension-lapsed"):
        handling.ask_extension(item, 3, words(), HANDLER, MONDAY + 8 * DAY, RULES)
    with pytest.raises(Invalid):
        handling.ask_extension(item, 11, words(), HANDLER, MONDAY, RULES)
    asked = handling.ask_extension(item, 10, words(), HANDLER, MONDAY, RULES).state
    with pytest.raises(Forbidden):
        handling.grant_extension(asked, HANDLER, MONDAY, RULES, CALENDAR)
    refused = handling.refuse_extension(asked, words(), OPERATOR, MONDAY).state
    with pytest.raises(Conflict, match="extension-asked"):
        handling.ask_extension(refused, 3, words(), HANDLER, MONDAY, RULES)


def test_time_once_granted_is_not_stretched_by_returning_the_item_and_asking_again() -> None:
    asked = handling.ask_extension(dispatched(), 10, words(), HANDLER, MONDAY, RULES).state
    granted = handling.grant_extension(asked, OPERATOR, MONDAY, RULES, CALENDAR).state
    back = sending.return_item(granted, words(), HANDLER, MONDAY + DAY, RULES, CALENDAR).state
    again = dispatched(at=MONDAY + DAY, item=back, unit=OTHER_UNIT)
    other = person("other", Role.UNIT_HANDLER, OTHER_UNIT)

    assert (again.dues.reply, again.extension) == (granted.dues.reply, granted.extension)
    assert "ask-extension" not in steps_open(again, other, MONDAY + DAY, RULES)
    with pytest.raises(Conflict, match="extension-asked"):
        handling.ask_extension(again, 10, words(), other, MONDAY + DAY, RULES)


def test_a_request_that_nobody_decided_lapses_with_the_return_and_its_reason_is_kept() -> None:
    asked = handling.ask_extension(dispatched(), 10, words(), HANDLER, MONDAY, RULES).state
    back = sending.return_item(asked, words(), HANDLER, MONDAY, RULES, CALENDAR).state

    assert (back.extension, back.past_extensions) == (None, (asked.extension,))
    assert "grant-extension" not in steps_open(dispatched(item=back), OPERATOR, MONDAY, RULES)


def test_not_content_is_handled_again_once_and_supervised_both_times() -> None:
    again = redispatched()
    twice = said(Solved.NO, 1, item=replied(item=again))

    assert reasons(again) == [Reason.UNSATISFIED]
    assert reasons(twice) == [Reason.UNSATISFIED, Reason.AGAIN_UNSATISFIED]
    assert list(running(twice)) == []
    with pytest.raises(Conflict, match="redispatched-once"):
        sending.redispatch(twice, words(), OPERATOR, MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="not-redispatched-yet"):
        calling.close_unresolved(said(Solved.NO), words(), REGULATOR, MONDAY, RULES)
    assert calling.close_unresolved(twice, words(), REGULATOR, MONDAY, RULES).state.state is S.CLOSED


def test_what_is_handled_again_has_five_new_working_days_also_where_it_had_two() -> None:
    first = dispatched(item=stuck(Triage.GENERAL))
    item = said(Solved.NO, 2, item=replied(item=first))
    again = sending.redispatch(item, words(), OPERATOR, MONDAY, RULES, CALENDAR).state

    assert [one.dues.reply and one.dues.reply.n_workdays for one in (first, again)] == [2, 5]


def test_who_lets_the_time_pass_is_carded_urged_and_supervised_whether_the_timer_ran_or_not() -> None:
    by_timer = run_until(dispatched(), 20)
    by_step = handling.reply(dispatched(), words(), HANDLER, MONDAY + 20 * DAY, RULES, CALENDAR).state

    assert [card.kind for card in by_timer.cards] == [
        CardKind.YELLOW, CardKind.RED, CardKind.URGED, CardKind.CRITICISED,
    ]  # fmt: skip
    assert set(by_step.cards) == set(by_timer.cards)
    assert by_step.marks == by_timer.marks
    assert [(mark.reason, mark.step, mark.unit) for mark in by_timer.marks] == [
        (Reason.OVERDUE, "reply", UNIT)
    ]


def test_an_item_that_nobody_sends_on_is_the_offices_lateness() -> None:
    waiting = run_until(received(), 2)

    assert [(mark.step, mark.unit) for mark in waiting.marks] == [("dispatch", "")]


def test_three_calls_on_two_days_reach_nobody_and_two_do_not() -> None:
    two = calling.note_failed_call(replied(), "BUSY", OPERATOR, MONDAY, RULES).state
    three = two
    for minutes in (1, 2):
        three = calling.note_failed_call(three, "BUSY", OPERATOR, MONDAY + minutes * HOUR, RULES).state

    assert two.state is three.state is S.REPLIED
    assert unreached().state is S.UNREACHED


def test_whoever_can_be_called_back_is_called_back_before_the_item_is_closed() -> None:
    with pytest.raises(Conflict, match="callback-owed"):
        calling.close(replied(), OPERATOR, MONDAY, RULES)
    assert calling.close(replied(contact=""), OPERATOR, MONDAY, RULES).state.state is S.CLOSED


def test_the_resident_contradicts_for_a_day_what_was_noted_and_nobody_closes_before() -> None:
    noted = said(Solved.YES, 5, actor=OPERATOR)

    with pytest.raises(Conflict, match="correction-open"):
        calling.close(noted, OPERATOR, MONDAY + HOUR, RULES)
    corrected = said(Solved.NO, 1, MONDAY + HOUR, noted)
    assert (corrected.state, reasons(corrected)) == (S.UNSATISFIED, [Reason.UNSATISFIED])
    with pytest.raises(Conflict, match="wrong-state"):
        said(Solved.NO, 1, MONDAY + 25 * HOUR, noted)


@pytest.mark.parametrize("over", [closed, answered])
def test_a_resident_reopens_once_within_thirty_days_and_nobody_else_does(
    over: Callable[[], HotlineItem],
) -> None:
    item = over()

    with pytest.raises(Forbidden, match="resident-only"):
        sending.reopen(item, None, OPERATOR, MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="reopening-lapsed"):
        sending.reopen(item, None, RESIDENT, MONDAY + 30 * DAY, RULES, CALENDAR)
    again = sending.reopen(item, None, RESIDENT, MONDAY + 29 * DAY, RULES, CALENDAR).state
    anew = said(item=replied(item=dispatched(MONDAY + 29 * DAY, again)), at=MONDAY + 29 * DAY)
    over_again = calling.close(anew, OPERATOR, MONDAY + 29 * DAY, RULES).state
    with pytest.raises(Conflict, match="reopened-before"):
        sending.reopen(over_again, None, RESIDENT, MONDAY + 30 * DAY, RULES, CALENDAR)


def test_other_units_other_windows_and_the_unit_before_it_is_sent_read_nothing() -> None:
    item = received(actor=WINDOW)

    for stranger in (HANDLER, person("x", Role.CLERK, UNIT), person("y", Role.DEPARTMENT)):
        with pytest.raises(Forbidden):
            check_reader(item, stranger)
    for reader in (WINDOW, OPERATOR, REGULATOR, person("z", Role.DPO)):
        check_reader(item, reader)
    check_reader(dispatched(), HANDLER)


def test_the_day_of_the_first_answer_and_its_lateness_stay_when_an_item_is_handled_again() -> None:
    late, anew = MONDAY + 20 * DAY, MONDAY + 21 * DAY
    item = said(Solved.NO, 2, late, replied(late, dispatched()))
    again = sending.redispatch(item, words(), OPERATOR, anew, RULES, CALENDAR).state

    (first,) = rounds(again)
    assert (first.answered_at, first.is_late, first.said) == (late, True, item.said)
    twice = rounds(
        sending.reopen(_closed_unresolved(again, anew), None, RESIDENT, anew, RULES, CALENDAR).state
    )
    assert [(one.answered_at, one.is_late) for one in twice] == [(late, True), (anew, False)]


def _closed_unresolved(item: HotlineItem, at: datetime) -> HotlineItem:
    twice = said(Solved.NO, 1, at, replied(at, item))
    return calling.close_unresolved(twice, words(), REGULATOR, at, RULES).state


def test_the_resident_sees_who_is_late() -> None:
    late = dispatched()

    shown = {mark.milestone.value: mark for mark in marks(late, MONDAY + 30 * DAY)}

    assert shown["REPLIED"].is_late
    assert shown["REPLIED"].is_units
    assert not shown["DISPATCHED"].is_late


Command = Callable[[HotlineItem, Actor], Decision[HotlineItem]]
LATER = MONDAY + 4 * HOUR
COMMANDS: dict[str, Command] = {
    "triage": lambda i, a: receiving.triage(i, Triage.GENERAL, a, LATER),
    "answer": lambda i, a: receiving.answer(i, words(), a, LATER, RULES),
    "dispatch": lambda i, a: sending.dispatch(i, UNIT, None, a, LATER, RULES, CALENDAR),
    "return": lambda i, a: sending.return_item(i, words(), a, LATER, RULES, CALENDAR),
    "reply": lambda i, a: handling.reply(i, words(), a, LATER, RULES, CALENDAR),
    "contact": lambda i, a: handling.contact(i, None, a, LATER),
    "progress": lambda i, a: handling.progress(i, words(), a, LATER, RULES, CALENDAR),
    "ask-extension": lambda i, a: handling.ask_extension(i, 3, words(), a, LATER, RULES),
    "grant-extension": lambda i, a: handling.grant_extension(i, a, LATER, RULES, CALENDAR),
    "refuse-extension": lambda i, a: handling.refuse_extension(i, words(), a, LATER),
    "callback": lambda i, a: calling.record_said(i, Solved.YES, 5, None, a, LATER, RULES, CALENDAR),
    "failed-callback": lambda i, a: calling.note_failed_call(i, "BUSY", a, LATER, RULES),
    "close": lambda i, a: calling.close(i, a, LATER, RULES),
    "redispatch": lambda i, a: sending.redispatch(i, words(), a, LATER, RULES, CALENDAR),
    "close-unresolved": lambda i, a: calling.close_unresolved(i, words(), a, LATER, RULES),
    "urge": lambda i, a: supervising.urge(i, a, LATER),
    "instruct": lambda i, a: supervising.instruct(i, words(), a, LATER, RULES),
    "report-back": lambda i, a: supervising.report_back(i, words(), a, LATER, RULES),
}
ITEMS: dict[str, Callable[[], HotlineItem]] = {
    **{state.value: make for state, make in IN_EVERY_STATE.items()},
    "refused": lambda: received(is_refused=True),
    "stuck": lambda: received(actor=WINDOW, door=Door.STUCK),
    "complex": lambda: dispatched(item=stuck(Triage.COMPLEX)),
    "asked": lambda: handling.ask_extension(dispatched(), 3, words(), HANDLER, MONDAY, RULES).state,
    "noted": lambda: said(actor=OPERATOR),
    "without-telephone": lambda: replied(contact=""),
    "again": lambda: said(Solved.NO, 1, item=replied(item=redispatched())),
    "instructed": lambda: instructed(said(Solved.NO, 1, item=replied(item=redispatched()))),
    "reported": lambda: (
        supervising.report_back(instructed(dispatched()), words(), HANDLER, MONDAY, RULES).state
    ),
    "instructed-unsent": lambda: instructed(received(is_refused=True)),
    "instructed-over": lambda: calling.close(instructed(said()), OPERATOR, MONDAY, RULES).state,
}
ACTORS = (
    OPERATOR,
    WINDOW,
    HANDLER,
    REGULATOR,
    person("head", Role.UNIT_HEAD),
    person("other", Role.UNIT_HANDLER, OTHER_UNIT),
)


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.person)
@pytest.mark.parametrize("name", ITEMS)
def test_a_step_is_offered_to_exactly_those_who_may_take_it(name: str, actor: Actor) -> None:
    item = ITEMS[name]()

    offered = steps_open(item, actor, LATER, RULES)

    assert offered == {step for step in COMMANDS if _may(COMMANDS[step], item, actor)}


def _may(command: Command, item: HotlineItem, actor: Actor) -> bool:
    try:
        command(item, actor)
    except DomainError:
        return False
    return True


def test_no_fact_of_the_ledger_holds_a_word_a_person_or_the_telephone() -> None:
    facts: dict[str, Any] = dict(
        handling.reply(dispatched(), words(), HANDLER, MONDAY, RULES, CALENDAR).event.data
    )

    assert HANDLER.person not in str(facts)
    assert raised().contact not in str(facts)
