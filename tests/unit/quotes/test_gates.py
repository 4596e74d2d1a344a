"""The seven gates of docs/rules.md §3.0: what passes, what does not, and that nothing missing ever passes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.eligibility import (
    AgencyFacts,
    Gate,
    HeldPractitioner,
    HeldQualification,
    failed_codes,
    is_eligible,
)
from chalicelib.domain.marketplace.gates import Terms, counts, judge, terms_of
from chalicelib.domain.marketplace.notices.content import (
    Match,
    NoticeContent,
    PractitionerNeed,
    QualificationNeed,
    Term,
)
from chalicelib.domain.marketplace.quotes.declaration import (
    Declaration,
    OwnerRelation,
    OwnerTie,
    ProjectRole,
    check_declaration,
    unanswered,
)
from chalicelib.domain.marketplace.related import Registrant, related_registrants, shared_marks
from chalicelib.domain.marketplace.snapshot import snapshot
from tests.factories.notices import (
    AGENCY,
    CLOSES_AT,
    DEPARTMENT,
    OWNER,
    RESERVE,
    THIRD,
    demanding_content,
    make_declaration,
    make_facts,
    published,
    rules,
)

DEADLINE_DAY = date(2026, 3, 12)


def ask(
    content: NoticeContent | None = None,
    facts: AgencyFacts | None = None,
    declaration: Declaration | None = None,
    related: tuple[str, ...] | None = (),
) -> tuple[Gate, ...]:
    terms = terms_of(replace(published(), content=content or demanding_content()))
    return judge(terms, facts or make_facts(), declaration or make_declaration(), related, CLOSES_AT, rules())


def failed(**given: Any) -> tuple[str, ...]:
    return failed_codes(ask(**given))


def test_an_agency_in_good_standing_passes_all_seven() -> None:
    gates = ask()

    assert len(gates) == 7
    assert is_eligible(gates)


def test_nothing_judged_is_nothing_passed() -> None:
    assert not is_eligible(())


@pytest.mark.parametrize(
    "state",
    ["DRAFT", "FORM_CHECK", "DEPT_REVIEW", "RESTRICTED", "SUSPENDED", "REMOVED", "BLOCKED", "WITHDRAWN"],
)
def test_only_an_active_listing_for_this_service_passes(state: str) -> None:
    assert failed(facts=make_facts(admissions={"surveying": state})) == ("listing-active",)


def test_an_admission_for_another_service_does_not_count() -> None:
    assert failed(facts=make_facts(admissions={"appraisal": "ACTIVE"})) == ("listing-active",)


def test_facts_of_another_instant_say_nothing() -> None:
    stale = make_facts(at=CLOSES_AT - timedelta(milliseconds=1))

    assert failed(facts=stale) == ("listing-active",)


@pytest.mark.parametrize(
    ("rank", "expires_on", "passes"),
    [
        (1, date(2026, 4, 11), True),
        (2, date(2026, 4, 11), True),
        (3, date(2030, 1, 1), False),
        (None, date(2030, 1, 1), False),
        (2, date(2026, 4, 10), False),
    ],
)
def test_a_level_is_high_enough_and_valid_through_the_promised_end(
    rank: int | None, expires_on: date, passes: bool
) -> None:
    held = HeldQualification("survey", rank, expires_on)

    assert ("qualifications" not in failed(facts=make_facts(qualifications=(held,)))) is passes


def test_the_promised_end_of_dated_terms_is_their_last_day() -> None:
    content = demanding_content(term=Term(start_on=date(2026, 5, 1), end_on=date(2028, 1, 1)))

    assert failed(content=content) == ("qualifications",)


def test_one_of_several_or_all_of_them() -> None:
    needs = (QualificationNeed("survey", 2), QualificationNeed("mapping"))

    assert not failed(content=demanding_content(qualifications=needs))
    assert failed(content=demanding_content(qualifications=needs, qualification_match=Match.ALL)) == (
        "qualifications",
    )


def test_a_need_without_a_level_takes_any_level() -> None:
    held = (HeldQualification("survey", None, date(2027, 1, 1)),)
    content = demanding_content(qualifications=(QualificationNeed("survey"),))

    assert not failed(content=content, facts=make_facts(qualifications=held))


def test_the_answer_tells_what_is_lacking() -> None:
    gates = ask(facts=make_facts(qualifications=(HeldQualification("survey", 3, date(2027, 1, 1)),)))

    (need,) = gates[1].params["needs"]
    assert (need["lowest_rank"], need["held_rank"], need["passed"]) == (2, 3, False)


@pytest.mark.parametrize(
    ("staff", "passes"),
    [
        ((HeldPractitioner("p", frozenset({"registered-surveyor"}), exclusive=True),), True),
        ((HeldPractitioner("p", frozenset({"registered-surveyor"}), exclusive=False),), False),
        ((HeldPractitioner("p", frozenset({"other"}), exclusive=True),), False),
        ((), False),
    ],
)
def test_persons_count_with_their_certificate_and_at_one_agency_only(
    staff: tuple[HeldPractitioner, ...], passes: bool
) -> None:
    assert ("practitioners" not in failed(facts=make_facts(practitioners=staff))) is passes


def test_a_need_without_a_certificate_counts_heads() -> None:
    assert not failed(content=demanding_content(practitioners=(PractitionerNeed(2),)))
    assert failed(content=demanding_content(practitioners=(PractitionerNeed(3),))) == ("practitioners",)


def test_the_excluded_stay_out() -> None:
    content = demanding_content(exclusions=(AGENCY,), exclusion_reason="近期有诉讼")

    assert failed(content=content) == ("not-excluded",)


@pytest.mark.parametrize("tie", list(OwnerTie))
def test_every_tie_to_the_owner_counts_for_three_years(tie: OwnerTie) -> None:
    for ended_on, passes in (
        (None, False),
        (date(2023, 3, 13), False),
        (date(2023, 3, 12), True),
    ):
        declaration = make_declaration(owner_relations=(OwnerRelation(tie, ended_on),))
        assert (failed(declaration=declaration) == ()) is passes


def test_a_tie_that_ended_on_a_leap_day_is_free_on_the_first_of_march() -> None:
    relation = OwnerRelation(OwnerTie.CONTROL, date(2024, 2, 29))

    assert counts(relation, date(2027, 2, 28), 3)
    assert not counts(relation, date(2027, 3, 1), 3)


@pytest.mark.parametrize(
    ("facts", "declaration", "reason"),
    [
        (make_facts(), make_declaration(is_kin_of_owner=True), "kin"),
        (make_facts(), make_declaration(is_run_by_department=True), "run-by-department"),
        (make_facts(affiliations=frozenset({DEPARTMENT})), make_declaration(), "run-by-approving-department"),
        (make_facts(affiliations=None), make_declaration(), "affiliation-unknown"),
        (make_facts(OWNER), make_declaration(), "is-the-owner"),
    ],
)
def test_ties_of_blood_and_office_keep_an_agency_out(
    facts: AgencyFacts, declaration: Declaration, reason: str
) -> None:
    gates = ask(facts=facts, declaration=declaration)

    assert failed_codes(gates) == ("unrelated-to-owner",)
    assert gates[4].params["reasons"] == [reason]


def test_a_notice_without_its_approving_department_lets_nobody_pass() -> None:
    assert failed(content=demanding_content(approving_department="")) == ("unrelated-to-owner",)


def test_an_affiliation_with_another_department_is_no_obstacle() -> None:
    assert not failed(facts=make_facts(affiliations=frozenset({OWNER})))


def test_related_registrants_are_named() -> None:
    gates = ask(related=(RESERVE,))

    assert failed_codes(gates) == ("unrelated-to-registrants",)
    assert gates[5].params["related"] == [RESERVE]


def test_before_the_opening_the_sixth_gate_says_that_it_is_not_final() -> None:
    gates = ask(related=None)

    assert gates[5].passed
    assert gates[5].params["final"] is False


def test_another_person_in_charge_than_the_listings_is_a_contradiction() -> None:
    assert failed(declaration=make_declaration(person_in_charge="boss-2")) == ("unrelated-to-registrants",)


@pytest.mark.parametrize("role", list(ProjectRole))
def test_whoever_prepared_the_project_does_not_take_part(role: ProjectRole) -> None:
    assert failed(declaration=make_declaration(project_roles=(role,))) == ("no-prior-project-role",)


def test_what_the_register_says_about_the_owner_is_told_before_the_declaration() -> None:
    facts = make_facts(affiliations=frozenset({DEPARTMENT}))
    gates = judge(terms_of(published()), facts, None, None, CLOSES_AT, rules())

    owner = next(gate for gate in gates if gate.code == "unrelated-to-owner")
    assert owner.params["reasons"] == ["declaration-missing", "run-by-approving-department"]


def test_without_a_declaration_three_gates_stay_shut() -> None:
    terms = terms_of(published())
    gates = judge(terms, make_facts(), None, (), CLOSES_AT, rules())

    assert failed_codes(gates) == ("unrelated-to-owner", "unrelated-to-registrants", "no-prior-project-role")


@pytest.mark.parametrize(
    "missing",
    [
        {"owner_relations": None},
        {"is_kin_of_owner": None},
        {"is_run_by_department": None},
        {"related_agencies": None},
        {"person_in_charge": None},
        {"project_roles": None},
    ],
)
def test_an_unanswered_question_keeps_an_agency_out(missing: dict[str, Any]) -> None:
    declaration = make_declaration(**missing)

    assert failed(declaration=declaration)
    assert unanswered(declaration) == tuple(missing)


@pytest.mark.parametrize(
    "missing",
    [
        {"admissions": {}},
        {"qualifications": None},
        {"practitioners": None},
        {"affiliations": None},
        {"related_agencies": None},
        {"person_in_charge": None},
    ],
)
def test_a_missing_datum_keeps_an_agency_out(missing: dict[str, Any]) -> None:
    assert failed(facts=make_facts(**missing))


def test_a_term_without_an_end_lets_no_certificate_pass() -> None:
    terms = Terms(OWNER, demanding_content(), None)

    gates = judge(terms, make_facts(), make_declaration(), (), CLOSES_AT, rules())

    assert failed_codes(gates) == ("qualifications",)


@given(
    drop=st.sampled_from(
        ["qualifications", "practitioners", "affiliations", "related_agencies", "person_in_charge"]
    )
)
def test_taking_a_fact_away_never_opens_a_gate(drop: str) -> None:
    content = demanding_content(exclusions=(RESERVE,), exclusion_reason="近期有诉讼")
    full, less = ask(content=content), ask(content=content, facts=replace(make_facts(), **{drop: None}))

    assert all(before.passed or not after.passed for before, after in zip(full, less, strict=True))


def test_a_declaration_is_checked_for_form_not_for_honesty() -> None:
    honest = make_declaration(owner_relations=(OwnerRelation(OwnerTie.CONTROL),), related_agencies=(RESERVE,))
    broken = make_declaration(
        owner_relations=(OwnerRelation(OwnerTie.CONTROL, date(2026, 3, 13)),),
        related_agencies=(AGENCY, "not a code"),
        project_roles=None,
    )

    assert not list(check_declaration(honest, AGENCY, DEADLINE_DAY))
    assert {(error.pointer, error.code) for error in check_declaration(broken, AGENCY, DEADLINE_DAY)} == {
        ("/declaration/project_roles", "required"),
        ("/declaration/owner_relations/ties/0/ended_on", "future-date"),
        ("/declaration/related_agencies/usccs/0", "own-uscc"),
        ("/declaration/related_agencies/usccs/1", "not-a-uscc"),
    }


def registrant(uscc: str, boss: str, **changes: Any) -> Registrant:
    facts = make_facts(uscc, person_in_charge=boss, **changes.pop("facts", {}))
    declaration = make_declaration(person_in_charge=boss, **changes.pop("declared", {}))
    return Registrant(facts, declaration, **changes)


def test_one_person_in_charge_of_two_removes_both_and_names_them() -> None:
    registrants = (registrant(AGENCY, "x"), registrant(RESERVE, "x"), registrant(THIRD, "y"))

    verdicts = {
        verdict.uscc: verdict for verdict in snapshot(terms_of(published()), registrants, CLOSES_AT, rules())
    }

    assert [uscc for uscc, verdict in verdicts.items() if is_eligible(verdict.gates)] == [THIRD]
    assert verdicts[AGENCY].gates[5].params["related"] == [RESERVE]
    assert verdicts[RESERVE].gates[5].params["related"] == [AGENCY]


def test_relations_reach_through_a_third_registrant() -> None:
    registrants = (
        registrant(AGENCY, "a", declared={"related_agencies": (RESERVE,)}),
        registrant(RESERVE, "b"),
        registrant(THIRD, "c", facts={"related_agencies": frozenset({RESERVE})}),
    )

    related = related_registrants(registrants)

    assert related[AGENCY] == (RESERVE, THIRD)
    assert set(related[THIRD]) == {AGENCY, RESERVE}


def test_a_relation_to_somebody_who_did_not_register_harms_nobody() -> None:
    registrants = (
        registrant(AGENCY, "a", declared={"related_agencies": (THIRD,)}),
        registrant(RESERVE, "b", facts={"related_agencies": frozenset({THIRD})}),
    )

    assert not any(related_registrants(registrants).values())


def test_shared_phones_devices_persons_and_documents_are_flagged_and_remove_nobody() -> None:
    shared = {"device": "d", "agent": "g", "documents": frozenset({"h"})}
    registrants = (registrant(AGENCY, "a", **shared), registrant(RESERVE, "b", **shared))

    assert not any(related_registrants(registrants).values())
    assert [(flag.kind, set(flag.usccs)) for flag in shared_marks(registrants)] == [
        (kind, {AGENCY, RESERVE}) for kind in ("device", "document", "person", "phone")
    ]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_clusters_are_symmetric_transitive_and_independent_of_the_order(ties: list[tuple[int, int]]) -> None:
    declared: dict[int, tuple[str, ...]] = {
        number: tuple(f"A{to:02}" for one, to in ties if one == number) for number in range(12)
    }
    registrants = [
        registrant(f"A{number:02}", f"boss-{number}", declared={"related_agencies": declared[number]})
        for number in range(12)
    ]

    related = related_registrants(registrants)

    assert related == related_registrants(registrants[::-1])
    for uscc, others in related.items():
        assert uscc not in others
        for other in others:
            assert {*related[other], other} == {*others, uscc}
