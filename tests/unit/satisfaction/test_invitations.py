"""Who is asked and when, and that a text goes once: planning and sending (evaluation.md §2.1, §7.10)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.cases.served_case import Consent, PhoneFault, ServedCase, Service, Source
from chalicelib.domain.satisfaction.contacts.contact import Contact, Episode, Mode, begin_episode, was_served
from chalicelib.domain.satisfaction.invitations import sending
from chalicelib.domain.satisfaction.invitations.due import EXPIRE, next_due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.planning import Known, closes_at, plan, suppression_of
from chalicelib.domain.satisfaction.invitations.states import InvitationState as S
from chalicelib.domain.satisfaction.invitations.states import Suppression
from chalicelib.domain.satisfaction.texting import SEND, SETTLE, slot_from
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from tests.factories.work_orders import CALENDAR, rules_of

RULES = rules_of()


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


MONDAY = at(3, 9)
ASKED = Contact("ab" * 16)


def served(done_at: datetime = MONDAY, **more: Any) -> ServedCase:
    service = Service("T1", "建设工程规划许可证核发", "U1", "规划局", "370700")
    case = ServedCase(
        "c_1", "P1", 1, service, done_at, done_at, "PROMISED", "PERSON", Source.API, "SD-WF", contact=ASKED.id
    )
    return replace(case, **more)


def reason(case: ServedCase, now: datetime = MONDAY, **known: Any) -> Suppression | None:
    return suppression_of(case, Known(**{"contact": ASKED, **known}), now, RULES, CALENDAR)


def scheduled(now: datetime = MONDAY) -> Invitation:
    return plan("i_1", served(now), None, now, RULES, CALENDAR).state


def sent(now: datetime = MONDAY) -> Invitation:
    claimed = sending.claim(scheduled(now), now).state
    return sending.sent(claimed, "ref", now, RULES, CALENDAR).state


def test_whoever_was_served_and_nothing_speaks_against_it_is_asked() -> None:
    assert reason(served()) is None


@pytest.mark.parametrize(
    ("case", "known", "expected"),
    [
        (served(), {"is_rated": True}, Suppression.ALREADY_RATED),
        (served(is_minor=True), {}, Suppression.MINOR),
        (served(consent=Consent.OBJECTED), {}, Suppression.OBJECTED),
        (served(phone_fault=PhoneFault.NO_PHONE), {"contact": None}, Suppression.NO_PHONE),
        (served(phone_fault=PhoneFault.INVALID_PHONE), {"contact": None}, Suppression.INVALID_PHONE),
        (served(), {"contact": replace(ASKED, opted_out_at=MONDAY)}, Suppression.OPTED_OUT),
        (served(), {"contact": replace(ASKED, wrong_number_at=MONDAY)}, Suppression.WRONG_NUMBER),
        (served(), {"has_open_complaint": True}, Suppression.COMPLAINT_OPEN),
        (served(), {"can_text": False}, Suppression.NO_PROVIDER),
    ],
)
def test_each_reason_not_to_ask_is_named(
    case: ServedCase, known: dict[str, Any], expected: Suppression
) -> None:
    assert reason(case, **known) is expected


def test_the_sixth_case_of_a_month_is_an_intermediarys() -> None:
    contact = ASKED
    for number in range(1, 7):
        contact = was_served(contact, MONDAY)
        is_asked = reason(served(), contact=contact) is None
        assert is_asked == (number <= 5)


@pytest.mark.parametrize(("days", "expected"), [(29, Suppression.CAP_REACHED), (30, None)])
def test_nobody_is_asked_twice_within_thirty_days_by_whatever_mode(
    days: int, expected: Suppression | None
) -> None:
    contact = begin_episode(ASKED, Mode.VISIT, "t_1", MONDAY - timedelta(days=days)).state

    assert reason(served(), contact=contact) is expected
    assert contact.episodes == (Episode(MONDAY - timedelta(days=days), Mode.VISIT, "t_1"),)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (at(3, 9, 8, 59), at(3, 9, 9)),
        (at(3, 9, 9), at(3, 9, 9)),
        (at(3, 9, 19, 59), at(3, 9, 19, 59)),
        (at(3, 9, 20), at(3, 10, 9)),
        (at(3, 31, 23, 30), at(4, 1, 9)),
    ],
)
def test_a_text_goes_between_nine_and_twenty(now: datetime, slot: datetime) -> None:
    assert slot_from(now, RULES) == slot


@pytest.mark.parametrize(
    ("done_at", "until"),
    [
        # Five working days after, to the end of the day; half-open, as the next day's 00:00.
        (at(3, 6, 16), at(3, 14, 0)),
        # Spring Festival 2026: off 15 to 23 February, worked on Saturday 14: 13, 14, 24, 25 and 26 February.
        (at(2, 12, 16), at(2, 27, 0)),
        # National Day 2026: off 1 to 7 October, worked on Saturday 10: 29, 30 September, 8, 9, 10 October.
        (at(9, 28, 16), at(10, 11, 0)),
    ],
)
def test_the_window_counts_working_days_over_holidays_and_make_up_days(
    done_at: datetime, until: datetime
) -> None:
    assert closes_at(done_at, RULES, CALENDAR) == until


def test_a_case_reported_after_its_window_is_not_asked() -> None:
    assert reason(served(at(3, 6, 16)), now=at(3, 13, 20)) is Suppression.TOO_LATE
    assert reason(served(at(3, 6, 16)), now=at(3, 13, 19, 59)) is None


def test_a_text_is_claimed_once_and_the_claim_is_settled_when_nobody_ends_it() -> None:
    claimed = sending.claim(scheduled(), MONDAY).state

    assert next_due(scheduled()) is not None
    assert next_due(scheduled()).kind == SEND  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        sending.claim(claimed, MONDAY)
    due = next_due(claimed)
    assert due is not None
    assert (due.kind, due.at) == (SETTLE, MONDAY + timedelta(minutes=10))


def test_a_temporary_failure_is_tried_after_thirty_minutes_and_four_hours_and_then_no_more() -> None:
    invitation, now, waits = scheduled(), MONDAY, []
    while invitation.state is not S.FAILED_PERM:
        claimed = sending.claim(invitation, now).state
        invitation = sending.failed(claimed, "busy", now, RULES, is_final=False).state
        if invitation.not_before is not None:
            waits.append(invitation.not_before - now)
            now = invitation.not_before

    assert waits == [timedelta(minutes=30), timedelta(hours=4)]


def test_there_is_one_reminder_two_working_days_later_unless_the_page_was_opened() -> None:
    friday = at(3, 6, 15)
    reminded_at = sent(friday).not_before
    assert reminded_at == at(3, 10, 15)

    claimed = sending.claim(sent(friday), reminded_at).state
    reminded = sending.sent(claimed, "ref", reminded_at, RULES, CALENDAR).state
    due = next_due(reminded)

    assert reminded.state is S.REMINDED
    assert due is not None
    assert due.kind == EXPIRE
    opened = sending.opened(sent(friday), friday)
    assert opened is not None
    assert opened.state.not_before is None


@pytest.mark.parametrize(
    ("fault", "is_final", "is_number_fault"),
    [
        ("permanent-failure", True, True),
        ("isv.MOBILE_NUMBER_ILLEGAL", True, True),
        ("no-approved-template", True, False),
        ("not-found", True, False),
    ],
)
def test_only_a_number_that_does_not_exist_or_refuses_is_a_fault_of_the_number(
    fault: str, is_final: bool, is_number_fault: bool
) -> None:
    claimed = sending.claim(scheduled(), MONDAY).state

    event = sending.failed(claimed, fault, MONDAY, RULES, is_final=is_final).event

    assert (event.type, event.data["is_number_fault"]) == ("invitation.send_refused", is_number_fault)


def test_an_episode_of_one_text_has_no_reminder() -> None:
    one = replace(RULES, contact=replace(RULES.contact, sms_per_episode=1))
    claimed = sending.claim(scheduled(), MONDAY).state

    assert sending.sent(claimed, "ref", MONDAY, one, CALENDAR).state.not_before is None
    assert not sending.may_ask_which(sent(), one)


@pytest.mark.parametrize("state", [S.SENT, S.DELIVERED])
def test_a_reminder_that_fails_leaves_the_invitation_as_it_stood(state: S) -> None:
    first = sent() if state is S.SENT else sending.delivered(sent(), MONDAY, RULES, CALENDAR).state
    claimed = sending.claim(first, MONDAY + timedelta(days=2)).state

    assert sending.failed(claimed, "busy", MONDAY, RULES, is_final=False).state.state is state


def test_the_segments_of_a_text_whose_answer_was_lost_are_counted_when_it_is_settled() -> None:
    claimed = sending.claim(scheduled(), MONDAY, "LINK/0", 2).state

    settled = sending.sent(claimed, "", MONDAY, RULES, CALENDAR)

    assert settled.event.data["segments"] == settled.state.sending.segments == 2
