from datetime import UTC, datetime, timedelta

import pytest

from infra.local.clockwork import Clockwork

EVENING = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
QUARTER_PAST_MIDNIGHT = datetime(2026, 3, 9, 16, 15, tzinfo=UTC)
"""In China, where the ledger's days are counted."""


class Clock:
    def __init__(self):
        self.now, self.called = EVENING, []
        self.clockwork = Clockwork(self._note("timers"), self._note("digests"), lambda: self.now)

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
    assert Clock().tick(EVENING) == ["digests", "timers"]


def test_the_digests_are_called_when_a_quarter_past_midnight_is_reached(clock):
    before = QUARTER_PAST_MIDNIGHT - timedelta(milliseconds=1)

    assert clock.tick(before) == ["timers"]
    assert clock.tick(QUARTER_PAST_MIDNIGHT) == ["digests", "timers"]
    assert clock.tick(QUARTER_PAST_MIDNIGHT + timedelta(hours=8)) == ["timers"]


def test_a_failing_digest_does_not_stop_the_timers():
    clock = Clock()
    clock.clockwork = Clockwork(clock._note("timers"), lambda *_: 1 / 0, lambda: clock.now)

    assert clock.tick(EVENING) == ["timers"]


def test_after_a_reset_the_digests_are_called_again(clock):
    clock.clockwork.restart()

    assert clock.tick(EVENING) == ["digests", "timers"]
