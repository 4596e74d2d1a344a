"""Points, grades and interceptions of docs/rules.md §2.6, at the instants at which they turn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.agencies import drafting, filing, leaving, reviewing
from chalicelib.domain.marketplace.agencies.agency import Agency, check_may_enter_market
from chalicelib.domain.marketplace.agencies.due import next_due
from chalicelib.domain.marketplace.agencies.lapsing import lapse, state_at, states_at
from chalicelib.domain.marketplace.agencies.states import ListingState as S
from chalicelib.domain.marketplace.conduct.evaluated import count_evaluation
from chalicelib.domain.marketplace.conduct.facts import Conduct, Measure, MeasureKind
from chalicelib.domain.marketplace.conduct.grades import Grade, grade_of
from chalicelib.domain.marketplace.conduct.reading import counts_at, is_public_at
from chalicelib.domain.marketplace.conduct.sanctioning import correct, hidden_after, impose
from chalicelib.domain.marketplace.conduct.standing import interception_at, registration_stop_at
from chalicelib.domain.marketplace.conduct.terms import add_months, after_months
from chalicelib.domain.marketplace.credit import credit_at
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from tests.factories.agencies import (
    ASSESSMENT,
    CALENDAR,
    OPENED_AT,
    SURVEY,
    USCC,
    active_agency,
    admin,
    blocked,
    department_for,
    draft_agency,
    form_passed,
    market_rules,
    removed,
    reviewer,
    sanctioned,
    service_types,
    submitted,
    suspended_agency,
)

MS = timedelta(milliseconds=1)
SINCE, UNTIL = OPENED_AT + timedelta(days=10), OPENED_AT + timedelta(days=100)
RULES = market_rules().conduct
KINDS = MeasureKind


def test_a_period_of_months_ends_after_its_last_day_in_china() -> None:
    decided = datetime(2026, 11, 30, 15, 0, tzinfo=CHINA)

    assert after_months(decided, 3) == datetime(2027, 3, 1, tzinfo=CHINA)
    assert add_months(date(2026, 12, 31), 24) == date(2028, 12, 31)
    assert after_months(datetime(2026, 3, 5, 23, 59, tzinfo=CHINA), 1) == datetime(2026, 4, 6, tzinfo=CHINA)


@pytest.mark.parametrize("kind", [KINDS.SUSPENSION, KINDS.REMOVAL, KINDS.BLACKLIST])
def test_an_interception_holds_from_its_first_instant_and_ends_by_itself(kind: MeasureKind) -> None:
    agency = sanctioned(active_agency(), Measure(kind, SINCE, UNTIL), at=SINCE)

    assert interception_at(agency, SURVEY, SINCE - MS) is None
    stop = interception_at(agency, SURVEY, SINCE)
    assert stop is not None
    assert (stop.kind, stop.ends_at, stop.basis) == (kind, UNTIL, "collusion")
    assert interception_at(agency, SURVEY, UNTIL - MS) is not None
    assert interception_at(agency, SURVEY, UNTIL) is None


def test_a_restriction_keeps_the_agency_from_one_service_type_only() -> None:
    agency = suspended_agency(UNTIL, SINCE)

    assert interception_at(agency, SURVEY, SINCE) is not None
    assert interception_at(agency, ASSESSMENT, SINCE) is None
    assert states_at(agency, SINCE) == {SURVEY: S.SUSPENDED, ASSESSMENT: S.ACTIVE}


def test_the_gravest_of_several_measures_is_told_and_of_two_alike_the_longer_one() -> None:
    agency = sanctioned(active_agency(), Measure(KINDS.SUSPENSION, SINCE, UNTIL), at=SINCE)
    agency = sanctioned(agency, Measure(KINDS.SUSPENSION, SINCE, UNTIL + MS), at=SINCE)
    assert interception_at(agency, SURVEY, SINCE).ends_at == UNTIL + MS  # type: ignore[union-attr]

    listed = blocked(agency, SINCE, UNTIL)
    assert interception_at(listed, SURVEY, SINCE).kind is KINDS.BLACKLIST  # type: ignore[union-attr]


def test_two_suspensions_that_meet_are_one_pause() -> None:
    middle = SINCE + timedelta(days=30)
    agency = sanctioned(active_agency(), Measure(KINDS.SUSPENSION, SINCE, middle), at=SINCE)
    agency = sanctioned(agency, Measure(KINDS.SUSPENSION, middle, UNTIL), at=SINCE)

    assert state_at(agency, SURVEY, middle) is S.SUSPENDED
    assert state_at(agency, SURVEY, UNTIL - MS) is S.SUSPENDED
    assert state_at(agency, SURVEY, UNTIL) is S.ACTIVE


def test_a_removal_takes_every_admission_and_the_agency_may_come_back_after_the_bar() -> None:
    agency = removed(suspended_agency(UNTIL, SINCE - timedelta(days=1)), SINCE, UNTIL)

    assert set(states_at(agency, SINCE).values()) == {S.REMOVED}
    with pytest.raises(Conflict, match="agency-intercepted"):
        drafting.reopen(agency, SURVEY, admin(), UNTIL - MS)
    back = drafting.reopen(agency, SURVEY, admin(), UNTIL).state
    assert state_at(back, SURVEY, UNTIL) is S.DRAFT
    assert state_at(back, ASSESSMENT, UNTIL + timedelta(days=400)) is S.REMOVED


def test_every_step_of_entry_is_closed_to_a_removed_and_to_a_listed_agency() -> None:
    types, rules = service_types(), market_rules()
    for agency, filed in ((draft_agency(), False), (submitted(draft_agency(), OPENED_AT), True)):
        for stopped in (removed(agency, OPENED_AT, UNTIL), blocked(agency, OPENED_AT, UNTIL)):
            steps = (
                lambda one: filing.submit(one, admin(), OPENED_AT, types, rules, CALENDAR),
                lambda one: filing.pass_form_check(one, reviewer(), OPENED_AT, rules, CALENDAR),
            )
            with pytest.raises(Conflict, match="agency-intercepted"):
                steps[filed](stopped)
    under_review = removed(form_passed(draft_agency()), OPENED_AT, UNTIL)
    with pytest.raises(Conflict, match="agency-intercepted"):
        reviewing.approve(under_review, SURVEY, department_for(SURVEY), OPENED_AT, types)


def test_a_suspended_agency_may_still_bring_its_file_up_to_date() -> None:
    agency = sanctioned(active_agency(), Measure(KINDS.SUSPENSION, SINCE, UNTIL), at=SINCE)

    check_may_enter_market(agency, SINCE)


def test_the_clock_writes_down_that_a_sanction_is_over_once() -> None:
    agency = blocked(active_agency(), SINCE, UNTIL)
    assert next_due(agency).at == UNTIL  # type: ignore[union-attr]

    noted = lapse(agency, SYSTEM, UNTIL)

    assert noted.event.data["turned"] == {agency.conduct.sanctions[0].number: "ended"}
    with pytest.raises(Conflict, match="nothing-due"):
        lapse(noted.state, SYSTEM, UNTIL)


def test_imposing_twice_is_once_and_a_stranger_gets_a_file_without_a_register() -> None:
    (sanction,) = blocked(active_agency(), SINCE, UNTIL).conduct.sanctions

    first = impose(None, USCC, [sanction], SINCE)

    assert first is not None
    assert (first.state.id, first.state.admissions) == (USCC, ())
    assert impose(first.state, USCC, [sanction], SINCE + MS) is None


def test_a_decision_whose_basis_falls_ends_everywhere_at_that_instant() -> None:
    agency = removed(active_agency(), SINCE, UNTIL)
    (sanction,) = agency.conduct.sanctions
    agency = replace(agency, conduct=Conduct((replace(sanction, points=100, points_end_at=UNTIL),)))
    at = SINCE + timedelta(days=3)

    corrected = correct(agency, sanction.number, at).state

    assert interception_at(corrected, SURVEY, at - MS) is not None
    assert interception_at(corrected, SURVEY, at) is None
    assert state_at(corrected, SURVEY, at - MS) is S.REMOVED
    assert state_at(corrected, SURVEY, at) is S.ACTIVE
    assert (credit_at(corrected, at - MS, RULES).score, credit_at(corrected, at, RULES).score) == (0, 100)
    with pytest.raises(Conflict, match="already-corrected"):
        correct(corrected, sanction.number, at)


def test_a_removed_service_type_cannot_be_withdrawn_from_the_consequence() -> None:
    agency = removed(active_agency(), SINCE, UNTIL)

    with pytest.raises(Conflict, match="agency-intercepted"):
        leaving.withdraw(agency, SURVEY, [], admin(), SINCE)


def test_points_count_from_the_decision_for_twenty_four_months() -> None:
    agency = sanctioned(active_agency(), at=SINCE, points=30)
    (sanction,) = agency.conduct.sanctions
    end = after_months(SINCE, 24)

    counted = [counts_at(sanction, at) for at in (SINCE - MS, SINCE, end - MS, end)]
    assert counted == [False, True, True, False]
    assert credit_at(agency, SINCE, RULES).score == Decimal("70.00")
    assert [one.points for one in credit_at(agency, SINCE, RULES).counted] == [30]


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "A"), ("90", "A"), ("89.99", "B"), ("80", "B"), ("79.99", "C"), ("60", "C"), ("59.99", "D")],
)
def test_the_lower_bound_of_a_grade_belongs_to_it(score: str, grade: str) -> None:
    assert grade_of(Decimal(score), RULES) == grade


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 1500)), max_size=8), st.integers(0, 2500))
def test_the_score_is_never_out_of_bounds_and_one_more_decision_never_raises_it(
    decisions: list[tuple[int, int]], day: int
) -> None:
    at, agency, before = OPENED_AT + timedelta(days=day), active_agency(), Decimal(101)
    for points, on in decisions:
        agency = sanctioned(agency, at=OPENED_AT + timedelta(days=on), points=points)
        score = credit_at(agency, at, RULES).score
        assert 0 <= score <= min(before, 100)
        assert grade_of(score, RULES) in set(Grade)
        before = score


def test_grade_d_stops_registrations_until_enough_points_have_lapsed() -> None:
    agency = sanctioned(active_agency(), at=SINCE, points=30)
    agency = sanctioned(agency, at=SINCE + timedelta(days=200), points=20)
    at = SINCE + timedelta(days=200)

    stop = registration_stop_at(agency, SURVEY, at, RULES)

    assert stop is not None
    assert (stop.kind, stop.ends_at) == (KINDS.GRADE, after_months(SINCE, 24))
    assert interception_at(agency, SURVEY, at) is None
    assert registration_stop_at(agency, SURVEY, after_months(SINCE, 24), RULES) is None
    assert registration_stop_at(agency, SURVEY, at - MS, RULES) is None


def test_a_decision_leaves_public_view_five_years_after_its_last_effect() -> None:
    (sanction,) = blocked(active_agency(), SINCE, datetime(2026, 12, 31, 16, tzinfo=UTC)).conduct.sanctions

    hidden = replace(sanction, hidden_at=hidden_after(sanction, 5))

    assert hidden.hidden_at == datetime(2031, 12, 31, 16, tzinfo=UTC)
    assert is_public_at(hidden, hidden.hidden_at - MS)
    assert not is_public_at(hidden, hidden.hidden_at)


def evaluated_by(agency: Agency, mean: Fraction | None, at: datetime, notice_no: str = "CG-1") -> Agency:
    decision = count_evaluation(agency, notice_no, mean, at, 24)
    assert decision is not None
    return decision.state


def test_an_evaluation_counts_for_twenty_four_months_and_then_no_more() -> None:
    agency = evaluated_by(active_agency(), Fraction(4), SINCE)
    ends_at = after_months(SINCE, 24)

    scores = [credit_at(agency, at, RULES).score for at in (SINCE - MS, SINCE, ends_at - MS, ends_at)]

    assert scores == [Decimal(100), Decimal("94.00"), Decimal("94.00"), Decimal(100)]


def test_every_purchase_weighs_the_same_and_nothing_is_rounded_up() -> None:
    agency = evaluated_by(active_agency(), Fraction(4), SINCE)
    agency = evaluated_by(agency, Fraction(13, 3), SINCE, "CG-2")

    # The mean is 25/6, so E = 250/3 and the score 70 + 25.
    assert credit_at(agency, SINCE, RULES).score == Decimal("95.00")
    # With 5/3 the mean is 10/3; with 7/3 it is 32/9, and 70 + 64/3 is 91.333...
    assert credit_at(evaluated_by(agency, Fraction(5, 3), SINCE, "CG-3"), SINCE, RULES).score == Decimal(
        "90.00"
    )
    assert credit_at(evaluated_by(agency, Fraction(7, 3), SINCE, "CG-3"), SINCE, RULES).score == Decimal(
        "91.33"
    )


def test_an_evaluation_set_aside_counts_until_the_decision_and_leaves_the_earlier_score_alone() -> None:
    agency = evaluated_by(active_agency(), Fraction(1), SINCE)
    after = evaluated_by(agency, None, SINCE + timedelta(days=5))

    assert credit_at(after, SINCE + timedelta(days=5) - MS, RULES).score == Decimal("76.00")
    assert credit_at(after, SINCE + timedelta(days=5), RULES).score == Decimal(100)
    assert count_evaluation(after, "CG-1", None, SINCE + timedelta(days=6), 24) is None


def test_a_district_weighs_conduct_and_evaluations_as_its_profile_says() -> None:
    agency = evaluated_by(active_agency(), Fraction(4), SINCE)

    assert credit_at(agency, SINCE, RULES).score == Decimal("94.00")
    even = replace(RULES, conduct_weight=50, evaluation_weight=50)
    assert credit_at(agency, SINCE, even).score == Decimal("90.00")
