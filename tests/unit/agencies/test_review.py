"""Form check by the operator, review by each department, changes that are re-checked alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.marketplace.agencies import drafting, filing, leaving, reviewing
from chalicelib.domain.marketplace.agencies.agency import Correction
from chalicelib.domain.marketplace.agencies.dossier import Relations, Section
from chalicelib.domain.marketplace.agencies.due import next_due
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.task_list import task_list
from chalicelib.domain.marketplace.agencies.warnings import review_warnings
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
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
    offer,
    organisation,
    practitioner,
    qualification,
    reviewer,
    service_types,
    stored_file,
    submitted,
    with_sections,
)

S = ListingState
TYPES = service_types()
LATER = OPENED_AT + timedelta(days=30)


def states(agency):
    return {one.service_type: one.state for one in agency.admissions}


def approve(agency, service_type, at=OPENED_AT):
    return reviewing.approve(agency, service_type, department_for(service_type), at, TYPES).state


def reject(agency, service_type, at=OPENED_AT, reason="证书与公示不符"):
    return reviewing.reject(agency, service_type, reason, department_for(service_type), at, TYPES).state


def test_the_form_check_is_due_two_workdays_and_the_review_three_workdays_after():
    checked = submitted(draft_agency())
    assert checked.filing.due_at == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)

    passed = form_passed(draft_agency())
    assert passed.filing.due_at == datetime(2026, 3, 5, 16, 0, tzinfo=UTC)


def test_all_corrections_come_back_at_once_and_stand_at_their_sections():
    wanted = [
        Correction("执照扫描件不清晰", Section.DOCUMENTS),
        Correction("缺社保记录", Section.AGENTS),
    ]

    returned = filing.return_for_correction(submitted(draft_agency()), wanted, reviewer(), OPENED_AT)

    assert states(returned.state) == {SURVEY: S.DRAFT, ASSESSMENT: S.DRAFT}
    lines = {
        line.section: line.corrections
        for line in task_list(returned.state, TYPES, OPENED_AT, market_rules().listing)
    }
    assert lines[Section.DOCUMENTS] == (wanted[0],)
    assert lines[Section.AGENTS] == (wanted[1],)
    assert "执照" not in canonical_json(returned.event.data)
    assert submitted(returned.state).corrections == ()


def test_a_return_without_words_is_refused():
    agency = submitted(draft_agency())

    for corrections in ([], [Correction(" ", Section.CONTACT)], [Correction("缺")]):
        with pytest.raises(Invalid):
            filing.return_for_correction(agency, corrections, reviewer(), OPENED_AT)


def test_each_service_type_is_decided_by_its_own_department_alone():
    agency = form_passed(draft_agency())
    assert states(agency) == {SURVEY: S.DEPT_REVIEW, ASSESSMENT: S.DEPT_REVIEW}

    with pytest.raises(Forbidden, match="not-the-responsible-department"):
        reviewing.approve(agency, SURVEY, department_for(ASSESSMENT), OPENED_AT, TYPES)
    agency = reject(approve(agency, SURVEY), ASSESSMENT)

    assert states(agency) == {SURVEY: S.ACTIVE, ASSESSMENT: S.REJECTED}
    assert agency.filing is None


def test_reviewers_need_their_role_and_must_not_be_of_the_agency():
    agency = submitted(draft_agency())
    own = Actor("p", agency.id, frozenset({Role.OPERATOR_REVIEWER, Role.SUPERVISOR}))

    for actor, code in ((admin(), "not-an-operator-reviewer"), (own, "own-affair")):
        with pytest.raises(Forbidden, match=code):
            filing.pass_form_check(agency, actor, OPENED_AT, market_rules(), CALENDAR)
        with pytest.raises(Forbidden, match=code):
            filing.return_for_correction(agency, [Correction("缺", Section.CONTACT)], actor, OPENED_AT)
    with pytest.raises(Forbidden, match="not-a-department"):
        reviewing.approve(form_passed(draft_agency()), SURVEY, reviewer(), OPENED_AT, TYPES)
    with pytest.raises(Forbidden, match="own-affair"):
        leaving.record_relations(agency, Relations(), own, OPENED_AT)
    with pytest.raises(Forbidden, match="not-an-official"):
        leaving.record_relations(agency, Relations(), admin(), OPENED_AT)


def test_steps_out_of_turn_are_refused():
    draft, passed = draft_agency(), form_passed(draft_agency())

    with pytest.raises(Conflict, match="not-under-form-check"):
        filing.pass_form_check(draft, reviewer(), OPENED_AT, market_rules(), CALENDAR)
    with pytest.raises(Conflict, match="not-under-form-check"):
        filing.pass_form_check(passed, reviewer(), OPENED_AT, market_rules(), CALENDAR)
    with pytest.raises(Conflict, match="not-under-review"):
        approve(submitted(draft_agency()), SURVEY)
    with pytest.raises(Conflict, match="not-under-review"):
        approve(approve(passed, SURVEY), SURVEY)
    with pytest.raises(Conflict, match="agency-intercepted"):
        approve(blocked(passed, OPENED_AT, None), SURVEY)


def test_a_certificate_that_ran_out_during_the_review_cannot_be_approved():
    agency = form_passed(draft_agency(qualifications=(qualification(expires_on=date(2026, 3, 3)),)))

    with pytest.raises(Invalid, match="not-qualified") as refused:
        approve(agency, SURVEY, datetime(2026, 3, 3, 16, 0, tzinfo=UTC))

    assert [error.code for error in refused.value.errors] == ["qualification-missing"]
    last_moment = datetime(2026, 3, 3, 15, 59, 59, 999000, tzinfo=UTC)
    assert states(approve(agency, SURVEY, last_moment))[SURVEY] is S.ACTIVE


def test_nothing_becomes_active_without_its_mandatory_publicity():
    agency = form_passed(draft_agency())
    bare = replace(agency, draft=replace(agency.draft, services=(offer(conditions=""), offer(ASSESSMENT))))

    with pytest.raises(Invalid, match="not-qualified"):
        approve(bare, SURVEY)


def test_a_rejection_needs_a_reason_that_the_agency_reads_and_the_ledger_does_not():
    agency = form_passed(draft_agency())
    with pytest.raises(Invalid):
        reject(agency, SURVEY, reason=" ")

    decision = reviewing.reject(agency, SURVEY, "证书失效", department_for(SURVEY), OPENED_AT, TYPES)

    assert decision.state.admission(SURVEY).standing.note == "证书失效"
    assert "证书" not in canonical_json(decision.event.data)


def test_a_rejected_agency_mends_and_applies_again():
    agency = reject(approve(form_passed(draft_agency()), ASSESSMENT), SURVEY)

    reopened = drafting.reopen(agency, SURVEY, admin(), LATER).state
    renewed = dossier(practitioners=(practitioner(insured_month="2026-03"), engineer()))
    reopened = with_sections(reopened, renewed, LATER, Section.PRACTITIONERS)

    assert states(approved(reopened, LATER)) == {SURVEY: S.ACTIVE, ASSESSMENT: S.ACTIVE}


def test_a_change_goes_to_the_operator_alone_when_no_department_is_concerned():
    agency = with_sections(active_agency(), dossier(organisation=organisation(address="新址")), LATER)
    filed = submitted(agency, LATER)
    assert filed.filing.sections == (Section.ORGANISATION,)
    assert dossier_at(filed.register, LATER).organisation.address != "新址"

    passed = filing.pass_form_check(filed, reviewer(), LATER, market_rules(), CALENDAR).state

    assert passed.filing is None
    assert dossier_at(passed.register, LATER).organisation.address == "新址"
    assert dossier_at(passed.register, LATER - timedelta(milliseconds=1)).organisation.address != "新址"
    assert states(passed) == {SURVEY: S.ACTIVE, ASSESSMENT: S.ACTIVE}


def test_a_new_certificate_goes_to_its_department_only_and_the_old_one_stays_live_until_then():
    renewed = qualification(id="q2", number="甲测资字37500002", level="A")
    agency = with_sections(active_agency(), dossier(qualifications=(renewed,)), LATER)

    passed = form_passed(agency, LATER)
    assert passed.filing.awaiting == (SURVEY,)
    assert [one.id for one in dossier_at(passed.register, LATER).qualifications] == ["q1"]
    done = approve(passed, SURVEY, LATER)

    assert [one.id for one in dossier_at(done.register, LATER).qualifications] == ["q2"]
    assert done.filing is None


def test_a_rejected_change_leaves_the_old_register_live():
    agency = with_sections(active_agency(), dossier(qualifications=(qualification(number="新"),)), LATER)

    refused = reject(form_passed(agency, LATER), SURVEY, LATER)

    assert states(refused)[SURVEY] is S.ACTIVE
    assert [one.number for one in dossier_at(refused.register, LATER).qualifications] == ["乙测资字37500001"]
    assert refused.corrections[0].service_type == SURVEY


def test_a_person_that_two_departments_look_at_is_never_registered_twice():
    both = replace(
        engineer("p2"),
        certificates=(*engineer("p2").certificates, *practitioner("p2").certificates),
        insured_month="2026-03",
    )
    agency = with_sections(active_agency(), dossier(practitioners=(practitioner(), both)), LATER)

    half = approve(form_passed(agency, LATER), SURVEY, LATER)

    people = [one.id for one in dossier_at(half.register, LATER).practitioners]
    assert sorted(people) == ["p1", "p2"]


def test_an_expired_certificate_does_not_keep_an_agency_from_correcting_its_address():
    late = datetime(2029, 1, 1, tzinfo=UTC)
    agency = active_agency()
    moved_house = replace(agency, draft=replace(agency.draft, organisation=organisation(address="新址")))

    assert submitted(moved_house, late).filing.sections == (Section.ORGANISATION,)


def test_withdrawing_needs_a_clean_table_and_ends_the_offer():
    agency = active_agency()

    with pytest.raises(Conflict, match="open-matters") as refused:
        leaving.withdraw(agency, SURVEY, ["contract", "award"], admin(), LATER)
    assert refused.value.params == {"kinds": ["award", "contract"]}
    with pytest.raises(NotFound):
        leaving.withdraw(agency, "JS01", [], admin(), LATER)
    with pytest.raises(Conflict, match="wrong-state"):
        leaving.withdraw(draft_agency(), SURVEY, [], admin(), LATER)
    left = leaving.withdraw(agency, SURVEY, [], admin(), LATER).state

    assert states(left) == {SURVEY: S.WITHDRAWN, ASSESSMENT: S.ACTIVE}
    assert [one.service_type for one in dossier_at(left.register, LATER).services] == [ASSESSMENT]


def test_an_agency_that_withdrew_enters_anew_like_everybody():
    left = leaving.withdraw(active_agency(), SURVEY, [], admin(), LATER).state

    again = approved(with_sections(left, dossier(), LATER), LATER)

    assert states(again)[SURVEY] is S.ACTIVE
    history = [spell.value.state for spell in again.admission(SURVEY).standings]
    assert history == [S.DRAFT, S.FORM_CHECK, S.DEPT_REVIEW, S.ACTIVE, S.WITHDRAWN, *history[:4]]


def test_silence_reminds_once_and_never_passes():
    agency = submitted(draft_agency())
    due = next_due(agency)
    assert (due.kind, due.at) == ("remind", agency.filing.due_at)

    with pytest.raises(Conflict, match="nothing-due"):
        filing.remind(agency, SYSTEM, due.at - timedelta(milliseconds=1))
    reminded = filing.remind(agency, SYSTEM, due.at).state

    assert states(reminded) == {SURVEY: S.FORM_CHECK, ASSESSMENT: S.FORM_CHECK}
    assert next_due(reminded) is None
    with pytest.raises(Conflict, match="nothing-due"):
        filing.remind(reminded, SYSTEM, LATER)


def test_every_event_names_its_moves_and_no_person():
    decision = reviewing.approve(
        form_passed(draft_agency()), SURVEY, department_for(SURVEY), OPENED_AT, TYPES
    )

    assert decision.event.data["moves"] == [
        {"service_type": SURVEY, "from": "DEPT_REVIEW", "to": "ACTIVE", "at": "2026-03-02T01:00:00.000Z"}
    ]
    assert "vault:" not in canonical_json(decision.event.data)


def test_the_reviewer_is_warned_of_a_file_that_was_sent_twice():
    agency = draft_agency("91350100M000100Y43")
    twice = replace(agency, files=(*agency.files, stored_file("copy", sha256=agency.files[0].sha256)))

    assert {warning.code for warning in review_warnings(twice)} == {"same-file-twice"}


def test_the_organisation_codes_own_check_is_a_warning_only():
    sound, odd = draft_agency("91350100M000100Y43"), draft_agency("91370700MA3C0000X7")

    assert [warning.code for warning in review_warnings(sound)] == []
    assert [warning.code for warning in review_warnings(odd)] == ["organisation-code-check"]
