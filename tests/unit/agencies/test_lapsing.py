"""What the clock does, to the millisecond, and that a late timer makes no difference."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.agencies import filing, leaving, reviewing
from chalicelib.domain.marketplace.agencies.agency import Standing
from chalicelib.domain.marketplace.agencies.dossier import Relations, Section
from chalicelib.domain.marketplace.agencies.due import next_due
from chalicelib.domain.marketplace.agencies.expiring import Expiring, list_expiring
from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.agencies.lapsing import lapse, lapse_due, settle, standing_at, state_at
from chalicelib.domain.marketplace.agencies.leaving import persons_held
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from tests.factories.agencies import (
    ASSESSMENT,
    CALENDAR,
    OPENED_AT,
    SURVEY,
    active_agency,
    admin,
    approved,
    blocked,
    department_for,
    dossier,
    draft_agency,
    engineer,
    form_passed,
    market_rules,
    practitioner,
    qualification,
    removed,
    reviewer,
    service_types,
    suspended_agency,
    with_sections,
)

S = ListingState
MS = timedelta(milliseconds=1)
EXPIRY = datetime(2028, 6, 30, 16, 0, tzinfo=UTC)
"""00:00 Asia/Shanghai of 1 July 2028, the day after the certificate's last day."""
OFFICIAL = Actor("official", "12370700MB28000017", frozenset({Role.SUPERVISOR}))


def test_a_certificate_restricts_its_service_type_at_midnight_after_its_last_day():
    agency = active_agency()

    assert lapse_due(agency) == EXPIRY
    assert state_at(agency, SURVEY, EXPIRY - MS) is S.ACTIVE
    assert state_at(agency, SURVEY, EXPIRY) is S.RESTRICTED
    assert state_at(agency, ASSESSMENT, EXPIRY) is S.ACTIVE


def test_a_timer_that_runs_late_writes_down_the_instant_it_was_due():
    late = EXPIRY + timedelta(days=3)

    decision = lapse(active_agency(), SYSTEM, late)

    assert decision.event.data["moves"] == [
        {"service_type": SURVEY, "from": "ACTIVE", "to": "RESTRICTED", "at": "2028-06-30T16:00:00.000Z"}
    ]
    assert decision.state.admission(SURVEY).since == EXPIRY


def test_a_timer_that_runs_twice_or_early_does_nothing():
    agency = active_agency()
    with pytest.raises(Conflict, match="nothing-due"):
        lapse(agency, SYSTEM, EXPIRY - MS)
    with pytest.raises(Conflict, match="nothing-due"):
        lapse(lapse(agency, SYSTEM, EXPIRY).state, SYSTEM, EXPIRY)
    with pytest.raises(Forbidden, match="not-the-system"):
        lapse(agency, admin(), EXPIRY)


@given(st.integers(0, 4 * 365 * 24), st.integers(0, 4 * 365 * 24))
def test_what_is_read_does_not_depend_on_when_the_timer_ran(asked_hours, timer_hours):
    agency = suspended_agency(datetime(2027, 3, 1, 16, 0, tzinfo=UTC))
    asked_at = OPENED_AT + timedelta(hours=asked_hours)
    settled = settle(agency, OPENED_AT + timedelta(hours=timer_hours))

    assert state_at(settled, SURVEY, asked_at) is state_at(agency, SURVEY, asked_at)
    assert facts_at(settled, asked_at) == facts_at(agency, asked_at)


def test_of_two_certificates_the_later_one_decides():
    second = qualification(id="q2", number="二", expires_on=date(2029, 1, 31))
    agency = active_agency(qualifications=(qualification(), second))

    assert lapse_due(agency) == datetime(2029, 1, 31, 16, 0, tzinfo=UTC)


def test_a_certificate_below_the_asked_level_does_not_hold_an_admission():
    leaf = service_types().types["JS06"].requirement
    agency = active_agency()
    admission = replace(agency.admission(SURVEY), requirement=replace(leaf, lowest_rank=1, staff=()))
    held = replace(agency.draft.qualifications[0], kind="construction-testing", level_rank=2)
    spells = tuple(replace(one, value=held) for one in agency.register.qualifications)
    demanding = replace(
        agency, admissions=(admission,), register=replace(agency.register, qualifications=spells)
    )

    assert state_at(demanding, SURVEY, OPENED_AT) is S.RESTRICTED


