"""What a paper costs: the award notice as PDF, its calls and its processor time (docs/adr/0060)."""

import statistics
import time
from datetime import timedelta

from bench.figures import Figure
from bench.public_pages import AGENCIES, page_figure
from bench.stage import AMOUNT_FEN, Stage, publish_with_quotes
from chalicelib.domain.marketplace.notices.notice import number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content

RUNS = 20
TO_THE_AWARD = timedelta(days=7)


def measure(stage: Stage) -> list[Figure]:
    """Ask for the letter of an award as PDF; the first request reads the font and is told apart."""
    town = stage.new_town(AGENCIES)
    content = lowest_content(service_type=SURVEY)
    notice = publish_with_quotes(town, content, [AMOUNT_FEN - 1_00 * place for place in range(AGENCIES)])
    stage.runtime.move_to(publication_of(notice).closes_at + TO_THE_AWARD)
    address = f"/notices/{number_of(notice)}/award/letter.pdf"
    first, *others = [_seconds(stage, address) for _ in range(RUNS + 1)]
    counted = page_figure(stage, "award_letter_pdf@1", address)
    apart = {**counted.apart, "cpu_seconds": statistics.median(others), "first_cpu_seconds": first}
    return [Figure("award_letter_pdf@1", calls=counted.calls, rcu=counted.rcu, wcu=counted.wcu, apart=apart)]


def _seconds(stage: Stage, address: str) -> float:
    began = time.process_time()
    stage.page(address)
    return time.process_time() - began
