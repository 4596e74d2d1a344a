"""A whole life of a work order in each of its branches (evaluation.md §2.3)."""

import pytest

from chalicelib.domain.satisfaction.work_orders import (
    closing,
    contacting,
    opening,
    rectifying,
    signing,
    telling,
    verifying,
)
from chalicelib.domain.satisfaction.work_orders.facts import (
    AnnulReason,
    Cause,
    FindingCode,
    RevisitResult,
    Source,
)
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.states import OrderState as S
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.codec import dumps, loads
from chalicelib.kernel.errors import Conflict, Invalid
from tests.factories.work_orders import (
    CALENDAR,
    DAY,
    HANDLER,
    HEAD,
    HOUR,
    IN_EVERY_STATE,
    MONDAY,
    NUMBER,
    OTHER_UNIT,
    REGULATOR,
    SUPERVISOR,
    UNIT,
    appealed,
    asked_back,
    closed_unresolved,
    contact_failed,
    contacted,
    created,
    dispatched,
    grievance,
    measure,
    person,
    rectified,
    rectifying_order,
    reopened,
    revisited,
    rules_of,
    signed,
    told,
    verified,
    words,
)

RULES = rules_of()


def test_a_bad_rating_is_mended_told_revisited_and_closed() -> None:
    order = revisited(RevisitResult.SATISFIED)

    decision = closing.close(order, REGULATOR, MONDAY + DAY, RULES)

    after = decision.state
    assert (after.state, after.wo_no) == (S.CLOSED_OK, "HP-370700-2026-000042-Y")
    assert decision.event.type == "order.closed"
    assert decision.event.data["result"] == "SATISFIED"
    assert (after.cards, after.supervised, after.reopened) == ((), None, None)


@pytest.mark.parametrize("level", [0, 3, 4, 5])
@pytest.mark.parametrize("source", [Source.RATING, Source.CALLBACK])
def test_only_the_two_lowest_levels_make_an_order(source: Source, level: int) -> None:
    with pytest.raises(Conflict, match="not-a-bad-rating"):
        opening.create("wo_1", grievance(source=source, level=level), MONDAY, RULES, CALENDAR)


def test_what_came_over_the_complaint_window_needs_no_level() -> None:
    assert created(source=Source.ITEM, level=0).state is S.CREATED


def test_the_number_belongs_to_the_year_in_china_and_to_the_division() -> None:
    new_year = MONDAY.replace(year=2025, month=12, day=31, hour=23)

    assert opening.order_number("370700001", new_year, 42).startswith("HP-370700-2025-")
    assert opening.order_number("370700001", new_year + 2 * HOUR, 42).startswith("HP-370700-2026-")


def test_where_no_unit_is_found_the_centre_sends_it_by_hand() -> None:
    order = created(unit="")

    assert opening.dispatch(order, UNIT, NUMBER, SUPERVISOR, MONDAY, RULES, CALENDAR).state.unit == UNIT


def test_a_returned_order_goes_to_the_other_unit_and_its_time_to_mend_does_not_restart() -> None:
    before = asked_back(signed())

    decision = signing.grant_return(before, OTHER_UNIT, words(), REGULATOR, MONDAY + DAY, RULES, CALENDAR)

    after = decision.state
    assert (after.state, after.unit, decision.event.data["from_unit"]) == (S.DISPATCHED, OTHER_UNIT, UNIT)
    assert after.dues.rectify == before.dues.rectify
    assert after.dues.sign is not None
    assert after.dues.sign.since == MONDAY + DAY
    assert (after.signed, after.dues.contact, after.dues.appeal) == (None, None, None)
    other = person("other", *HANDLER.roles, OTHER_UNIT)
    again = signing.sign(after, other, MONDAY + DAY, RULES, CALENDAR).state
    with pytest.raises(Conflict, match="no-return-left"):
        signing.request_return(again, words(), other, MONDAY + DAY, RULES)


@pytest.mark.parametrize(("before", "stands"), [(dispatched, S.DISPATCHED), (signed, S.SIGNED)])
def test_a_refused_return_leaves_the_order_where_it_stood(before, stands: S) -> None:
    order = signing.refuse_return(asked_back(before()), words(), REGULATOR, MONDAY, RULES).state

    assert (order.state, order.unit) == (stands, UNIT)
    with pytest.raises(Conflict, match="no-return-left"):
        signing.request_return(order, words(), HANDLER, MONDAY, RULES)


def test_a_return_is_asked_for_within_two_working_days_and_not_an_instant_later() -> None:
    order = dispatched()
    assert order.dues.returning is not None
    until = order.dues.returning.at

    assert asked_back(order, until - HOUR).returns
    with pytest.raises(Conflict, match="return-lapsed"):
        asked_back(order, until)