def test_a_person_whose_registration_ends_restricts_what_needs_him():
    agency = active_agency(practitioners=(practitioner(), engineer(until_on=date(2027, 5, 31))))
    end = datetime(2027, 5, 31, 16, 0, tzinfo=UTC)

    assert state_at(agency, ASSESSMENT, end - MS) is S.ACTIVE
    assert state_at(agency, ASSESSMENT, end) is S.RESTRICTED


def test_a_person_who_leaves_restricts_what_needs_him_the_same_moment():
    at = OPENED_AT + timedelta(days=9)

    left = leaving.release_practitioner(active_agency(), "p2", admin(), at)

    assert state_at(left.state, ASSESSMENT, at - MS) is S.ACTIVE
    assert state_at(left.state, ASSESSMENT, at) is S.RESTRICTED
    assert left.event.data["moves"][0]["to"] == "RESTRICTED"
    assert persons_held(left.state) == {"key-of-p1"}
    assert all(one.id != "p2" for one in left.state.draft.practitioners)
    with pytest.raises(NotFound):
        leaving.release_practitioner(left.state, "p2", admin(), at)


def test_a_new_certificate_passed_by_the_department_ends_the_restriction():
    restricted = lapse(active_agency(), SYSTEM, EXPIRY).state
    renewed = qualification(id="q2", number="新", issued_on=date(2028, 7, 1), expires_on=date(2033, 6, 30))
    at = EXPIRY + timedelta(days=2)

    restored = approved(with_sections(restricted, dossier(qualifications=(renewed,)), at), at)

    assert state_at(restored, SURVEY, EXPIRY) is S.RESTRICTED
    assert state_at(restored, SURVEY, at - MS) is S.RESTRICTED
    assert state_at(restored, SURVEY, at) is S.ACTIVE


def test_a_change_that_does_not_cure_the_restriction_leaves_it():
    restricted = leaving.release_practitioner(active_agency(), "p1", admin(), OPENED_AT).state
    more = dossier(practitioners=(engineer(),), qualifications=(qualification(number="新"),))
    filed = form_passed(with_sections(restricted, more, OPENED_AT), OPENED_AT)

    passed = reviewing.approve(filed, SURVEY, department_for(SURVEY), OPENED_AT, service_types()).state

    assert state_at(passed, SURVEY, OPENED_AT) is S.RESTRICTED


def test_a_suspension_ends_at_its_instant_and_a_lapse_meanwhile_follows_at_once():
    until = EXPIRY + timedelta(days=30)
    agency = suspended_agency(until)

    assert state_at(agency, SURVEY, until - MS) is S.SUSPENDED
    assert state_at(agency, SURVEY, until) is S.RESTRICTED
    ended = suspended_agency(datetime(2027, 1, 1, 16, 0, tzinfo=UTC))
    assert state_at(ended, SURVEY, datetime(2027, 1, 1, 16, 0, tzinfo=UTC)) is S.ACTIVE


def test_a_command_starts_from_what_the_clock_has_done_already():
    agency = active_agency()

    with pytest.raises(Conflict, match="wrong-state"):
        leaving.withdraw(agency, SURVEY, [], admin(), EXPIRY)


def test_a_block_lies_over_every_state_and_gives_the_previous_one_back():
    since, until = OPENED_AT + timedelta(days=10), OPENED_AT + timedelta(days=40)
    agency = blocked(active_agency(), since, until)

    assert state_at(agency, SURVEY, since - MS) is S.ACTIVE
    assert standing_at(agency, SURVEY, since) == Standing(S.BLOCKED, until)
    assert state_at(agency, SURVEY, until - MS) is S.BLOCKED
    assert state_at(agency, SURVEY, until) is S.ACTIVE
    with pytest.raises(Conflict, match="agency-intercepted"):
        leaving.withdraw(agency, SURVEY, [], admin(), since)


