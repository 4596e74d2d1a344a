import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.entrypoints import events
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.due_ports import DueItem
from tests.factories.notices import MONDAY
from tests.factories.work_orders import rules_of


@dataclass
class Due:
    """A house that knows only what is due and where messages go."""

    items: list[DueItem] = field(default_factory=list)
    sent: list[Mapping[str, Any]] = field(default_factory=list)

    def house(self) -> Any:
        return SimpleNamespace(
            clock=SimpleNamespace(product_now=lambda: MONDAY),
            due=self,
            rating_rules=SimpleNamespace(load=rules_of),
            queues=SimpleNamespace(send=lambda *message: self.sent.append(message[3])),
        )

    def overdue(self, queue: str, _now: datetime) -> Iterator[DueItem]:
        return (item for item in self.items if item.queue == queue)


def due(queue: str, late: timedelta) -> DueItem:
    return DueItem(queue, "notice", f"n_{queue}", format_instant(MONDAY - late))


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, int]]:
    found = [record for record in caplog.records if record.message == "due work"]
    return [(vars(each)["sent"], vars(each)["oldest_overdue_seconds"]) for each in found]


def test_a_run_says_once_how_much_was_due_and_how_late_the_oldest_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    waiting = Due([due("opening", timedelta(seconds=5)), due("lifecycle", timedelta(minutes=11))])

    assert events.enqueue_due(waiting.house()) == 2

    assert lines(caplog) == [(2, 660)]


@pytest.mark.parametrize(("heartbeat", "said"), [(True, [(0, 0)]), (False, [])])
def test_a_run_that_finds_nothing_says_so_only_as_a_heartbeat(
    caplog: pytest.LogCaptureFixture, heartbeat: bool, said: list[tuple[int, int]]
) -> None:
    caplog.set_level(logging.INFO)

    assert events.enqueue_due(Due().house(), heartbeat=heartbeat) == 0

    assert lines(caplog) == said


def test_texts_are_enqueued_at_the_providers_pace_whatever_waits_and_call_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    late = [due("invitations", timedelta(hours=2))] * 2_000

    sent = events.enqueue_due(Due([*late, due("orders", timedelta(seconds=3))]).house())

    assert sent == rules_of().text.per_minute + 1
    assert lines(caplog) == [(sent, 3)]