def test_a_return_needs_a_reason_another_unit_and_no_appeal() -> None:
    for chars, code in ((9, "too-short"), (201, "too-long")):
        with pytest.raises(Invalid) as refused:
            signing.request_return(dispatched(), words(chars), HANDLER, MONDAY, RULES)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/reason", code)]
    with pytest.raises(Conflict, match="same-unit"):
        signing.grant_return(asked_back(), UNIT, words(), REGULATOR, MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="appeal-open"):
        asked_back(appealed())


def test_after_three_tries_the_unit_goes_on_without_the_resident_and_owes_no_revisit() -> None:
    order = contact_failed()
    assert (order.state, len(order.contact_attempts)) == (S.CONTACT_FAILED, 3)

    order = verifying.propose_finding(
        order, FindingCode.CLEAR_REASONABLE, Cause.MATERIALS, None, HANDLER, MONDAY
    ).state
    order = rectifying.start_rectifying(verifying.verify(order, HEAD, MONDAY).state, HANDLER, MONDAY).state
    order = told(rectified(order))

    assert order.dues.revisit is None
    decision = closing.close(order, REGULATOR, MONDAY, RULES)
    assert decision.event.data["result"] == "NOT_CONTACTABLE"
    assert decision.event.data["contactable"] is False


def test_two_tries_are_not_yet_a_failure() -> None:
    order = signed()
    for _ in range(2):
        order = contacting.note_failed_contact(order, "BUSY", HANDLER, MONDAY, RULES, CALENDAR).state

    assert (order.state, order.dues.verify) == (S.SIGNED, None)


def test_three_tries_in_one_morning_rid_no_unit_of_the_contact() -> None:
    order = signed()
    for n in range(3):
        at = MONDAY + n * HOUR / 60
        order = contacting.note_failed_contact(order, "BUSY", HANDLER, at, RULES, CALENDAR).state
    assert (order.state, order.is_revisit_exempt) == (S.SIGNED, False)

    at = MONDAY + 6 * HOUR
    order = contacting.note_failed_contact(order, "OFF", HANDLER, at, RULES, CALENDAR).state

    assert (order.state, order.is_revisit_exempt) == (S.CONTACT_FAILED, True)


def test_an_anonymous_rating_is_mended_too_and_only_the_revisit_falls_away() -> None:
    order = signed(is_anonymous=True)
    assert order.dues.contact is None
    assert order.dues.verify is not None
    with pytest.raises(Conflict, match="not-contactable"):
        contacting.contact(order, None, SUPERVISOR, MONDAY, RULES, CALENDAR)

    order = verifying.propose_finding(
        order, FindingCode.CLEAR_REASONABLE, Cause.QUEUE, None, HANDLER, MONDAY
    ).state
    order = rectifying.start_rectifying(verifying.verify(order, HEAD, MONDAY).state, HANDLER, MONDAY).state
    order = told(rectified(order))

    with pytest.raises(Conflict, match="not-contactable"):
        telling.record_revisit(order, RevisitResult.SATISFIED, None, SUPERVISOR, MONDAY, RULES)
    assert closing.close(order, REGULATOR, MONDAY, RULES).state.state is S.CLOSED_OK


def test_whoever_can_be_reached_is_contacted_before_the_finding_and_revisited_before_the_end() -> None:
    with pytest.raises(Conflict, match="contact-first"):
        verifying.propose_finding(signed(), FindingCode.COMPLEX, Cause.TIME_LIMIT, None, HANDLER, MONDAY)
    with pytest.raises(Conflict, match="revisit-owed"):
        closing.close(told(), REGULATOR, MONDAY, RULES)


def test_a_finding_can_be_sent_back_and_needs_to_be_there() -> None:
    order = contacted()
    with pytest.raises(Conflict, match="no-finding-proposed"):
        verifying.verify(order, HEAD, MONDAY)
    order = verifying.propose_finding(
        order, FindingCode.COMPLEX, Cause.FEE_OR_AGENT, None, HANDLER, MONDAY
    ).state

    order = verifying.return_finding(order, words(), HEAD, MONDAY).state

    assert (order.state, order.finding) == (S.CONTACTED, None)


def test_who_is_not_content_gets_the_order_returned_once_and_then_it_is_supervised() -> None:
    first = revisited(RevisitResult.NOT_SATISFIED)
    for too_early in (
        lambda: closing.close(first, REGULATOR, MONDAY, RULES),
        lambda: closing.close_unresolved(first, words(), REGULATOR, MONDAY, RULES),
    ):
        with pytest.raises(Conflict, match=r"not-for-this-result|not-reopened-yet"):
            too_early()
    order = rectifying.start_rectifying(reopened(), HANDLER, MONDAY).state
    second = revisited(RevisitResult.NOT_SATISFIED, told(rectified(order)))
    with pytest.raises(Conflict, match="reopened-once"):
        closing.reopen(second, words(), REGULATOR, MONDAY, RULES, CALENDAR)

    order = closed_unresolved()

    assert order.state is S.CLOSED_UNRESOLVED
    assert order.supervised is not None


