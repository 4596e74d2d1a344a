from datetime import UTC, datetime, timedelta

import pytest

from infra.local.clockwork import Clockwork

EVENING = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
QUARTER_PAST_MIDNIGHT = datetime(2026, 3, 9, 16, 15, tzinfo=UTC)
"""In China, where the ledger's days are counted."""

MORNING = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
"""Nine o'clock in China."""


class Clock:
    def __init__(self):
        self.now, self.called = EVENING, []
        self.clockwork = Clockwork(
            *map(self._note, ("timers", "digests", "catalogues", "reminders")), lambda: self.now
        )

    def _note(self, name):
        return lambda _event, _context: self.called.append(name)

    def tick(self, at):
        self.now, self.called[:] = at, []
        self.clockwork({}, None)
        return self.called


@pytest.fixture
def clock():
    made = Clock()
    made.tick(EVENING)
    return made


def test_the_first_tick_calls_the_digests_so_that_the_chain_begins_before_the_first_day():
    assert Clock().tick(EVENING) == ["catalogues", "digests", "timers"]


def test_the_digests_are_called_when_a_quarter_past_midnight_is_reached(clock):
    before = QUARTER_PAST_MIDNIGHT - timedelta(milliseconds=1)

    assert clock.tick(before) == ["catalogues", "timers"]
    assert clock.tick(QUARTER_PAST_MIDNIGHT) == ["digests", "timers"]
    assert clock.tick(QUARTER_PAST_MIDNIGHT + timedelta(hours=8)) == ["catalogues", "timers"]


def test_the_catalogues_are_called_once_an_hour(clock):
    assert clock.tick(EVENING + timedelta(minutes=59)) == ["timers"]
    assert clock.tick(EVENING + timedelta(minutes=60)) == ["catalogues", "timers"]


def test_reminders_go_out_in_the_morning_and_at_no_other_time(clock):
    assert clock.tick(MORNING) == ["catalogues", "reminders", "digests", "timers"]
    assert "reminders" in clock.tick(MORNING + timedelta(hours=3))
    assert "reminders" not in clock.tick(MORNING + timedelta(hours=4))
    assert "reminders" not in clock.tick(MORNING + timedelta(hours=23))


def test_a_failing_digest_or_catalogue_does_not_stop_the_timers():
    clock = Clock()
    clock.clockwork = Clockwork(clock._note("timers"), *[lambda *_: 1 / 0] * 3, lambda: clock.now)

    assert clock.tick(MORNING) == ["timers"]


def test_after_a_reset_the_digests_are_called_again(clock):
    clock.clockwork.restart()

    assert clock.tick(EVENING) == ["catalogues", "digests", "timers"]