def test_overlapping_blocks_end_with_the_last_and_an_open_one_has_no_end():
    agency = blocked(blocked(active_agency(), OPENED_AT, EXPIRY), OPENED_AT, EXPIRY + MS)
    assert standing_at(agency, SURVEY, OPENED_AT).until == EXPIRY + MS

    endless = blocked(agency, OPENED_AT, None)
    assert standing_at(endless, SURVEY, OPENED_AT).until is None


def test_nothing_is_read_before_the_beginning_or_for_a_type_never_asked_for():
    agency = active_agency()

    assert state_at(agency, SURVEY, OPENED_AT - MS) is None
    assert state_at(agency, "JS01", OPENED_AT) is None
    assert facts_at(agency, OPENED_AT - MS).admissions == {}


def test_the_next_due_is_the_earlier_of_lapse_and_reminder():
    agency = draft_agency(qualifications=(qualification(expires_on=date(2026, 3, 3)),))
    passed = filing.pass_form_check(
        filing.submit(agency, admin(), OPENED_AT, service_types(), market_rules(), CALENDAR).state,
        reviewer(),
        OPENED_AT,
        market_rules(),
        CALENDAR,
    ).state
    active = reviewing.approve(passed, SURVEY, department_for(SURVEY), OPENED_AT, service_types()).state

    assert next_due(passed).kind == "remind"
    assert (next_due(active).kind, next_due(active).at) == ("lapse", datetime(2026, 3, 3, 16, tzinfo=UTC))


def test_facts_name_what_runs_at_the_instant_and_nothing_else():
    agency = active_agency()

    before, after = facts_at(agency, EXPIRY - MS), facts_at(agency, EXPIRY)

    assert [(one.code, one.level_rank) for one in before.qualifications] == [("surveying", 2)]
    assert after.qualifications == ()
    assert before.admissions == {SURVEY: "ACTIVE", ASSESSMENT: "ACTIVE"}
    assert after.admissions == {SURVEY: "RESTRICTED", ASSESSMENT: "ACTIVE"}
    assert [one.certificates for one in before.practitioners] == [{"registered-surveyor"}, {"eia-engineer"}]
    assert (before.person_in_charge, before.phone) == ("key-of-boss", "key-of-phone")
    assert len(before.document_hashes) == 4


def test_facts_of_an_unchecked_agency_are_unknown_and_fail_closed():
    facts = facts_at(draft_agency(), OPENED_AT)

    assert facts.admissions == {SURVEY: "DRAFT", ASSESSMENT: "DRAFT"}
    assert (facts.affiliations, facts.related_agencies, facts.person_in_charge) == (None, None, None)
    assert facts.qualifications == ()


def test_what_officials_know_of_relations_is_added_to_the_agencys_own_word():
    at = OPENED_AT + timedelta(days=1)
    known = Relations(frozenset({"1137070000420107X7"}), frozenset({"91370705123456789B"}))

    agency = leaving.record_relations(active_agency(), known, OFFICIAL, at).state

    assert facts_at(agency, at - MS).affiliations == frozenset()
    assert facts_at(agency, at).affiliations == known.affiliations
    assert facts_at(agency, at).related_agencies == known.related_agencies


def test_a_removed_agency_stays_removed_until_it_applies_again():
    bar_end = OPENED_AT.replace(year=2028)
    agency = removed(active_agency(), OPENED_AT, bar_end)

    assert standing_at(agency, SURVEY, bar_end - MS) == Standing(S.REMOVED, bar_end)
    assert state_at(agency, SURVEY, bar_end + timedelta(days=400)) is S.REMOVED


def test_what_ends_within_sixty_days_is_told_with_the_service_types_it_holds():
    agency = active_agency()
    last_day = date(2028, 6, 30)

    early = list_expiring(agency, EXPIRY - timedelta(days=62), 60)
    told = list_expiring(agency, EXPIRY - timedelta(days=61), 60)

    assert early == ()
    assert told == (Expiring(Section.QUALIFICATIONS, "q1", last_day, (SURVEY,)),)
    assert len(list_expiring(agency, EXPIRY.replace(year=2030), 0)) == 3
