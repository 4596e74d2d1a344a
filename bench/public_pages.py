"""What a public page costs, signed out, through the Gateway: at most two calls of DynamoDB (design §1)."""

from datetime import timedelta

from bench.figures import Figure
from bench.stage import AMOUNT_FEN, Stage, publish_with_quotes
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc

AGENCIES = 20
A_NIGHT = timedelta(hours=16)
AWARD = timedelta(days=7)


def measure(stage: Stage) -> list[Figure]:
    """Ask for the page of a notice with quotes, of an agency, and of a draw that was made."""
    town = stage.new_town(AGENCIES)
    notice = publish_with_quotes(town, make_content(service_type=SURVEY), [AMOUNT_FEN] * AGENCIES)
    stage.runtime.drain()
    figures = [
        page_figure(stage, "notice_page@1", f"/notices/{number_of(notice)}"),
        page_figure(stage, "agency_page@1", f"/agencies/{uscc(0)}"),
    ]
    draw(stage, town, notice)
    figures.append(page_figure(stage, f"draw_page@{AGENCIES}", f"/draws/{number_of(notice)}"))
    stage.runtime.advance(AWARD)
    return [*figures, page_figure(stage, f"selection_page@{AGENCIES}", f"/selections/{number_of(notice)}")]


def draw(stage: Stage, town: Town, notice: Notice) -> None:
    """Let the deadline pass and the supervisor reveal, until the draw is made."""
    stage.runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    stage.runtime.advance(A_NIGHT)
    town.reveal()
    stage.runtime.drain()


def page_figure(stage: Stage, operation: str, address: str) -> Figure:
    """Count what the second request for a page takes; the first one wakes the process."""
    stage.page(address)
    with meter(this_thread_only=True) as usage:
        stage.page(address)
    others = {name: float(count) for name, count in usage.other_calls.items()}
    return Figure(operation, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=others)
