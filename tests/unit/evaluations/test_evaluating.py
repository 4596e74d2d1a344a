"""Evaluation: window, parties, weights, reply, objection: docs/rules.md §2.1, §2.6, §4.5."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.evaluations import evaluating
from chalicelib.domain.marketplace.evaluations.facts import Opinion, Party, Scores
from chalicelib.domain.marketplace.evaluations.mean import dimension_means, weighted_mean
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.contracts import BIDDER_ADMIN, completed, make_scores
from tests.factories.notices import (
    AGENT,
    BIDDER,
    DEPARTMENT,
    MONDAY,
    REVIEWER,
    china,
    person,
    rules,
)

OFFICIAL = person("official", Role.DEPARTMENT, DEPARTMENT)
ANOTHER = person("another-official", Role.DEPARTMENT, DEPARTMENT)
NOW = china(2026, 4, 23, 9)
CLOSES_AT = china(2026, 5, 10)
"""23 to 30 April are six working days, 6 to 8 May three, and Saturday 9 May is worked."""
WEIGHTS = evaluating.weights_of(rules())


def speak(notice: Notice, party: Party, scores: Scores | None = None) -> Notice:
    actor = {Party.OWNER: AGENT, Party.DEPARTMENT: OFFICIAL, Party.CENTRE: REVIEWER}[party]
    return evaluating.give_opinion(notice, party, scores or make_scores(), "", actor, NOW, rules()).state


def opinion(party: Party, *scores: int) -> Opinion:
    return Opinion(party, "somebody", MONDAY, make_scores(*scores))


def test_the_window_is_ten_working_days_with_the_made_up_saturday() -> None:
    evaluation = completed().evaluation
    assert evaluation is not None
    assert evaluation.closes_at == CLOSES_AT


def test_owner_half_department_three_tenths_centre_two_tenths_exactly() -> None:
    said = [
        opinion(Party.OWNER, 5, 4, 4, 4, 4, 4),
        opinion(Party.DEPARTMENT, 3, 3, 3, 3, 4, 3),
        opinion(Party.CENTRE, 1, 1, 1, 1, 1, 1),
    ]
    expected = Fraction(50, 100) * Fraction(21, 5) + Fraction(30, 100) * Fraction(16, 5) + Fraction(20, 100)
    assert weighted_mean(said, WEIGHTS) == expected


def test_a_missing_party_leaves_its_weight_to_the_others_in_proportion() -> None:
    said = [opinion(Party.DEPARTMENT, 5, 5, 5, 5, 5, 5), opinion(Party.CENTRE, 1, 1, 1, 1, 1, 1)]
    assert weighted_mean(said, WEIGHTS) == Fraction(3, 5) * 5 + Fraction(2, 5) * 1


def test_nobody_said_anything_is_no_data_and_never_five_stars() -> None:
    done = evaluating.close_window(completed(), CLOSES_AT, rules())
    assert done.state.state is NoticeState.EVALUATED
    assert done.event.data["mean"] is None
    assert done.event.data["parties"] == []


@given(st.lists(st.sampled_from(list(Party)), unique=True, min_size=1), st.data())
def test_the_mean_lies_within_what_was_said_and_does_not_depend_on_the_order(
    parties: list[Party], data: st.DataObject
) -> None:
    values = st.tuples(*[st.integers(1, 5)] * 6)
    said = [opinion(party, *data.draw(values)) for party in parties]
    mean = weighted_mean(said, WEIGHTS)
    assert mean is not None
    assert 1 <= mean <= 5
    assert mean == weighted_mean(list(reversed(said)), WEIGHTS)
    dimensions = dimension_means(said, WEIGHTS)
    assert mean == sum(value for name, value in dimensions.items() if name != "overall") / 5


def test_the_owner_ends_the_wait_and_the_department_may_still_speak() -> None:
    spoken = speak(completed(), Party.OWNER)
    assert spoken.state is NoticeState.EVALUATED
    later = speak(spoken, Party.DEPARTMENT)
    assert later.evaluation is not None
    assert len(later.evaluation.opinions) == 2


def test_each_party_speaks_once_and_in_the_window() -> None:
    with pytest.raises(Conflict) as twice:
        speak(speak(completed(), Party.CENTRE), Party.CENTRE)
    assert twice.value.code == "already-evaluated"
    with pytest.raises(Conflict) as late:
        evaluating.give_opinion(completed(), Party.OWNER, make_scores(), "", AGENT, CLOSES_AT, rules())
    assert late.value.code == "window-closed"


def test_another_department_and_the_agency_itself_have_no_opinion_to_give() -> None:
    foreign = person("foreign", Role.DEPARTMENT, "11370700MB0000002W")
    for party, actor in ((Party.DEPARTMENT, foreign), (Party.OWNER, BIDDER), (Party.CENTRE, OFFICIAL)):
        with pytest.raises(Forbidden):
            evaluating.give_opinion(completed(), party, make_scores(), "", actor, NOW, rules())


def test_scores_go_from_one_to_five_and_the_text_to_five_hundred() -> None:
    with pytest.raises(Invalid) as refusal:
        evaluating.give_opinion(
            completed(), Party.OWNER, make_scores(0, 6, 3, 3, 3, 3), "好" * 501, AGENT, NOW, rules()
        )
    assert [error.pointer for error in refusal.value.errors] == [
        "/scores/quality", "/scores/timeliness", "/text",
    ]  # fmt: skip


def objected(party: Party = Party.OWNER) -> Notice:
    spoken = speak(speak(completed(), Party.DEPARTMENT), Party.OWNER, make_scores(1, 1, 1, 1, 1, 1))
    return evaluating.object_to(spoken, party, "评分与事实不符。", BIDDER_ADMIN, NOW, rules()).state


def test_an_upheld_objection_sets_the_opinion_aside_and_the_others_carry_the_whole() -> None:
    decision = evaluating.decide_objection(
        objected(), True, "经查，评分缺乏事实依据。", OFFICIAL, NOW, rules()
    )
    assert decision.event.data["mean"] == "5/1"
    assert decision.event.data["parties"] == ["department"]


def test_a_dismissed_objection_keeps_the_opinion() -> None:
    decision = evaluating.decide_objection(
        objected(), False, "评分有验收记录为据，予以维持。", OFFICIAL, NOW, rules()
    )
    assert decision.event.data["parties"] == ["department", "owner"]


def test_who_evaluated_for_the_department_does_not_decide_the_objection_to_it() -> None:
    notice = objected(Party.DEPARTMENT)
    with pytest.raises(Forbidden) as own:
        evaluating.decide_objection(notice, False, "维持原评分不变。", OFFICIAL, NOW, rules())
    assert own.value.code == "same-person-evaluated"
    evaluating.decide_objection(notice, False, "维持原评分不变。", ANOTHER, NOW, rules())


def test_a_reply_of_two_characters_is_too_short_and_not_missing() -> None:
    spoken = speak(completed(), Party.OWNER)

    for text, code in (("", "required"), ("谢谢", "too-short")):
        with pytest.raises(Invalid) as refused:
            evaluating.reply(spoken, text, BIDDER_ADMIN, NOW, rules())
        assert [error.code for error in refused.value.errors] == [code]


def test_the_agency_replies_once_and_objects_once_until_five_working_days_after_the_window() -> None:
    spoken = speak(completed(), Party.OWNER)
    replied = evaluating.reply(spoken, "感谢业主的评价。", BIDDER_ADMIN, NOW, rules()).state
    with pytest.raises(Conflict):
        evaluating.reply(replied, "再补充一句话。", BIDDER_ADMIN, NOW, rules())
    until = china(2026, 5, 16)
    with pytest.raises(Conflict) as late:
        evaluating.object_to(spoken, Party.OWNER, "评分与事实不符。", BIDDER_ADMIN, until, rules())
    assert late.value.code == "objections-over"
    with pytest.raises(Invalid):
        evaluating.object_to(spoken, Party.CENTRE, "评分与事实不符。", BIDDER_ADMIN, NOW, rules())
