"""An agency hears once of each certificate that runs out, and what it costs (marketplace §6 no. 7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.due import next_due
from chalicelib.domain.marketplace.agencies.expiry_warnings import warn, with_next_warning
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import Conflict, Forbidden
from tests.factories.agencies import (
    OPENED_AT,
    SURVEY,
    active_agency,
    admin,
    market_rules,
    qualification,
)

DAYS = market_rules().listing.certificate_warning_days
WARNED_AT = datetime(2028, 5, 1, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai, sixty days before the last day, 30 June 2028."""


def watched(agency: Agency, now: datetime = OPENED_AT) -> Agency:
    return with_next_warning(agency, now, DAYS)


def test_the_warning_is_due_sixty_days_before_the_last_day_in_the_morning() -> None:
    due = next_due(watched(active_agency()))

    assert due is not None
    assert (due.kind, due.at) == ("warn", WARNED_AT)


def test_the_warning_names_what_runs_out_and_what_is_lost_and_no_person() -> None:
    told = warn(watched(active_agency()), SYSTEM, WARNED_AT).event

    assert told.type == "agency.certificate-warned"
    assert told.data["last_on"] == "2028-06-30"
    assert told.data["certificate_kinds"] == [qualification().kind]
    assert told.data["lost_types"] == [SURVEY]


def test_a_certificate_is_warned_of_once_and_again_only_when_it_was_renewed() -> None:
    after = watched(warn(watched(active_agency()), SYSTEM, WARNED_AT).state, WARNED_AT)

    assert after.warned == ("q1@2028-06-30",)
    assert after.warns_at is None or after.warns_at > WARNED_AT
    with pytest.raises(Conflict):
        warn(after, SYSTEM, WARNED_AT)


def test_a_second_certificate_of_the_kind_keeps_the_service_type() -> None:
    longer = qualification(id="q9", number="B2", expires_on=date(2031, 6, 30))
    agency = active_agency(qualifications=(qualification(), longer))

    told = warn(watched(agency), SYSTEM, WARNED_AT).event

    assert told.data["certificate_kinds"] == [qualification().kind]
    assert told.data["lost_types"] == []


def test_nothing_is_due_before_its_morning_and_nobody_but_the_clock_warns() -> None:
    agency = watched(active_agency())

    with pytest.raises(Conflict):
        warn(agency, SYSTEM, WARNED_AT - timedelta(milliseconds=1))
    with pytest.raises(Forbidden):
        warn(agency, admin(), WARNED_AT)


def test_an_ended_certificate_and_one_that_serves_nothing_are_not_warned_of() -> None:
    agency = active_agency()

    assert watched(agency, datetime(2040, 1, 1, tzinfo=UTC)).warns_at is None
    assert watched(replace(agency, admissions=())).warns_at is None
