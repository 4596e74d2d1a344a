"""The appeal (evaluation.md §2.4): with evidence and in time, judged by two or three, objected to, final."""

import pytest

from chalicelib.domain.satisfaction.work_orders import appealing, cards, closing, objecting, rectifying
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Criterion, Verdict
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState as A
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, FindingCode, RevisitResult
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.states import UNDER_WAY
from chalicelib.domain.satisfaction.work_orders.states import OrderState as S
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.errors import Conflict, Invalid
from tests.factories.work_orders import (
    CALENDAR,
    DAY,
    HANDLER,
    HEAD,
    IN_EVERY_STATE,
    MONDAY,
    REGULATOR,
    REVIEWERS,
    appealed,
    claim,
    closed,
    contacted,
    judged,
    measure,
    revisited,
    rules_of,
    signed,
    under_review,
    verified,
    words,
)

RULES = rules_of()


def state_of(order: WorkOrder) -> A:
    assert order.appeal is not None
    return order.appeal.state


def vote(order: WorkOrder, place: int, *, upholds: bool, **facts):
    verdict = Verdict(upholds, **facts)
    return appealing.vote(order, verdict, words(), REVIEWERS[place], MONDAY, RULES, CALENDAR)


def objected(order: WorkOrder | None = None) -> WorkOrder:
    order = order or judged(under_review(), True, True)
    return objecting.object_to_verdict(order, words(), RESIDENT, MONDAY, RULES, CALENDAR).state


def last_word(order: WorkOrder, *, upholds: bool, at=MONDAY):
    verdict = Verdict(upholds)
    return objecting.decide_objection(order, verdict, words(), REVIEWERS[2], at, RULES, CALENDAR)


def test_the_order_and_its_clock_go_on_beside_the_appeal() -> None:
    before = contacted()

    after = under_review(before)

    assert (after.state, after.dues) == (S.CONTACTED, before.dues)
    assert state_of(after) is A.UNDER_REVIEW
    assert rectifying.explain(
        under_review(verified(FindingCode.MALICIOUS)), measure(), HANDLER, MONDAY, RULES
    )


def test_a_unit_appeals_within_three_working_days_of_signing_and_not_an_instant_later() -> None:
    order = signed()
    assert order.dues.appeal is not None
    until = order.dues.appeal.at

    assert appealed(order, until - DAY / 86_400).appeal
    with pytest.raises(Conflict, match="appeal-lapsed"):
        appealed(order, until)


@pytest.mark.parametrize(("n_files", "code"), [(0, "required"), (11, "too-many-files")])
def test_an_appeal_needs_evidence(n_files: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        appealing.submit_appeal(signed(), claim(n_files=n_files), HANDLER, MONDAY, RULES)

    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/evidence", code)]


@pytest.mark.parametrize("state", [state for state in S if state not in UNDER_WAY])
def test_an_order_that_is_not_signed_or_is_closed_is_not_appealed(state: S) -> None:
    with pytest.raises(Conflict, match="wrong-state"):
        appealing.submit_appeal(IN_EVERY_STATE[state](), claim(), HANDLER, MONDAY, RULES)


def test_one_order_is_appealed_once_unless_its_own_head_kept_the_appeal() -> None:
    with pytest.raises(Conflict, match="already-appealed"):
        appealed(appealed())
    declined = appealing.decline_appeal(appealed(), words(), HEAD, MONDAY).state
    assert state_of(declined) is A.DECLINED

    assert state_of(appealed(declined)) is A.SUBMITTED


def test_without_an_appeal_there_is_nothing_to_judge() -> None:
    with pytest.raises(Conflict, match="no-appeal"):
        vote(signed(), 0, upholds=True)
    with pytest.raises(Conflict, match="wrong-state"):
        vote(appealed(), 0, upholds=True)


def test_two_who_agree_uphold_it_and_the_caller_is_told_to_invalidate_the_rating() -> None:
    first = vote(under_review(), 0, upholds=True)
    assert (first.event.type, first.state.state) == ("order.appeal_voted", S.SIGNED)

    second = vote(first.state, 1, upholds=True)

    order = second.state
    assert (second.event.type, order.state, state_of(order)) == (
        "order.appeal_upheld",
        S.ANNULLED,
        A.UPHELD_UNIT,
    )
    assert second.event.data["invalidates"] is True
    assert order.annulled is not None
    assert (order.annulled.reason, order.annulled.stood) == (AnnulReason.INVALIDATED, S.SIGNED)


def test_two_who_agree_reject_it_and_nothing_changes_for_the_order() -> None:
    before = under_review()

    after = judged(before, False, False)

    assert (after.state, after.dues, state_of(after)) == (before.state, before.dues, A.REJECTED)
    with pytest.raises(Conflict, match="already-appealed"):
        appealed(after)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ((True, False), A.UNDER_REVIEW),
        ((False, True), A.UNDER_REVIEW),
        ((True, False, True), A.UPHELD_UNIT),
        ((False, True, False), A.REJECTED),
    ],
)
def test_where_two_differ_a_third_decides(verdicts: tuple[bool, ...], state: A) -> None:
    assert state_of(judged(under_review(), *verdicts)) is state


