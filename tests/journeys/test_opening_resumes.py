"""An opening killed at any of its calls, and begun again, ends as if nothing had happened (design §1)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.advance import advance
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from infra.local import calls
from infra.local.calls import Answer, Call, Proceed
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content, make_content
from tests.journeys.steps import Town, uscc

pytestmark = pytest.mark.slow

TIED_AND_DEARER = (40_000_00, 40_000_00, 41_000_00)
FIXED = 48_500_00
NEVER = 0
AFTER_CLOSING = timedelta(seconds=3)
A_NIGHT = timedelta(hours=16)


class Killed(BaseException):
    """The process is gone: no handler of errors runs any more."""


@dataclass(frozen=True)
class Outcome:
    """All that an opening and its selection leave behind."""

    notice: Notice
    draw: Json
    rows: tuple[OpenedQuote, ...]
    order: tuple[OrderRow, ...]
    entries: tuple[Entry, ...]


@contextmanager
def killed_before(step: int) -> Iterator[list[str]]:
    """Let the process die when it is about to make its n-th call, which is after the one before."""
    made: list[str] = []

    def count(call: Call, proceed: Proceed) -> Answer:
        made.append(call.operation)
        if len(made) == step:
            raise Killed
        return proceed(call.params)

    with calls.disturbed(count):
        yield made


def waiting_for_the_opening(town: Town, runtime: Runtime, content: NoticeContent) -> Notice:
    for number in range(len(TIED_AND_DEARER)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(content)
    for number, amount in enumerate(TIED_AND_DEARER):
        town.quote(uscc(number), notice, FIXED if content.method is Method.RANDOM else amount)
    runtime.clock.reach(publication_of(notice).closes_at + AFTER_CLOSING)
    return notice


def waiting_for_the_draw(town: Town, runtime: Runtime, content: NoticeContent) -> Notice:
    notice = waiting_for_the_opening(town, runtime, content)
    advance(town.house, "notice", notice.id, "opening")
    runtime.clock.reach(runtime.now() + A_NIGHT)
    town.reveal()
    return notice


def outcome_of(town: Town, notice: Notice) -> Outcome:
    found = town.house.queries.notice(notice.id).notice
    opening, selection = found.opening, found.selection
    return Outcome(
        notice=found,
        draw=dict(town.house.queries.draw(number_of(found))[1]),
        rows=tuple(read_opening(town.house, found.id, opening.manifest_hash)) if opening else (),
        order=tuple(read_order(town.house, found.id, selection.order_hash)) if selection else (),
        entries=tuple(town.house.queries.entries(f"NOTICE#{found.id}")),
    )


def check_every_kill(town: Town, runtime: Runtime, folder: Path, notice: Notice, queue: str) -> Outcome:
    """Kill the worker at each of its calls in turn, from the same beginning; return the common outcome."""
    beginning = folder / "beginning.jsonl"
    runtime.export_snapshot(beginning)

    def work() -> None:
        advance(town.house, "notice", notice.id, queue)

    with killed_before(NEVER) as made:
        work()
    undisturbed = outcome_of(town, notice)
    work()
    assert outcome_of(town, notice) == undisturbed, "killed after the last call"
    for step, operation in enumerate(tuple(made), start=1):
        runtime.import_snapshot(beginning)
        with killed_before(step), pytest.raises(Killed):
            work()
        work()
        assert outcome_of(town, notice) == undisturbed, f"killed before call {step}, {operation}"
    return undisturbed


Begin = Callable[[Town, Runtime, NoticeContent], Notice]


@pytest.mark.parametrize(
    ("begin", "queue", "content", "state"),
    [
        (waiting_for_the_opening, "opening", make_content(service_type=SURVEY), NoticeState.SELECTING),
        (waiting_for_the_draw, "drawing", make_content(service_type=SURVEY), NoticeState.PUBLICITY),
        (waiting_for_the_draw, "drawing", lowest_content(service_type=SURVEY), NoticeState.PUBLICITY),
    ],
    ids=["opening", "draw", "draw among the tied"],
)
def test_a_worker_killed_at_any_call_and_run_again_ends_as_if_nothing_had_happened(
    town: Town,
    runtime: Runtime,
    tmp_path: Path,
    begin: Begin,
    queue: str,
    content: NoticeContent,
    state: NoticeState,
) -> None:
    notice = begin(town, runtime, content)

    outcome = check_every_kill(town, runtime, tmp_path, notice, queue)

    assert outcome.notice.state is state
    assert outcome.notice.opening is not None
    assert outcome.notice.opening.valid == len(TIED_AND_DEARER)


def test_a_lowest_price_without_a_tie_is_opened_and_selected_once_whatever_kills_the_worker(
    town: Town, runtime: Runtime, tmp_path: Path
) -> None:
    for number in range(2):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))
    for number, amount in enumerate((41_000_00, 40_000_00)):
        town.quote(uscc(number), notice, amount)
    runtime.clock.reach(publication_of(notice).closes_at + AFTER_CLOSING)

    outcome = check_every_kill(town, runtime, tmp_path, notice, "opening")

    assert [row.uscc for row in outcome.order] == [uscc(1), uscc(0)]
