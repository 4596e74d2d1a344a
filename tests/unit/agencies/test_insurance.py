"""A social-insurance record is one of the last months, for whoever is new or changed (docs/rules.md §4.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.marketplace.agencies.dossier import AuthorisedAgent, Section
from chalicelib.domain.marketplace.agencies.insurance import oldest_end, record_problems
from chalicelib.domain.marketplace.agencies.task_list import submission_problems
from tests.factories.agencies import (
    INSURED_MONTH,
    OPENED_AT,
    active_agency,
    dossier,
    draft_agency,
    engineer,
    market_rules,
    practitioner,
    service_types,
    with_sections,
)

LISTING = market_rules().listing
MARCH = date(2026, 3, 2)


def problems(agency, at=OPENED_AT):
    return {(one.pointer, one.code) for one in submission_problems(agency, service_types(), at, LISTING)}


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("2026-03", None),
        ("2026-02", None),
        ("2026-01", "record-too-old"),
        ("2025-12", "record-too-old"),
        ("2026-04", "future-month"),
        ("", "required"),
    ],
)
def test_a_record_ends_this_month_or_the_one_before(month, code):
    found = record_problems(month, MARCH, LISTING, "/x")

    assert [one.code for one in found] == ([code] if code else [])


def test_a_record_that_is_too_old_is_told_what_it_must_reach():
    (found,) = record_problems("2025-11", date(2026, 1, 31), LISTING, "/x")

    assert found.params == {"months": LISTING.social_insurance_months, "until": "2025-12"}


def test_how_far_behind_a_record_may_be_is_a_rule():
    patient = replace(LISTING, social_insurance_lag_months=14)

    assert oldest_end(MARCH, patient) == "2025-01"
    assert record_problems("2025-01", MARCH, patient, "/x") == []


def test_practitioners_and_authorised_persons_alike_are_asked_for_it():
    agent = AuthorisedAgent("a1", "vault:a1", "key-of-a1", "attorney", "insurance")
    agency = draft_agency(practitioners=(practitioner(insured_month="2025-10"), engineer()), agents=(agent,))

    assert problems(agency) == {
        ("/practitioners/0/insured_month", "record-too-old"),
        ("/agents/0/insured_month", "required"),
    }


def test_a_registered_person_is_not_asked_again_when_a_colleague_joins():
    later = OPENED_AT + timedelta(days=200)
    joined = practitioner("p9", insured_month=INSURED_MONTH)
    new = dossier(practitioners=(practitioner(), engineer(), joined))
    agency = with_sections(active_agency(), new, later, Section.PRACTITIONERS)

    assert problems(agency, later) == {("/practitioners/2/insured_month", "record-too-old")}
