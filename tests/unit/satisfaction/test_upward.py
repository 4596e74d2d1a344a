"""What the provincial system is told of a rating, in which order, and how a day is compared."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.invitations.invitation import InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import FollowUp, RatingState
from chalicelib.domain.satisfaction.upward import report as reports
from chalicelib.domain.satisfaction.upward.reconciling import Difference, Ours, compare
from chalicelib.domain.satisfaction.upward.report import Report
from chalicelib.domain.satisfaction.upward.states import Fact, KeptHere, TellingState
from chalicelib.domain.satisfaction.upward.wire import message_of
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import MONDAY
from tests.factories.ratings import a_case, a_rating, an_invitation

MINUTES = (1, 5, 30)


def planned(state: RatingState = RatingState.EFFECTIVE, **changed: object) -> Report:
    rating = replace(a_rating(), state=state, **changed)  # type: ignore[arg-type]
    decision = reports.plan(None, an_invitation(), rating, MONDAY)
    assert decision is not None
    return decision.state


def facts_of(report: Report) -> list[Fact]:
    return [telling.fact for telling in report.tellings]


def test_a_rating_is_told_and_then_what_becomes_of_it_and_nothing_twice() -> None:
    first = planned()
    later = replace(a_rating(), follow_up=FollowUp(5, MONDAY), state=RatingState.INVALIDATED)

    decision = reports.plan(first, an_invitation(), later, MONDAY)
    assert decision is not None
    again = reports.plan(decision.state, an_invitation(), later, MONDAY)
    back = reports.plan(decision.state, an_invitation(), replace(later, state=RatingState.EFFECTIVE), MONDAY)

    assert facts_of(first) == [Fact.RATED]
    assert facts_of(decision.state) == [Fact.RATED, Fact.FOLLOWED_UP, Fact.INVALIDATED]
    assert again is None
    assert back is not None
    assert facts_of(back.state)[-1] is Fact.REINSTATED


def test_what_was_undone_before_anybody_was_told_is_told_as_it_stands() -> None:
    assert facts_of(planned(RatingState.WITHDRAWN)) == [Fact.RATED, Fact.WITHDRAWN]
    assert facts_of(planned()) == [Fact.RATED]


def test_only_the_first_unaccepted_fact_is_due_and_a_refusal_holds_back_what_follows() -> None:
    report = planned(RatingState.WITHDRAWN)

    said = reports.refuse(report, 0, "case-unknown", "办件不存在")
    refused = said.state
    waits: Any = said.event.data["tellings"]
    waits = waits[1]
    accepted = reports.accept(report, 0, "SD-1").state

    assert reports.head_of(report) == 0
    assert reports.next_due(refused) is None
    assert waits["behind"] == reports.name_of(report, 0)
    assert "next_at" not in waits
    assert reports.head_of(accepted) == 1
    due = reports.next_due(accepted)
    assert due is not None
    assert due.at == MONDAY


def test_a_failure_is_tried_again_at_the_profiles_distances_and_never_given_up() -> None:
    report, waits = planned(), []
    for _ in range(5):
        report = reports.postpone(report, 0, "http-503", "", MONDAY, MINUTES).state
        due = reports.next_due(report)
        assert due is not None
        waits.append((due.at - MONDAY) // timedelta(minutes=1))

    assert waits == [1, 5, 30, 30, 30]
    assert report.tellings[0].is_unanswered


def test_the_far_sides_words_stay_out_of_the_ledger() -> None:
    decision = reports.refuse(planned(), 0, "case-unknown", "王小明的办件不存在")

    assert "王小明" not in str(decision.event.data)
    assert decision.state.tellings[0].error_text == "王小明的办件不存在"


def test_somebody_renews_what_failed_or_vanished_and_nothing_that_is_under_way() -> None:
    report = planned()
    accepted = reports.accept(report, 0, "SD-1").state

    with pytest.raises(Conflict, match="nothing-to-retry"):
        reports.renew(report, 0, MONDAY)
    with pytest.raises(Conflict, match="nothing-to-retry"):
        reports.renew(report, 9, MONDAY)
    renewed = reports.renew(accepted, 0, MONDAY).state
    assert renewed.tellings[0].state is TellingState.PENDING
    assert renewed.tellings[0].is_unanswered


@pytest.mark.parametrize(
    ("changed", "sub_channel", "reason"),
    [
        ({"mode": InvitationMode.IMPORT}, "", KeptHere.TAKEN_THERE),
        ({"case": ""}, "UNMATCHED", KeptHere.NO_CASE),
        ({}, "SUGGESTION_BOX", KeptHere.NO_SERVICE),
        ({}, "PAPER_FORM", None),
    ],
)
def test_what_is_not_for_the_province_says_why(
    changed: dict[str, object], sub_channel: str, reason: KeptHere | None
) -> None:
    rating = a_rating()
    rating = replace(rating, arrival=replace(rating.arrival, sub_channel=sub_channel))
    decision = reports.plan(None, replace(an_invitation(), **changed), rating, MONDAY)  # type: ignore[arg-type]

    assert decision is not None
    telling = decision.state.tellings[0]
    assert telling.state is (TellingState.KEPT_HERE if reason else TellingState.PENDING)
    assert telling.error == (reason or "")


def test_the_message_speaks_the_national_interface_under_named_code_systems() -> None:
    rating = replace(a_rating(), follow_up=FollowUp(5, MONDAY + timedelta(days=1), "RATING#r.2"))
    decision = reports.plan(None, an_invitation(), rating, MONDAY)
    assert decision is not None

    first, later = (message_of(decision.state, place, a_case(), rating) for place in (0, 1))

    assert (first["code_system"], first["pf_code_system"]) == ("ZWFW_IF", "SET_A")
    assert (first["satisfaction"], first["pf"]) == ("2", "7")
    assert (first["assessNumber"], first["evaluateType"]) == ("1", "1")
    assert (later["assessNumber"], later["evaluateType"], later["satisfaction"]) == ("2", "2", "5")
    assert first["evalDetail"] == ["207"]
    assert (first["projectNo"], first["serviceNumber"]) == ("370700-2026-000001", "1")
    assert first["messageId"] != later["messageId"]


def test_a_paper_form_goes_up_as_the_halls_terminal() -> None:
    rating = a_rating()
    paper = replace(rating, arrival=replace(rating.arrival, sub_channel="PAPER_FORM", channel=4))
    decision = reports.plan(None, an_invitation(), paper, MONDAY)
    assert decision is not None

    assert message_of(decision.state, 0, a_case(), paper)["pf"] == "5"


def test_a_day_is_compared_by_name_level_and_state() -> None:
    here = {
        "same": Ours("5", TellingState.ACCEPTED),
        "gone": Ours("4", TellingState.ACCEPTED),
        "other": Ours("3", TellingState.ACCEPTED),
        "waiting": Ours("2", TellingState.REFUSED),
        "lost": Ours("1", TellingState.RETRYING),
    }
    there = {"same": "5", "other": "5", "lost": "1", "foreign": "5"}

    found = {line.name: line.difference for line in compare(here, there)}

    assert found == {
        "gone": Difference.MISSING_THERE,
        "other": Difference.DIFFERENT,
        "waiting": Difference.NOT_YET_THERE,
        "lost": Difference.UNANSWERED,
        "foreign": Difference.UNKNOWN_HERE,
    }
