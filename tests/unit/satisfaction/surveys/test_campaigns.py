"""A campaign's life: who may, what is needed first, what time does, and what is wrong with a plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.campaigns import deciding
from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, counts, effective_state, next_due
from chalicelib.domain.satisfaction.campaigns.dry_run import dry_run
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS, ShardFrame
from chalicelib.domain.satisfaction.campaigns.plan import (
    Adoption,
    Measure,
    Method,
    Plan,
    SamplePlan,
    Scope,
    Strata,
    Suggestion,
    Window,
)
from chalicelib.domain.satisfaction.campaigns.planning import plan_errors
from chalicelib.domain.satisfaction.campaigns.states import BEFORE_PUBLICATION, CAMPAIGN, CampaignState
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.notices import MONDAY
from tests.factories.surveys import DESIGNER, EVALUATOR, LATER, REGULATOR, a_plan, a_questionnaire, question
from tests.factories.work_orders import rules_of

RULES = rules_of()
S = CampaignState
BOTH = Actor(DESIGNER.person, "bureau", frozenset({Role.REGULATOR, Role.SURVEY_DESIGNER}))
APRIL = datetime.fromisoformat("2026-04-01T00:00:00+08:00")
JUNE = datetime.fromisoformat("2026-06-01T00:00:00+08:00")
MEASURE = Measure("m1", "帮办代办", "少跑一趟")


def drafted(kind: SurveyKind = SurveyKind.MONTHLY, by: Actor = DESIGNER, **plan: Any) -> Campaign:
    return deciding.create("cp_1", "DC-1", kind, a_plan(**plan), by, MONDAY, RULES.survey, "SD-WF").state


def framed(draft: Campaign | None = None, people: int = 100) -> Campaign:
    asked = deciding.ask_frame(draft or drafted(), EVALUATOR if draft else DESIGNER, MONDAY).state
    for number in range(SHARDS):
        asked = deciding.page_frame(asked, ShardFrame(f"{number:02x}", 12, 10)).state
    return deciding.finish_frame(
        asked, "", 0, dry_run(160, people, Method.CENSUS, (Mode.CALL,), 1, RULES)
    ).state


def submitted() -> Campaign:
    return deciding.submit(framed(), a_questionnaire(), DESIGNER, MONDAY).state


def approved() -> Campaign:
    return deciding.approve(submitted(), "0a", REGULATOR, MONDAY).state


def fielding() -> Campaign:
    return deciding.run_clock(approved(), MONDAY + LATER).state


def closed() -> Campaign:
    return deciding.run_clock(fielding(), MONDAY + 2 * LATER).state


def test_a_draft_is_submitted_with_its_frame_and_forecast() -> None:
    assert submitted().state is S.IN_REVIEW
    assert submitted().frame is not None
    with pytest.raises(Conflict, match="frame-missing"):
        deciding.submit(drafted(), a_questionnaire(), DESIGNER, MONDAY)
    with pytest.raises(Conflict, match="nobody-to-ask"):
        deciding.submit(framed(people=0), a_questionnaire(), DESIGNER, MONDAY)
    with pytest.raises(Conflict, match="overall-missing"):
        deciding.submit(framed(), a_questionnaire(question("q1")), DESIGNER, MONDAY)


def test_whoever_wrote_it_never_approves_it() -> None:
    with pytest.raises(Forbidden, match="same-person-drafted"):
        deciding.approve(submitted(), "0a", BOTH, MONDAY)
    with pytest.raises(Forbidden, match="role-needed"):
        deciding.approve(submitted(), "0a", DESIGNER, MONDAY)
    assert not deciding.may_approve(submitted(), BOTH)
    assert deciding.may_approve(submitted(), REGULATOR)


def test_nor_does_whoever_changed_what_another_wrote() -> None:
    another = replace(DESIGNER, person="p-another")
    changed = deciding.edit(drafted(by=another), a_plan(title="改"), BOTH, MONDAY, RULES.survey).state

    assert not deciding.may_approve(changed, BOTH)
    assert deciding.may_approve(changed, REGULATOR)


def test_a_window_that_has_begun_is_neither_submitted_nor_approved() -> None:
    for late in (
        lambda: deciding.submit(framed(), a_questionnaire(), DESIGNER, MONDAY + LATER),
        lambda: deciding.approve(submitted(), "0a", REGULATOR, MONDAY + LATER),
    ):
        with pytest.raises(Conflict, match="window-begun"):
            late()


def test_what_is_to_be_changed_goes_back_to_draft_with_the_first_edit() -> None:
    asked = deciding.request_change(submitted(), "时间太短", REGULATOR, MONDAY).state
    assert asked.decided is not None
    edited = deciding.edit(asked, a_plan(title="改"), DESIGNER, MONDAY, RULES.survey).state

    assert (asked.state, asked.decided.note, edited.state) == (S.CHANGE_REQUESTED, "时间太短", S.DRAFT)
    with pytest.raises(Invalid):
        deciding.request_change(submitted(), " ", REGULATOR, MONDAY)


def test_another_scope_drops_the_frame_and_every_edit_the_forecast() -> None:
    before = framed()

    titled = deciding.edit(before, a_plan(title="改"), DESIGNER, MONDAY, RULES.survey).state
    narrowed = deciding.edit(
        before, a_plan(scope=Scope(("2026-02",), ("u",))), DESIGNER, MONDAY, RULES.survey
    ).state

    assert (titled.frame, titled.dry_run) == (before.frame, None)
    assert narrowed.frame is None


def test_time_shows_before_the_timer_says_so() -> None:
    ready = approved()

    assert effective_state(ready, MONDAY + LATER) is S.FIELDING
    assert effective_state(ready, MONDAY + 2 * LATER) is S.CLOSED
    assert effective_state(fielding(), MONDAY + 2 * LATER) is S.CLOSED
    due = next_due(ready)
    assert due is not None
    assert (due.kind, due.at) == ("begin-campaign", MONDAY + LATER)


def test_an_answer_counts_within_the_window_alone_and_in_a_pause_as_well() -> None:
    found = fielding()
    paused = deciding.pause(found, "系统维护", DESIGNER, MONDAY + LATER).state

    assert [counts(one, MONDAY + LATER) for one in (found, paused)] == [True, True]
    assert not counts(found, MONDAY + LATER - timedelta(milliseconds=1))
    assert not counts(found, MONDAY + 2 * LATER)
    assert not counts(deciding.cancel(found, "取消", REGULATOR, MONDAY + LATER).state, MONDAY + LATER)


def test_a_pause_that_comes_after_the_end_is_refused_though_the_timer_is_late() -> None:
    with pytest.raises(Conflict, match="wrong-state"):
        deciding.pause(fielding(), "晚了", DESIGNER, MONDAY + 2 * LATER)


@pytest.mark.parametrize("state", list(S))
def test_a_campaign_is_cancelled_until_its_figures_are_published(state: CampaignState) -> None:
    found = replace(drafted(), state=state)

    if state in BEFORE_PUBLICATION:
        assert deciding.cancel(found, "不再需要", DESIGNER, MONDAY).state.state is S.CANCELLED
    else:
        with pytest.raises(Conflict, match="wrong-state"):
            deciding.cancel(found, "不再需要", DESIGNER, MONDAY)


def test_every_pair_that_is_not_in_the_table_is_refused() -> None:
    moves = {(move.source, move.event) for move in CAMPAIGN.moves}
    acts: dict[str, Callable[[Campaign], Any]] = {
        "submitted": lambda one: deciding.submit(one, a_questionnaire(), DESIGNER, MONDAY),
        "approved": lambda one: deciding.approve(one, "0a", REGULATOR, MONDAY),
        "change_requested": lambda one: deciding.request_change(one, "改", REGULATOR, MONDAY),
        "analysed": lambda one: deciding.analyse(one, (), DESIGNER, MONDAY),
        "published": lambda one: deciding.publish(one, "p", "0a", REGULATOR, MONDAY),
        "archived": lambda one: deciding.archive(one, REGULATOR, MONDAY),
    }
    for event, act in acts.items():
        for state in S:
            found = replace(framed(), state=state)
            if (state, event) in moves:
                act(found)
            else:
                with pytest.raises(Conflict, match="wrong-state"):
                    act(found)


def test_a_suggestion_is_for_a_measure_and_is_answered_once() -> None:
    policy = replace(
        closed(),
        kind=SurveyKind.POLICY,
        author=replace(closed().author, by=EVALUATOR.person),
        plan=a_plan(measures=(MEASURE,)),
    )
    told = deciding.analyse(policy, [Suggestion("m1", "六成没听说过", "在大厅公示")], EVALUATOR, MONDAY).state
    out = deciding.publish(told, "page", "0a", REGULATOR, MONDAY).state

    said = deciding.answer_suggestion(out, 0, Adoption.ADOPTED, "四月起公示", REGULATOR, MONDAY).state

    assert said.suggestions[0].adoption is Adoption.ADOPTED
    with pytest.raises(Conflict, match="suggestion-answered"):
        deciding.answer_suggestion(said, 0, Adoption.DECLINED, "不", REGULATOR, MONDAY)
    with pytest.raises(NotFound):
        deciding.answer_suggestion(said, 1, Adoption.DECLINED, "不", REGULATOR, MONDAY)
    with pytest.raises(Invalid):
        deciding.analyse(policy, [Suggestion("m2", "", "")], EVALUATOR, MONDAY)


def test_a_frame_has_one_entry_a_shard_and_one_hash_over_all_of_them() -> None:
    whole = framed()

    assert whole.frame is not None
    assert (whole.frame.served, whole.frame.eligible) == (12 * SHARDS, 10 * SHARDS)
    with pytest.raises(Conflict):
        deciding.page_frame(whole, ShardFrame("ff", 1, 1))


def found_codes(kind: SurveyKind, plan: Plan) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in plan_errors(kind, plan, MONDAY, RULES.survey)]


def test_everything_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    wrong = a_plan(
        title="",
        scope=Scope(("2026-04",)),
        window=Window(MONDAY, MONDAY + 100 * LATER),
        modes=(Mode.OWN,),
        sample=SamplePlan(Method.STRATIFIED, 0, None),
        measures=(MEASURE,),
    )

    assert found_codes(SurveyKind.MONTHLY, wrong) == [
        ("/title", "required"),
        ("/months", "not-a-month"),
        ("/begins_on", "in-the-past"),
        ("/ends_on", "window-too-long"),
        ("/modes", "unknown-mode"),
        ("/n", "sample-size"),
        ("/strata", "strata-for-stratified"),
        ("/measures", "measures-for-policy"),
    ]


def test_a_monthly_survey_is_about_a_month_that_is_over_and_takes_its_frame_then() -> None:
    march = Scope(("2026-03",))
    in_april = Window(APRIL, APRIL + LATER)

    assert found_codes(SurveyKind.MONTHLY, a_plan(scope=march)) == [("/months", "months-not-over")]
    assert found_codes(SurveyKind.MONTHLY, a_plan(scope=march, window=in_april)) == []
    early = drafted(scope=march, window=in_april)
    with pytest.raises(Conflict, match="months-not-over"):
        deciding.ask_frame(early, DESIGNER, APRIL - timedelta(seconds=1))
    assert deciding.ask_frame(early, DESIGNER, APRIL).state.frame is not None


def test_calls_come_first_or_nobody_would_ever_be_called() -> None:
    some, everybody = SamplePlan(Method.SRS, 10), SamplePlan(Method.CENSUS)
    in_vain = (
        ((Mode.SMS, Mode.CALL), some),
        ((Mode.SMS, Mode.CALL), everybody),
        ((Mode.VISIT,), everybody),
    )
    for modes, sample in in_vain:
        assert found_codes(SurveyKind.MONTHLY, a_plan(modes=modes, sample=sample)) == [
            ("/modes", "calls-first")
        ]
    right = (((Mode.SMS,), some), ((Mode.CALL,), some), ((Mode.CALL, Mode.SMS, Mode.VISIT), everybody))
    for modes, sample in right:
        assert found_codes(SurveyKind.MONTHLY, a_plan(modes=modes, sample=sample)) == []


def test_a_half_yearly_survey_is_in_the_field_fifteen_days_of_june_or_december() -> None:
    right = a_plan(
        scope=Scope(("2025-12", "2026-01", "2026-02")),
        window=Window(JUNE, JUNE + timedelta(days=15)),
        modes=(Mode.SMS,),
        sample=SamplePlan(Method.STRATIFIED, 100, Strata.UNIT),
    )
    july = Window(JUNE + timedelta(days=30), JUNE + timedelta(days=44))

    assert found_codes(SurveyKind.SEMI, right) == []
    assert found_codes(SurveyKind.SEMI, replace(right, window=july)) == [
        ("/begins_on", "not-a-semi-month"),
        ("/ends_on", "semi-days"),
    ]


def test_a_policy_names_its_measures() -> None:
    assert found_codes(SurveyKind.POLICY, a_plan(measures=(MEASURE,))) == []
    assert found_codes(SurveyKind.POLICY, a_plan()) == [("/measures", "measures-count")]