@pytest.mark.parametrize("result", [RevisitResult.SATISFIED, RevisitResult.NEUTRAL])
def test_an_order_whose_resident_is_content_is_not_returned(result: RevisitResult) -> None:
    with pytest.raises(Conflict, match="not-for-this-result"):
        closing.reopen(revisited(result), words(), REGULATOR, MONDAY, RULES, CALENDAR)


def test_three_tries_in_one_morning_are_no_revisit_that_failed() -> None:
    order = told()
    for n in range(3):
        order = telling.note_failed_revisit(order, "NO_ANSWER", SUPERVISOR, MONDAY + n * HOUR, RULES).state
    assert order.state is S.FEEDBACK_SENT

    order = telling.note_failed_revisit(order, "OFF", SUPERVISOR, MONDAY + DAY + 5 * HOUR, RULES).state

    assert (order.state, order.revisit and order.revisit.result) == (S.REVISITED, RevisitResult.NOT_REACHED)
    assert closing.close(order, REGULATOR, MONDAY + 3 * DAY, RULES).state.state is S.CLOSED_OK


def test_nobody_may_simply_say_that_the_resident_was_not_reached() -> None:
    with pytest.raises(Conflict, match="tries-left"):
        telling.record_revisit(told(), RevisitResult.NOT_REACHED, None, SUPERVISOR, MONDAY, RULES)


def test_the_resident_answers_by_the_link_of_the_message() -> None:
    decision = telling.record_revisit(told(), RevisitResult.NEUTRAL, None, RESIDENT, MONDAY, RULES)

    assert (decision.state.state, decision.event.data["by_resident"]) == (S.REVISITED, True)


@pytest.mark.parametrize("noted", [RevisitResult.SATISFIED, RevisitResult.NEUTRAL])
def test_the_resident_contradicts_what_staff_has_noted_before_anybody_closes(noted: RevisitResult) -> None:
    order = revisited(noted)
    with pytest.raises(Conflict, match="correction-open"):
        closing.close(order, REGULATOR, MONDAY + DAY - HOUR, RULES)

    decision = telling.record_revisit(
        order, RevisitResult.NOT_SATISFIED, None, RESIDENT, MONDAY + HOUR, RULES
    )

    assert decision.event.type == "order.revisit_corrected"
    assert closing.reopen(decision.state, None, REGULATOR, MONDAY + HOUR, RULES, CALENDAR)


def test_what_the_resident_said_by_the_link_is_not_said_again_and_can_be_closed_at_once() -> None:
    order = telling.record_revisit(told(), RevisitResult.SATISFIED, None, RESIDENT, MONDAY, RULES).state

    with pytest.raises(Conflict, match="wrong-state"):
        telling.record_revisit(order, RevisitResult.NOT_SATISFIED, None, RESIDENT, MONDAY, RULES)
    assert closing.close(order, REGULATOR, MONDAY, RULES).state.state is S.CLOSED_OK


def test_nobody_closes_without_agreement_before_the_resident_could_contradict_the_note() -> None:
    order = rectifying.start_rectifying(reopened(), HANDLER, MONDAY).state
    order = revisited(RevisitResult.NOT_SATISFIED, told(rectified(order)))

    with pytest.raises(Conflict, match="correction-open"):
        closing.close_unresolved(order, words(), REGULATOR, MONDAY + DAY - HOUR, RULES)
    assert closing.close_unresolved(order, words(), REGULATOR, MONDAY + DAY, RULES)


def test_after_the_hours_of_a_correction_the_note_stands() -> None:
    with pytest.raises(Conflict, match="wrong-state"):
        telling.record_revisit(
            revisited(RevisitResult.NEUTRAL), RevisitResult.SATISFIED, None, RESIDENT, MONDAY + DAY, RULES
        )


def test_a_rating_is_withdrawn_until_it_is_verified_and_the_order_ends() -> None:
    assert closing.annul(contacted(), AnnulReason.WITHDRAWN, RESIDENT, MONDAY).state.state is S.ANNULLED
    with pytest.raises(Conflict, match="verified-already"):
        closing.annul(verified(), AnnulReason.WITHDRAWN, RESIDENT, MONDAY)


@pytest.mark.parametrize("state", list(S))
def test_every_order_is_stored_and_read_back_as_it_was(state: S) -> None:
    order = IN_EVERY_STATE[state]()

    assert loads(dumps(order, WorkOrder), WorkOrder) == order


def test_no_fact_names_a_person_or_carries_words() -> None:
    order = rectifying_order()
    facts = [
        opening.create("wo_1", grievance(), MONDAY, RULES, CALENDAR),
        rectifying.submit_measure(order, measure(), HANDLER, MONDAY, RULES),
        closing.close(revisited(RevisitResult.SATISFIED), REGULATOR, MONDAY + DAY, RULES),
    ]

    for decision in facts:
        text = canonical_json(dict(decision.event.data))
        assert all(name not in text for name in ("clerk", "handler", "head", "regulator"))
