"""Quiet hours: who waits, until when, and what does not wait (docs/rules.md, messages)."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet, deadline_of, sends_at
from chalicelib.kernel.clock import format_instant
from tests.factories.notices import china

NIGHT = Quiet(20, 9)
NINE_ON_TUESDAY = china(2026, 3, 10, 9)


@pytest.mark.parametrize(
    ("now", "free_at"),
    [
        (china(2026, 3, 9, 19, 59), china(2026, 3, 9, 19, 59)),
        (china(2026, 3, 9, 20), NINE_ON_TUESDAY),
        (china(2026, 3, 9, 23, 59), NINE_ON_TUESDAY),
        (china(2026, 3, 10, 0), NINE_ON_TUESDAY),
        (china(2026, 3, 10, 8, 59), NINE_ON_TUESDAY),
        (NINE_ON_TUESDAY, NINE_ON_TUESDAY),
    ],
)
def test_a_text_of_the_night_waits_for_the_morning(now: datetime, free_at: datetime) -> None:
    assert NIGHT.free_at(now) == free_at


def test_quiet_hours_within_a_day_end_on_it() -> None:
    noon = Quiet(12, 14)

    assert noon.free_at(china(2026, 3, 9, 13)) == china(2026, 3, 9, 14)
    assert noon.free_at(china(2026, 3, 9, 11)) == china(2026, 3, 9, 11)


@pytest.mark.parametrize("hour", range(24))
def test_the_same_hour_twice_is_no_quiet(hour: int) -> None:
    now = china(2026, 3, 9, hour, 30)

    assert Quiet(hour, hour).free_at(now) == now


def test_quiet_until_midnight_ends_with_the_day() -> None:
    assert Quiet(20, 0).free_at(china(2026, 3, 9, 22)) == china(2026, 3, 10)


LATE = china(2026, 3, 9, 21)


@pytest.mark.parametrize(
    ("group", "deadline", "goes_at"),
    [
        (Group.TODO, china(2026, 3, 10), LATE),
        (Group.TODO, NINE_ON_TUESDAY, LATE),
        (Group.TODO, NINE_ON_TUESDAY + timedelta(minutes=1), NINE_ON_TUESDAY),
        (Group.TODO, china(2026, 3, 9, 20, 30), NINE_ON_TUESDAY),
        (Group.TODO, None, NINE_ON_TUESDAY),
        (Group.MATCHING, china(2026, 3, 10), NINE_ON_TUESDAY),
        (Group.DECISION, china(2026, 3, 10), NINE_ON_TUESDAY),
    ],
)
def test_only_what_has_to_be_done_before_the_morning_goes_out_at_night(
    group: Group, deadline: datetime | None, goes_at: datetime
) -> None:
    figures = {} if deadline is None else {"due_at": format_instant(deadline)}

    assert sends_at(group, figures, NIGHT, LATE, urgent_goes_out=True) == goes_at
    assert sends_at(group, figures, NIGHT, LATE, urgent_goes_out=False) == NINE_ON_TUESDAY


def test_the_deadline_of_a_reminder_is_the_one_it_reminds_of() -> None:
    figures = {"closes_at": "2026-03-09T09:30:00.000Z", "until_at": "2026-03-10T09:30:00.000Z"}

    assert deadline_of(figures) == china(2026, 3, 10, 17, 30)
    assert deadline_of({"notice_no": "ZJ"}) is None