def test_malice_needs_a_criterion_and_a_device_that_rated_often_enough() -> None:
    order = under_review(category=Category.MALICIOUS)
    same_device = (Criterion.SAME_DEVICE,)

    for facts in ({}, {"criteria": same_device, "device_ratings": 2}):
        with pytest.raises(Invalid) as refused:
            vote(order, 0, upholds=True, **facts)
        assert [one.pointer for one in refused.value.errors] == ["/criteria"]
    assert vote(order, 0, upholds=True, criteria=same_device, device_ratings=3).state
    assert vote(order, 0, upholds=True, criteria=(Criterion.ABUSIVE_TEXT,)).state
    assert vote(order, 0, upholds=False).state


def test_an_order_waits_for_the_reviewers_before_it_is_closed() -> None:
    content = under_review(revisited(RevisitResult.SATISFIED))

    with pytest.raises(Conflict, match="appeal-open"):
        closing.close(content, REGULATOR, MONDAY + DAY, RULES)
    assert (
        closing.close(judged(content, False, False), REGULATOR, MONDAY + DAY, RULES).state.state
        is S.CLOSED_OK
    )


def test_an_appeal_that_its_head_never_sent_on_stops_no_closing() -> None:
    order = appealed(revisited(RevisitResult.SATISFIED))

    assert closing.close(order, REGULATOR, MONDAY + DAY, RULES).state.state is S.CLOSED_OK


def test_a_rating_that_was_withdrawn_meanwhile_leaves_nothing_to_judge() -> None:
    order = closing.annul(under_review(), AnnulReason.WITHDRAWN, RESIDENT, MONDAY).state

    with pytest.raises(Conflict, match="wrong-state"):
        vote(order, 0, upholds=True)
    assert cards.next_due(order) is None


def test_the_resident_objects_within_ten_working_days_and_not_an_instant_later() -> None:
    order = judged(under_review(), True, True)
    assert order.appeal is not None
    until = order.appeal.objection_until
    assert until is not None

    # 3 to 6 March, 9 to 13 March, 16 March
    assert until.isoformat() == "2026-03-16T16:00:00+00:00"
    with pytest.raises(Conflict, match="verdict-stands"):
        objecting.object_to_verdict(order, None, RESIDENT, until, RULES, CALENDAR)
    after = objected(order)
    assert (after.state, state_of(after)) == (S.ANNULLED, A.OBJECTED)
    assert cards.next_due(after).kind == cards.APPEAL_DELAYED  # type: ignore[union-attr]


def test_only_an_invalidation_is_objected_to() -> None:
    for order in (under_review(), judged(under_review(), False, False), objected()):
        with pytest.raises(Conflict, match="wrong-state"):
            objecting.object_to_verdict(order, None, RESIDENT, MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="no-appeal"):
        objecting.object_to_verdict(closed(), None, RESIDENT, MONDAY, RULES, CALENDAR)


def test_an_invalidation_that_is_confirmed_ends_the_matter() -> None:
    decision = last_word(objected(), upholds=True)

    assert (decision.state.state, state_of(decision.state)) == (S.ANNULLED, A.FINAL)
    assert decision.event.type == "order.appeal_confirmed"
    assert "reinstates" not in decision.event.data
    assert cards.next_due(decision.state) is None


@pytest.mark.parametrize("stood", UNDER_WAY)
def test_an_invalidation_that_falls_lets_the_order_go_on_where_it_stood_with_its_time_anew(stood: S) -> None:
    order = objected(judged(under_review(IN_EVERY_STATE[stood]()), True, True))
    at = MONDAY + 14 * DAY

    decision = last_word(order, upholds=False, at=at)

    after = decision.state
    assert (after.state, after.annulled, state_of(after)) == (stood, None, A.FINAL)
    assert decision.event.data["reinstates"] is True
    due = cards.next_due(after)
    assert due is None if stood is S.REVISITED else due is not None and due.at > at
    assert decision.event.data["cards"] == []
