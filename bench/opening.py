"""What opening a thousand quotes and selecting among them costs (docs/rules.md §2.1, §3.2, §3.5).

Each transaction loads what it decides on, and the draw, which runs when the beacon is there, reads the
opening's pages back: `loads` and `rereads` stand apart, and so does the one decryption of the draw's secret.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bench.budgets import QUOTES
from bench.calls_seen import TRANSACTION, counted, watched
from bench.figures import Figure
from bench.public_pages import A_NIGHT, page_figure
from bench.stage import AMOUNT_FEN, Stage, publish_with_quotes
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.usecases.advance import advance
from infra.local.calls import Call
from infra.local.capacity import Usage, meter
from infra.local.engine import settle_memory
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content, make_content
from tests.journeys.steps import Town

AFTER_CLOSING = timedelta(seconds=3)
Seen = tuple[Usage, Sequence[Call]]


def measure(stage: Stage) -> list[Figure]:
    """Open and draw by lot, look at the page of that draw, then open and select the lowest price."""
    town = stage.new_town(QUOTES)
    amounts_fen = [40_000_00 + 1_00 * number for number in range(QUOTES)]
    drawn = publish_with_quotes(town, make_content(service_type=SURVEY), [AMOUNT_FEN] * QUOTES)
    ranked = publish_with_quotes(town, lowest_content(service_type=SURVEY), amounts_fen)
    settle_memory()
    figure = _figure(stage, town, drawn, f"opening_and_draw@{QUOTES}")
    page = page_figure(stage, f"draw_page@{QUOTES}", f"/draws/{number_of(drawn)}")
    return [figure, page, _figure(stage, town, ranked, f"opening_and_lowest_price@{QUOTES}")]


def _figure(stage: Stage, town: Town, notice: Notice, operation: str) -> Figure:
    """Open a notice whose deadline has passed, and draw when the next beacon is there.

    Raises:
        RuntimeError: when not every quote counted, since the figures would be of less.
    """
    stage.runtime.clock.reach(publication_of(notice).closes_at + AFTER_CLOSING)
    opening = _watched(town, notice, "opening")
    stage.runtime.clock.reach(stage.runtime.now() + A_NIGHT)
    town.reveal()
    drawing = _watched(town, notice, "drawing")
    found = town.house.queries.notice(notice.id).notice
    if found.selection is None or found.opening is None or found.opening.valid != QUOTES:
        raise RuntimeError(f"{operation} ended as {found.state}")
    return _summed(operation, opening, drawing)


def _watched(town: Town, notice: Notice, queue: str) -> Seen:
    """Let a queue's worker do what is due now, and see what it calls."""
    with meter(this_thread_only=True) as usage, watched() as seen:
        advance(town.house, "notice", notice.id, queue)
    return usage, tuple(seen)


def _summed(operation: str, opening: Seen, drawing: Seen) -> Figure:
    opened, drawn = opening[1], drawing[1]
    parts = {
        "query_pages": counted(opened, "Query"),
        "batch_gets": counted(opened, "BatchGetItem"),
        "decrypts": counted(opened, "Decrypt"),
        "page_puts": counted(opened, "PutItem", "BatchWriteItem"),
        "transactions": counted((*opened, *drawn), TRANSACTION),
        "loads": counted((*opened, *drawn), "GetItem"),
        "rereads": counted(drawn, "BatchGetItem", "Query"),
        "draw_decrypts": counted(drawn, "Decrypt"),
    }

    def total(of: Callable[[Usage], float]) -> float:
        return of(opening[0]) + of(drawing[0])

    return Figure(
        operation,
        items=QUOTES,
        calls=opening[0].calls + drawing[0].calls,
        rcu=total(lambda usage: usage.rcu),
        wcu=total(lambda usage: usage.wcu),
        apart={name: float(count) for name, count in parts.items()},
    )
