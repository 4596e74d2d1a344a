"""Each deadline at holidays and make-up days; the dates are read off the State Council's calendars by hand.

2026 [国办发明电〔2025〕7号]: Spring Festival 15 to 23 February off, Saturdays 14 and 28 February worked;
Mid-autumn 25 to 27 September off, Sunday 20 September worked; National Day 1 to 7 October off, Saturday 10
October worked.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.satisfaction.work_orders import contacting, extending, objecting, rectifying, telling
from chalicelib.domain.satisfaction.work_orders.clocks import Clock, start
from chalicelib.domain.satisfaction.work_orders.facts import FindingCode
from chalicelib.domain.satisfaction.work_orders.reckoning import reckon_anew
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.calendars import CalendarYear
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from tests.factories.work_orders import (
    CALENDAR,
    HANDLER,
    HEAD,
    REGULATOR,
    SUPERVISOR,
    contacted,
    created,
    dispatched,
    judged,
    measure,
    rectified,
    reopened,
    rules_of,
    signed,
    told,
    under_review,
    verified,
    words,
)

GIVEN = rules_of().work_order
LONG_BREAK = CALENDAR.with_year(
    CalendarYear(2027, "test", {date(2027, 1, day): "元旦" for day in range(1, 6)}, frozenset())
)
"""Five days off, of which nothing was known but the first: the 2nd and 3rd are a weekend."""
FRIDAY_BEFORE_SPRING_FESTIVAL = datetime(2026, 2, 13, 20, tzinfo=CHINA)
WORKED_SATURDAY = datetime(2026, 2, 14, 9, tzinfo=CHINA)
IN_SPRING_FESTIVAL = datetime(2026, 2, 17, 9, tzinfo=CHINA)
EVE_OF_NATIONAL_DAY = datetime(2026, 9, 30, 10, tzinfo=CHINA)


def closes(clock: Clock | None) -> date:
    """Return the day at whose 24:00 a clock ends."""
    assert clock is not None
    local = clock.at.astimezone(CHINA)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date() - timedelta(days=1)


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


STEPS: list[tuple[str, Callable[[datetime], WorkOrder], date, date]] = [
    ("dispatch", created, date(2026, 2, 14), date(2026, 10, 8)),
    ("sign", dispatched, date(2026, 2, 14), date(2026, 10, 8)),
    ("returning", dispatched, date(2026, 2, 24), date(2026, 10, 9)),
    ("contact", signed, date(2026, 2, 14), date(2026, 10, 8)),
    ("contact_hard", signed, date(2026, 2, 25), date(2026, 10, 10)),
    ("appeal", signed, date(2026, 2, 25), date(2026, 10, 10)),
    ("verify", contacted, date(2026, 2, 25), date(2026, 10, 10)),
    ("rectify", created, date(2026, 2, 27), date(2026, 10, 13)),
    ("feedback", lambda when: rectified(at=when), date(2026, 2, 14), date(2026, 10, 8)),
    ("revisit", lambda when: told(at=when), date(2026, 2, 25), date(2026, 10, 10)),
    ("rectify", reopened, date(2026, 2, 27), date(2026, 10, 13)),
]


@pytest.mark.parametrize(("step", "order", "spring", "national"), STEPS)
def test_every_step_is_due_on_its_working_day_across_the_long_holidays(
    step: str, order: Callable[[datetime], WorkOrder], spring: date, national: date
) -> None:
    assert closes(order(FRIDAY_BEFORE_SPRING_FESTIVAL).dues.of(step)) == spring
    assert closes(order(EVE_OF_NATIONAL_DAY).dues.of(step)) == national


@pytest.mark.parametrize(
    ("when", "sign", "rectify"),
    [
        (WORKED_SATURDAY, date(2026, 2, 24), date(2026, 2, 28)),
        (IN_SPRING_FESTIVAL, date(2026, 2, 24), date(2026, 2, 28)),
        (at(9, 19, 9), date(2026, 9, 20), date(2026, 9, 24)),
        (at(9, 18, 23), date(2026, 9, 20), date(2026, 9, 24)),
        (at(10, 9, 9), date(2026, 10, 10), date(2026, 10, 15)),
    ],
)
def test_make_up_days_count_and_holidays_do_not(when: datetime, sign: date, rectify: date) -> None:
    order = dispatched(when)

    assert (closes(order.dues.sign), closes(order.dues.rectify)) == (sign, rectify)


def test_a_friday_night_and_a_saturday_are_due_together() -> None:
    friday, saturday = dispatched(at(3, 6, 22)), dispatched(at(3, 7, 10))

    assert closes(friday.dues.rectify) == closes(saturday.dues.rectify) == date(2026, 3, 13)


def test_the_day_of_the_event_is_that_of_china() -> None:
    late, next_day = dispatched(at(3, 2) + timedelta(hours=23, minutes=59)), dispatched(at(3, 3))

    assert (closes(late.dues.sign), closes(next_day.dues.sign)) == (date(2026, 3, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("profile", "contact", "verify", "rectify"),
    [
        ("SD-WF", date(2026, 2, 14), date(2026, 2, 25), date(2026, 2, 27)),
        ("SZ", date(2026, 2, 25), date(2026, 3, 5), date(2026, 3, 5)),
        ("SC", date(2026, 2, 14), date(2026, 2, 25), date(2026, 3, 12)),
        ("SH", date(2026, 2, 13), date(2026, 2, 25), date(2026, 2, 27)),
    ],
)
def test_each_citys_profile_has_its_own_figures(
    profile: str, contact: date, verify: date, rectify: date
) -> None:
    order = contacted(FRIDAY_BEFORE_SPRING_FESTIVAL, profile)

    dues = order.dues
    assert order.profile == profile
    assert (closes(dues.contact), closes(dues.verify), closes(dues.rectify)) == (contact, verify, rectify)


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (WORKED_SATURDAY, date(2026, 2, 14)),
        (IN_SPRING_FESTIVAL, date(2026, 2, 24)),
        (at(3, 7, 10), date(2026, 3, 9)),
    ],
)
def test_the_same_day_is_that_day_or_the_first_worked_one_after_it(when: datetime, day: date) -> None:
    assert closes(signed(when, "SH").dues.contact) == day


def test_an_extension_counts_on_from_the_time_there_was() -> None:
    order = verified(FindingCode.COMPLEX, EVE_OF_NATIONAL_DAY)
    order = extending.ask_extension(order, 10, words(), HANDLER, EVE_OF_NATIONAL_DAY, rules_of()).state

    order = extending.grant_extension(order, REGULATOR, at(10, 9, 9), rules_of(), CALENDAR).state

    # 8, 9, 10, 12, 13 October and then 14, 15, 16, 19, 20, 21, 22, 23, 26, 27
    assert closes(order.dues.rectify) == date(2026, 10, 27)


def test_the_appeals_clocks_count_working_days_too() -> None:
    order = under_review(at=EVE_OF_NATIONAL_DAY)

    assert order.appeal is not None
    assert order.appeal.due_at == at(10, 14)


def test_each_clock_starts_with_its_own_event() -> None:
    order = signed(at(3, 2, 10))
    order = contacting.contact(order, None, HANDLER, at(3, 4, 10), rules_of(), CALENDAR).state

    assert closes(order.dues.contact) == date(2026, 3, 3)
    assert closes(order.dues.verify) == date(2026, 3, 9)
    assert closes(order.dues.rectify) == date(2026, 3, 9)


def test_what_was_done_on_the_last_day_is_in_time_and_an_instant_later_it_is_not() -> None:
    order = rectifying.start_rectifying(verified(at=at(3, 2, 10)), HANDLER, at(3, 2, 10)).state
    due_at = at(3, 10)
    assert order.dues.rectify.at == due_at

    assert [_in_time(order, when) for when in (due_at - timedelta(milliseconds=1), due_at)] == [True, False]


def _in_time(order: WorkOrder, when: datetime) -> object:
    order = rectifying.submit_measure(order, measure(), HANDLER, when, rules_of()).state
    return rectifying.approve_measure(order, HEAD, when, rules_of(), CALENDAR).event.data["in_time"]


def test_a_year_that_is_not_published_gives_a_provisional_day_and_is_reckoned_anew() -> None:
    order = dispatched(at(12, 28, 10))
    rectify, november = order.dues.rectify, dispatched(at(11, 2, 10)).dues.rectify
    assert (closes(rectify), rectify.provisional) == (date(2027, 1, 5), True)
    assert (closes(november), november.provisional) == (date(2026, 11, 9), False)

    decision = reckon_anew(order, rules_of(), LONG_BREAK)

    assert decision is not None
    after = decision.state.dues
    assert closes(after.rectify) == date(2027, 1, 7)
    assert not after.rectify.provisional
    assert closes(after.sign) == date(2026, 12, 29)
    assert decision.event.type == "order.dues_reckoned"
    assert reckon_anew(decision.state, rules_of(), LONG_BREAK) is None


def test_a_unit_keeps_the_day_that_it_was_told_where_the_calendar_makes_it_earlier() -> None:
    order = dispatched(at(12, 28, 10))
    worked = CALENDAR.with_year(
        CalendarYear(2027, "test", {date(2027, 1, 1): "元旦"}, frozenset({date(2027, 1, 3)}))
    )

    decision = reckon_anew(order, rules_of(), worked)

    assert decision is not None
    after = decision.state.dues.rectify
    assert (closes(after), after.provisional) == (date(2027, 1, 5), False)


def test_the_reviewers_and_the_resident_have_the_days_of_the_calendar_that_came_out() -> None:
    asked = under_review(signed(at(12, 28, 10)), at(12, 29, 10))
    upheld = judged(asked, True, True, at=at(12, 30, 10))

    decision = reckon_anew(asked, rules_of(), LONG_BREAK)

    assert decision is not None
    assert decision.state.appeal is not None
    assert decision.state.appeal.due_at == datetime(2027, 1, 9, tzinfo=CHINA)
    objected = objecting.object_to_verdict(
        upheld, None, RESIDENT, datetime(2027, 1, 18, 23, tzinfo=CHINA), rules_of(), LONG_BREAK
    )
    assert objected.event.type == "order.appeal_objected"
    with pytest.raises(Conflict, match="verdict-stands"):
        objecting.object_to_verdict(
            upheld, None, RESIDENT, datetime(2027, 1, 19, tzinfo=CHINA), rules_of(), LONG_BREAK
        )


@pytest.mark.parametrize(
    ("since", "n_workdays", "yellow", "red", "urged", "criticised"),
    [
        (EVE_OF_NATIONAL_DAY, 5, at(10, 12, 9), at(10, 14), at(10, 15), at(10, 21)),
        (at(9, 13, 9), 5, at(9, 17, 9), at(9, 20), at(9, 21), at(9, 25)),
        (at(9, 18, 9), 4, at(9, 22, 9), at(9, 24), at(9, 25), at(10, 9)),
        (at(2, 11, 9), 3, at(2, 13, 9), at(2, 24), at(2, 25), at(3, 1)),
        (at(3, 2, 9), 1, None, at(3, 4), at(3, 5), at(3, 11)),
        (at(3, 2, 9), 2, at(3, 3, 9), at(3, 5), at(3, 6), at(3, 12)),
    ],
)
def test_the_cards_of_a_clock_fall_on_working_days(
    since: datetime,
    n_workdays: int,
    yellow: datetime | None,
    red: datetime,
    urged: datetime,
    criticised: datetime,
) -> None:
    clock = start(since, n_workdays, GIVEN, CALENDAR)

    assert (clock.yellow_at, clock.red_at) == (yellow, red)
    assert (clock.urge_at, clock.criticise_at) == (urged, criticised)


def test_the_revisit_is_due_three_working_days_after_the_message() -> None:
    order = telling.send_feedback(
        rectified(at=EVE_OF_NATIONAL_DAY), None, SUPERVISOR, at(10, 8, 9), rules_of(), CALENDAR
    ).state

    assert closes(order.dues.revisit) == date(2026, 10, 12)
